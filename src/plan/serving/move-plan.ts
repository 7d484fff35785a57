/** Moves a site from the way in which it is served to another one. Nothing is lost: what gives way is kept beside, under a name that says when. */
import { someNames } from "../../core/some-names.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Ownership } from "../../core/observation.ts";
import {
  type AbsPath,
  abs,
  baseName,
  isInside,
  parentOf,
  rel,
  type RelPath,
  relativeText,
  resolveText,
} from "../../core/path.ts";
import { type Serving, SERVING_SCHEMA, type Way } from "../../core/serving.ts";
import type { Operation, StandIn } from "../operation.ts";
import type { Premise } from "../plan.ts";
import { spotAt } from "../release/places.ts";
import { fill } from "./fill.ts";
import type { Filled } from "./filling.ts";
import type { NodeKind } from "../../core/inventory.ts";
import { retireLink, wasOf } from "./retire-link.ts";
import type { RootFact } from "./root-facts.ts";
import type { WantedRoot } from "./wanted.ts";

/** What a preview says of what nobody has prepared yet. */
const NOT_YET = "0:0";

/** The ways that this program can move a site to. */
export type MovableWay = Exclude<Way, "in-place">;

/** What a move is planned from. */
export interface Moving {
  readonly way: MovableWay;
  readonly root: AbsPath;
  readonly shown: string;
  /** The site's folder. */
  readonly site: AbsPath;
  readonly fact: RootFact;
  /** What is live, through `current`: where a link as the document root leads. */
  readonly door: AbsPath;
  /** Folders into which a link is one of ours. */
  readonly ours: readonly AbsPath[];
  readonly serving: Serving | null;
  /** What the way wants in a real document root; null for the others. */
  readonly wanted: WantedRoot | null;
  readonly data: ReadonlySet<RelPath>;
  readonly owner: Ownership;
  readonly kept: AbsPath;
  readonly loaders: AbsPath;
  readonly aside: boolean;
  /** What stands beside the document root under the name of what is prepared for it; null where nothing does. */
  readonly beside: { readonly id: string; readonly kind: NodeKind; readonly text: string | null } | null;
  /** The steps `prepare` are done. */
  readonly isPrepared: boolean;
}

/** A planned move. */
export interface Move {
  /** What must be there before the others are planned. */
  readonly prepare: readonly Operation[];
  readonly operations: readonly Operation[];
  readonly basedOn: readonly Premise[];
  readonly diagnostics: readonly Diagnostic[];
  /** Somebody else's names that would have to give way. */
  readonly inTheWay: readonly string[];
  readonly next: Serving;
}

/** Plans it. */
export function planMove(moving: Moving): Move {
  if (moving.way === "server") return still(moving);
  return moving.wanted === null ? toLink(moving) : toFolder(moving, moving.wanted);
}

function still(moving: Moving): Move {
  const placed = moving.serving?.way === "server" ? moving.serving.placed : {};
  return { prepare: [], operations: [], basedOn: [], diagnostics: [], inTheWay: [], next: nextOf(moving, placed) };
}

function toLink(moving: Moving): Move {
  const { root, fact, door, owner } = moving;
  const text = relativeText(parentOf(root), door);
  const base = { prepare: [], basedOn: [premiseOf(root, fact)], diagnostics: [], next: nextOf(moving, {}) };
  const link = { path: moving.shown, text, owner, reason: "the document root leads to the web root of what is live" };
  if (fact.kind === "link" && fact.text === text) return { ...base, operations: [], inTheWay: [] };
  if (fact.kind === "absent")
    return { ...base, operations: [{ kind: "make-link", ...link, at: spotAt(root) }], inTheWay: [] };
  if (fact.kind === "link" && leadsToUs(fact.text, moving)) {
    const { owner: _none, ...step } = link;
    return { ...base, operations: [{ kind: "relink", ...step, at: spotAt(root), was: fact.text }], inTheWay: [] };
  }
  const beside = besideOf(root);
  const make: Operation = { kind: "make-link", ...link, at: spotAt(beside) };
  const basedOn = [...base.basedOn, besidePremise(moving), free(moving.kept)];
  return {
    ...base,
    basedOn,
    prepare: [make],
    operations: [standIn(moving)],
    inTheWay: moving.aside ? [] : strangersIn(moving),
  };
}

/** What is nobody's that we know: it would go out of the document root. */
function strangersIn({ fact, shown, serving }: Moving): string[] {
  if (fact.kind === "link") return [`${shown} (a link to ${fact.text})`];
  if (fact.kind === "absent") return [];
  const placed = serving?.placed ?? {};
  return fact.names
    .filter(({ kind, isKnown, path, digest }) => kind !== "directory" && !isKnown && placed[path] !== (digest ?? ""))
    .map(({ path }) => `${shown}/${path}`);
}

function toFolder(moving: Moving, wanted: WantedRoot): Move {
  const { root, fact, shown, data, owner, kept, loaders, aside, isPrepared } = moving;
  const isReal = fact.kind === "directory";
  const filled = fill({
    root: isReal ? root : besideOf(root),
    shown,
    found: isReal ? fact.names : [],
    placed: isReal ? (moving.serving?.placed ?? {}) : {},
    wanted,
    data: isReal ? data : new Set(),
    owner,
    kept,
    loaders,
    aside,
    isPrepared: isReal && isPrepared,
  });
  const next = nextOf(moving, filled.placed);
  const diagnostics = [...filled.diagnostics, ...othersNote(filled.others, shown)];
  if (!isReal) return { ...putInPlace(moving, filled), diagnostics, next };
  return {
    prepare: filled.before,
    operations: isPrepared ? [...filled.before, ...filled.after] : filled.after,
    basedOn: [premiseOf(root, fact), ...filled.basedOn],
    diagnostics,
    inTheWay: filled.inTheWay.map((path) => `${shown}/${path}`),
    next,
  };
}

const NAMED = 10;

/** What is somebody else's and in nobody's way stays, and its owner knows that it is there. */
function othersNote(others: readonly string[], shown: string): Diagnostic[] {
  if (others.length === 0) return [];
  return [
    {
      severity: "note",
      code: "document-root-others",
      path: shown,
      message: `In "${shown}" stays what is of no release and no data of the site: ${someNames(others, NAMED)}`,
      hint: "It is served as before; move away what nobody needs",
    },
  ];
}

/** The folder is made whole beside, and then takes the place in one call. */
function putInPlace(moving: Moving, filled: Filled): Pick<Move, "prepare" | "operations" | "basedOn" | "inTheWay"> {
  const { root, fact, shown, owner } = moving;
  const make: Operation = {
    kind: "make-directory",
    path: shown,
    at: spotAt(besideOf(root)),
    owner,
    reason: "the document root is a real folder; it is made whole before it takes its place",
  };
  const isOurs = fact.kind === "link" && leadsToUs(fact.text, moving);
  const kept = isOurs ? wasOf(root) : moving.kept;
  const retired = isOurs ? [retireLink({ path: "", shown, place: root, id: fact.id })] : [];
  return {
    prepare: [make, ...filled.before, ...filled.after],
    operations: [standIn({ ...moving, kept }), ...retired],
    basedOn: [premiseOf(root, fact), besidePremise(moving), free(kept), ...(moving.isPrepared ? [] : filled.basedOn)],
    inTheWay: fact.kind === "link" && !isOurs && !moving.aside ? strangersIn(moving) : [],
  };
}

/** Retires what an earlier run prepared and did not come to use: a plan of its own, before a move is planned. */
export function retireBeside(moving: Pick<Moving, "root" | "shown" | "beside">): {
  readonly operations: readonly Operation[];
  readonly basedOn: readonly Premise[];
} {
  const { root, shown, beside } = moving;
  if (beside === null) return { operations: [], basedOn: [] };
  const step: Operation = {
    kind: "set-aside",
    path: shown,
    at: spotAt(besideOf(root)),
    identity: beside.id,
    nodeKind: beside.kind,
    to: "retired",
    as: rel("document-root-next"),
    reason: "an earlier run prepared it and did not come to use it",
  };
  return { operations: [step], basedOn: [besidePremise(moving)] };
}

function standIn({ root, fact, shown, kept, beside }: Moving): StandIn {
  return {
    kind: "stand-in",
    path: shown,
    at: spotAt(root),
    from: spotAt(besideOf(root)),
    identity: beside?.id ?? NOT_YET,
    replaced: fact.kind === "absent" ? null : fact.id,
    kept: spotAt(kept),
    reason: fact.kind === "absent" ? "it is ready" : `what stood there is kept as ${baseName(kept)}`,
  };
}

function leadsToUs(text: string, { root, ours }: Moving): boolean {
  const end = resolveText(parentOf(root), text);
  return ours.some((place) => isInside(end, place));
}

function nextOf({ way, root, site }: Moving, placed: Serving["placed"]): Serving {
  return { schema: SERVING_SCHEMA, way, documentRoot: relativeText(site, root), placed };
}

/** Where what takes the place of a document root is prepared. */
export function besideOf(root: AbsPath): AbsPath {
  return abs(`${parentOf(root)}/.${baseName(root)}-holdfast-next`);
}

function besidePremise({ root, beside }: Pick<Moving, "root" | "beside">): Premise {
  const path = besideOf(root);
  if (beside === null) return free(path);
  return { path, kind: beside.kind, id: beside.id, ...(beside.text === null ? {} : { linkText: beside.text }) };
}

function premiseOf(path: AbsPath, fact: RootFact): Premise {
  if (fact.kind === "absent") return free(path);
  return { path, kind: fact.kind, id: fact.id, ...(fact.kind === "link" ? { linkText: fact.text } : {}) };
}

function free(path: AbsPath): Premise {
  return { path, kind: "absent", id: null };
}
