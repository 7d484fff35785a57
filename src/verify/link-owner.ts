import { NAMES } from "../core/layout.ts";
import { type AbsPath, parentOf, rel, under } from "../core/path.ts";
import { ownerWords } from "../script/portable-site.ts";
import { quoteShort } from "../script/shell.ts";
import { bytes } from "../system/bytes-path.ts";
import { lookAt } from "../system/facts.ts";
import { endOf } from "../system/observe.ts";
import type { CheckLine } from "./check-line.ts";

/**
 * What a web server that compares owners (Apache's SymLinksIfOwnerMatch, AH00037) answers for a link before a visitor meets it: 403 where the link's owner
 * is not that of what it leads to. Other servers do not ask, so it is a note.
 */
export function linkOwnerLines(path: AbsPath, shown: string): CheckLine[] {
  const fact = lookAt(bytes(path));
  if (fact?.linkText === undefined) return [];
  const end = endOf(parentOf(path), fact.linkText);
  const target = end.id === null ? null : lookAt(bytes(end.path));
  if (target === null || target.uid === fact.uid) return [];
  return [
    {
      status: "note",
      text: ownerWords(shown, { link: String(fact.uid), target: String(target.uid) }),
      remedy: `chown -h ${target.uid} ${quoteShort(path)}`,
    },
  ];
}

/** The same for every link on the way to the web root of a site with releases. */
export function currentOwnerLines(site: AbsPath): CheckLine[] {
  return linkOwnerLines(under(site, rel(NAMES.current)), NAMES.current);
}
