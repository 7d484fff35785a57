/** The executor as a whole: when it stops, what it says, what it leaves to the next run. */
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ApplyResult } from "../../src/apply/apply.ts";
import type { Operation } from "../../src/plan/operation.ts";
import { findNativeRename } from "../../src/system/native-rename.ts";
import { intercepted } from "../faults/lab/intercept.ts";
import { applyWith, type GivenVerdict, persistWith, planWith, Stopped } from "../support/engine.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";

const UPLOADS = { path: "public/uploads" };
const ENV = { path: ".env", kind: "file" as const, secret: true };

function site(shape: TreeShape): string {
  const root = freshFolder();
  writeTree(root, shape);
  return root;
}

const text = (...parts: string[]): string => readFileSync(join(...parts), "utf8");
const stage = (root: string): string => join(root, "shared/.holdfast/stage");
const locks = (root: string): string[] => readdirSync(join(root, "shared/.holdfast/lock")).sort();

/** Applies a plan with something done just before its operation of this kind. */
function withMeanwhile(
  root: string,
  verdicts: readonly GivenVerdict[],
  at: { readonly kind: Operation["kind"]; readonly does: () => void },
): ApplyResult {
  const plan = planWith(join(root, "app"), verdicts);
  expect(plan.operations.map(({ kind }) => kind)).toContain(at.kind);
  return applyWith(plan, {
    meanwhile: (step) => {
      if (plan.operations[step]?.kind === at.kind) at.does();
    },
  });
}

const TO_MERGE: TreeShape = { "app/public/uploads/u": "the app's", "shared/public/uploads/u": "shared's" };
const TO_RELINK: TreeShape = { "app/.env": { link: "../../shared/.env" }, "shared/.env": "A=1" };
const TO_SET_ASIDE: TreeShape = { "app/.env": "A=1", "shared/.persistence-config": "# somebody else's" };

describe("a process whose lock was taken while it was suspended", () => {
  it.each<
    [Operation["kind"], { readonly shape: TreeShape; readonly verdict: GivenVerdict; readonly untouched: string }]
  >([
    ["merge", { shape: TO_MERGE, verdict: UPLOADS, untouched: "app/public/uploads/u" }],
    ["relink", { shape: TO_RELINK, verdict: ENV, untouched: "shared/.env" }],
    ["set-aside", { shape: TO_SET_ASIDE, verdict: ENV, untouched: "shared/.persistence-config" }],
  ])("stops before %s", (kind, { shape, verdict, untouched }) => {
    const root = site(shape);
    const before = text(root, untouched);
    const does = (): void => {
      writeFileSync(join(root, "shared/.holdfast/lock/lock.99"), "");
    };
    expect(() => withMeanwhile(root, [verdict], { kind, does })).toThrowError(
      expect.objectContaining({ code: "lock-lost" }),
    );
    expect(text(root, untouched)).toBe(before);
    if (kind === "relink") expect(readlinkSync(join(root, "app/.env"))).toBe("../../shared/.env");
    else expect(lstatSync(join(root, untouched)).isFile()).toBe(true);
    expect(lstatSync(join(root, "app/public/uploads"), { throwIfNoEntry: false })?.isSymbolicLink() ?? false).toBe(
      false,
    );
  });
});

describe("what is no longer as it was planned", () => {
  it("set-aside finds another file: it stays, and the run says so", () => {
    const root = site(TO_SET_ASIDE);
    const config = join(root, "shared/.persistence-config");
    const does = (): void => {
      writeFileSync(`${config}.new`, "newer");
      renameSync(`${config}.new`, config);
    };
    expect(() => withMeanwhile(root, [ENV], { kind: "set-aside", does })).toThrowError(/with another identity now/);
    expect(text(config)).toBe("newer");
  });

  it("relink finds another link: it stays, and the run says so", () => {
    const root = site(TO_RELINK);
    const does = (): void => {
      unlinkSync(join(root, "app/.env"));
      symlinkSync("/elsewhere", join(root, "app/.env"));
    };
    expect(() => withMeanwhile(root, [ENV], { kind: "relink", does })).toThrowError(/is a link to "\/elsewhere" now/);
    expect(readlinkSync(join(root, "app/.env"))).toBe("/elsewhere");
  });

  it("make-link finds something where nothing was: it stays, and the run says so", () => {
    const root = site({ "app/index.php": "<?php", "shared/.env": "A=1" });
    const does = (): void => {
      writeFileSync(join(root, "app/.env"), "A=2");
    };
    expect(() => withMeanwhile(root, [ENV], { kind: "make-link", does })).toThrowError(
      /is a file with another identity now/,
    );
    expect(text(root, "app/.env")).toBe("A=2");
  });
});

describe("a run that fails", () => {
  const failing =
    (root: string, after: () => void): (() => ApplyResult) =>
    () =>
      persistWith(join(root, "app"), [ENV], {
        native: {
          ...findNativeRename(),
          exchange: () => {
            after();
            throw Object.assign(new Error("EIO: i/o error, renameat2"), { code: "EIO" });
          },
        },
      });

  it("gives the lock back", () => {
    const root = site({ "app/.env": "A=1" });
    expect(failing(root, () => undefined)).toThrowError(/EIO/);
    expect(locks(root)).toEqual(["lock.1", "lock.1.rel"]);
  });

  it("says why it failed, also where the lock cannot be given back", () => {
    const root = site({ "app/.env": "A=1" });
    const attempt = failing(root, () => {
      rmSync(join(root, "shared/.holdfast/lock"), { recursive: true });
    });
    expect(attempt).toThrowError(/EIO/);
  });
});

describe("resuming", () => {
  /** Stopped before the operation of this kind. */
  function stopped(shape: TreeShape, kind: Operation["kind"]): string {
    const root = site(shape);
    const step = planWith(join(root, "app"), [UPLOADS, ENV]).operations.findIndex(
      (operation) => operation.kind === kind,
    );
    expect(() => persistWith(join(root, "app"), [UPLOADS, ENV], { stopBefore: step })).toThrow(Stopped);
    return root;
  }

  it("is done first; the plan is planned anew after an unfinished run, and that once", () => {
    const root = stopped({ ...TO_MERGE, "app/.env": "A=1" }, "write-record");
    expect(persistWith(join(root, "app"), [UPLOADS, ENV])).toMatchObject({
      kind: "stale",
      completed: 1,
      // The line that the completed run has written would be missing in the pages of this plan.
      premise: { path: join(root, "shared/.deployment-history") },
    });
    expect(readdirSync(join(root, "shared/.holdfast/journal"))).toContain("tx-000001.done");
    expect(planWith(join(root, "app"), [UPLOADS, ENV]).operations).toEqual([]);
  });

  it("makes a plan stale although all that it rests on is as it was", () => {
    const root = stopped({ ...TO_MERGE, "app/.env": "A=1" }, "write-record");
    const plan = planWith(join(root, "app"), [UPLOADS, ENV]);
    const basedOn = plan.basedOn.filter(({ path }) => !path.endsWith("/.deployment-history"));
    expect(applyWith({ ...plan, basedOn })).toMatchObject({ kind: "stale", completed: 1, premise: null });
  });

  it("a failing disk while resuming is no step that no longer fits: the run ends, and the next one goes on", () => {
    const root = stopped({ "app/.env": "A=1", "app/public/uploads/u": "u" }, "adopt");
    const native = {
      ...findNativeRename(),
      exchange: (): never => {
        throw Object.assign(new Error("EIO: i/o error, renameat2"), { code: "EIO" });
      },
    };
    expect(() => persistWith(join(root, "app"), [UPLOADS, ENV], { native })).toThrowError(/EIO/);
    expect(persistWith(join(root, "app"), [UPLOADS, ENV])).toMatchObject({ kind: "stale", completed: 1 });
  });

  it("writes no record of what was left, because the plan that follows does", () => {
    const root = stopped({ ...TO_MERGE, "app/.env": "A=1" }, "adopt");
    writeFileSync(join(root, "app/.env.new"), "A=2");
    renameSync(join(root, "app/.env.new"), join(root, "app/.env"));
    const resumed = persistWith(join(root, "app"), [UPLOADS, ENV]);
    expect(resumed.kind === "stale" && resumed.resumed.diagnostics.map(({ code }) => code)).toEqual([
      "unfinished-step-left",
    ]);
    expect(readdirSync(join(root, "shared"))).not.toContain(".persistence-config");
  });
});

it("what is rescued under a name that is taken gets a number in the rescue folder, and replaces nothing", () => {
  const root = site(TO_MERGE);
  const plan = planWith(join(root, "app"), [UPLOADS]);
  const rescued = join(root, "shared/.holdfast/rescued/tx-000001/public/uploads");
  applyWith(plan, {
    meanwhile: (step) => {
      if (plan.operations[step]?.kind === "merge")
        for (const name of ["u", "u.2"]) writeTree(rescued, { [name]: `rescued before as ${name}` });
    },
  });
  expect(["u", "u.2", "u.3"].map((name) => text(rescued, name))).toEqual([
    "rescued before as u",
    "rescued before as u.2",
    "shared's",
  ]);
});

describe("the stage", () => {
  it("keeps a file that has no other name, and a folder with something in it; the rest of ours is cleared", () => {
    const root = site({ "app/.env": "A=1" });
    const does = (): void => {
      writeTree(stage(root), {
        "tx-000009-1-take": "the only name of somebody's data",
        ".tmp-0123456789abcdef": "half-written",
        "tx-000009-2-link": { link: "anywhere" },
        "full/inner": "inner",
        empty: null,
      });
    };
    withMeanwhile(root, [ENV], { kind: "adopt", does });
    expect(readdirSync(stage(root)).sort()).toEqual(["full", "tx-000009-1-take"]);
  });
});

it("a folder of ours that somebody else makes while we do is taken as it is", async () => {
  const root = site({ "app/.env": "A=1", shared: null });
  let isPlanted = false;
  const plant = ({ name, args }: { name: string; args: readonly unknown[] }, proceed: () => unknown): unknown => {
    if (!isPlanted && name === "renameSync" && String(args[1]).endsWith("/.holdfast")) {
      isPlanted = true;
      mkdirSync(join(root, "shared/.holdfast/theirs"), { recursive: true });
    }
    return proceed();
  };
  await intercepted(plant, () => {
    persistWith(join(root, "app"), [ENV]);
  });
  expect(isPlanted).toBe(true);
  expect(readdirSync(join(root, "shared/.holdfast"))).toContain("theirs");
});
