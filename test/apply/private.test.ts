/** Our own folders: for nobody else to look into, and never through a link. */
import { lstatSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openState, openWay } from "../../src/apply/state.ts";
import { abs } from "../../src/core/path.ts";
import { persistWith } from "../support/engine.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

const ENV = { path: ".env", kind: "file" as const, secret: true };

it("the folders of the state, the journal, and what is rescued are the site's user's alone", () => {
  const root = freshFolder();
  writeTree(root, { "app/.env": { text: "A=app", mode: 0o600 }, "shared/.env": { text: "A=shared", mode: 0o600 } });
  persistWith(join(root, "app"), [ENV]);
  const state = join(root, "shared/.holdfast");
  const open = readdirSync(state, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.startsWith("lock/"))
    .filter((name) => (lstatSync(join(state, name)).mode & 0o077) !== 0);
  expect(open).toEqual([]);
  expect(lstatSync(state).mode & 0o777).toBe(0o700);
  expect(readdirSync(join(state, "rescued"))).toEqual(["tx-000001", "tx-000001.json"]);
});

it.each(["link", "file"])("openState() itself does not take a %s for a folder of ours", (what) => {
  const root = freshFolder();
  writeTree(root, { "shared/.holdfast": null, outside: null });
  const planted = join(root, "shared/.holdfast/retired");
  if (what === "link") symlinkSync("../../outside", planted);
  else writeFileSync(planted, "somebody's");
  const owner = { uid: 0, gid: 0, mode: 0o755 };
  expect(() => openState(openWay(abs(join(root, "shared")), owner), owner)).toThrowError(
    new RegExp(`retired" should be a folder of Holdfast's, but it is a ${what}`),
  );
});

it.each([
  ["a link", ".holdfast"],
  ["a link", ".holdfast/journal"],
  ["a link", ".holdfast/stage"],
  ["a file", ".holdfast/stage"],
])("%s where a folder of ours belongs (%s) is refused", (what, name) => {
  const root = freshFolder();
  const outside = freshFolder();
  writeTree(root, {
    "app/.env": "A=1",
    "shared/kept": "kept",
    ...(name.includes("/") ? { "shared/.holdfast": null } : {}),
  });
  if (what === "a link") symlinkSync(outside, join(root, "shared", name));
  else writeFileSync(join(root, "shared", name), "somebody's");
  expect(() => persistWith(join(root, "app"), [ENV])).toThrowError(new RegExp(`it is ${what}`));
  expect(readdirSync(outside)).toEqual([]);
  expect(lstatSync(join(root, "app/.env")).isFile()).toBe(true);
});
