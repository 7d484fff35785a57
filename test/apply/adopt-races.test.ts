/** Taking over while somebody else is at the same names, and where an earlier run was interrupted. */
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
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
import { findNativeRename, type NativeRename } from "../../src/system/native-rename.ts";
import { type Call, intercepted } from "../faults/lab/intercept.ts";
import { applyWith, persistWith, planWith, Stopped } from "../support/engine.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";

const UPLOADS = { path: "public/uploads" };
const LINK = "../../shared/public/uploads";
const IN_RELEASE = "../../../shared/public/uploads";

function site(shape: TreeShape = { "app/public/uploads/u": "u" }): string {
  const root = freshFolder();
  writeTree(root, shape);
  return root;
}

const text = (...parts: string[]): string => readFileSync(join(...parts), "utf8");
const codes = (result: ApplyResult): string[] =>
  result.kind === "applied" ? result.outcome.diagnostics.map(({ code }) => code) : [];

/** A way to rename in which the exchange fails with this error. */
function failing(code: string): NativeRename {
  return {
    ...findNativeRename(),
    exchange: () => {
      throw Object.assign(new Error(`${code}: renameat2`), { code });
    },
  };
}

describe("a take-over", () => {
  it("that somebody comes between, with another folder at the name, is undone: their folder stays in the app", () => {
    const root = site();
    let isSwapped = false;
    const attempt = (): ApplyResult =>
      persistWith(join(root, "app"), [UPLOADS], {
        beforeExchange: () => {
          if (isSwapped) return;
          isSwapped = true;
          renameSync(join(root, "app/public/uploads"), join(root, "app/public/before"));
          writeTree(root, { "app/public/uploads/theirs": "theirs" });
        },
      });
    expect(attempt).toThrowError(expect.objectContaining({ code: "disk-changed" }));
    expect(text(root, "app/public/uploads/theirs")).toBe("theirs");
    expect(text(root, "app/public/before/u")).toBe("u");
    expect(readlinkSync(join(root, "shared/public/uploads"))).toBe(LINK);
  });

  it("finds another folder in the app than the one that was planned, and stops", () => {
    const root = site();
    const plan = planWith(join(root, "app"), [UPLOADS]);
    expect(() =>
      applyWith(plan, {
        meanwhile: (step) => {
          if (plan.operations[step]?.kind !== "adopt") return;
          renameSync(join(root, "app/public/uploads"), join(root, "app/public/before"));
          mkdirSync(join(root, "app/public/uploads"));
        },
      }),
    ).toThrowError(/is a directory with another identity now/);
    expect(lstatSync(join(root, "shared/public/uploads"), { throwIfNoEntry: false })).toBeUndefined();
  });

  it.each<[string, (path: string) => void, RegExp]>([
    [
      "a file",
      (path) => {
        writeFileSync(path, "theirs");
      },
      /is a file with another identity now/,
    ],
    [
      "a link elsewhere",
      (path) => {
        symlinkSync("elsewhere", path);
      },
      /is a link to "elsewhere" now/,
    ],
  ])("finds %s in shared by now, and stops", (_what, plant, says) => {
    const root = site();
    const plan = planWith(join(root, "app"), [UPLOADS]);
    expect(() =>
      applyWith(plan, {
        meanwhile: (step) => {
          if (plan.operations[step]?.kind === "adopt") plant(join(root, "shared/public/uploads"));
        },
      }),
    ).toThrowError(says);
    expect(text(root, "app/public/uploads/u")).toBe("u");
  });

  it("of what is gone by now stops", () => {
    const root = site();
    const plan = planWith(join(root, "app"), [UPLOADS]);
    expect(() =>
      applyWith(plan, {
        meanwhile: (step) => {
          if (plan.operations[step]?.kind === "adopt") rmSync(join(root, "app/public/uploads"), { recursive: true });
        },
      }),
    ).toThrowError(/is nothing now/);
  });

  it("of a process whose lock was taken meanwhile stops before the exchange", () => {
    const root = site();
    const plan = planWith(join(root, "app"), [UPLOADS]);
    expect(() =>
      applyWith(plan, {
        meanwhile: (step) => {
          if (plan.operations[step]?.kind === "adopt") writeFileSync(join(root, "shared/.holdfast/lock/lock.99"), "");
        },
      }),
    ).toThrowError(expect.objectContaining({ code: "lock-lost" }));
    expect(lstatSync(join(root, "app/public/uploads")).isDirectory()).toBe(true);
  });
});

describe("an interrupted take-over without exchange, of a release that is not live", () => {
  const RELEASE = { "releases/r1/public/uploads/u": "u" };

  /** Stopped by a kill before its `n`th native call. */
  function interrupted(): string {
    const root = site(RELEASE);
    const native: NativeRename = {
      ...failing("EINVAL"),
      renameNoReplace: (from, to) => {
        findNativeRename().renameNoReplace(from, to);
        throw new Stopped();
      },
    };
    expect(() => persistWith(join(root, "releases/r1"), [UPLOADS], { native })).toThrow(Stopped);
    expect(existsSync(join(root, "releases/r1/public/uploads"))).toBe(false);
    return root;
  }

  it("is completed with the link that was prepared", () => {
    const root = interrupted();
    const resumed = persistWith(join(root, "releases/r1"), [UPLOADS], { way: "none" });
    expect(resumed).toMatchObject({ kind: "stale", completed: 1 });
    expect(readlinkSync(join(root, "releases/r1/public/uploads"))).toBe(IN_RELEASE);
    expect(text(root, "releases/r1/public/uploads/u")).toBe("u");
  });

  it("is completed without it, too", () => {
    const root = interrupted();
    for (const name of [".holdfast-tx-000001-1", ".holdfast-tx-000001-0"])
      rmSync(join(root, "releases/r1/public", name), { force: true });
    persistWith(join(root, "releases/r1"), [UPLOADS], { way: "none" });
    expect(readlinkSync(join(root, "releases/r1/public/uploads"))).toBe(IN_RELEASE);
  });

  it("whose data somebody has put another thing over is not completed over it", () => {
    const root = interrupted();
    writeTree(root, { "releases/r1/public/uploads/theirs": "theirs" });
    const resumed = persistWith(join(root, "releases/r1"), [UPLOADS], { way: "none" });
    expect(resumed.kind === "stale" && resumed.resumed.diagnostics.map(({ code }) => code)).toEqual([
      "unfinished-step-left",
    ]);
    expect([text(root, "releases/r1/public/uploads/theirs"), text(root, "shared/public/uploads/u")]).toEqual([
      "theirs",
      "u",
    ]);
  });

  it("is fenced, and never puts the prepared link where somebody's file is", () => {
    const root = site(RELEASE);
    const plan = planWith(join(root, "releases/r1"), [UPLOADS]);
    const step = plan.operations.findIndex(({ kind }) => kind === "adopt");
    writeFileSync(join(root, `releases/r1/public/.holdfast-tx-000001-${step}`), "somebody's");
    expect(() => applyWith(plan, { way: "none" })).toThrowError(/is a file with another identity now/);
    expect(text(root, `releases/r1/public/.holdfast-tx-000001-${step}`)).toBe("somebody's");
    expect(text(root, "releases/r1/public/uploads/u")).toBe("u");
  });

  it("stops between the failed exchange and the renames where its lock was taken", () => {
    const root = site(RELEASE);
    const native: NativeRename = {
      ...findNativeRename(),
      exchange: () => {
        writeFileSync(join(root, "shared/.holdfast/lock/lock.99"), "");
        throw Object.assign(new Error("EINVAL: renameat2"), { code: "EINVAL" });
      },
    };
    expect(() => persistWith(join(root, "releases/r1"), [UPLOADS], { native })).toThrowError(
      expect.objectContaining({ code: "lock-lost" }),
    );
    expect(text(root, "releases/r1/public/uploads/u")).toBe("u");
  });
});

describe("a take-over by two renames, of a release that is not live", () => {
  const RELEASE = { "releases/r1/public/uploads/u": "u" };

  /** Without exchange; something is done right after the data was moved. */
  function inTheGap(root: string, does: () => void): () => ApplyResult {
    let isMoved = false;
    const native: NativeRename = {
      ...failing("EINVAL"),
      renameNoReplace: (from, to) => {
        if (isMoved) does();
        findNativeRename().renameNoReplace(from, to);
        isMoved = true;
      },
    };
    return () => persistWith(join(root, "releases/r1"), [UPLOADS], { native });
  }

  it("does not replace what the application makes in the gap; the next run merges it", () => {
    const root = site(RELEASE);
    const make = (): void => {
      writeTree(root, { "releases/r1/public/uploads/made": "in the gap" });
    };
    expect(inTheGap(root, make)).toThrowError(expect.objectContaining({ code: "disk-changed" }));
    expect(text(root, "releases/r1/public/uploads/made")).toBe("in the gap");
    for (let run = 0; run < 2; run++) persistWith(join(root, "releases/r1"), [UPLOADS]);
    expect(["u", "made"].map((name) => text(root, "releases/r1/public/uploads", name))).toEqual(["u", "in the gap"]);
    expect(readlinkSync(join(root, "releases/r1/public/uploads"))).toBe(IN_RELEASE);
  });

  it("does not replace a file that the application writes in the gap", () => {
    const root = site({ "releases/r1/.env": "A=1" });
    const env = { path: ".env", kind: "file" as const, secret: true };
    let isMoved = false;
    const native: NativeRename = {
      ...failing("EINVAL"),
      renameNoReplace: (from, to) => {
        if (isMoved) writeFileSync(join(root, "releases/r1/.env"), "A=2");
        findNativeRename().renameNoReplace(from, to);
        isMoved = true;
      },
    };
    expect(() => persistWith(join(root, "releases/r1"), [env], { native })).toThrowError(
      expect.objectContaining({ code: "disk-changed" }),
    );
    expect([text(root, "releases/r1/.env"), text(root, "shared/.env")]).toEqual(["A=2", "A=1"]);
  });

  it("that a failing disk ends in the gap is completed by the next run", () => {
    const root = site(RELEASE);
    const fail = (): never => {
      throw Object.assign(new Error("EIO: renameat2"), { code: "EIO" });
    };
    expect(inTheGap(root, fail)).toThrowError(/EIO/);
    persistWith(join(root, "releases/r1"), [UPLOADS]);
    expect(readlinkSync(join(root, "releases/r1/public/uploads"))).toBe(IN_RELEASE);
  });

  it("of a file that has its second name in shared already goes on from there", () => {
    const root = site({ "releases/r1/.env": "A=1" });
    const env = { path: ".env", kind: "file" as const, secret: true };
    const plan = planWith(join(root, "releases/r1"), [env]);
    applyWith(plan, {
      way: "none",
      meanwhile: (step) => {
        if (plan.operations[step]?.kind === "adopt")
          linkSync(join(root, "releases/r1/.env"), join(root, "shared/.env"));
      },
    });
    expect(readlinkSync(join(root, "releases/r1/.env"))).toBe("../../shared/.env");
    expect(text(root, "shared/.env")).toBe("A=1");
  });
});

it("a link that is not followed here is taken back at once, and the site goes on with its folder", async () => {
  const root = site();
  const unfollowed = ({ name, args }: Call, proceed: () => unknown): unknown => {
    const path = join(root, "app/public/uploads");
    if (name !== "statSync" || !String(args[0]).endsWith("/uploads") || !lstatSync(path).isSymbolicLink())
      return proceed();
    throw Object.assign(new Error("ELOOP: mounted nosymfollow, stat"), { code: "ELOOP", syscall: "stat" });
  };
  const result = await intercepted(unfollowed, () => persistWith(join(root, "app"), [UPLOADS]));
  expect(codes(result)).toEqual(["links-not-followed"]);
  expect(text(root, "app/public/uploads/u")).toBe("u");
  expect(lstatSync(join(root, "app/public/uploads")).isDirectory()).toBe(true);
});

describe("a placeholder that cannot be dropped", () => {
  const refusing =
    (code: string) =>
    ({ name, args }: Call, proceed: () => unknown): unknown => {
      if (name !== "unlinkSync" || !String(args[0]).endsWith("/uploads")) return proceed();
      throw Object.assign(new Error(`${code}: unlink`), { code, syscall: "unlink" });
    };

  it.each([
    ["EPERM, as in an append-only folder: it is left", "EPERM", ["mount-point"]],
    ["EIO: the run ends", "EIO", null],
  ] as const)("of a release, %s", async (_what, code, says) => {
    const root = site({ "releases/r1/public/uploads/u": "u" });
    const attempt = (): ApplyResult => persistWith(join(root, "releases/r1"), [UPLOADS], { native: failing("EBUSY") });
    await intercepted(refusing(code), () => {
      if (says === null) expect(attempt).toThrowError(/EIO/);
      else expect(codes(attempt())).toEqual(says);
    });
    expect(readlinkSync(join(root, "shared/public/uploads"))).toBe(IN_RELEASE);
    expect(text(root, "releases/r1/public/uploads/u")).toBe("u");
  });

  it("of a live app it is left too, the data stays in place, and the next run goes on from it", async () => {
    const root = site();
    const attempt = (): ApplyResult => persistWith(join(root, "app"), [UPLOADS], { native: failing("EBUSY") });
    expect(codes(await intercepted(refusing("EPERM"), attempt))).toEqual(["adopted-in-place"]);
    expect(text(root, "app/public/uploads/u")).toBe("u");
    persistWith(join(root, "app"), [UPLOADS]);
    expect(readlinkSync(join(root, "app/public/uploads"))).toBe(LINK);
  });
});

describe("an interrupted take-over of a live app", () => {
  it("that was killed right after its exchange is found complete", () => {
    const root = site();
    const native: NativeRename = {
      ...findNativeRename(),
      exchange: (a, b) => {
        findNativeRename().exchange(a, b);
        throw new Stopped();
      },
    };
    expect(() => persistWith(join(root, "app"), [UPLOADS], { native })).toThrow(Stopped);
    expect(persistWith(join(root, "app"), [UPLOADS])).toMatchObject({ kind: "stale", completed: 1 });
    expect(readlinkSync(join(root, "app/public/uploads"))).toBe(LINK);
    expect(planWith(join(root, "app"), [UPLOADS]).operations.some(({ kind }) => kind === "adopt")).toBe(false);
  });

  it("that had left its data in place is found so, and the record says it", () => {
    const root = site();
    const plan = planWith(join(root, "app"), [UPLOADS]);
    const after = plan.operations.findIndex(({ kind }) => kind === "adopt") + 1;
    expect(() => applyWith(plan, { way: "none", stopBefore: after })).toThrow(Stopped);
    const resumed = persistWith(join(root, "app"), [UPLOADS], { way: "none" });
    expect(resumed.kind === "stale" && resumed.resumed.inPlace).toEqual(["public/uploads"]);
    expect(text(root, "shared/.persistence-config")).toContain('"inPlace": true');
  });
});

describe("what is in the way of the exchange", () => {
  it.each([
    ["EXDEV", "across-file-systems", false],
    ["EBUSY", "adopted-in-place", true],
    ["EACCES", "adopted-in-place", true],
    ["EPERM", "adopted-in-place", true],
    ["EINVAL", "adopted-in-place", true],
  ])("%s of a live flat app: %s", (code, says, isInPlace) => {
    const root = site();
    const result = persistWith(join(root, "app"), [UPLOADS], { native: failing(code) });
    expect(codes(result)).toEqual([says]);
    expect(lstatSync(join(root, "app/public/uploads")).isDirectory()).toBe(true);
    expect(existsSync(join(root, "shared/public/uploads/u"))).toBe(isInPlace);
  });

  it.each([
    ["EXDEV", "across-file-systems"],
    ["EBUSY", "mount-point"],
    ["EACCES", "protected"],
    ["EPERM", "protected"],
  ])("%s of a release that is not live: %s, and no placeholder is left", (code, says) => {
    const root = site({ "releases/r1/public/uploads/u": "u" });
    const result = persistWith(join(root, "releases/r1"), [UPLOADS], { native: failing(code) });
    expect(codes(result)).toEqual([says]);
    expect(text(root, "releases/r1/public/uploads/u")).toBe("u");
    expect(lstatSync(join(root, "shared/public/uploads"), { throwIfNoEntry: false })).toBeUndefined();
  });

  it("with --maintenance a live app is taken over by rename and link", () => {
    const root = site();
    persistWith(join(root, "app"), [UPLOADS], { way: "none", maintenance: true });
    expect(readlinkSync(join(root, "app/public/uploads"))).toBe(LINK);
  });

  it("any other failure is passed on, and no placeholder is left", () => {
    const root = site();
    expect(() => persistWith(join(root, "app"), [UPLOADS], { native: failing("EIO") })).toThrowError(/EIO/);
    expect(lstatSync(join(root, "shared/public/uploads"), { throwIfNoEntry: false })).toBeUndefined();
    expect(text(root, "app/public/uploads/u")).toBe("u");
  });

  it("a placeholder that became somebody's link is not dropped", () => {
    const root = site();
    const native: NativeRename = {
      ...findNativeRename(),
      exchange: () => {
        unlinkSync(join(root, "shared/public/uploads"));
        symlinkSync("/somewhere", join(root, "shared/public/uploads"));
        throw Object.assign(new Error("EIO: renameat2"), { code: "EIO" });
      },
    };
    expect(() => persistWith(join(root, "app"), [UPLOADS], { native })).toThrowError(/EIO/);
    expect(readlinkSync(join(root, "shared/public/uploads"))).toBe("/somewhere");
  });
});
