/** Errors that say something about what stands at a path: nothing, no folder, a loop, not ours to read, a device without a driver, a name too long. */
const ABOUT_THE_PATH = ["ENOENT", "ENOTDIR", "ELOOP", "EACCES", "EPERM", "ENXIO", "ENAMETOOLONG", "ESRCH"];

/**
 * True when a look failed for what stands at the path. A failing disk, a lost mount or too many open files say nothing about it: such an
 * error must never pass for "nothing is there", or a run would end well that has overlooked somebody's data.
 */
export function isAboutThePath(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && ABOUT_THE_PATH.includes(String(error.code));
}

/** True where the system did not let this user in: what stands there is neither known nor absent. */
export function isDenied(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EPERM");
}

/** What a look at a path gives; undefined where the path is the reason that it gives nothing. Throws where the disk fails. */
export function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (isAboutThePath(error)) return undefined;
    throw error;
  }
}
