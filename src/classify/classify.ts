import type { Classification, PathVerdict, Undecided } from "../core/entry.ts";
import { rank } from "../core/evidence.ts";
import { ancestorsOf, isInside, parentOf, type RelPath } from "../core/path.ts";
import { findWebRoot } from "../detect/web-root.ts";
import { profiles } from "../profiles/index.ts";
import { withoutMoved } from "./afterwards.ts";
import { candidatePaths } from "./candidates.ts";
import { decide, isLinked } from "./claim.ts";
import { decisionLine } from "./decisions-text.ts";
import { type ClassifyInput, claimsOn, type Ground, kindAt, profileAssets } from "./sources.ts";

export type { ClassifyInput } from "./sources.ts";

/**
 * Judges one application that stands at the inventory's root: every entry and every folder directly below its web root gets a verdict with its evidence; what the evidence
 * does not settle is `undecided`, stays with the code, and comes with a question. Nothing below a linked entry is listed.
 */
export function classifyApp(input: ClassifyInput): Classification {
  const ground = groundOf(input);
  const looked = candidatePaths(ground).flatMap((path) => judge(path, ground) ?? []);
  const entries = new Set(looked.filter(({ handling }) => isLinked(handling)).map(({ path }) => path));
  const judged = withoutMoved(looked, entries, {
    inventory: ground.inventory,
    judge: (path, inventory) => judge(path, { ...ground, inventory }),
  });
  const linked = new Set(
    judged.filter((verdict) => isLinked(verdict.handling) && verdict.kind === "directory").map(({ path }) => path),
  );
  const pooled = new Set(judged.filter((verdict) => verdict.pooled === true).map(({ path }) => path));
  const scratch = new Set(judged.filter(({ handling }) => handling === "per-release").map(({ path }) => path));
  const kept = judged.filter(({ path, evidence }) => {
    const above = ancestorsOf(path);
    if (above.some((ancestor) => linked.has(ancestor) || pooled.has(ancestor))) return false;
    // A placeholder or a name in what is made anew for each release keeps nothing.
    const isKnown = rank(evidence[0]?.strength ?? "content") >= rank("code");
    return isKnown || !above.some((ancestor) => scratch.has(ancestor));
  });
  return {
    webRoot: ground.webRoot,
    verdicts: kept.filter((verdict) => verdict.class !== null && isWorthListing(verdict, ground)),
    undecided: kept.filter((verdict) => verdict.class === null && isWorthAsking(verdict, ground)).map(undecidedOf),
  };
}

/** The verdict on one path by its own claims; undefined when no source says anything. */
export function judge(path: RelPath, ground: Ground): PathVerdict | undefined {
  const judgement = decide(claimsOn(path, ground), kindAt(path, ground.inventory));
  if (judgement === undefined) return undefined;
  const { extras, ...rest } = judgement;
  return { path, ...rest, present: ground.inventory.nodes.has(path), ...extras };
}

/** The profile of PHP that follows no framework. */
const PLAIN = "php";

/** What follows from the input once: the web root and the profiles that matched. */
export function groundOf(input: ClassifyInput): Ground {
  const matched = input.detections.flatMap(({ id }) => profiles.find((profile) => profile.id === id) ?? []);
  const known = { webRoot: findWebRoot(input.inventory, input.detections, profiles), profiles: matched };
  const assets = profileAssets(known).map(({ path }) => path);
  return {
    ...input,
    ...known,
    codeFolders: assets.filter((path) => !path.includes("*")),
    framework: matched.every(({ id }) => id !== PLAIN),
  };
}

/** Assets are listed where somebody would look for them: directly below the web root, or where their owner decided. */
function isWorthListing(verdict: PathVerdict, ground: Ground): boolean {
  if (verdict.class !== "asset" || verdict.handling !== "release") return true;
  if (verdict.evidence[0]?.strength === "decision") return true;
  return verdict.present && verdict.kind === "directory" && parentOf(verdict.path) === ground.webRoot;
}

function isWorthAsking(verdict: PathVerdict, ground: Ground): boolean {
  const parent = parentOf(verdict.path);
  if (verdict.evidence[0]?.strength !== "content") return true;
  return (
    parent === ground.webRoot ||
    (ground.webRoot !== "" && isInside(verdict.path, ground.webRoot) && verdict.kind === "file")
  );
}

function undecidedOf(verdict: PathVerdict): Undecided {
  const what =
    verdict.kind === "directory"
      ? "Do people or the running system put files into"
      : "Is this the live file of this installation:";
  return {
    path: verdict.path,
    kind: verdict.kind,
    question: `${what} ${verdict.path}? If so it is "user"; if it only ships with the code, "asset"`,
    line: decisionLine(verdict.path, "user"),
    evidence: verdict.evidence,
  };
}
