import type { KeptHost } from "../../core/host.ts";
import { NAMES, type SiteLayout } from "../../core/layout.ts";
import { type AbsPath, baseName, parentOf, rel, type RelPath, resolveText, under } from "../../core/path.ts";
import type { Serving } from "../../core/serving.ts";
import { isHostFile } from "../../plan/serving/host-file.ts";
import type { PortableSite } from "../../script/portable-site.ts";

/** What the page about this site's hosting is made from. */
export interface HostingReport {
  readonly site: PortableSite;
  readonly layout: SiteLayout;
  /** What the last `host` found out here; null where none did. */
  readonly host: KeptHost | null;
  /** How the site is served; null where that was not chosen. */
  readonly serving: Serving | null;
}

/** The way to the live app: `current` in the releases layout, so that the page stays true after the next switch. */
export function liveApp({ layout }: HostingReport): AbsPath {
  return layout.kind === "flat" ? layout.app : under(layout.site, rel(NAMES.current));
}

/** The live web root, through {@link liveApp}. */
export function liveDoor(report: HostingReport): AbsPath {
  const { webRoot } = report.site;
  return webRoot === "" ? liveApp(report) : under(liveApp(report), webRoot);
}

/** The site's document root: the recorded one, else the one that `host` found; null where neither is known. */
export function rootOf({ layout, host, serving }: HostingReport): AbsPath | null {
  if (serving !== null && serving.documentRoot !== null) return resolveText(layout.site, serving.documentRoot);
  return host?.documentRoot ?? null;
}

/** A folder of data that visitors reach. */
export interface PublicFolder {
  /** Below the document root. */
  readonly path: RelPath;
  /** Where its data lives. */
  readonly data: AbsPath;
}

/** Folders of data below the web root; none where that is the app itself, which `emergency-recovery.sh` mends. */
export function publicFolders({ site, layout }: HostingReport): PublicFolder[] {
  const { webRoot } = site;
  if (webRoot === "") return [];
  return site.entries.flatMap(({ path, kind, handling, secret, chain }) => {
    const isReached = path.startsWith(`${webRoot}/`) && kind === "directory" && secret !== true;
    if (!isReached || handling === "per-release" || isHostFile(baseName(path))) return [];
    return [{ path: rel(path.slice(webRoot.length + 1)), data: under(layout.shared, chain ?? path) }];
  });
}

/** The folders between the document root and one of its names, outermost first. */
export function foldersAbove(path: RelPath): RelPath[] {
  const above = parentOf(`/${path}` as AbsPath).slice(1);
  return above === "" ? [] : [...foldersAbove(rel(above)), rel(above)];
}
