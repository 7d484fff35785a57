/** What a probe knows of a site before it asks: read from disk, so that answers can be compared with it. */
import type { AbsPath, RelPath } from "../../core/path.ts";
import { isInside, relativeText } from "../../core/path.ts";

/** A folder of uploads below the web root. */
export interface UploadPlace {
  /** Relative to the application. */
  readonly path: RelPath;
  /** Relative to the address of the site, not encoded. */
  readonly url: string;
  /** Where it really is. */
  readonly directory: AbsPath;
  /** True for what people upload; false for what the system makes, which is only asked whether it would be executed. */
  readonly isUser: boolean;
  /** A file that lies in it; null where none was found that can be asked for. */
  readonly sample: Known | null;
}

/** A file that the site has, and the address at which a server might give it away or has to give it. */
export interface Known {
  /** Relative to the address of the site, not encoded. */
  readonly url: string;
  /** What it holds, or its beginning; null where we may not read it, or where it is not there. */
  readonly content: Uint8Array | null;
  /** True where `content` is the whole of it. */
  readonly isWhole: boolean;
}

/** Groups of what nobody may fetch. */
export const PRIVATE_GROUPS = ["env", "git", "logs", "shared"] as const;
export type PrivateGroup = (typeof PRIVATE_GROUPS)[number];

/** A site as a probe sees it. */
export interface ProbeSite {
  readonly site: AbsPath;
  /** What is live, by name: the release, or the folder of a flat application. */
  readonly release: string;
  /** The folder that the web server serves, relative to the application; `""` is the application itself. */
  readonly served: RelPath | "";
  readonly servedAt: AbsPath;
  readonly hasReleases: boolean;
  /** True where PHP stands at the door. */
  readonly isPhp: boolean;
  /** The server that gives only files which were there when it was started or built; null for any other. */
  readonly builtBy: "Next.js" | "Nuxt" | null;
  readonly uploads: readonly UploadPlace[];
  /** Folders of uploads that are not asked for, each with why. */
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
  readonly privates: Readonly<Record<PrivateGroup, readonly Known[]>>;
  /** A file that only this build of a front end has; null where there is none. */
  readonly build: Known | null;
}

/**
 * The addresses, relative to the site's, at which a file would be given away: by a server whose document root is the web root, the application or the
 * site's folder. Nothing where no such folder holds it.
 */
export function exposures(
  file: AbsPath,
  roots: { readonly servedAt: AbsPath; readonly app: AbsPath; readonly site: AbsPath; readonly hasReleases: boolean },
): string[] {
  const holding = [roots.servedAt, roots.app, roots.site].filter((root) => isInside(file, root));
  const found = [...new Set(holding.map((root) => relativeText(root, file)))];
  const release = relativeText(roots.site, roots.app);
  if (!roots.hasReleases) return found;
  return found.flatMap((url) => (url.startsWith(`${release}/`) ? [`current${url.slice(release.length)}`, url] : [url]));
}
