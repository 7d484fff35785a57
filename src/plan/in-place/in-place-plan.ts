/**
 * Code is replaced around the data where it stands. What the site's own edits come to was decided before by the table of three versions, and lies in the
 * coming tree; here only names of the code change places. A name goes only where its vendor shipped it and nobody changed it since.
 */
import { someNames } from "../../core/some-names.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Ownership } from "../../core/observation.ts";
import { type AbsPath, under } from "../../core/path.ts";
import type { MakeDirectory, Operation, SwapIn } from "../operation.ts";
import { spotAt } from "../release/places.ts";
import type { Twin } from "./twin.ts";

/** Where the two stand, and whose the folders are that are made in the tree. */
export interface InPlaceTerms {
  readonly live: AbsPath;
  readonly tree: AbsPath;
  readonly owner: Ownership;
}

/** What has to be done, in this order: what is new, what changes, what goes. */
export interface InPlaceSteps {
  readonly operations: readonly Operation[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Plans the change of two copies of the code, name by name. Reversible: with the two in each other's roles the same plan goes back. */
export function planInPlace(twins: readonly Twin[], terms: InPlaceTerms): InPlaceSteps {
  const found: Found = { added: [], changed: [], removed: [], inTheWay: [], kept: [] };
  for (const twin of twins) visit(twin, terms, found);
  return {
    operations: [...found.added, ...found.changed, ...found.removed],
    diagnostics: [
      ...found.inTheWay.map((twin) => inTheWay(twin, terms)),
      ...(found.kept.length === 0 ? [] : [keptNote(found.kept, terms)]),
    ],
  };
}

function inTheWay({ path, live, next }: Twin, { tree }: InPlaceTerms): Diagnostic {
  return {
    severity: "warning",
    code: "in-the-way",
    path,
    message: `"${path}" stays as it is: the new code has a ${next?.kind ?? "name"} there, and what stands there is a ${live?.kind ?? "name"} that holds more than the old code's own`,
    hint: `Look what is in it, move it away, and bring the code's own from "${tree}/${path}"`,
  };
}

/** As many names are told; more are counted. */
const NAMED = 5;

/** Data is the site's; that its vendor has another version of it is worth knowing. */
function keptNote(kept: readonly Twin[], { tree }: InPlaceTerms): Diagnostic {
  const names = kept.map(({ path }) => `"${path}"`);
  return {
    severity: "note",
    code: "site-has-its-own",
    message: `The new code ships its own ${someNames(names, NAMED)}: what the site has there stays in use`,
    hint: `The new code's are in "${tree}", to compare, until that is pruned`,
  };
}

interface Found {
  readonly added: Operation[];
  readonly changed: Operation[];
  readonly removed: Operation[];
  readonly inTheWay: Twin[];
  /** Data of which the code ships another version. */
  readonly kept: Twin[];
}

function visit(twin: Twin, terms: InPlaceTerms, found: Found): void {
  const { live, next, owner } = twin;
  if (owner === "untouched") return;
  if (live === null) {
    if (next !== null && (owner !== "data" || isNewData(twin))) found.added.push(swap(twin, terms, "it is new"));
    return;
  }
  if (owner === "data") inData(twin, terms, found);
  else if (next === null) found.removed.push(...removal(twin, terms));
  else if (live.kind === "directory" && next.kind === "directory")
    for (const child of twin.below) visit(child, terms, found);
  else if (!twin.isSame) change(twin, terms, found);
}

/** Of the data nothing is changed; what the code ships into its folders and the site never had is added. */
function inData(twin: Twin, terms: InPlaceTerms, found: Found): void {
  const { live, next } = twin;
  if (live?.kind === "directory" && next?.kind === "directory")
    for (const child of twin.below) visit(child, terms, found);
  else if (next !== null && !twin.isSame && twin.isNews) found.kept.push(twin);
}

/** What the code that is live had shipped too was deleted by the site, and stays so. */
function isNewData({ base }: Twin): boolean {
  return base === "nothing" || base === null;
}

function change(twin: Twin, terms: InPlaceTerms, found: Found): void {
  const isClash = twin.live?.kind === "directory" || twin.live?.kind === "other" || twin.next?.kind === "other";
  if (isClash && !isRemovable(twin)) found.inTheWay.push(twin);
  else found.changed.push(swap(twin, terms, "the new code has another one"));
}

/** The old code's own goes; what is the site's or nobody's that is known stays, and with it the folders that it is in. */
function removal(twin: Twin, terms: InPlaceTerms): Operation[] {
  if (isRemovable(twin)) return [swap(twin, terms, "the new code does not have it")];
  if (twin.live?.kind !== "directory" || !isOfCode(twin)) return [];
  const inner = twin.below.flatMap((child) => removal(child, terms));
  return inner.length === 0 ? [] : [...treeFolder(twin, terms), ...inner];
}

function isOfCode({ owner }: Twin): boolean {
  return owner === "code" || owner === "cache" || owner === "cache-root";
}

/** True where all of it is what was shipped, or is made anew. */
function isRemovable(twin: Twin): boolean {
  const { owner, live, base, below } = twin;
  if (live === null) return true;
  if (owner === "cache") return live.kind !== "directory" || below.every(isRemovable);
  if (owner !== "code" || base !== "this") return false;
  return below.every(isRemovable);
}

/** The folder in the tree beside for what goes out of one that stays. */
function treeFolder({ path, next }: Twin, { tree, owner }: InPlaceTerms): MakeDirectory[] {
  if (next !== null) return [];
  return [
    { kind: "make-directory", path, at: spotAt(under(tree, path)), owner, reason: "old code that goes is kept in it" },
  ];
}

function swap({ path, live, next }: Twin, terms: InPlaceTerms, reason: string): SwapIn {
  return {
    kind: "swap-in",
    path,
    at: spotAt(under(terms.live, path)),
    into: spotAt(under(terms.tree, path)),
    identity: live?.id ?? null,
    next: next?.id ?? null,
    reason,
  };
}
