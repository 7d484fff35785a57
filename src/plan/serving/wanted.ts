/** What a way to serve wants to stand in the document root, name by name, for one release. */
import {
  type AbsPath,
  abs,
  baseName,
  parentOf,
  type RelPath,
  rel,
  relativeText,
  segmentsOf,
  under,
} from "../../core/path.ts";
import type { Ownership } from "../../core/observation.ts";
import type { At } from "../step.ts";
import { spotAt } from "../release/places.ts";
import { loaderName, loaderText } from "./loader-text.ts";
import { isHostFile } from "./host-file.ts";
import type { DataPlace, HostFile, WebName } from "./root-facts.ts";

/** What shall stand at one name. */
export type Wanted =
  | { readonly kind: "link"; readonly text: string }
  | { readonly kind: "folder"; readonly rights: Ownership }
  | {
      readonly kind: "file";
      /** Where it is copied from. */
      readonly from: At;
      readonly id: string;
      readonly digest: string;
      /** Made by us: it comes back where it is missing. */
      readonly generated: boolean;
    };

/** A loader that is written into shared before it is copied. */
interface Loader {
  readonly name: string;
  readonly content: string;
}

/** All that is wanted, parents before children. */
export interface WantedRoot {
  readonly names: ReadonlyMap<RelPath, Wanted>;
  readonly loaders: readonly Loader[];
}

/** The live web root and where the document root stands. */
export interface WebRoot {
  /** The document root. */
  readonly root: AbsPath;
  /** `current`, whatever it leads to. */
  readonly current: AbsPath;
  /** The web root below a release. */
  readonly door: RelPath;
  /** The web root of the release, by its own path. */
  readonly tree: AbsPath;
  readonly names: readonly WebName[];
  readonly data: readonly DataPlace[];
  /** What shared has of the files that the host edits. */
  readonly hostFiles: readonly HostFile[];
  /** Where loaders are kept. */
  readonly loaders: AbsPath;
  readonly sha256: (text: string) => string;
}

/** Names that no web server should give out: they are left out, though a release has them in its web root. */
const PRIVATE = /(^|\/)\.(env([.-][^/]*)?|git|svn|hg|ssh|holdfast[^/]*)(\/|$)/;

/** A link for each name directly in the web root; what the host edits as a real file. */
export function wantedEntries(web: WebRoot): WantedRoot {
  const data = new Map(web.data.map((place) => [place.path, place]));
  const names = new Map<RelPath, Wanted>();
  for (const name of web.names) {
    if (name.path.includes("/") || PRIVATE.test(name.path)) continue;
    const file = isHostFile(name.path) ? hostFileOf(name, web) : null;
    names.set(name.path, file ?? linkTo(name.path, data.get(name.path) ?? null, web));
  }
  return { names, loaders: [] };
}

/** The web root's own files, a loader in the place of each PHP file, a link for what lives in shared. */
export function wantedLoader(web: WebRoot): WantedRoot {
  const data = new Map(web.data.map((place) => [place.path, place]));
  const names = new Map<RelPath, Wanted>();
  const loaders: Loader[] = [];
  for (const name of web.names) {
    if (PRIVATE.test(name.path)) continue;
    const place = data.get(name.path) ?? null;
    const host = isHostFile(name.path) ? hostFileOf(name, web) : null;
    if (host !== null) names.set(name.path, host);
    else if (place !== null || name.kind === "link") names.set(name.path, linkTo(name.path, place, web));
    else if (name.kind === "directory") names.set(name.path, { kind: "folder", rights: name.rights });
    else if (/\.php$/i.test(name.path)) {
      const loader = loaderFor(name.path, web);
      loaders.push(loader.loader);
      names.set(name.path, loader.wanted);
    } else {
      const file = copyOf(name, web);
      if (file !== null) names.set(name.path, file);
    }
  }
  return { names, loaders };
}

function linkTo(path: RelPath, data: DataPlace | null, web: WebRoot): Wanted {
  const from = parentOf(under(web.root, path));
  const to = data === null ? under(web.current, rel(`${web.door}/${path}`)) : data.shared;
  return { kind: "link", text: relativeText(from, to) };
}

/** Shared's, where it is an entry, as it mostly is: a link in the release leads there. */
function hostFileOf(name: WebName, web: WebRoot): Wanted | null {
  const shared = web.hostFiles.find(({ path }) => path === name.path);
  if (shared === undefined) return copyOf(name, web);
  const { place, id, digest } = shared;
  return { kind: "file", from: spotAt(place), id, digest, generated: false };
}

/** Null for what could not be read. */
function copyOf({ path, kind, digest, id }: WebName, web: WebRoot): Wanted | null {
  if (kind !== "file" || digest === null) return null;
  return { kind: "file", from: spotAt(under(web.tree, path)), id, digest, generated: false };
}

/** A file that a plan writes itself has no identity yet; what it holds is what counts. */
const UNWRITTEN = "0:0";

function loaderFor(path: RelPath, web: WebRoot): { readonly loader: Loader; readonly wanted: Wanted } {
  const folder = parentOf(under(web.root, path));
  const inside = segmentsOf(path).slice(0, -1);
  const content = loaderText({
    current: relativeText(folder, web.current),
    door: [web.door, ...inside].join("/"),
    name: baseName(abs(`/${path}`)),
  });
  const name = loaderName(path, web.sha256);
  const from: At = { directory: web.loaders, name };
  const wanted: Wanted = { kind: "file", from, id: UNWRITTEN, digest: web.sha256(content), generated: true };
  return { loader: { name, content }, wanted };
}
