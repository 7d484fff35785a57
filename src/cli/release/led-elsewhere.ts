import { displayName } from "../../core/bytes.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import { HoldfastError } from "../../core/error.ts";
import type { Inventory } from "../../core/inventory.ts";
import { type AbsPath, isInside, parentOf, type RelPath, under } from "../../core/path.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { endOf, physical } from "../../system/observe.ts";
import { commandLine } from "../shell-words.ts";
import { baselineOf, harvestGround } from "./harvest-ground.ts";
import type { SiteWithReleases } from "./release-site.ts";
import type { ComingRelease } from "./unknown-shipped.ts";

const LEFT: readonly string[] = ["link-left-alone", "dangling-link"];

/**
 * Throws `live-led-elsewhere` where a path of people's data is a link of the owner's in what is live: to another disk, say. A new release would have
 * ours there, and the site would be without that data.
 */
export function refuseLedElsewhere(diagnostics: readonly Diagnostic[], shared: AbsPath): void {
  for (const { code, path, message } of diagnostics) {
    if (path === undefined || !LEFT.includes(code)) continue;
    throw new HoldfastError({
      code: "live-led-elsewhere",
      message: `${message.replace("; it is left as it is", "")}: a new release leads to shared there, and the site would be without what lies behind that link`,
      hint: `To keep it where it is: remove the link, make one with the same end at "${shared}/${path}", and run: holdfast persist. To have it in shared: remove the link, move what lies behind it to where it stood, and run the same`,
    });
  }
}

/**
 * Throws `code-led-elsewhere` where the owner has a link to a folder in the place of one that the release brings: images moved to another disk, say. The
 * release's folder would stand there, and the site would be without what lies behind that link. A link that was shipped is the vendor's. Reads only.
 */
export function refuseCodeLedElsewhere(found: SiteWithReleases, { inventory, shipped }: ComingRelease): void {
  const { live, shared, site, kind } = found.site;
  if (live === null) return;
  const links = linksAtFolders(live.path, inventory.nodes).filter(({ end }) => !isInside(end, shared));
  if (links.length === 0) return;
  const known = shipped ?? baselineOf(found, live.name).baseline;
  const { handlingOf } = harvestGround(found, { from: live.path, to: live.path });
  const own = links.find(
    ({ path, text }) => ["release", "carry"].includes(handlingOf(path)) && known?.nodes.get(path)?.text !== text,
  );
  if (own === undefined) return;
  // A site that nothing was recorded of yet is known by its application alone.
  const named = kind === "flat" ? live.path : site;
  throw new HoldfastError({
    code: "code-led-elsewhere",
    message: `"${displayName(own.path)}" is a link of yours (${displayName(own.text)}), and the release brings a folder there: that would take its place, and the site would be without what lies behind the link`,
    hint: `If that is the site's data: ${commandLine("holdfast", "decide", named, "--set", `${own.path}=user`)}; then run the command again. If the release's folder is wanted: remove the link`,
  });
}

interface LinkAtFolder {
  readonly path: RelPath;
  readonly text: string;
  readonly end: AbsPath;
}

/** Links of the live code that lead to folders, where the coming one has folders; only the uppermost of each. */
function linksAtFolders(app: AbsPath, nodes: Inventory["nodes"]): LinkAtFolder[] {
  const links: LinkAtFolder[] = [];
  for (const [path, { kind }] of nodes) {
    if (kind !== "directory" || links.some((link) => isInside(path, link.path))) continue;
    const text = lookAt(bytes(under(app, path)))?.linkText;
    if (text === undefined) continue;
    const end = endOf(physical(bytes(parentOf(under(app, path)))), text);
    if (end.kind === "directory") links.push({ path, text, end: end.path });
  }
  return links;
}
