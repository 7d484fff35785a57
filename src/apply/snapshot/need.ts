import { closeDir, type Dir, isVanished, look, namesIn, openChild } from "../../system/dir.ts";
import type { NodeFact } from "../../system/facts.ts";
import type { Amount } from "../../system/space.ts";

/** A kilobyte for each node is more than a line of the manifest takes. */
const LINE = 512;

/** What a copy of a folder's data takes, apart from files for which `isKept` holds; `skip` are names directly in it. */
export function needBelow(
  dir: Dir,
  about: { readonly skip: ReadonlySet<string>; readonly isKept: (path: string, fact: NodeFact) => boolean },
  prefix = "",
): Amount {
  let [bytes, inodes] = [0, 0];
  for (const name of namesIn(dir)) {
    if (prefix === "" && about.skip.has(name)) continue;
    const fact = look({ dir, name });
    if (fact === null) continue;
    const path = `${prefix}${name}`;
    bytes += LINE;
    if (fact.kind === "directory") {
      const below = inside(dir, name, (child) => needBelow(child, about, `${path}/`));
      [bytes, inodes] = [bytes + below.bytes, inodes + below.inodes + 1];
    } else if (!about.isKept(path, fact))
      [bytes, inodes] = [bytes + (fact.kind === "file" ? fact.size : 0), inodes + 1];
  }
  return { bytes, inodes };
}

function inside(dir: Dir, name: string, work: (child: Dir) => Amount): Amount {
  let child: Dir;
  try {
    child = openChild(dir, name);
  } catch (error) {
    // Gone, or not to be read: the copy itself says so.
    if (isVanished(error) || (error as NodeJS.ErrnoException).code === "EACCES") return { bytes: 0, inodes: 0 };
    throw error;
  }
  try {
    return work(child);
  } finally {
    closeDir(child);
  }
}
