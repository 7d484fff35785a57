import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Everything below a folder down to the times of its nodes' last change: equal before and after what changes nothing. */
export function exactListing(root: string): string {
  const format = "%P %y %m %U:%G %i %n %s %T@ %C@ %l\\0";
  const run = spawnSync("find", [root, "-printf", format], { encoding: "latin1", maxBuffer: 1 << 26 });
  if (run.status !== 0) throw new Error(`find cannot list ${root}: ${run.stderr}`);
  return run.stdout.split("\0").sort().join("\n");
}

/** Everything below a folder, our own files included: names, kinds, modes, link texts, contents. One line for each, sorted. */
export function fullListing(root: string): string[] {
  return namesBelow(Buffer.from(root))
    .map((path) => `${path.toString("latin1").slice(root.length + 1)} ${lineOf(path)}`)
    .sort();
}

function namesBelow(folder: Buffer): Buffer[] {
  return readdirSync(folder, { encoding: "buffer" }).flatMap((name) => {
    const path = Buffer.concat([folder, Buffer.from("/"), name]);
    return lstatSync(path).isDirectory() ? [path, ...namesBelow(path)] : [path];
  });
}

function lineOf(path: Buffer): string {
  const stats = lstatSync(path);
  const common = `${(stats.mode & 0o7777).toString(8)} ${stats.uid}:${stats.gid}`;
  if (stats.isDirectory()) return `folder ${common}`;
  if (stats.isSymbolicLink()) return `link ${readlinkSync(path, { encoding: "buffer" }).toString("latin1")}`;
  return `file ${common} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`;
}
