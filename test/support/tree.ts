import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A fresh folder (physical path) that is removed when the test ends. */
export function freshFolder(name = "holdfast-"): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), name)));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

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

/** Everything about the nodes below a folder that must survive, by the bytes of their names (as latin1). */
export function manifest(root: string): Map<string, string> {
  const found = new Map<string, string>();
  walk(Buffer.from(root), Buffer.alloc(0), found);
  return found;
}

function walk(folder: Buffer, prefix: Buffer, found: Map<string, string>): void {
  for (const name of readdirSync(folder, { encoding: "buffer" })) {
    const path = Buffer.concat([folder, Buffer.from("/"), name]);
    const shown = Buffer.concat([prefix, name]);
    const stats = lstatSync(path, { bigint: true });
    const common = `${(stats.mode & 0o7777n).toString(8)} ${stats.uid}:${stats.gid}`;
    if (stats.isDirectory()) {
      found.set(shown.toString("latin1"), `dir ${common}`);
      walk(path, Buffer.concat([shown, Buffer.from("/")]), found);
    } else if (stats.isSymbolicLink())
      found.set(shown.toString("latin1"), `link ${readlinkSync(path, { encoding: "buffer" }).toString("latin1")}`);
    else if (stats.isFile())
      found.set(
        shown.toString("latin1"),
        `file ${common} ${stats.mtimeNs} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`,
      );
    else found.set(shown.toString("latin1"), `other ${common}`);
  }
}
