/** Where in a tree the application of a label file stands: a repository may hold it in a folder, or hold several. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { LabelledApp } from "./labels.ts";

/**
 * The folder of the application that a label file is about, `""` for the tree's own root: what the files by which its labeller recognised it have in
 * common or, where they are named as the application sees them, the folder on the way to the web root that has most of them.
 */
export function mainRoot(tree: string, app: Pick<LabelledApp, "webRoot" | "detectFiles">): string {
  const common = commonFolder(app.detectFiles);
  if (common !== "") return common;
  const counted = ["", ...above(app.webRoot)].map((folder) => ({
    folder,
    found: app.detectFiles.filter((file) => existsSync(join(tree, folder, file))).length,
  }));
  return counted.reduce((best, next) => (next.found > best.found ? next : best)).folder;
}

const MANIFESTS = ["composer.json", "package.json", "manage.py", "Gemfile"];

/** For a path that lies beside that application: the nearest folder around it that is one, `""` where none is. */
export function rootBeside(tree: string, path: string): string {
  return above(path).findLast((folder) => MANIFESTS.some((name) => existsSync(join(tree, folder, name)))) ?? "";
}

/** A path as the application in `root` sees it; undefined for the folder itself and for what lies beside it. */
export function within(root: string, path: string): string | undefined {
  if (root === "") return path;
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
}

function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => path.split("/").slice(0, -1));
  const [first = []] = folders;
  const length = first.findIndex((name, index) => folders.some((names) => names[index] !== name));
  return first.slice(0, length < 0 ? first.length : length).join("/");
}

/** The folders above a path, the outermost first. */
function above(path: string): string[] {
  const names = path.split("/").filter((name) => name !== "." && name !== "");
  return names.map((_name, index) => names.slice(0, index).join("/")).slice(1);
}
