import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a tree is made from: text for a file, null for a folder, `{ link }` for a link, `{ text, mode }` for a file with a mode. */
export type TreeShape = Readonly<
  Record<string, string | null | { readonly link: string } | { readonly text: string; readonly mode: number }>
>;

/** Writes a tree below a folder. */
export function writeTree(root: string, shape: TreeShape): void {
  for (const [path, what] of Object.entries(shape)) {
    const whole = join(root, path);
    mkdirSync(dirname(whole), { recursive: true });
    if (what === null) mkdirSync(whole, { recursive: true });
    else if (typeof what === "string") writeFileSync(whole, what);
    else if ("link" in what) symlinkSync(what.link, whole);
    else {
      writeFileSync(whole, what.text);
      chmodSync(whole, what.mode);
    }
  }
}
