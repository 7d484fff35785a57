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
export function named(error: unknown, path: string): unknown {
  if (error instanceof Error && "code" in error && "syscall" in error) {
    // Node's form: `ENOSPC: no space left on device, mkdir '/proc/self/fd/20/uploads'`.
    const what = error.message.split(/, (?=\w+(?: '|$))/, 1)[0] ?? error.message;
    error.message = `${what}, ${String(error.syscall)} "${path}"`;
  }
  return error;
}
