import {
  chownSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ApplyResult } from "../../src/apply/apply.ts";
import type { Mode } from "../../src/plan/survey.ts";
import { persistWith, planWith } from "../support/engine.ts";
import { type Sitter, sitterIn } from "../support/sitter.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

const UPLOADS = { path: "public/uploads" };
const text = (...parts: string[]): string => readFileSync(join(...parts), "utf8");
const codes = (result: ApplyResult): string[] =>
  result.kind === "applied" ? result.outcome.diagnostics.map(({ code }) => code) : [];

function bothHaveIt(): string {
  const site = freshFolder();
  writeTree(site, {
    "app/public/uploads/a.jpg": "a",
    "app/public/uploads/deep/b.jpg": "b",
    "app/public/uploads/same.txt": "same",
    "app/public/uploads/both.txt": "the app's",
    "shared/public/uploads/both.txt": "shared's",
    "shared/public/uploads/same.txt": "same",
  });
  return site;
}

const retiredIn = (site: string): string => join(site, "shared/.holdfast/retired/tx-000001/public/uploads");
const settledIn = (site: string): string[] =>
  readdirSync(join(site, "shared/.holdfast/journal")).filter((name) => name.endsWith(".settled"));

describe("a retired folder that nobody has open", () => {
  it("is settled by the run itself: what shared has too is dropped from it, and the next run has nothing to do", () => {
    const site = bothHaveIt();
    persistWith(join(site, "app"), [UPLOADS]);
    expect(existsSync(join(retiredIn(site), "a.jpg"))).toBe(false);
    expect(existsSync(join(retiredIn(site), "deep"))).toBe(false);
    expect(text(site, "shared/public/uploads/deep/b.jpg")).toBe("b");
    expect(lstatSync(join(site, "shared/public/uploads/a.jpg")).nlink).toBe(1);
    expect(settledIn(site)).toHaveLength(1);
    expect(planWith(join(site, "app"), [UPLOADS]).operations).toEqual([]);
  });

  it("keeps a file of which shared has a copy and not the file itself", () => {
    const site = bothHaveIt();
    persistWith(join(site, "app"), [UPLOADS], { mode: "subsequent" });
    expect(text(retiredIn(site), "same.txt")).toBe("same");
    expect(readdirSync(retiredIn(site))).toEqual(["same.txt"]);
  });
});

describe("a retired folder in which a process stands", () => {
  async function inUse(mode: Mode = "auto"): Promise<{ site: string; sitter: Sitter; result: ApplyResult }> {
    const site = bothHaveIt();
    const sitter = await sitterIn(join(site, "app/public/uploads"));
    return { site, sitter, result: persistWith(join(site, "app"), [UPLOADS], { mode }) };
  }

  it("is kept whole, is named with the process, and is compared by the next run", async () => {
    const { site, sitter, result } = await inUse();
    expect(codes(result)).toEqual(["retired-in-use"]);
    expect(JSON.stringify(result)).toContain(`sh (process ${sitter.pid})`);
    expect(readdirSync(retiredIn(site)).sort()).toEqual(["a.jpg", "both.txt", "deep", "same.txt"]);
    expect(planWith(join(site, "app"), [UPLOADS]).operations.map(({ kind }) => kind)).toEqual(["settle"]);
  });

  it("what the process makes, replaces and changes there comes to shared by later runs, until it is gone", async () => {
    const { site, sitter } = await inUse("subsequent");
    const app = join(site, "app");
    await sitter.does("echo new > new.txt; mkdir -p more/empty; echo deep > more/deep.txt");
    await sitter.does("echo newer > a.tmp; mv a.tmp a.jpg; echo appended >> deep/b.jpg; echo later >> same.txt");
    const second = persistWith(app, [UPLOADS]);
    expect(codes(second)).toEqual(["retired-in-use"]);
    const shared = join(site, "shared/public/uploads");
    expect([text(shared, "new.txt"), text(shared, "more/deep.txt"), text(shared, "a.jpg")]).toEqual([
      "new\n",
      "deep\n",
      "newer\n",
    ]);
    expect(readdirSync(join(shared, "more/empty"))).toEqual([]);
    expect(text(shared, "deep/b.jpg")).toBe("bappended\n");
    expect(text(shared, "same.txt")).toBe("same");
    const rescued = second.kind === "applied" ? second.outcome.rescued : [];
    expect(rescued.map(({ path, kept }) => [path, text(kept)])).toEqual([["public/uploads/same.txt", "samelater\n"]]);
    await sitter.does("echo last > last.txt");
    await sitter.leaves();
    const third = persistWith(app, [UPLOADS]);
    expect(codes(third), JSON.stringify(third)).toEqual([]);
    expect(text(shared, "last.txt")).toBe("last\n");
    expect(existsSync(retiredIn(site))).toBe(false);
    expect(planWith(app, [UPLOADS]).operations).toEqual([]);
  });

  it("never replaces what shared has of its own since: both are kept", async () => {
    const { site, sitter } = await inUse();
    const shared = join(site, "shared/public/uploads");
    await sitter.does("echo theirs > x.txt; echo older > a.tmp; mv a.tmp a.jpg");
    writeFileSync(join(shared, "x.txt"), "ours");
    unlinkSync(join(shared, "a.jpg"));
    writeFileSync(join(shared, "a.jpg"), "uploaded since");
    const again = persistWith(join(site, "app"), [UPLOADS]);
    expect([text(shared, "x.txt"), text(shared, "a.jpg")]).toEqual(["ours", "uploaded since"]);
    const rescued = again.kind === "applied" ? again.outcome.rescued : [];
    expect(rescued.map(({ kept }) => text(kept)).sort()).toEqual(["older\n", "theirs\n"]);
  });

  it("that its owner cleared by hand takes nothing away from shared", async () => {
    const { site, sitter } = await inUse();
    await sitter.does("rm -r a.jpg deep");
    await sitter.leaves();
    persistWith(join(site, "app"), [UPLOADS]);
    expect(text(site, "shared/public/uploads/a.jpg")).toBe("a");
    expect(text(site, "shared/public/uploads/deep/b.jpg")).toBe("b");
  });

  it("that is gone when the next run looks is nothing to do", async () => {
    const { site, sitter } = await inUse();
    await sitter.leaves();
    rmSync(retiredIn(site), { recursive: true });
    expect(planWith(join(site, "app"), [UPLOADS]).operations).toEqual([]);
  });

  it("keeps a file that shared has lost since, and names it", async () => {
    const { site, sitter } = await inUse();
    unlinkSync(join(site, "shared/public/uploads/a.jpg"));
    await sitter.leaves();
    const again = persistWith(join(site, "app"), [UPLOADS]);
    expect(codes(again)).toEqual(["retired-kept"]);
    expect(text(retiredIn(site), "a.jpg")).toBe("a");
    expect(existsSync(join(site, "shared/public/uploads/a.jpg"))).toBe(false);
  });
});

it("a note of another user is not carried out", async () => {
  const site = bothHaveIt();
  const sitter = await sitterIn(join(site, "app/public/uploads"));
  persistWith(join(site, "app"), [UPLOADS]);
  await sitter.leaves();
  const journal = join(site, "shared/.holdfast/journal");
  const note = readdirSync(journal).find((name) => /^tx-\d+\.\d+\.json$/.test(name)) ?? "";
  chownSync(join(journal, note), 65_534, 65_534);
  expect(planWith(join(site, "app"), [UPLOADS]).operations).toEqual([]);
});

it("a single file that was replaced by a link is settled too", () => {
  const site = freshFolder();
  writeTree(site, { "app/.env": "A=1", "shared/.env": "A=0" });
  persistWith(join(site, "app"), [{ path: ".env", kind: "file", secret: true }]);
  expect(text(site, "shared/.env")).toBe("A=1");
  expect(readdirSync(join(site, "shared/.holdfast/retired/tx-000001"))).toEqual([]);
  expect(planWith(join(site, "app"), [{ path: ".env", kind: "file", secret: true }]).operations).toEqual([]);
});
