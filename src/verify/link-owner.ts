import { NAMES } from "../core/layout.ts";
import type { Observation } from "../core/observation.ts";
import { type AbsPath, abs, parentOf, rel, under } from "../core/path.ts";
import { ownerWords } from "../script/portable-site.ts";
import { quoteShort } from "../core/shell.ts";
import { bytes } from "../system/bytes-path.ts";
import { lookAt } from "../system/facts.ts";
import { endOf } from "../system/observe.ts";
import type { CheckLine } from "./check-line.ts";

/**
 * What a web server that compares owners (Apache's SymLinksIfOwnerMatch, AH00037) answers for a link before a visitor meets it: 403 where the link's owner
 * is not that of what it leads to. Other servers do not ask, so it is a note.
 */
export function linkOwnerLines({ directory, name, owner, link }: Observation, shown: string): CheckLine[] {
  return ownerLines(abs(`${directory}/${name}`), shown, { link: owner?.uid, target: link?.end.uid });
}

/** The same for the link on the way to the web root of a site with releases. */
export function currentOwnerLines(site: AbsPath): CheckLine[] {
  const path = under(site, rel(NAMES.current));
  const fact = lookAt(bytes(path));
  if (fact?.linkText === undefined) return [];
  return ownerLines(path, NAMES.current, { link: fact.uid, target: endOf(parentOf(path), fact.linkText).uid });
}

interface Owners {
  readonly link: number | undefined;
  readonly target: number | undefined;
}

function ownerLines(path: AbsPath, shown: string, { link, target }: Owners): CheckLine[] {
  if (link === undefined || target === undefined || link === target) return [];
  return [
    {
      status: "note",
      text: ownerWords(shown, { link: String(link), target: String(target) }),
      remedy: `chown -h ${target} ${quoteShort(path)}`,
    },
  ];
}
