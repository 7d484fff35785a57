import type { NativeRename } from "../../../src/system/native-rename.ts";
import { intercepted, REAL } from "./intercept.ts";

/**
 * The changing calls of work on a real disk, in order and in words: `fsync shared/a`, `link app/b -> shared/b`, `exchange app/c shared/c`, names
 * below the root. The work is given `native` with its calls noted.
 */
export async function callsOf(
  root: string,
  native: NativeRename,
  work: (native: NativeRename) => void,
): Promise<string[]> {
  const calls: string[] = [];
  const shown = (path: string): string => path.replace(`${root}/`, "");
  await intercepted(
    ({ name, bearing, args }, proceed) => {
      if (bearing === "changing") calls.push(inWords(name.replace(/Sync$/, ""), args, shown));
      return proceed();
    },
    () => {
      work({
        ...native,
        exchange: (a, b) => {
          calls.push(`exchange ${shown(`${a.dir.path}/${a.name}`)} ${shown(`${b.dir.path}/${b.name}`)}`);
          native.exchange(a, b);
        },
      });
    },
  );
  return calls;
}

function inWords(name: string, [first, second]: readonly unknown[], shown: (path: string) => string): string {
  if (name === "link" || name === "rename") return `${name} ${shown(realPath(first))} -> ${shown(realPath(second))}`;
  return `${name} ${shown(realPath(name === "symlink" ? second : first))}`;
}

/** The path behind a descriptor, or behind a name in an open folder. */
function realPath(what: unknown): string {
  const path = typeof what === "number" ? `/proc/self/fd/${what}` : String(what);
  const [, fd, rest = ""] = /^\/proc\/self\/fd\/(\d+)(.*)$/.exec(path) ?? [];
  return fd === undefined ? path : `${String(REAL["readlinkSync"]?.(`/proc/self/fd/${fd}`))}${rest}`;
}
