import type { Diagnostic } from "../core/diagnostic.ts";
import { HoldfastError } from "../core/error.ts";
import type { SiteLayout } from "../core/layout.ts";
import { type AbsPath, abs, baseName, parentOf } from "../core/path.ts";
import { quoteInText } from "../core/shell.ts";

/** Folder names that hosting panels give to the web root (cPanel, Plesk, DirectAdmin, Debian's Apache). */
const WEB_ROOTS = ["public_html", "htdocs", "httpdocs", "wwwroot"];

/**
 * A new shared inside a web root is refused, an existing one is warned about: its files could be fetched by anybody.
 */
export function webRootNotice(layout: SiteLayout, sharedIsNew: boolean): Diagnostic[] {
  const root = webRootAbove(layout.shared);
  if (root === null) return [];
  const beside = sharedBeside(layout.app);
  if (sharedIsNew) {
    throw refusal(
      "shared-in-web-root",
      `Shared "${layout.shared}" would lie inside the web root "${root}", where anybody could fetch its files`,
      `Name a folder outside it: holdfast persist ${quoteInText(layout.app)} ${quoteInText(beside)}`,
    );
  }
  return [
    {
      severity: "warning",
      code: "shared-in-web-root",
      message: `Shared "${layout.shared}" lies inside the web root "${root}": its files may be fetched by anybody`,
      hint: `Move it to "${beside}" and link again, or forbid the folder in the web server's configuration`,
    },
  ];
}

/**
 * The shared folder that is proposed where the usual place is no good: beside the app, or beside the web root that the app stands in, and named after the
 * app's path there.
 */
export function sharedBeside(app: AbsPath): AbsPath {
  const root = webRootAbove(app);
  if (root === null) return abs(`${parentOf(app)}/${baseName(app)}-shared`);
  return abs(`${parentOf(root)}/${app.slice(root.length + 1).replaceAll("/", "-")}-shared`);
}

/** The folders in which an app's shared may stand: the app's own, and each around it up to the one that holds its web root. */
export function foldersOfShared(app: AbsPath): AbsPath[] {
  const last = parentOf(webRootAbove(app) ?? app);
  const folders = [parentOf(app)];
  for (let next = parentOf(app); next !== last; ) folders.push((next = parentOf(next)));
  return folders;
}

/** True for what a web server would give to anybody. */
export function isInWebRoot(path: AbsPath): boolean {
  return webRootAbove(path) !== null;
}

/** The outermost folder around a path that is called as web roots are; null where there is none. */
export function webRootAbove(path: AbsPath): AbsPath | null {
  let found: AbsPath | null = null;
  for (let ancestor = parentOf(path); ancestor !== "/"; ancestor = parentOf(ancestor))
    if (WEB_ROOTS.includes(baseName(ancestor)) || ancestor === "/var/www/html") found = ancestor;
  return found;
}

/** An error of a site that is refused as it stands. */
export function refusal(code: string, message: string, hint: string): HoldfastError {
  return new HoldfastError({ code, message, hint, exit: "refused" });
}
