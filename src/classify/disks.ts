import type { Inventory } from "../core/inventory.ts";
import { baseName, parseRel, type RelPath } from "../core/path.ts";
import type { Claim } from "./claim.ts";
import type { ReadCode } from "./code-world.ts";
import { evaluate } from "./expression.ts";
import type { PathValue } from "./path-value.ts";
import { type SourceFile, splitStretch } from "./stretch.ts";
import { isRuntimeName } from "./names.ts";
import { endOfValue } from "./brackets.ts";
import { valueOfKey } from "./source.ts";

const SETTINGS = "config/filesystems.php";

/** The fact of a disk root begins with this, so that a profile's chain can yield to it. */
const DISK_FACT = "A disk has its root here";

/**
 * The roots of a Laravel app's disks move everything that it stores; its `links` are what `artisan storage:link` makes.
 */
export function diskClaims(inventory: Inventory, code: ReadCode, webRoot: RelPath | ""): Claim[] {
  const file = code.files.find(({ path }) => path === SETTINGS);
  if (file === undefined) return [];
  const roots = rootsIn(file, code).flatMap(({ value, line }): Claim[] => {
    const path = pathOf(value);
    if (path === undefined || path === webRoot || path === "app") return [];
    return [
      {
        path,
        kind: "directory",
        class: isRuntimeName(baseName(path)) ? "runtime" : "user",
        handling: "link",
        evidence: { fact: DISK_FACT, where: `${SETTINGS}:${line}`, strength: "code" },
      },
    ];
  });
  const taken = new Set(roots.map(({ path }) => path));
  return [
    ...roots,
    ...linksIn(file, code).filter(({ path }) => !taken.has(path) && inventory.nodes.get(path)?.kind !== "file"),
  ];
}

/** True when a claim is the root of a disk, which makes the path an entry of its own. */
export function isDiskRoot(claim: Claim): boolean {
  return claim.evidence.fact === DISK_FACT;
}

/** True when a disk's root is the web root itself: what is stored then lies beside the assets. */
export function hasWebDisk(code: ReadCode, webRoot: RelPath | ""): boolean {
  const file = code.files.find(({ path }) => path === SETTINGS);
  if (file === undefined) return false;
  return rootsIn(file, code).some(({ value }) => (pathOf(value) ?? "") === webRoot);
}

function rootsIn(file: SourceFile, code: ReadCode): { readonly value: PathValue; readonly line: number }[] {
  return file.tokens.flatMap((token, index) => {
    if (token.kind !== "text" || token.value !== "root" || file.tokens[index + 1]?.value !== "=>") return [];
    const value = evaluate({ file, from: index + 2, to: endOfValue(file.tokens, index + 2) }, code.world);
    return value?.anchored === true ? [{ value, line: token.line }] : [];
  });
}

function linksIn(file: SourceFile, code: ReadCode): Claim[] {
  const links = valueOfKey(file, "links");
  if (links === undefined) return [];
  const inside = { file, from: links.at + 1, to: links.end - 1 };
  return splitStretch(inside, ",").flatMap((pair): Claim[] => {
    const [from, to] = splitStretch(pair, "=>");
    const path = from === undefined ? undefined : pathOf(evaluate(from, code.world));
    const chain = to === undefined ? undefined : pathOf(evaluate(to, code.world));
    if (path === undefined || chain === undefined) return [];
    const where = `${SETTINGS}:${file.tokens[pair.from]?.line ?? 0}`;
    return [
      {
        path,
        kind: "directory",
        class: "user",
        handling: "link",
        evidence: { fact: `artisan storage:link makes it lead to ${chain}`, where, strength: "code" },
        extras: { chain },
      },
    ];
  });
}

function pathOf(value: PathValue | undefined): RelPath | undefined {
  return value === undefined || !value.anchored || value.open
    ? undefined
    : parseRel(value.text.replace(/^\/+/, "").replace(/\/{2,}/g, "/"));
}
