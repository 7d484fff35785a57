/** The step that unpacks: what it does where the delivery, or the place for it, is not as the plan says; and after a kill. */
import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { execute } from "../../src/apply/execute.ts";
import { writeNote } from "../../src/apply/journal.ts";
import type { Run } from "../../src/apply/run.ts";
import { closeState, closeWay, openState, openWay } from "../../src/apply/state.ts";
import { ARRIVAL_LIMITS } from "../../src/core/arrival.ts";
import { abs } from "../../src/core/path.ts";
import type { Unpack } from "../../src/plan/operation.ts";
import { OWNER, runOf } from "../support/lone-run.ts";
import { tarOf } from "../support/tar-bytes.ts";
import { freshFolder, manifest } from "../support/tree.ts";

const GOOD = tarOf([
  { name: "index.php", data: "<?php" },
  { name: "public/a", data: "a" },
]);

interface Scene {
  readonly place: string;
  readonly update: string;
  readonly operation: () => Unpack;
  readonly run: Run;
}

function scene(): Scene {
  const folder = freshFolder();
  mkdirSync(join(folder, "site/releases"), { recursive: true });
  const update = join(folder, "update.tar");
  writeFileSync(update, GOOD);
  const dirs = openState(openWay(abs(join(folder, "site/shared")), OWNER), OWNER);
  onTestFinished(() => {
    closeState(dirs);
    closeWay(dirs);
  });
  const operation = (): Unpack => ({
    kind: "unpack",
    path: ".new",
    reason: "the trial",
    at: { directory: abs(join(folder, "site/releases")), name: ".new" },
    source: {
      path: abs(update),
      kind: "tar",
      identity: idOf(update),
      size: GOOD.length,
      digest: createHash("sha256").update(GOOD).digest("hex"),
    },
    root: "",
    limits: ARRIVAL_LIMITS,
    owner: OWNER,
  });
  return { place: join(folder, "site/releases/.new"), update, operation, run: runOf(dirs, 1) };
}

function idOf(path: string): string {
  const { dev, ino } = lstatSync(path, { bigint: true });
  return `${dev}:${ino}`;
}

it("makes the tree, and once made it is left alone by a second run of the step", () => {
  const { place, operation, run } = scene();
  execute(operation(), run);
  expect(readFileSync(join(place, "public/a"), "utf8")).toBe("a");
  writeFileSync(join(place, "public/a"), "written since");
  execute(operation(), run);
  expect(readFileSync(join(place, "public/a"), "utf8")).toBe("written since");
});

it("an archive that is not the one that was looked at is not unpacked", () => {
  const { place, update, operation, run } = scene();
  const planned = operation();
  writeFileSync(update, Buffer.from(GOOD.toString("latin1").replace("<?php", "<!php"), "latin1"));
  expect(() => execute(planned, run)).toThrow(/has changed since it was looked at/);
  writeFileSync(update, GOOD.subarray(0, 600));
  expect(() => execute(planned, run)).toThrow(/has changed since it was looked at/);
  expect(existsSync(place)).toBe(false);
  expect(readdirSync(join(run.dirs.journal.path))).toEqual([]);
});

it("what somebody put into its place is not touched", () => {
  const { place, operation, run } = scene();
  mkdirSync(place);
  writeFileSync(join(place, "kept"), "somebody else's");
  const before = manifest(place);
  expect(() => execute(operation(), run)).toThrow(/not what the plan/);
  expect(manifest(place)).toEqual(before);
});

it("what a run that was killed left half-made is removed and made anew", () => {
  const { place, operation, run } = scene();
  mkdirSync(place, { mode: 0o700 });
  writeFileSync(join(place, "index.php"), "<?");
  writeFileSync(join(place, "public"), "half");
  writeNote(run.dirs, "tx-000001.0-unpack", { phase: "making", folder: idOf(place) });
  execute(operation(), run);
  expect(readFileSync(join(place, "index.php"), "utf8")).toBe("<?php");
  expect(readFileSync(join(place, "public/a"), "utf8")).toBe("a");
});
