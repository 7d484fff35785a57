import type { Diagnostic } from "../core/diagnostic.ts";
import { HoldfastError } from "../core/error.ts";
import type { SiteLayout } from "../core/layout.ts";
import { type AbsPath, baseName, parentOf } from "../core/path.ts";

/** Folder names that hosting panels give to the web root (cPanel, Plesk, DirectAdmin, Debian's Apache). */
const WEB_ROOTS = ["public_html", "htdocs", "httpdocs", "wwwroot"];

/**
 * A new shared inside a web root is refused, an existing one is warned about: its files could be fetched by anybody.
 */
export function webRootNotice(layout: SiteLayout, sharedIsNew: boolean): Diagnostic[] {
  const root = webRootAbove(layout.shared);
  if (root === null) return [];
  const beside = `${parentOf(root)}/${baseName(layout.app)}-shared`;
  if (sharedIsNew) {
    throw refusal(
      "shared-in-web-root",
      `Shared "${layout.shared}" would lie inside the web root "${root}", where anybody could fetch its files`,
      `Name a folder outside it: holdfast persist "${layout.app}" "${beside}"`,
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

function webRootAbove(path: AbsPath): AbsPath | null {
  let ancestor = parentOf(path);
  while (ancestor !== "/") {
    if (WEB_ROOTS.includes(baseName(ancestor)) || ancestor === "/var/www/html") return ancestor;
    ancestor = parentOf(ancestor);
  }
  return null;
}

/** An error of a site that is refused as it stands. */
export function refusal(code: string, message: string, hint: string): HoldfastError {
  return new HoldfastError({ code, message, hint, exit: "refused" });
}
