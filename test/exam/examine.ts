/** Judges one labelled application and compares every answer with its label. */
import { join } from "node:path";
import { judge, type Judgement } from "../../src/cli/judge.ts";
import { explain } from "../../src/classify/folder.ts";
import type { PathVerdict } from "../../src/core/entry.ts";
import { abs, parseRel } from "../../src/core/path.ts";
import { FRAMEWORK_NAMES } from "./framework-names.ts";
import type { LabelledApp, LabelledPath } from "./labels.ts";
import { mainRoot, rootBeside, within } from "./roots.ts";

/** A label whose answer was wrong. */
export interface Miss {
  readonly label: LabelledPath;
  readonly verdict: PathVerdict | undefined;
}

/** What came of one application; labels of low confidence are left out. */
export interface Examined {
  readonly name: string;
  readonly framework: {
    readonly wanted: readonly string[];
    readonly found: readonly string[];
    readonly isRight: boolean;
  };
  /** Paths that must persist, and those of them that would be lost. */
  readonly mustPersist: number;
  readonly lost: readonly Miss[];
  /** Paths that ship with the code, and those of them that an update would not reach. */
  readonly assets: number;
  readonly frozen: readonly Miss[];
}

/** Asks about every labelled path of an application, there or not, below `trees`. */
export function examine(app: LabelledApp, trees: string): Examined {
  const tree = join(trees, app.name);
  const main = mainRoot(tree, app);
  const judgements = new Map<string, Judgement>();
  const judgementOf = (root: string): Judgement => {
    const known =
      judgements.get(root) ?? judge({ app: abs(join(tree, root)), shared: abs(join(tree, "../no-shared")) }, null);
    judgements.set(root, known);
    return known;
  };
  const asked = app.paths
    .filter(({ confidence, path }) => confidence !== "low" && path !== main)
    .map((label): Miss => {
      // A repository may hold several applications; each is asked about its own paths.
      const root = within(main, label.path) === undefined ? rootBeside(tree, label.path) : main;
      const path = parseRel(within(root, label.path) ?? label.path);
      return { label, verdict: path === undefined ? undefined : explain(path, judgementOf(root).input) };
    });
  const must = asked.filter(({ label }) => label.mustPersist);
  const assets = asked.filter(({ label }) => label.class === "asset");
  const found = judgementOf(main).detections.map(({ id }) => id);
  const wanted = FRAMEWORK_NAMES[app.framework] ?? [app.framework];
  return {
    name: app.name,
    framework: { wanted, found, isRight: wanted.every((id) => found.includes(id)) },
    mustPersist: must.length,
    lost: must.filter((answer) => !isKept(answer)),
    assets: assets.length,
    frozen: assets.filter(({ verdict }) => verdict !== undefined && FREEZING.includes(verdict.handling)),
  };
}

const FREEZING: readonly string[] = ["link", "merge", "carry"];

function isKept({ label, verdict }: Miss): boolean {
  if (verdict === undefined || verdict.class === null) return false;
  if (verdict.handling === "link" || verdict.handling === "merge") return true;
  return verdict.handling === "carry" && label.class === "mixed";
}
