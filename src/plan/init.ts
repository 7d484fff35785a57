import { NAMES, type SiteLayout } from "../core/layout.ts";
import type { Ownership } from "../core/observation.ts";
import { baseName, parentOf, rel, type RelPath, under } from "../core/path.ts";
import type { Operation } from "./operation.ts";

/** A file that `init` puts into an application. */
export interface InitFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  readonly reason: string;
  /** What stands there now; null when nothing does. */
  readonly now: string | null;
  /** True where an interrupted run left its temporary file beside. */
  readonly leftover: boolean;
}

/** The name under which a file of `init` is written before it gets its own; nobody else's file is called so. */
export function temporaryOf(name: string): string {
  return `.holdfast-new-${name}`;
}

/** What became of each file: made, already the same, or left because somebody edited it. */
export interface InitPlan {
  readonly operations: readonly Operation[];
  readonly same: readonly string[];
  readonly edited: readonly string[];
}

/** Plans `init`: what is missing is made, a temporary file that was left goes; what stands there is never overwritten. */
export function planInit(files: readonly InitFile[], layout: Pick<SiteLayout, "app">, owner: Ownership): InitPlan {
  const missing = files.filter((file) => file.now === null);
  const unfinished = files.filter((file) => file.now === null || file.leftover);
  const folders = [...new Set(missing.map((file) => parentOf(rel(file.path))))].filter(
    (path): path is RelPath => path !== "",
  );
  return {
    operations: [
      ...folders.map((path): Operation => folder(path, layout, owner)),
      ...unfinished.map((file): Operation => write(file, layout, owner)),
    ],
    same: files.filter((file) => file.now === file.content).map((file) => file.path),
    edited: files.filter((file) => file.now !== null && file.now !== file.content).map((file) => file.path),
  };
}

function folder(path: RelPath, layout: Pick<SiteLayout, "app">, owner: Ownership): Operation {
  return {
    kind: "make-directory",
    path,
    at: { directory: layout.app, name: baseName(path) },
    owner,
    reason: `holds ${NAMES.launcher}`,
  };
}

function write(file: InitFile, layout: Pick<SiteLayout, "app">, owner: Ownership): Operation {
  const parent = parentOf(rel(file.path));
  const directory = parent === "" ? layout.app : under(layout.app, parent);
  return {
    kind: "write-file",
    path: file.path,
    at: { directory, name: baseName(file.path) },
    content: file.content,
    mode: file.mode,
    owner,
    exclusive: true,
    reason: file.reason,
  };
}
