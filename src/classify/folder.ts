/**
 * Judges what was pointed at: one application at its root, or those that stand in its folders, each by itself, and what lies beside them. Paths, links
 * and questions are as the folder that was pointed at sees them.
 */
import type { Classification, Decision, PathVerdict, Undecided } from "../core/entry.ts";
import type { Evidence } from "../core/evidence.ts";
import { namesWithin, partOf, pathWithin, without } from "../core/part.ts";
import { isInside, join, parseRel, type RelPath } from "../core/path.ts";
import type { PersistenceRecord } from "../core/record.ts";
import { findWebRoot } from "../detect/web-root.ts";
import { profiles } from "../profiles/index.ts";
import { classifyApp, type ClassifyInput } from "./classify.ts";
import { decisionLine } from "./decisions-text.ts";
import { explainInApp } from "./explain.ts";
import { isDecided, otherSiteVerdict, siteAround } from "./other-sites.ts";
import { isGlob } from "./pattern.ts";

/** Every entry and every folder that deserves a verdict, and what the evidence does not settle; the folders of other sites among them. */
export function classify(input: ClassifyInput): Classification {
  const others = othersIn(input);
  const found = classifyOwn(input);
  if (others.length === 0) return found;
  const isOwn = ({ path }: { readonly path: RelPath }): boolean => !others.includes(path);
  return {
    ...found,
    verdicts: [...found.verdicts.filter(isOwn), ...others.map(otherSiteVerdict)].sort(byPath),
    undecided: found.undecided.filter(isOwn),
  };
}

/** Since they were found the owner may have said something else. */
function othersIn({ otherSites = [], decisions }: ClassifyInput): readonly RelPath[] {
  return otherSites.filter((path) => !isDecided(path, decisions));
}

function classifyOwn(input: ClassifyInput): Classification {
  const { rest, apps, behind } = partsOf(input);
  if (apps.length === 0) return classifyApp(input);
  const beside = classifyApp(rest);
  const judged = apps.map(({ base, input: part }) => {
    const found = classifyApp(part);
    return placed(base, base === behind ? withoutItsWebRoot(found) : found);
  });
  const isBeside = ({ path }: { readonly path: RelPath }): boolean =>
    !apps.some(({ base }) => isInside(base, path) || isInside(path, base));
  return {
    webRoot: behind === undefined ? (judged[0]?.webRoot ?? beside.webRoot) : beside.webRoot,
    verdicts: [...judged.flatMap(({ verdicts }) => verdicts), ...beside.verdicts.filter(isBeside)].sort(byPath),
    undecided: [...judged.flatMap(({ undecided }) => undecided), ...beside.undecided.filter(isBeside)].sort(byPath),
  };
}

/** Nothing of a web root that it has elsewhere will ever stand in it. */
function withoutItsWebRoot(found: Classification): Classification {
  return {
    ...found,
    verdicts: found.verdicts.filter(({ path, present }) => present || !isInside(path, found.webRoot)),
  };
}

/** The verdict on any path, whether or not it exists or is an entry. */
export function explain(path: RelPath, input: ClassifyInput): PathVerdict {
  const other = isDecided(path, input.decisions) ? undefined : siteAround(path, othersIn(input));
  if (other !== undefined) return { ...otherSiteVerdict(other), path };
  const { rest, apps } = partsOf(input);
  if (apps.length === 0) return explainInApp(path, input);
  for (const { base, title, input: part } of apps) {
    const inside = pathWithin(base, path);
    if (inside !== undefined) return placedVerdict(base, explainInApp(inside, part));
    if (isInside(base, path)) return holding(path, { base, title }, input);
  }
  return explainInApp(path, rest);
}

interface Part {
  readonly base: RelPath;
  readonly title: string;
  readonly input: ClassifyInput;
}

interface Parts {
  /** The application, of those, that is served from the folder that was pointed at. */
  readonly behind?: RelPath | undefined;
  readonly rest: ClassifyInput;
  readonly apps: readonly Part[];
}

const known = new WeakMap<ClassifyInput, Parts>();

function partsOf(input: ClassifyInput): Parts {
  const found = known.get(input) ?? divide(input);
  known.set(input, found);
  return found;
}

function divide(input: ClassifyInput): Parts {
  const bases = [...new Set(input.detections.flatMap(({ base }) => base ?? []))];
  if (bases.length === 0) return { rest: input, apps: [] };
  const behind = bases.find((base) => isServedFromAbove(base, input));
  return {
    behind,
    rest: {
      ...input,
      inventory: without(input.inventory, bases, behind),
      detections: input.detections.filter(({ base }) => base === undefined),
    },
    apps: bases.map((base) => ({
      base,
      title: input.detections.find((detection) => detection.base === base)?.title ?? "",
      input: {
        inventory: {
          ...partOf(input.inventory, base),
          ...(base === behind ? { isServedFromAbove: true as const } : {}),
        },
        detections: input.detections.filter((detection) => detection.base === base),
        decisions: input.decisions.flatMap((decision) => decisionWithin(base, decision)),
        record: input.record === null ? null : recordWithin(base, input.record),
        ...(input.baseline === undefined ? {} : { baseline: namesWithin(base, input.baseline) }),
      },
    })),
  };
}

/** The folder that it would be served from does not stand in it, and a web server's rules or a front door stand beside it (`core/` beside `assets/`). */
function isServedFromAbove(base: RelPath, { inventory, detections }: ClassifyInput): boolean {
  const part = partOf(inventory, base);
  const own = detections.filter((detection) => detection.base === base);
  const webRoot = findWebRoot(part, own, profiles);
  if (base.includes("/") || webRoot === "" || part.nodes.has(webRoot)) return false;
  return ["index.php", ".htaccess"].some((name) => inventory.nodes.has(name as RelPath));
}

function decisionWithin(base: RelPath, decision: Decision): Decision[] {
  const { pattern } = decision;
  if (pattern.startsWith(`${base}/`)) return [{ ...decision, pattern: pattern.slice(base.length + 1) }];
  return isGlob(pattern) && pattern.startsWith("**/") ? [decision] : [];
}

function recordWithin(base: RelPath, record: PersistenceRecord): PersistenceRecord {
  return {
    ...record,
    entries: record.entries.flatMap((entry) => {
      const path = pathWithin(base, entry.path);
      if (path === undefined) return [];
      const chain = entry.chain === undefined ? undefined : pathWithin(base, entry.chain);
      const { chain: _outer, ...rest } = entry;
      return [{ ...rest, path, ...(chain === undefined ? {} : { chain }) }];
    }),
  };
}

function placed(base: RelPath, found: Classification): Classification {
  return {
    webRoot: found.webRoot === "" ? base : join(base, found.webRoot),
    verdicts: found.verdicts.map((verdict) => placedVerdict(base, verdict)),
    undecided: found.undecided.map((open) => placedQuestion(base, open)),
  };
}

function placedVerdict(base: RelPath, verdict: PathVerdict): PathVerdict {
  return {
    ...verdict,
    path: join(base, verdict.path),
    evidence: verdict.evidence.map((evidence) => placedEvidence(base, evidence)),
    ...(verdict.chain === undefined ? {} : { chain: join(base, verdict.chain) }),
  };
}

function placedQuestion(base: RelPath, open: Undecided): Undecided {
  const path = join(base, open.path);
  return {
    ...open,
    path,
    question: open.question.replace(open.path, path),
    line: decisionLine(path, "user"),
    evidence: open.evidence.map((evidence) => placedEvidence(base, evidence)),
  };
}

/** Where a fact was seen is a path, with or without a line; what a profile or a file of the owner's says is not. */
function placedEvidence(base: RelPath, evidence: Evidence): Evidence {
  if (evidence.where.startsWith("../")) return { ...evidence, where: evidence.where.replace(/^(\.\.\/)+/, "") };
  const isPath =
    evidence.strength !== "decision" && evidence.strength !== "record" && !evidence.where.startsWith("profile ");
  return isPath && parseRel(evidence.where) !== undefined
    ? { ...evidence, where: `${base}/${evidence.where}` }
    : evidence;
}

/** The folder of an application, or one on the way to it: its paths are judged one by one. */
function holding(
  path: RelPath,
  app: { readonly base: RelPath; readonly title: string },
  input: ClassifyInput,
): PathVerdict {
  const fact =
    path === app.base
      ? `${app.title} stands here; its paths are judged one by one`
      : `It holds ${app.base}, where ${app.title} stands`;
  return {
    path,
    kind: "directory",
    class: "asset",
    handling: "release",
    evidence: [{ fact, where: path, strength: "profile" }],
    present: input.inventory.nodes.has(path),
  };
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}
