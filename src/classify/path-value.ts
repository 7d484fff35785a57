import { parentOf, type RelPath } from "../core/path.ts";

/** A path or a piece of one. */
export interface PathValue {
  /** True when it starts at the app's root; otherwise it is text that may be relative to anything. */
  readonly anchored: boolean;
  readonly text: string;
  /** True when something unknown follows. */
  readonly open: boolean;
  /** True when the text ends where a value ended, so that its last name is whole. */
  readonly whole: boolean;
}

/** One value followed by another; a path that starts anew replaces what stood before it. */
export function append(left: PathValue, right: PathValue): PathValue {
  if (right.anchored && !left.anchored) return right;
  return { anchored: left.anchored, text: left.text + right.text, open: right.open, whole: right.whole };
}

/** A text of the code. */
export function literal(text: string): PathValue {
  return { anchored: false, text, open: false, whole: false };
}

/** A path from the app's root. */
export function anchored(text: string): PathValue {
  return { anchored: true, text, open: false, whole: true };
}

/** What `path.join` makes of its arguments. */
export function joinAll(values: readonly (() => PathValue | undefined)[]): PathValue | undefined {
  let joined: PathValue | undefined;
  for (const read of values) {
    const value = read();
    if (value === undefined) return joined === undefined ? undefined : { ...joined, open: true, whole: true };
    if (joined === undefined || value.anchored) joined = value;
    else joined = { ...value, anchored: joined.anchored, text: `${joined.text}/${value.text}` };
    if (value.open) return joined;
  }
  return joined === undefined ? undefined : { ...joined, whole: true };
}

/** What `dirname` makes of a path. */
export function above(value: PathValue, steps: number): PathValue {
  let text = value.text.replace(/\/+$/, "");
  for (let step = 0; step < steps; step++) text = parentOf(text as RelPath);
  return { ...value, text, whole: true };
}

/** The value with its last name known to be whole. */
export function sealed(value: PathValue | undefined): PathValue | undefined {
  return value === undefined ? undefined : { ...value, whole: true };
}
