/**
 * Runs a call on a name in an open directory. Where the system refuses it, the error's message says which path that was: the
 * `/proc/self/fd/N` by which it was named, or a bare descriptor, means nothing to a reader. Code and type of the error stay.
 */
export function naming<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw named(error, path);
  }
}

/** The error itself, by {@link naming}'s rule: for calls that are made for every name of a tree. */
export function named(thrown: unknown, path: string): unknown {
  const error = withName(thrown);
  if (error instanceof Error && "code" in error && "syscall" in error) {
    // Node's form: `ENOSPC: no space left on device, mkdir '/proc/self/fd/20/uploads'`.
    const what = error.message.split(/, (?=\w+(?: '|$))/, 1)[0] ?? error.message;
    error.message = `${what}, ${String(error.syscall)} "${path}"`;
  }
  return error;
}

/** What libuv has no name for, so that Node says "Unknown system error -122" or "UNKNOWN"; by the kernel's numbers (include/uapi/asm-generic/errno.h). */
const UNNAMED: ReadonlyMap<number, readonly [code: string, words: string]> = new Map([
  [-116, ["ESTALE", "stale file handle"]],
  [-122, ["EDQUOT", "disk quota exceeded"]],
]);

/** The error, with the name of its errno as its code and in its message where Node does not know it. Anything else is given back as it is. */
export function withName(error: unknown): unknown {
  if (!(error instanceof Error) || !("errno" in error) || !("code" in error)) return error;
  const known = UNNAMED.get(Number(error.errno));
  if (known === undefined || !/^(UNKNOWN|Unknown system error -\d+)$/.test(String(error.code))) return error;
  const [code, words] = known;
  error.code = code;
  error.message = error.message.replace(
    /^(UNKNOWN: unknown error|(Unknown system error -\d+): \2)/,
    `${code}: ${words}`,
  );
  return error;
}
