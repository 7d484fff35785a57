import type { Dir, Spot } from "../dir.ts";

/** The system's two calls, by whatever can make them; each answers null or the errno's name. */
export interface RenameCalls {
  readonly rename: (a: Spot, b: Spot, flags: number) => string | null;
  readonly syncFileSystem: (dir: Dir) => string | null;
}
