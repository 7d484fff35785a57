import type { ClassifyInput } from "../../src/classify/classify.ts";
import { classify, explain } from "../../src/classify/folder.ts";
import type { Classification, Decision, PathVerdict } from "../../src/core/entry.ts";
import type { Inventory } from "../../src/core/inventory.ts";
import { abs, rel, type RelPath } from "../../src/core/path.ts";
import type { PersistenceRecord, RecordedEntry } from "../../src/core/record.ts";
import { detectAll } from "../../src/detect/nested.ts";
import { readsOf, wantsDate, wantsText } from "../../src/detect/wants.ts";
import { profiles } from "../../src/profiles/index.ts";
import { scan } from "../../src/system/scan.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";

/** What a test knows beside the files. */
export interface Given {
  readonly decisions?: readonly Omit<Decision, "where">[];
  readonly record?: PersistenceRecord;
  readonly baseline?: ReadonlySet<RelPath>;
}

/** An application made of real files, judged. */
export interface Judged {
  readonly classification: Classification;
  readonly frameworks: readonly string[];
  /** `class handling` of a listed path, `undecided`, or `unlisted`. */
  readonly says: (path: string) => string;
  readonly verdict: (path: string) => PathVerdict;
  readonly explain: (path: string) => PathVerdict;
}

export function inventoryOf(shape: TreeShape): Inventory {
  const root = freshFolder();
  writeTree(root, shape);
  return scannedAt(root);
}

/** What the program sees of a folder. */
export function scannedAt(root: string): Inventory {
  return scan(abs(root), { wants: wantsText, dates: wantsDate, reads: readsOf(profiles) });
}

export function judged(shape: TreeShape, given: Given = {}): Judged {
  return judgedInventory(inventoryOf(shape), given);
}

/** An inventory, judged. */
export function judgedInventory(inventory: Inventory, given: Given = {}): Judged {
  const detections = detectAll(inventory, profiles);
  const decisions = (given.decisions ?? []).map((decision) => ({ ...decision, where: "holdfast.json" }));
  const input: ClassifyInput = {
    inventory,
    detections,
    decisions,
    record: given.record ?? null,
    ...(given.baseline === undefined ? {} : { baseline: given.baseline }),
  };
  const classification = classify(input);
  const find = (path: string): PathVerdict | undefined =>
    classification.verdicts.find((verdict) => verdict.path === path);
  return {
    classification,
    frameworks: detections.map(({ id }) => id),
    says: (path) => {
      const found = find(path);
      if (found !== undefined) return `${String(found.class)} ${found.handling}`;
      return classification.undecided.some((open) => open.path === path) ? "undecided" : "unlisted";
    },
    verdict: (path) => {
      const found = find(path);
      if (found === undefined) throw new Error(`No verdict on "${path}"`);
      return found;
    },
    explain: (path) => explain(rel(path), input),
  };
}

/** The least that is a Laravel application. */
export const LARAVEL: TreeShape = {
  artisan: "<?php require __DIR__ . '/bootstrap/app.php';",
  "bootstrap/app.php": "<?php",
  "composer.json": '{ "require": { "laravel/framework": "^12.0" } }',
  "public/index.php": "<?php",
  "storage/logs/.gitignore": "*\n!.gitignore\n",
};

/** The least that is a Next.js application. */
export const NEXT: TreeShape = {
  "package.json": '{ "dependencies": { "next": "16.2.0", "react": "19.2.0" } }',
  "public/favicon.ico": "",
};

/** The least that is plain PHP. */
export const PHP: TreeShape = { "index.php": "<?php echo 1;" };

/** The record of an earlier run that made these paths entries. */
export function recordOf(
  ...entries: readonly (Partial<RecordedEntry> & { readonly path: RecordedEntry["path"] })[]
): PersistenceRecord {
  return {
    schema: 1,
    program: "0",
    layout: "flat",
    app: "../app",
    trees: [],
    lockfile: null,
    frameworks: [],
    webRoot: rel("public"),
    undecided: [],
    decisions: [],
    entries: entries.map((entry) => ({
      kind: "directory",
      class: "user",
      handling: "link",
      seeded: true,
      because: "test",
      ...entry,
    })),
  };
}
