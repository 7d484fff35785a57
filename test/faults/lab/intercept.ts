/**
 * Stands between the program and `node:fs` in this process: every call of the program's goes through one function, which may let it
 * through, answer it itself, or fail it. The program imports names from `node:fs`; `syncBuiltinESMExports` makes such imports see what is
 * put in their place, so nothing of the program has to know.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/** How a call bears on a disk. `elsewhere` are looks at the kernel's own tree of processes, of which there are as many as there are processes. */
type Bearing = "changing" | "looking" | "closing" | "elsewhere";

/** One call of the program's. */
export interface Call {
  readonly name: string;
  readonly bearing: Bearing;
  readonly args: readonly unknown[];
}

/** Decides what becomes of a call; `proceed` carries it out as it is, or with other arguments. */
export type Interceptor = (call: Call, proceed: (...args: readonly unknown[]) => unknown) => unknown;

const CHANGING = [
  "chmodSync",
  "copyFileSync",
  "chownSync",
  "fchmodSync",
  "fchownSync",
  "fsyncSync",
  "ftruncateSync",
  "futimesSync",
  "lchownSync",
  "linkSync",
  "lutimesSync",
  "mkdirSync",
  "renameSync",
  "rmdirSync",
  "symlinkSync",
  "unlinkSync",
  "writeFileSync",
  "writeSync",
] as const;
const LOOKING = [
  "existsSync",
  "fstatSync",
  "lstatSync",
  "opendirSync",
  "openSync",
  "readFileSync",
  "readSync",
  "readdirSync",
  "readlinkSync",
  "realpathSync",
  "statSync",
  "statfsSync",
] as const;

type Functions = Record<string, (...args: readonly unknown[]) => unknown>;

/** The functions of `node:fs` that are stood before, as they are. */
export const REAL: Readonly<Functions> = Object.fromEntries(
  [...CHANGING, ...LOOKING, "closeSync"].map((name) => [name, (fs as unknown as Functions)[name] as Functions[string]]),
);

/** The system's own realpath, which hangs on the other one. */
const REAL_PATH = fs.realpathSync.native as Functions[string];

/** Runs `work` with the interceptor in place, and takes it away again in every case. */
export async function intercepted<T>(interceptor: Interceptor, work: () => T | Promise<T>): Promise<T> {
  const module = fs as unknown as Functions;
  // `readFileSync` opens and closes by functions of its own module: what a call does inside itself is not the program's.
  let isInside = false;
  const stand = (name: string, real: Functions[string]): Functions[string] => {
    const within = (given: readonly unknown[]): unknown => {
      isInside = true;
      try {
        return real(...given);
      } finally {
        isInside = false;
      }
    };
    return (...args) => {
      if (isInside) return real(...args);
      const call: Call = { name, bearing: bearingOf(name, args), args };
      return interceptor(call, (...given) => within(given.length > 0 ? given : args));
    };
  };
  for (const [name, real] of Object.entries(REAL)) module[name] = stand(name, real);
  Object.assign(module["realpathSync"] as object, { native: stand("realpathSync", REAL_PATH) });
  syncBuiltinESMExports();
  try {
    return await work();
  } finally {
    Object.assign(module, REAL);
    syncBuiltinESMExports();
  }
}

function pathOf([path]: readonly unknown[]): string {
  return typeof path === "string" || Buffer.isBuffer(path) ? String(path) : "";
}

const CREATES = fs.constants.O_CREAT | fs.constants.O_WRONLY | fs.constants.O_RDWR | fs.constants.O_TRUNC;

function bearingOf(name: string, args: readonly unknown[]): Bearing {
  if (name === "closeSync") return "closing";
  if (/^\/proc(\/(?!self\/fd\/\d+\/)|$)/.test(pathOf(args))) return "elsewhere";
  if (name === "openSync") return (Number(args[1] ?? 0) & CREATES) === 0 ? "looking" : "changing";
  return (CHANGING as readonly string[]).includes(name) ? "changing" : "looking";
}
