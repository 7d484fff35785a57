/** A merge where a call is refused, and where a run was killed in the middle of one. */
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ApplyResult } from "../../src/apply/apply.ts";
import { findNativeRename, type NativeRename } from "../../src/system/native-rename.ts";
import { type Call, intercepted } from "../faults/lab/intercept.ts";
import { applyWith, persistWith, planWith, Stopped } from "../support/engine.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";

const UPLOADS = { path: "public/uploads" };
const text = (...parts: string[]): string => readFileSync(join(...parts), "utf8");
const codes = (result: ApplyResult): string[] =>
  result.kind === "applied"
    ? result.outcome.diagnostics.map(({ code }) => code)
    : result.resumed.diagnostics.map(({ code }) => code);
const notes = (root: string): string[] =>
  readdirSync(join(root, "shared/.holdfast/journal")).filter((name) => /^tx-\d+\.\d+\./.test(name));

/** `app` is the folder of the app below the root. */
function site(app: string, more: TreeShape = {}): string {
  const root = freshFolder();
  writeTree(root, {
    [`${app}/public/uploads/mine.txt`]: "mine",
    [`${app}/public/uploads/gone.txt`]: "gone",
    "shared/public/uploads/old.txt": "old",
    ...more,
  });
  return root;
}

/** A way to rename in which each exchange of such a name fails with this error. */
function failing(code: string, name = /./): NativeRename {
  const native = findNativeRename();
  return {
    ...native,
    exchange: (a, b) => {
      if (name.test(`${a.dir.path}/${a.name}`)) throw Object.assign(new Error(`${code}: renameat2`), { code });
      native.exchange(a, b);
    },
  };
}

const THE_APPS = /\/public\/uploads$/;

const DIFFERS: TreeShape = { "app/public/uploads/both.txt": "the app's", "shared/public/uploads/both.txt": "shared's" };

describe("where names cannot be exchanged", () => {
  it.each<[string, TreeShape, RegExp | undefined]>([
    ["none, and nothing differs", {}, undefined],
    ["none, and a file differs", DIFFERS, undefined],
    ["not the app's folder", {}, THE_APPS],
    ["not the file that differs", DIFFERS, /-take$/],
  ])("a live app without exchange keeps its folder, and shared its files (%s)", (_what, more, name) => {
    const root = site("app", more);
    const result = persistWith(join(root, "app"), [UPLOADS], { native: failing("EINVAL", name) });
    expect(codes(result)).toEqual(["no-exchange"]);
    expect(lstatSync(join(root, "app/public/uploads")).isDirectory()).toBe(true);
    if (more === DIFFERS) expect(text(root, "shared/public/uploads/both.txt")).toBe("shared's");
    expect(notes(root)).toEqual([]);
  });

  it("with --maintenance it is merged by renames, also where a file differs", () => {
    const root = site("app", DIFFERS);
    const result = persistWith(join(root, "app"), [UPLOADS], { native: failing("EINVAL"), maintenance: true });
    expect(codes(result)).toEqual(["two-steps"]);
    expect(readlinkSync(join(root, "app/public/uploads"))).toBe("../../shared/public/uploads");
    expect(text(root, "shared/public/uploads/both.txt")).toBe("the app's");
  });

  it.each([
    ["EACCES", "protected"],
    ["EBUSY", "mount-point"],
    ["EXDEV", "across-file-systems"],
  ])("a release whose folder is not ours to move stays as it is, and leaves no note (%s)", (code, says) => {
    const root = site("releases/r1");
    const result = persistWith(join(root, "releases/r1"), [UPLOADS], { native: failing(code) });
    expect(codes(result)).toEqual([says]);
    expect(lstatSync(join(root, "releases/r1/public/uploads")).isDirectory()).toBe(true);
    expect(notes(root)).toEqual([]);
  });

  it("what somebody has put at the place of the prepared link stays there when the merge is refused", () => {
    const root = site("releases/r1");
    const prepared = join(root, "shared/.holdfast/retired/tx-000001/public/uploads");
    const native: NativeRename = {
      ...findNativeRename(),
      exchange: () => {
        unlinkSync(prepared);
        writeTree(prepared, { theirs: "theirs" });
        throw Object.assign(new Error("EBUSY: renameat2"), { code: "EBUSY" });
      },
    };
    expect(codes(persistWith(join(root, "releases/r1"), [UPLOADS], { native }))).toEqual(["mount-point"]);
    expect(text(prepared, "theirs")).toBe("theirs");
    expect(text(root, "releases/r1/public/uploads/mine.txt")).toBe("mine");
  });

  it("a failing disk is no reason to leave the folder: the run ends, and the next one goes on", () => {
    const root = site("releases/r1");
    expect(() => persistWith(join(root, "releases/r1"), [UPLOADS], { native: failing("EIO") })).toThrowError(/EIO/);
    expect(persistWith(join(root, "releases/r1"), [UPLOADS])).toMatchObject({ kind: "stale", completed: 1 });
    expect(text(root, "shared/public/uploads/mine.txt")).toBe("mine");
  });
});

describe("where a file cannot get a second name", () => {
  const refusing =
    (code: string) =>
    ({ name, args }: Call, proceed: () => unknown): unknown => {
      if (name !== "linkSync" || !String(args[0]).endsWith("/mine.txt")) return proceed();
      throw Object.assign(new Error(`${code}: link`), { code, syscall: "link" });
    };

  it.each([
    ["EPERM", "cannot-link"],
    ["EXDEV", "across-file-systems"],
    ["EMLINK", "too-many-names"],
  ])("an entry whose files cannot be linked stays as it is (%s)", async (code, says) => {
    const root = site("app");
    const result = await intercepted(refusing(code), () => persistWith(join(root, "app"), [UPLOADS]));
    expect(codes(result)).toEqual([says]);
    expect(text(root, "app/public/uploads/mine.txt")).toBe("mine");
    expect(lstatSync(join(root, "app/public/uploads")).isDirectory()).toBe(true);
  });

  it("a defect is not taken for anything else", async () => {
    const root = site("app");
    const defect = ({ name, args }: Call, proceed: () => unknown): unknown => {
      if (name === "linkSync" && String(args[0]).endsWith("/mine.txt")) throw new Stopped();
      return proceed();
    };
    await intercepted(defect, () => {
      expect(() => persistWith(join(root, "app"), [UPLOADS])).toThrow(Stopped);
    });
    expect(text(root, "app/public/uploads/mine.txt")).toBe("mine");
  });

  it("a failing disk is not taken for somebody else's file", async () => {
    const root = site("app");
    await intercepted(refusing("EIO"), () => {
      expect(() => persistWith(join(root, "app"), [UPLOADS])).toThrowError(/EIO/);
    });
    expect(text(root, "app/public/uploads/mine.txt")).toBe("mine");
  });
});

describe("killed right after its exchange", () => {
  /** The application does something just before the exchange, and the run ends just after it. */
  async function killed(before: (uploads: string) => void = () => undefined, app = "app"): Promise<string> {
    const root = site(app, {
      [`${app}/public/uploads/both.txt`]: "the app's",
      "shared/public/uploads/both.txt": "shared's",
    });
    let isExchanged = false;
    const native: NativeRename = {
      ...findNativeRename(),
      exchange: (a, b) => {
        const isIt = a.dir.path === join(root, app, "public") && a.name === "uploads";
        if (isIt) before(join(root, app, "public/uploads"));
        findNativeRename().exchange(a, b);
        isExchanged ||= isIt;
      },
    };
    const kill = ({ name }: Call, proceed: () => unknown): unknown => {
      if (!isExchanged || name !== "fsyncSync") return proceed();
      isExchanged = false;
      throw new Stopped();
    };
    await intercepted(kill, () => {
      expect(() => persistWith(join(root, app), [UPLOADS], { native })).toThrow(Stopped);
    });
    return root;
  }

  it("it is completed, with nothing left to say but what was rescued before the kill", async () => {
    const root = await killed();
    const resumed = persistWith(join(root, "app"), [UPLOADS]);
    expect(codes(resumed)).toEqual([]);
    const rescued = resumed.kind === "stale" ? resumed.resumed.rescued : [];
    expect(rescued.map(({ path, kept }) => [path, text(kept)])).toEqual([["public/uploads/both.txt", "shared's"]]);
    expect(planWith(join(root, "app"), [UPLOADS]).operations).toEqual([]);
  });

  it("what was deleted meanwhile is known after a kill: it stays deleted, and is kept aside", async () => {
    const root = await killed((uploads) => {
      unlinkSync(join(uploads, "gone.txt"));
    });
    persistWith(join(root, "app"), [UPLOADS]);
    expect(existsSync(join(root, "shared/public/uploads/gone.txt"))).toBe(false);
    expect(text(root, "shared/.holdfast/retired/tx-000001/deleted-meanwhile/public/uploads/gone.txt")).toBe("gone");
    expect(text(root, "shared/public/uploads/mine.txt")).toBe("mine");
  });
});

describe("what became of the site since a kill right after the exchange", () => {
  const RELEASE = "releases/r1";

  /** As {@link killed} leaves it, in a release that is not live, before its note was written or after. */
  async function killedRelease(): Promise<string> {
    const root = site(RELEASE);
    let isExchanged = false;
    const native: NativeRename = {
      ...findNativeRename(),
      exchange: (a, b) => {
        findNativeRename().exchange(a, b);
        isExchanged ||= a.name === "uploads";
      },
    };
    const kill = ({ name }: Call, proceed: () => unknown): unknown => {
      if (!isExchanged || name !== "fsyncSync") return proceed();
      isExchanged = false;
      throw new Stopped();
    };
    await intercepted(kill, () => {
      expect(() => persistWith(join(root, RELEASE), [UPLOADS], { native })).toThrow(Stopped);
    });
    return root;
  }

  it("the release was removed: its data is in shared all the same", async () => {
    const root = await killedRelease();
    rmSync(join(root, RELEASE), { recursive: true });
    writeTree(root, { "releases/r2/index.php": "<?php" });
    expect(persistWith(join(root, "releases/r2"), [UPLOADS])).toMatchObject({ kind: "stale", completed: 1 });
    expect(text(root, "shared/public/uploads/mine.txt")).toBe("mine");
    expect(notes(root).filter((name) => name.endsWith(".settled"))).toHaveLength(1);
  });

  it("the note is gone: the retired folder is compared as a whole", async () => {
    const root = await killedRelease();
    for (const name of notes(root)) unlinkSync(join(root, "shared/.holdfast/journal", name));
    expect(codes(persistWith(join(root, RELEASE), [UPLOADS]))).toEqual([]);
    expect(text(root, "shared/public/uploads/mine.txt")).toBe("mine");
    expect(planWith(join(root, RELEASE), [UPLOADS]).operations).toEqual([]);
  });

  it("the retired folder is gone: that step is left and named", async () => {
    const root = await killedRelease();
    rmSync(join(root, "shared/.holdfast/retired/tx-000001"), { recursive: true });
    expect(codes(persistWith(join(root, RELEASE), [UPLOADS]))).toEqual(["unfinished-step-left"]);
    expect(text(root, RELEASE, "public/uploads/mine.txt")).toBe("mine");
  });
});

it("another folder than the planned one is not merged: the run says so before anything of it is in shared", () => {
  const root = site("app");
  const plan = planWith(join(root, "app"), [UPLOADS]);
  expect(() =>
    applyWith(plan, {
      meanwhile: (step) => {
        if (plan.operations[step]?.kind !== "merge") return;
        renameSync(join(root, "app/public/uploads"), join(root, "app/public/before"));
        writeTree(root, { "app/public/uploads/theirs.txt": "theirs" });
      },
    }),
  ).toThrowError(/with another identity now/);
  expect(existsSync(join(root, "shared/public/uploads/theirs.txt"))).toBe(false);
});

it("a link that stands already, put there by somebody since the plan was made, is nothing to do", () => {
  const root = site("app");
  const plan = planWith(join(root, "app"), [UPLOADS]);
  const result = applyWith(plan, {
    meanwhile: (step) => {
      if (plan.operations[step]?.kind !== "merge") return;
      renameSync(join(root, "app/public/uploads"), join(root, "app/public/before"));
      symlinkSync("../../shared/public/uploads", join(root, "app/public/uploads"));
    },
  });
  expect(codes(result)).toEqual([]);
  expect(text(root, "app/public/before/mine.txt")).toBe("mine");
});

it.each(["under-media", "public/media"])(
  "a real folder in shared where a chain's link belongs (%s) is merged into what it leads to",
  (path) => {
    const root = freshFolder();
    writeTree(root, { "app/storage/app/public/a.jpg": "a", [`shared/${path}/b.jpg`]: "b" });
    persistWith(join(root, "app"), [{ path: "storage" }, { path, chain: "storage/app/public" }]);
    expect(readdirSync(join(root, "shared/storage/app/public")).sort()).toEqual(["a.jpg", "b.jpg"]);
    expect(lstatSync(join(root, "shared", path)).isSymbolicLink()).toBe(true);
    expect(text(root, "app", path, "b.jpg")).toBe("b");
  },
);

it("killed between its two renames, a release that is not live gets its link", () => {
  const root = site("releases/r1");
  const native: NativeRename = {
    ...failing("EINVAL"),
    renameNoReplace: (from, to) => {
      findNativeRename().renameNoReplace(from, to);
      throw new Stopped();
    },
  };
  expect(() => persistWith(join(root, "releases/r1"), [UPLOADS], { native })).toThrow(Stopped);
  expect(lstatSync(join(root, "releases/r1/public/uploads"), { throwIfNoEntry: false })).toBeUndefined();
  persistWith(join(root, "releases/r1"), [UPLOADS], { way: "none" });
  expect(readlinkSync(join(root, "releases/r1/public/uploads"))).toBe("../../../shared/public/uploads");
  expect(text(root, "releases/r1/public/uploads/mine.txt")).toBe("mine");
});
