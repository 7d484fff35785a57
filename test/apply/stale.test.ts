import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { brokenPremise } from "../../src/apply/stale.ts";
import { abs } from "../../src/core/path.ts";
import type { Plan, Premise } from "../../src/plan/plan.ts";
import { lookAt } from "../../src/system/facts.ts";
import { freshFolder } from "../support/tree.ts";

/** A folder with one of each kind, and the premise that says so. */
function premises(): Readonly<Record<"folder" | "file" | "link" | "nothing", Premise>> {
  const root = freshFolder();
  mkdirSync(join(root, "folder"));
  writeFileSync(join(root, "file"), "f");
  symlinkSync("target", join(root, "link"));
  const premise = (name: string): Premise => {
    const path = abs(join(root, name));
    const found = lookAt(path);
    if (found === null) return { path, kind: "absent", id: null };
    return {
      path,
      kind: found.kind,
      id: found.id,
      ...(found.linkText === undefined ? {} : { linkText: found.linkText }),
    };
  };
  return { folder: premise("folder"), file: premise("file"), link: premise("link"), nothing: premise("nothing") };
}

const broken = (premise: Premise): boolean => brokenPremise({ basedOn: [premise] } as unknown as Plan) === premise;

it("what is as it was holds", () => {
  for (const premise of Object.values(premises())) expect(broken(premise), premise.path).toBe(false);
});

it("another kind does not hold", () => {
  const { folder, file, nothing } = premises();
  expect([
    broken({ ...folder, kind: "file" }),
    broken({ ...file, kind: "link" }),
    broken({ ...nothing, kind: "file" }),
  ]).toEqual([true, true, true]);
});

it("another identity does not hold", () => {
  const { folder, file } = premises();
  expect([broken({ ...folder, id: "1:1" }), broken({ ...file, id: folder.id })]).toEqual([true, true]);
});

it("a link of another text does not hold; its inode may be another", () => {
  const { link } = premises();
  expect([broken({ ...link, linkText: "elsewhere" }), broken({ ...link, id: "1:1" })]).toEqual([true, false]);
});

it("what is gone does not hold, nor does what came, and a file in the middle of the path is nothing there", () => {
  const { file, nothing } = premises();
  const below = abs(`${file.path}/below`);
  expect([
    broken({ ...file, path: nothing.path }),
    broken({ ...nothing, path: file.path }),
    broken({ path: below, kind: "absent", id: null }),
    broken({ path: below, kind: "file", id: "1:1" }),
  ]).toEqual([true, true, false, true]);
});
