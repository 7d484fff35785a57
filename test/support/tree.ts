import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export { type TreeShape, writeTree } from "./files.ts";

/** A fresh folder (physical path) that is removed when the test ends. */
export function freshFolder(name = "holdfast-"): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), name)));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
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
