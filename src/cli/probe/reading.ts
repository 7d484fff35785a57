/** Reads what a probe compares answers with. Changes nothing. */
import type { PersistenceRecord, RecordedEntry } from "../../core/record.ts";
import { type AbsPath, abs, baseName, isInside, type RelPath, rel, under } from "../../core/path.ts";
import { releaseNamed } from "../../core/release.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { namesAt } from "../../system/names.ts";
import { endOf } from "../../system/observe.ts";
import { readBeginning } from "../../system/small-file.ts";
import type { Known, ProbeSite, UploadPlace } from "../../verify/probe/probe-site.ts";
import type { SiteWithReleases } from "../release/release-site.ts";
import { type Ground, privateFiles } from "./private-files.ts";
import { sampleIn } from "./sample.ts";

/** How many folders of uploads are asked about; each costs three requests. */
const MOST_UPLOADS = 8;
const BUILD_LIMIT = 65_536;

/** What is known of a site with something live in it. */
export function readProbeSite(
  { site, written }: Pick<SiteWithReleases, "site" | "written">,
  record: PersistenceRecord,
  live: { readonly path: AbsPath; readonly name: string },
): ProbeSite {
  const app = live.path;
  const builtBy = serverOf(record);
  const served = servedFolder(record, app, builtBy);
  const servedAt = served === "" ? app : under(app, served);
  const ground: Ground = {
    site: site.site,
    app,
    shared: site.shared,
    servedAt,
    hasReleases: site.kind === "releases",
    secrets: record.entries.filter(({ secret, kind }) => secret === true && kind === "file").map(({ path }) => path),
  };
  const places = record.entries.flatMap((entry) => uploadPlace(entry, { ...ground, served }) ?? []);
  const asked = places.filter((place): place is UploadPlace => !("why" in place)).slice(0, MOST_UPLOADS);
  const left = places.flatMap((place) => ("why" in place ? [place] : []));
  const beyond = places.filter((place) => !("why" in place) && !asked.includes(place));
  return {
    site: site.site,
    // Of a flat application that never came as a release, the name that it will be kept under says nothing yet.
    release: site.kind === "flat" && releaseNamed(written, live.name) === null ? baseName(app) : live.name,
    served,
    servedAt,
    hasReleases: ground.hasReleases,
    isPhp: lookAt(bytes(`${servedAt}/index.php`))?.kind === "file",
    builtBy,
    uploads: asked,
    leftOut: [...left, ...beyond.map(({ path }) => ({ path, why: `only ${MOST_UPLOADS} folders are asked about` }))],
    privates: privateFiles(ground),
    build: buildFile(builtBy, app),
  };
}

function serverOf({ frameworks }: PersistenceRecord): ProbeSite["builtBy"] {
  const ids = frameworks.map(({ id }) => id);
  if (ids.includes("next")) return "Next.js";
  return ids.includes("nuxt") ? "Nuxt" : null;
}

/** Nuxt's server gives out of its build; everything else out of the web root. */
function servedFolder({ webRoot }: PersistenceRecord, app: AbsPath, builtBy: ProbeSite["builtBy"]): RelPath | "" {
  const output = rel(".output/public");
  return builtBy === "Nuxt" && lookAt(bytes(under(app, output)))?.kind === "directory" ? output : webRoot;
}

type Place = UploadPlace | { readonly path: RelPath; readonly why: string };

/** Null for an entry that no web server gives out. */
function uploadPlace(entry: RecordedEntry, ground: Ground & { readonly served: RelPath | "" }): Place | null {
  const { path } = entry;
  if (!isUploadEntry(entry) || !isBelow(path, ground.served)) return null;
  const end = endOf(ground.app, path);
  if (end.kind !== "directory") return { path, why: "no folder stands there" };
  if (!isInside(end.path, ground.shared) && !isInside(end.path, ground.app))
    return { path, why: `it leads out of the site, to "${end.path}"` };
  const isUser = entry.class === "user";
  if (isClosed(end.path)) return { path, why: "its .htaccess lets nobody in" };
  const url = ground.served === "" ? path : path.slice(ground.served.length + 1);
  return { path, url, directory: end.path, isUser, sample: isUser ? sampleIn(end.path, url) : null };
}

function isUploadEntry(entry: RecordedEntry): boolean {
  const isLinked = entry.handling === "link" || entry.handling === "merge";
  return isLinked && entry.kind === "directory" && entry.class !== "asset";
}

/** Below the web root, and not behind a name with a dot, which servers refuse. */
function isBelow(path: RelPath, served: RelPath | ""): boolean {
  if (served !== "" && !path.startsWith(`${served}/`)) return false;
  const below = served === "" ? path : path.slice(served.length + 1);
  return below.split("/").every((name) => !name.startsWith("."));
}

/** A folder that its own settings close: what lies there is not for visitors. */
function isClosed(folder: AbsPath): boolean {
  const text = readBeginning(bytes(`${folder}/.htaccess`), BUILD_LIMIT)?.bytes.toString("utf8") ?? "";
  const whole = text.replaceAll(/<Files(Match)?\b.*?<\/Files(Match)?>/gis, "");
  return /^\s*(deny\s+from\s+all|require\s+all\s+denied)\s*$/im.test(whole);
}

/** What tells one build of a front end from another. */
function buildFile(builtBy: ProbeSite["builtBy"], app: AbsPath): Known | null {
  if (builtBy === "Nuxt") {
    const url = "_nuxt/builds/latest.json";
    const found = readBeginning(bytes(`${app}/.output/public/${url}`), BUILD_LIMIT);
    return found === null ? null : { url, content: found.bytes, isWhole: found.isWhole };
  }
  if (builtBy !== "Next.js") return null;
  const id =
    readBeginning(bytes(`${app}/.next/BUILD_ID`), BUILD_LIMIT)
      ?.bytes.toString("utf8")
      .trim() ?? "";
  const names = namesAt(abs(`${app}/.next/static/${id === "" ? "-" : id}`));
  const name = names.find((one) => one === "_buildManifest.js");
  if (name === undefined) return null;
  const found = readBeginning(bytes(`${app}/.next/static/${id}/${name}`), BUILD_LIMIT);
  return found === null
    ? null
    : { url: `_next/static/${baseName(id)}/${name}`, content: found.bytes, isWhole: found.isWhole };
}
