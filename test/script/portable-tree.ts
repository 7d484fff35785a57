import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cksum } from "../../src/core/cksum.ts";
import { encodeName } from "../../src/core/bytes.ts";
import { rel } from "../../src/core/path.ts";
import { renderEmergencyRecovery } from "../../src/script/emergency-recovery.ts";
import { renderHealthCheck } from "../../src/script/health-check.ts";
import {
  chainText,
  isPerRelease,
  linkText,
  type PortableEntry,
  type PortableSite,
} from "../../src/script/portable-site.ts";

/** Every shell that the portable scripts promise to run under. */
export const SHELLS: Readonly<Record<string, readonly string[]>> = {
  dash: ["dash"],
  "dash -eu": ["dash", "-eu"],
  bash: ["bash"],
  "bash --posix": ["bash", "--posix"],
  "busybox sh": ["busybox", "sh"],
  mksh: ["mksh"],
  zsh: ["zsh"],
  "zsh --emulate sh": ["zsh", "--emulate", "sh"],
  "zsh -eu": ["zsh", "-eu"],
};

export const HOSTILE = "public/-up 'l\"o$(touch x)ads\n*\udce9";

const ENTRIES: readonly PortableEntry[] = [
  { path: rel("public/storage"), kind: "directory", class: "user", handling: "link", chain: rel("storage/app/public") },
  {
    path: rel("storage"),
    kind: "directory",
    class: "user",
    handling: "link",
    needs: [rel("app/public"), rel("framework/views"), rel("logs")],
  },
  { path: rel(".env"), kind: "file", class: "user", handling: "link", secret: true },
  { path: rel("public/uploads"), kind: "directory", class: "user", handling: "merge" },
  { path: rel(HOSTILE), kind: "directory", class: "user", handling: "link" },
  { path: rel("public/qrcodes"), kind: "directory", class: "runtime", handling: "link" },
  { path: rel("database/database.sqlite"), kind: "file", class: "runtime", handling: "link" },
  { path: rel("bootstrap/cache"), kind: "directory", class: "runtime", handling: "per-release" },
];

/** A bought Laravel script's site, as the scripts know it. */
export function exampleSite(layout: PortableSite["layout"]): PortableSite {
  const places =
    layout === "flat"
      ? { appFromShared: "../app", linkPrefix: "../shared" }
      : { appFromShared: "..", linkPrefix: "../../shared" };
  return {
    layout,
    ...places,
    webRoot: rel("public"),
    entries: ENTRIES,
    assets: [rel("public/css"), rel("public/js")],
    trees: [],
  };
}

export interface Tree {
  readonly site: PortableSite;
  readonly root: string;
  readonly app: string;
  readonly shared: string;
}

const made: string[] = [];

/** Removes every tree of this file's tests. */
export function dropTrees(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
}

/** The file that names the version of the example's code. */
const VERSION = "{}";

/** A healthy site on disk, its scripts written. */
export function buildTree(layout: PortableSite["layout"], site: PortableSite = exampleSite(layout)): Tree {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "holdfast script's ")));
  made.push(root);
  const app = join(root, layout === "flat" ? "app" : "releases/2026-11-23_14-30-00");
  mkdirSync(app, { recursive: true });
  writeFileSync(join(app, "composer.json"), VERSION);
  const self = lstatSync(app, { bigint: true });
  const trees = [{ id: `0:${self.ino}`, code: cksum(Buffer.from(VERSION)), born: String(self.birthtimeNs) }];
  const tree: Tree = { site: { ...site, trees }, root, app, shared: join(root, "shared") };
  for (const folder of ["public/css", "public/js", "database", "bootstrap"])
    mkdirSync(join(tree.app, folder), { recursive: true });
  if (layout === "releases") symlinkSync("releases/2026-11-23_14-30-00", join(root, "current"));
  for (const entry of site.entries) putEntry(tree, entry);
  for (const asset of site.assets) writeFileSync(join(tree.app, asset, "app.txt"), "code");
  writeFileSync(join(tree.shared, "health-check.sh"), renderHealthCheck(tree.site));
  writeFileSync(join(tree.shared, "emergency-recovery.sh"), renderEmergencyRecovery(tree.site));
  return tree;
}

function putEntry(tree: Tree, entry: PortableEntry): void {
  const data = sharedAt(tree, entry.path);
  mkdirSync(parent(data), { recursive: true });
  mkdirSync(parent(at(tree.app, entry.path)), { recursive: true });
  symlinkSync(encoded(textOf(tree, entry)), at(tree.app, entry.path));
  if (entry.chain !== undefined) return symlinkSync(chainText(entry.path, entry.chain), data);
  if (entry.kind === "file")
    return writeFileSync(data, `shared ${entry.path}`, { mode: entry.secret === true ? 0o600 : 0o644 });
  mkdirSync(data, { recursive: true });
  for (const need of entry.needs ?? []) mkdirSync(join(data.toString(), need), { recursive: true });
  writeFileSync(Buffer.concat([data, Buffer.from("/kept.txt")]), `kept in ${entry.path}`);
}

/** What an entry's link ought to say in this tree. */
export function textOf(tree: Tree, entry: PortableEntry): string {
  const text = linkText(tree.site, entry.path);
  return isPerRelease(tree.site, entry) ? `${text}/2026-11-23_14-30-00` : text;
}

/** The entry of a path. */
export function entryOf(tree: Tree, path: string): PortableEntry {
  const entry = tree.site.entries.find((candidate) => candidate.path === path);
  if (entry === undefined) throw new Error(`No entry ${path}`);
  return entry;
}

/** Where an entry's data is in shared. */
export function sharedAt(tree: Tree, path: string): Buffer {
  return at(tree.shared, isPerRelease(tree.site, entryOf(tree, path)) ? `${path}/2026-11-23_14-30-00` : path);
}

/** A path with odd bytes, as the disk takes it. */
export function at(root: string, path: string): Buffer {
  return encoded(`${root}/${path}`);
}

export function encoded(text: string): Buffer {
  return Buffer.from(encodeName(text));
}

function parent(path: Buffer): Buffer {
  return path.subarray(0, path.lastIndexOf("/"));
}

export interface Ran {
  readonly code: number | null;
  readonly out: string;
}

/** Runs one of the shared folder's scripts. */
export function run(
  tree: Tree,
  script: string,
  options: { shell?: readonly string[]; args?: readonly string[]; cwd?: string } = {},
): Ran {
  const [command = "sh", ...flags] = options.shell ?? ["sh"];
  const result = spawnSync(command, [...flags, `${tree.shared}/${script}`, ...(options.args ?? [])], {
    cwd: options.cwd ?? "/",
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { code: result.status, out: `${result.stdout}${result.stderr}` };
}

/** Every name below a folder with what it is; names as latin1 so that bytes can be compared. */
export function listing(root: string, skip: RegExp = /^$/): Map<string, string> {
  const found = new Map<string, string>();
  walk(Buffer.from(root), "", { found, skip });
  return found;
}

function walk(
  root: Buffer,
  prefix: string,
  into: { readonly found: Map<string, string>; readonly skip: RegExp },
): void {
  for (const name of readdirSync(root, { encoding: "buffer" })) {
    const path = Buffer.concat([root, Buffer.from("/"), name]);
    const key = `${prefix}${name.toString("latin1")}`;
    if (into.skip.test(key)) continue;
    const stat = lstatSync(path);
    if (stat.isSymbolicLink())
      into.found.set(key, `link ${readlinkSync(path, { encoding: "buffer" }).toString("latin1")}`);
    else if (stat.isFile())
      into.found.set(key, `file ${(stat.mode & 0o7777).toString(8)} ${digest(readFileSync(path))}`);
    else into.found.set(key, `folder ${(stat.mode & 0o7777).toString(8)}`);
    if (stat.isDirectory()) walk(path, `${key}/`, into);
  }
}

/** The contents of all files of a site; none of them may ever be missing afterwards. */
export function contents(tree: Tree): Set<string> {
  const files = [...listing(tree.root, /\.holdfast\/lock/).values()].filter((value) => value.startsWith("file"));
  return new Set(files.map((value) => value.split(" ")[2] ?? ""));
}

function digest(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

/** Replaces an entry's link by a real folder with these files. */
export function realFolder(tree: Tree, path: string, files: Readonly<Record<string, string>>): void {
  unlinkSync(at(tree.app, path));
  for (const [name, text] of Object.entries({ ...files })) {
    const file = at(tree.app, `${path}/${name}`);
    mkdirSync(file.subarray(0, file.lastIndexOf("/")), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Breaks nearly every entry, each in another way. */
export function damageAll(tree: Tree): void {
  unlinkSync(join(tree.app, "storage"));
  unlinkSync(join(tree.app, "public/uploads"));
  symlinkSync("/nowhere", join(tree.app, "public/uploads"));
  rmSync(join(tree.shared, "storage/framework"), { recursive: true });
  rmSync(join(tree.shared, "public/qrcodes"), { recursive: true });
  unlinkSync(join(tree.shared, "public/storage"));
  realFolder(tree, HOSTILE, {
    "kept.txt": "another",
    "-n 'new\"\n$(touch pwned)\udce9": "new",
    ".hidden": "dot",
    "..two": "two dots",
    "deep/er/file": "deep",
  });
  symlinkSync("/etc/passwd", Buffer.concat([at(tree.app, HOSTILE), Buffer.from("/planted")]));
  symlinkSync("../../..", Buffer.concat([at(tree.app, HOSTILE), Buffer.from("/up\n")]));
  unlinkSync(join(tree.app, ".env"));
  writeFileSync(join(tree.app, ".env"), "edited with sed -i", { mode: 0o600 });
}
