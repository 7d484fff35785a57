/** An inventory seen from one of its folders, for applications that stand in a folder of what was pointed at (`upload/`, `api/` beside `client/`). */
import type { Inventory, InventoryNode, ScanLimit } from "./inventory.ts";
import { isInside, type RelPath } from "./path.ts";

const IGNORE = ".gitignore" as RelPath;
const parts = new WeakMap<Inventory, Map<string, Inventory>>();

/** The inventory below `base`, its paths as `base` sees them; rules of .gitignore files above reach into it. Made once for each folder. */
export function partOf(inventory: Inventory, base: RelPath): Inventory {
  const known = parts.get(inventory) ?? new Map<string, Inventory>();
  parts.set(inventory, known);
  const made = known.get(base) ?? cutOut(inventory, base);
  known.set(base, made);
  return made;
}

/** The inventory without what lies below these folders and without the folders themselves; the texts of the one that is served from here stay. */
export function without(inventory: Inventory, bases: readonly RelPath[], behind?: RelPath): Inventory {
  const isLeft = (path: RelPath | ""): boolean => path === "" || !bases.some((base) => isInside(path, base));
  const isRead = (path: RelPath): boolean => isLeft(path) || (behind !== undefined && isInside(path, behind));
  return {
    ...inventory,
    ...(behind === undefined ? {} : { behind }),
    nodes: new Map([...inventory.nodes].filter(([path]) => isLeft(path))),
    texts: new Map([...inventory.texts].filter(([path]) => isRead(path))),
    limits: inventory.limits.filter(({ path }) => isLeft(path)),
  };
}

/** A path below `base` as `base` sees it; undefined for any other path and for `base` itself. */
export function pathWithin(base: RelPath, path: RelPath): RelPath | undefined {
  return path.startsWith(`${base}/`) ? (path.slice(base.length + 1) as RelPath) : undefined;
}

function cutOut(inventory: Inventory, base: RelPath): Inventory {
  const nodes = new Map<RelPath, InventoryNode>();
  for (const node of inventory.nodes.values()) {
    const path = pathWithin(base, node.path);
    if (path !== undefined) nodes.set(path, { ...node, path });
  }
  const texts = new Map<RelPath, string>();
  for (const [path, text] of inventory.texts) {
    const inside = pathWithin(base, path);
    if (inside !== undefined) texts.set(inside, text);
  }
  const outer = inventory.texts.get(IGNORE);
  if (outer !== undefined) texts.set(IGNORE, `${rulesWithin(outer, base)}\n${texts.get(IGNORE) ?? ""}`);
  const limits = inventory.limits.flatMap((limit): ScanLimit[] => {
    const path = limit.path === "" ? undefined : pathWithin(base, limit.path);
    if (limit.path === base) return [{ ...limit, path: "" as const }];
    return path === undefined ? [] : [{ ...limit, path }];
  });
  const { git, dates } = inventory;
  return {
    ...inventory,
    nodes,
    texts,
    limits,
    around: { inventory, base },
    ...(git === undefined
      ? {}
      : {
          git: {
            tracked: namesWithin(base, git.tracked),
            elsewhere: namesWithin(base, git.elsewhere),
            exclude: rulesWithin(git.exclude, base),
          },
        }),
    ...(dates === undefined
      ? {}
      : { dates: new Map([...dates].flatMap(([path, date]) => pairWithin(base, path, date))) }),
  };
}

/** The names below `base`, as `base` sees them. */
export function namesWithin(base: RelPath, names: ReadonlySet<RelPath>): Set<RelPath> {
  return new Set([...names].flatMap((name) => pathWithin(base, name) ?? []));
}

function pairWithin<T>(base: RelPath, path: RelPath, value: T): [RelPath, T][] {
  const inside = pathWithin(base, path);
  return inside === undefined ? [] : [[inside, value]];
}

/** The rules of a .gitignore that bear on `base`, as one in `base` would say them (gitignore(5): a slash before the end binds a rule to its folder). */
function rulesWithin(text: string, base: RelPath): string {
  return text
    .split(/\r?\n/)
    .flatMap((line): string[] => {
      const negated = line.startsWith("!") ? "!" : "";
      const rule = line.slice(negated.length);
      if (!/\/./.test(rule) || rule.startsWith("**/")) return [line];
      const bound = rule.replace(/^\//, "");
      return bound.startsWith(`${base}/`) ? [`${negated}/${bound.slice(base.length + 1)}`] : [];
    })
    .join("\n");
}
