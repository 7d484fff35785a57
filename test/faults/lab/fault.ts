import type { Call, Interceptor } from "./intercept.ts";

/** What is done to a run. `at` counts calls from 0: for `kill` the changing ones, for `error` those of `among`, for `short` the writes. */
export type Fault =
  | { readonly kind: "kill"; readonly at: number }
  | {
      readonly kind: "error";
      readonly code: ErrorCode;
      readonly at: number;
      readonly lasting: boolean;
      readonly among: Among;
    }
  | { readonly kind: "short"; readonly at: number; readonly to: "half" | "one byte" };

/** The errors of a failing disk, a full one, a quota, lost permission, a lost mount, too many open files. */
export const ERROR_CODES = ["ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "EMFILE"] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];
export type Among = "changing" | "looking";

/** What looking can fail with. */
export const LOOKING_CODES: readonly ErrorCode[] = ["EIO", "EACCES", "EMFILE"];

const ERRNO: Readonly<Record<ErrorCode, number>> = {
  ENOSPC: -28,
  EDQUOT: -122,
  EIO: -5,
  EROFS: -30,
  EACCES: -13,
  EMFILE: -24,
};

/** libuv has no name for it, so that this is what really comes. */
const NODE_SAYS: Partial<Readonly<Record<ErrorCode, string>>> = { EDQUOT: "Unknown system error -122" };

/** Thrown by every call from the kill on: the process that made it is no more. */
class Killed extends Error {}

/** An interceptor that works the fault, with what it counted. */
export interface Faulty {
  readonly interceptor: Interceptor;
  readonly counts: { changing: number; looking: number; writes: number; fired: boolean };
}

/** Lets everything through until the fault's moment. */
export function faulty(fault: Fault | null): Faulty {
  const counts = { changing: 0, looking: 0, writes: 0, fired: false };
  let isDead = false;
  const interceptor: Interceptor = (call, proceed) => {
    if (call.bearing === "closing" || (call.bearing === "elsewhere" && !isDead)) return proceed();
    if (isDead) throw new Killed();
    const number = count(counts, call);
    if (fault === null || !isDue(fault, call, { number, writes: counts.writes })) return proceed();
    counts.fired = true;
    if (fault.kind === "error") throw failure(fault.code, call);
    if (fault.kind === "short") return proceed(...shortened(call.args, fault.to));
    isDead = true;
    throw new Killed();
  };
  return { interceptor, counts };
}

function count(counts: Faulty["counts"], call: Call): number {
  if (call.name === "writeSync") counts.writes++;
  return call.bearing === "changing" ? counts.changing++ : counts.looking++;
}

/** Whether the fault strikes at this call, the `number`th of its bearing. */
function isDue(fault: Fault, call: Call, at: { readonly number: number; readonly writes: number }): boolean {
  if (fault.kind === "error") return failsHere(fault, call, at.number);
  if (fault.kind === "short") return call.name === "writeSync" && at.writes - 1 === fault.at;
  return call.bearing === "changing" && at.number === fault.at;
}

function failsHere(fault: Fault & { kind: "error" }, call: Call, number: number): boolean {
  if (!concerns(fault.code, call)) return false;
  if (call.bearing !== fault.among) return false;
  if (fault.among === "looking" && !LOOKING_CODES.includes(fault.code)) return false;
  return fault.lasting ? number >= fault.at : number === fault.at;
}

/** A full disk still lets go of names; too many open files only hurt opening. */
function concerns(code: ErrorCode, call: Call): boolean {
  if (code === "EMFILE") return ["openSync", "opendirSync", "readdirSync", "readFileSync"].includes(call.name);
  const releases = ["unlinkSync", "rmdirSync"].includes(call.name);
  return !(releases && (code === "ENOSPC" || code === "EDQUOT"));
}

function failure(code: ErrorCode, call: Call): NodeJS.ErrnoException {
  const [path] = call.args;
  const shown = typeof path === "string" || Buffer.isBuffer(path) ? ` '${String(path)}'` : "";
  const known = NODE_SAYS[code] ?? code;
  return Object.assign(
    new Error(`${known}: ${NODE_SAYS[code] ?? "injected"}, ${call.name.replace(/Sync$/, "")}${shown}`),
    {
      code: known,
      errno: ERRNO[code],
      syscall: call.name.replace(/Sync$/, ""),
    },
  );
}

/** `writeSync(fd, bytes, offset, length)` with less to write. */
function shortened(args: readonly unknown[], to: "half" | "one byte"): readonly unknown[] {
  const [fd, bytes, offset = 0, length = (bytes as Uint8Array).length - Number(offset)] = args;
  const less = to === "half" ? Math.max(1, Math.floor(Number(length) / 2)) : 1;
  return [fd, bytes, offset, less];
}
