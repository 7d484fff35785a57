/** What must be durable before what: seen on a model of a disk, at the effects that cannot be taken back. */
import { join } from "node:path";
import { expect, it } from "vitest";
import type { ApplyResult } from "../../src/apply/apply.ts";
import { looseEnds, onModel, syncsOf, type Worked } from "../faults/lab/on-model.ts";
import type { Effect } from "../faults/model/effect.ts";
import { type GivenVerdict, persistWith } from "../support/engine.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";

const UPLOADS = { path: "public/uploads" };
const ENV = { path: ".env", kind: "file" as const, secret: true };

const ADOPTED: TreeShape = { "app/public/uploads/u": "u", "app/.env": "A=1" };
const MERGED: TreeShape = {
  "app/public/uploads/u": "the app's",
  "app/public/uploads/deep/new": "new",
  "app/.env": "A=app",
  "shared/public/uploads/u": "shared's",
  "shared/public/uploads/deep/old": "old",
  "shared/.env": "A=shared",
};

interface Site {
  readonly root: string;
  readonly worked: Worked<ApplyResult>;
}

async function persisted(shape: TreeShape, verdicts: readonly GivenVerdict[] = [UPLOADS, ENV]): Promise<Site> {
  const root = freshFolder();
  writeTree(root, shape);
  const worked = await onModel(root, ({ native }) => persistWith(join(root, "app"), verdicts, { native }));
  expect(worked.answer.kind).toBe("applied");
  return { root, worked };
}

/** Where, in the effects, the first name of an entry is. */
function nameOf(effect: Effect): string {
  if (effect.kind === "exchange") return effect.a.name;
  if (effect.kind === "link" || effect.kind === "unlink") return effect.at.name;
  return effect.kind === "rename" ? effect.to.name : "";
}

/** The numbers of the effects of a kind at a name. */
function indexesOf({ worked }: Site, kind: Effect["kind"], name: RegExp): number[] {
  const found = worked.effects.flatMap((effect, index) =>
    effect.kind === kind && name.test(nameOf(effect)) ? [index] : [],
  );
  expect(found.length).toBeGreaterThan(0);
  return found;
}

/** Two links of our own that were exchanged to see whether this file system can: equal, so nobody can tell which is which. */
const TRIED = /\.try( |$)/;

/** What is loose just before each of these effects. */
function looseBefore({ root, worked }: Site, indexes: readonly number[]): string[] {
  return indexes.flatMap((index) => looseEnds(worked, root, index)).filter((end) => !TRIED.test(end));
}

it("the journal is durable before anything else is changed", async () => {
  const site = await persisted(ADOPTED);
  const intent = indexesOf(site, "link", /^tx-000001\.json$/)[0] ?? 0;
  const first = indexesOf(site, "exchange", /^(uploads|\.env)$/)[0] ?? 0;
  expect(intent).toBeLessThan(first);
  const made = indexesOf(site, "link", /^uploads$/)[0] ?? 0;
  expect(intent).toBeLessThan(made);
  expect(looseBefore(site, [made])).toEqual([]);
});

it("the placeholder is durable before the exchange that takes over", async () => {
  const site = await persisted(ADOPTED);
  expect(looseBefore(site, indexesOf(site, "exchange", /^(uploads|\.env)$/))).toEqual([]);
});

it("everything is in shared, durably, and so are the note and the prepared link, before the app's folder goes", async () => {
  const site = await persisted(MERGED);
  expect(looseBefore(site, indexesOf(site, "exchange", /^(uploads|\.env)$/))).toEqual([]);
});

it("what a merge has linked is noted before the app's folder goes", async () => {
  const site = await persisted(MERGED, [UPLOADS]);
  const note = indexesOf(site, "rename", /^tx-000001\.\d+\.json$/)[0] ?? 0;
  expect(note).toBeLessThan(indexesOf(site, "exchange", /^uploads$/).at(-1) ?? 0);
});

it("a merge's exchange is durable before anything else is done", async () => {
  const site = await persisted(MERGED);
  for (const index of indexesOf(site, "exchange", /^(uploads|\.env)$/)) {
    const next = site.worked.effects.findIndex(({ kind }, at) => at > index && kind !== "sync");
    expect(looseBefore(site, [next])).toEqual([]);
  }
});

it("a rescued file is durable in the rescue folder before another takes its name", async () => {
  const site = await persisted(MERGED, [UPLOADS]);
  const [first = 0] = indexesOf(site, "exchange", /-take$/);
  expect(indexesOf(site, "link", /^u$/)[0]).toBeLessThan(first);
  for (const index of indexesOf(site, "exchange", /-take$/))
    expect(looseBefore(site, [index]).filter((end) => end.includes("/rescued/"))).toEqual([]);
});

it("what is retired counts as settled only when its name is gone, durably", async () => {
  const site = await persisted({ "app/public/uploads/n": "new", "shared/public/uploads/o": "old" }, [UPLOADS]);
  const gone = indexesOf(site, "unlink", /^uploads$/).at(-1) ?? 0;
  const settled = indexesOf(site, "link", /\.settled$/)[0] ?? 0;
  expect(gone).toBeLessThan(settled);
  expect(looseBefore(site, [settled]).filter((end) => end.endsWith("/uploads"))).toEqual([]);
});

it("nothing that a later run would have to look for is loose when the transaction is marked as done", async () => {
  const site = await persisted(MERGED);
  const ends = looseBefore(site, indexesOf(site, "link", /^tx-000001\.done$/));
  expect(ends.filter((end) => !/^unlink (shared\/\.holdfast\/retired)?\//.test(end))).toEqual([]);
});

it("what is set aside is synced where it goes, then where it was", async () => {
  const site = await persisted({ "app/.env": "A=1", "shared/.persistence-config": "# somebody else's" }, [ENV]);
  const moved = indexesOf(site, "rename", /^\.persistence-config/)[0] ?? 0;
  const next = site.worked.effects.findIndex(({ kind }, index) => index > moved && kind !== "sync");
  const between = { ...site.worked, effects: site.worked.effects.slice(moved, next) };
  expect(syncsOf(between, site.root)).toEqual(["shared/.holdfast/rescued/tx-000001", "shared"]);
});
