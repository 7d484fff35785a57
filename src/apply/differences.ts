import { closeDir, type Dir, look, namesIn, openChild, openChildIfThere, type Spot } from "../system/dir.ts";
import type { NodeFact } from "../system/facts.ts";

/** Asked for each name below a retired folder; a folder's path ends with a slash, a retired file itself has an empty one. */
type Known = (path: string, fact: NodeFact) => boolean;

type Visit = (path: string, fact: NodeFact, spot: Spot) => void;

/** Visits every name below a folder, folders before what is in them, through no link; a file is one name with an empty path. */
export function eachName(root: Spot, visit: Visit): void {
  const fact = look(root);
  if (fact === null) return;
  if (fact.kind !== "directory") {
    visit("", fact, root);
    return;
  }
  const dir = openChild(root.dir, root.name);
  try {
    visitIn(dir, "", visit);
  } finally {
    closeDir(dir);
  }
}

function visitIn(dir: Dir, prefix: string, visit: Visit): void {
  for (const name of namesIn(dir)) {
    const spot: Spot = { dir, name };
    const fact = look(spot);
    if (fact === null) continue;
    if (fact.kind !== "directory") {
      visit(`${prefix}${name}`, fact, spot);
      continue;
    }
    visit(`${prefix}${name}/`, fact, spot);
    const child = openChildIfThere(spot);
    if (child === null) continue;
    try {
      visitIn(child, `${prefix}${name}/`, visit);
    } finally {
      closeDir(child);
    }
  }
}

/** The names below a retired folder that are not accounted for. */
export function differencesIn(root: Spot, isKnown: Known): string[] {
  const found: string[] = [];
  eachName(root, (path, fact) => {
    if (!isKnown(path, fact)) found.push(path);
  });
  return found;
}
