/**
 * Which folder of a delivery is the application. Vendors put it into a folder of its own, with documentation beside it; what tells is the evidence
 * of an application in one folder, and of none in the rest. Where that is not so, its owner is asked.
 */
import { HoldfastError } from "../../core/error.ts";
import { displayName } from "../../core/bytes.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import { NAMES } from "../../core/layout.ts";
import { baseName, join, parentOf, type RelPath } from "../../core/path.ts";
import { note } from "./left-out.ts";
import type { Place } from "./place.ts";
import type { Tree } from "./tree.ts";

/** Files by which an application's own folder is known. */
const PROOFS = new Set(
  "artisan composer.json package.json index.php wp-config-sample.php wp-load.php manage.py Gemfile config.ru spark yii craft server.js app.js holdfast.json .env.example configuration.php-dist".split(
    " ",
  ),
);
const PROOF = /^(next|nuxt|vite|astro|svelte|gatsby)[.-]config\.\w+$/;
const PAGE = /^index\.html?$/i;
/** Folders into which vendors put the application. */
const WRAPPER =
  /^(uploads?|files?|scripts?|source([ _-]?(code|files))?|src|main([ _-]?(files?|script))?|app(lication)?|web|www|public_html|htdocs|install(able)?([ _-]files?)?|code)$/i;
const DOCUMENTATION =
  /^(.*[ _-])?(docs?|documentations?|documents?|help|manuals?|guides?|licen[cs](e|es|ing)|read[ _-]?me|change[ _-]?logs?|screenshots?|previews?|psd|sql|databases?|db)([ _-].*)?$/i;
const PAPER =
  /(^(licen[cs]e|read[ _-]?me|change[ _-]?log|install|upgrade|authors|copying|notice)$)|\.(txt|md|rst|pdf|html?|rtf|docx?|odt|url|webloc|png|jpe?g|gif|svg|webp|css|js|woff2?|ttf|eot|sql|psd|xlsx?|csv|zip|mp4)$/i;
const ARCHIVE = /\.(zip|tar|tgz|tar\.gz|tar\.bz2|tar\.xz|rar|7z)$/i;

/** The folder that is entered, and what to say about it. */
interface Entered {
  readonly root: RelPath | "";
  readonly notices: readonly Diagnostic[];
}

interface Looking {
  readonly source: string;
  readonly tree: Tree;
  readonly children: ReadonlyMap<RelPath | "", readonly RelPath[]>;
}

/** Finds the application's folder, or takes the one that its owner chose. Throws `archive-ambiguous` or `archive-nested`. */
export function folderToEnter(tree: Tree, source: string, chosen: string | null): Entered {
  const known = chosen === null ? null : knownFolder(tree, chosen);
  if (known !== null) return { root: known, notices: [] };
  const looking: Looking = { source, tree, children: childrenOf(tree) };
  if (chosen !== null) throw noSuchFolder(looking, chosen);
  const base = descend(looking, "");
  refuseSite(looking, base);
  const single =
    base === "" ? [] : [note("folder-entered", `Everything lies in "${base}": that folder is the release`)];
  if (isApplication(looking, base)) return { root: base, notices: single };
  const found = wrapped(looking, base);
  if (found === null) return { root: base, notices: single };
  const rest = namesBeside(looking, base, found);
  return {
    root: found,
    notices: [
      note(
        "wrapper-entered",
        `The application is "${found}": that folder is the release; ${rest} beside it ${rest.includes(",") ? "are" : "is"} left out`,
      ),
    ],
  };
}

function childrenOf(tree: Tree): Map<RelPath | "", RelPath[]> {
  const children = new Map<RelPath | "", RelPath[]>();
  for (const { path } of tree.places()) {
    const parent = parentOf(path);
    const known = children.get(parent);
    if (known === undefined) children.set(parent, [path]);
    else known.push(path);
  }
  return children;
}

/** What lies in a folder. */
function inside({ tree, children }: Looking, folder: RelPath | ""): Place[] {
  return (children.get(folder) ?? []).flatMap((path) => tree.get(path) ?? []);
}

/** Down through folders that hold one folder and nothing else. */
function descend(looking: Looking, from: RelPath | ""): RelPath | "" {
  const [name, ...others] = looking.children.get(from) ?? [];
  const only = name === undefined ? undefined : looking.tree.get(name);
  if (others.length > 0 || only?.kind !== "directory") return from;
  return descend(looking, only.path);
}

function isApplication(looking: Looking, folder: RelPath | ""): boolean {
  return inside(looking, folder).some(
    ({ path, kind }) => kind !== "directory" && (PROOFS.has(baseName(path)) || PROOF.test(baseName(path))),
  );
}

function hasPage(looking: Looking, folder: RelPath | ""): boolean {
  return inside(looking, folder).some(({ path }) => PAGE.test(baseName(path)));
}

/** The one application in a folder beside documentation; null where the folder itself is what there is. */
function wrapped(looking: Looking, base: RelPath | ""): RelPath | null {
  const folders = foldersIn(looking, base);
  const candidates = folders.flatMap((folder) => applicationsIn(looking, folder));
  const pages = hasPage(looking, base)
    ? []
    : folders.filter((folder) => WRAPPER.test(baseName(folder)) && hasPage(looking, folder));
  const [found, ...others] = candidates.length > 0 ? candidates : pages;
  if (found === undefined) {
    if (!hasPage(looking, base)) refuseNested(looking, base);
    return null;
  }
  if (others.length > 0 || !isRestPaper(looking, base, found)) throw ambiguous(looking, base, [found, ...others]);
  return found;
}

/** Folders that may hold the application: not those named after documentation. */
function foldersIn(looking: Looking, base: RelPath | ""): RelPath[] {
  return inside(looking, base)
    .filter(({ path, kind }) => kind === "directory" && !DOCUMENTATION.test(baseName(path)))
    .map(({ path }) => path);
}

function applicationsIn(looking: Looking, folder: RelPath): RelPath[] {
  const inner = descend(looking, folder) as RelPath;
  if (isApplication(looking, inner)) return [inner];
  return WRAPPER.test(baseName(inner))
    ? foldersIn(looking, inner).flatMap((below) => (isApplication(looking, below) ? [below] : []))
    : [];
}

function isRestPaper(looking: Looking, base: RelPath | "", found: RelPath): boolean {
  return beside(looking, base, found).every((place) => isPaper(looking, place));
}

/** Documentation, pictures, dumps, archives: nothing that a server runs. The start page of a site is not paper. */
function isPaper(looking: Looking, { path, kind }: Place): boolean {
  const name = baseName(path);
  if (kind !== "directory") return PAPER.test(name) && !PAGE.test(name);
  if (DOCUMENTATION.test(name)) return true;
  return inside(looking, path).every((below) => isPaper(looking, below));
}

function beside(looking: Looking, base: RelPath | "", found: RelPath): readonly Place[] {
  return inside(looking, base).filter(({ path }) => found !== path && !found.startsWith(`${path}/`));
}

function namesBeside(looking: Looking, base: RelPath | "", found: RelPath): string {
  const names = beside(looking, base, found).map(({ path }) => `"${displayName(path)}"`);
  const more = names.length > 4 ? [`${names.length - 3} more`] : [];
  return [...names.slice(0, more.length > 0 ? 3 : 4), ...more].join(", ") || "nothing";
}

/** The folder that its owner chose; null where there is none. */
function knownFolder(tree: Tree, chosen: string): RelPath | "" | null {
  const path = chosen.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
  if (path === "" || path === ".") return "";
  return tree.get(path as RelPath)?.kind === "directory" ? (path as RelPath) : null;
}

function noSuchFolder(looking: Looking, chosen: string): HoldfastError {
  const folders = foldersIn(looking, descend(looking, ""));
  return new HoldfastError({
    code: "archive-ambiguous",
    message: `"${displayName(looking.source)}" has no folder "${displayName(chosen)}"`,
    hint: `Name one that is there with --root${folders.length === 0 ? "" : `: ${shown(folders)}`}`,
  });
}

function ambiguous({ source }: Looking, base: RelPath | "", candidates: readonly RelPath[]): HoldfastError {
  return new HoldfastError({
    code: "archive-ambiguous",
    message: `"${displayName(source)}" may be an application in ${shown(candidates)}, and what lies beside is not documentation only`,
    hint: `Say which folder is the release: --root "${displayName(candidates[0] ?? "")}"; for all of it: --root "${displayName(base === "" ? "." : base)}"`,
  });
}

function shown(paths: readonly string[]): string {
  const some = paths
    .slice(0, 5)
    .map((path) => `"${displayName(path)}"`)
    .join(", ");
  return paths.length > 5 ? `${some}, ...` : some;
}

/** What somebody packed is a whole site of Holdfast's, with its releases and what is shared by them. */
function refuseSite({ tree, source }: Looking, base: RelPath | ""): void {
  const kindOf = (name: string): Place["kind"] | undefined => tree.get(join(base, name))?.kind;
  const isSite =
    kindOf(NAMES.releases) === "directory" &&
    kindOf(NAMES.shared) === "directory" &&
    kindOf(NAMES.current) !== undefined;
  if (!isSite) return;
  throw new HoldfastError({
    code: "archive-ambiguous",
    message: `"${displayName(source)}" is a whole site, with ${NAMES.releases}, ${NAMES.shared} and ${NAMES.current}, and no release`,
    hint: `Pack the folder of one release, or name it with --root: --root "${displayName(join(base, `${NAMES.releases}/NAME`))}"`,
  });
}

/** Markets deliver an archive that holds the vendor's archive beside its documentation. */
function refuseNested(looking: Looking, base: RelPath | ""): void {
  const near = inside(looking, base).flatMap((place) =>
    place.kind === "directory" ? inside(looking, place.path) : [place],
  );
  const inner = near.filter(({ path, kind }) => kind === "file" && ARCHIVE.test(path)).map(({ path }) => path);
  const [first] = inner;
  if (first === undefined) return;
  throw new HoldfastError({
    code: "archive-nested",
    message: `"${displayName(looking.source)}" holds no application but ${inner.length === 1 ? "another archive" : "other archives"}: ${shown(inner)}`,
    hint: `Unpack the outer one into a folder of its own, and name "${displayName(first)}" in it instead`,
  });
}
