/**
 * Each operation of a plan is durable when the next one begins, whichever way it took: nothing that a power cut could take back is left, on a
 * model of a disk that keeps only what was synced.
 */
import { join } from "node:path";
import { expect, it } from "vitest";
import { looseEnds, onModel } from "../faults/lab/on-model.ts";
import { type EngineOptions, type GivenVerdict, persistWith } from "../support/engine.ts";
import { sitterIn } from "../support/sitter.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";

const UPLOADS = { path: "public/uploads" };
const ENV = { path: ".env", kind: "file" as const, secret: true };
const STORAGE = { path: "storage", needs: ["app/public", "logs"] };
const CHAIN = { path: "public/storage", chain: "storage/app/public" };

/** Names that are dropped from a retired folder because the very file stands in shared too: one that comes back does no harm. */
const DROPPED = / shared\/\.holdfast\/stage\/tx-\d+-\d+-drop$|^unlink (shared\/\.holdfast\/retired)?\//;

interface Case extends EngineOptions {
  /** Below the root; `app` where it is not said. */
  readonly app?: string;
  /** What the exchange fails with. */
  readonly refuses?: string;
}

/** Applies a plan on the model and says what is loose when each operation begins, and at the end. */
async function loose(root: string, verdicts: readonly GivenVerdict[], options: Case = {}): Promise<string[]> {
  const refuses = options.way === "none" ? "EINVAL" : options.refuses;
  const counts: number[] = [];
  const worked = await onModel(root, ({ native, count }) =>
    persistWith(join(root, options.app ?? "app"), verdicts, {
      ...options,
      native: { ...native, ...(refuses === undefined ? {} : { exchange: failing(refuses) }) },
      meanwhile: () => counts.push(count()),
    }),
  );
  expect(worked.answer.kind).toBe("applied");
  return [...counts, worked.effects.length].flatMap((count, step) =>
    looseEnds(worked, root, count)
      .filter((end) => !DROPPED.test(end))
      .map((end) => `before operation ${step}: ${end}`),
  );
}

function failing(code: string): () => never {
  return () => {
    throw Object.assign(new Error(`${code}: renameat2`), { code });
  };
}

function site(shape: TreeShape): string {
  const root = freshFolder();
  writeTree(root, shape);
  return root;
}

it("taking over by exchange, a folder and a file", async () => {
  const root = site({ "app/public/uploads/u": "u", "app/.env": "A=1" });
  expect(await loose(root, [UPLOADS, ENV])).toEqual([]);
});

it("taking over without exchange: left in place, and by rename and link", async () => {
  const live = site({ "app/public/uploads/u": "u", "app/.env": "A=1" });
  expect(await loose(live, [UPLOADS, ENV], { way: "none" })).toEqual([]);
  const release = site({ "releases/r1/public/uploads/u": "u", "releases/r1/.env": "A=1" });
  expect(await loose(release, [UPLOADS, ENV], { way: "none", app: "releases/r1" })).toEqual([]);
});

it("a take-over that is refused leaves no placeholder that could come back", async () => {
  const root = site({ "releases/r1/public/uploads/u": "u" });
  const ends = await loose(root, [UPLOADS], { refuses: "EBUSY", app: "releases/r1" });
  expect(ends).toEqual([]);
});

const BOTH: TreeShape = {
  "app/public/uploads/u": "the app's",
  "app/public/uploads/same": "same",
  "app/public/uploads/deep/new": "new",
  "app/public/uploads/empty": null,
  "app/public/uploads/kind/inner": "a folder in the app",
  "app/.env": "A=app",
  "shared/public/uploads/u": "shared's",
  "shared/public/uploads/same": "same",
  "shared/public/uploads/deep/old": "old",
  "shared/public/uploads/kind": "a file in shared",
  "shared/.env": "A=shared",
};

it.each(["first", "subsequent"] as const)("merging what both have, mode %s", async (mode) => {
  expect(await loose(site(BOTH), [UPLOADS, ENV], { mode })).toEqual([]);
});

it("merging without exchange, a release that is not live", async () => {
  const shape = Object.entries(BOTH).map(([path, what]) => [path.replace(/^app\//, "releases/r1/"), what]);
  const root = site(Object.fromEntries(shape) as TreeShape);
  expect(await loose(root, [UPLOADS, ENV], { way: "none", app: "releases/r1" })).toEqual([]);
});

it("making links and their folders, and correcting a link", async () => {
  const root = site({
    "app/index.php": "<?php",
    "shared/public/uploads/u": "u",
    "shared/.env": "A=1",
    "app/.env": { link: "../../shared/.env" },
  });
  expect(await loose(root, [UPLOADS, ENV, STORAGE, CHAIN])).toEqual([]);
});

it("keeping a file of others aside where ours belongs", async () => {
  const root = site({ "app/.env": "A=1", "shared/.persistence-config": "# somebody else's" });
  expect(await loose(root, [ENV])).toEqual([]);
});

it("bringing along what was written into a retired folder", async () => {
  const root = site(BOTH);
  const sitter = await sitterIn(join(root, "app/public/uploads"));
  persistWith(join(root, "app"), [UPLOADS]);
  await sitter.does(
    "mkdir -p late/deep; echo late > late/deep/file; echo late > late.txt; echo other > u.tmp; mv u.tmp u",
  );
  await sitter.leaves();
  expect(await loose(root, [UPLOADS])).toEqual([]);
});
