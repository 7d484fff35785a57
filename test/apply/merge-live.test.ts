/** A merge while the application goes on: what it does between the linking and the exchange, and right after the exchange. */
import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ApplyResult } from "../../src/apply/apply.ts";
import { findNativeRename, type NativeRename } from "../../src/system/native-rename.ts";
import { type Call, intercepted } from "../faults/lab/intercept.ts";
import { looseEnds, onModel } from "../faults/lab/on-model.ts";
import { applyWith, persistWith, planWith } from "../support/engine.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

const UPLOADS = { path: "public/uploads" };
const text = (...parts: string[]): string => readFileSync(join(...parts), "utf8");

/** Writes a file as careful applications do: beside, synced, renamed into place. */
function write(path: string, content: string): void {
  const fd = openSync(`${path}.new`, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644);
  writeSync(fd, Buffer.from(content));
  fsyncSync(fd);
  closeSync(fd);
  renameSync(`${path}.new`, path);
  sync(dirname(path));
}

function sync(folder: string): void {
  const fd = openSync(folder, constants.O_RDONLY);
  fsyncSync(fd);
  closeSync(fd);
}

/** What the application does just before its folder is exchanged, and just after. */
interface Moments {
  readonly before?: (uploads: string) => void;
  readonly after?: (uploads: string) => void;
}

function busy(native: NativeRename, root: string, moments: Moments): NativeRename {
  const uploads = join(root, "app/public/uploads");
  let isOver = false;
  return {
    ...native,
    exchange: (a, b) => {
      const isIt = !isOver && `${a.dir.path}/${a.name}` === uploads;
      isOver ||= isIt;
      if (isIt) moments.before?.(uploads);
      native.exchange(a, b);
      if (isIt) moments.after?.(uploads);
    },
  };
}

function site(): string {
  const root = freshFolder();
  writeTree(root, {
    "app/public/uploads/stays.txt": "stays",
    "app/public/uploads/replaced.txt": "first",
    "app/public/uploads/deleted.txt": "deleted",
    "app/public/uploads/deep/inner.txt": "inner",
    "shared/public/uploads/old.txt": "old",
  });
  return root;
}

function merged(root: string, moments: Moments): ApplyResult {
  return persistWith(join(root, "app"), [UPLOADS], { native: busy(findNativeRename(), root, moments) });
}

const rescuedIn = (result: ApplyResult): (readonly [string, string])[] =>
  result.kind === "applied" ? result.outcome.rescued.map(({ path, kept }) => [path, text(kept)] as const) : [];
const codes = (result: ApplyResult): string[] =>
  result.kind === "applied" ? result.outcome.diagnostics.map(({ code }) => code) : [result.kind];
const inShared = (root: string): string => join(root, "shared/public/uploads");
const retired = (root: string, kind: string): string =>
  join(root, "shared/.holdfast/retired/tx-000001", kind, "public/uploads");

describe("what the application does between the linking and the exchange", () => {
  it("a file that it makes, also in a new folder, comes to shared", () => {
    const root = site();
    merged(root, {
      before: (uploads) => {
        write(join(uploads, "made.txt"), "made");
        mkdirSync(join(uploads, "fresh"), { mode: 0o750 });
        write(join(uploads, "fresh/inner.txt"), "inner");
      },
    });
    expect([text(inShared(root), "made.txt"), text(inShared(root), "fresh/inner.txt")]).toEqual(["made", "inner"]);
  });

  it("a file that it replaces replaces the one that was linked in, and the earlier one is kept aside", () => {
    const root = site();
    const result = merged(root, {
      before: (uploads) => {
        write(join(uploads, "replaced.txt"), "second");
      },
    });
    expect(text(inShared(root), "replaced.txt")).toBe("second");
    expect(text(retired(root, "replaced"), "replaced.txt")).toBe("first");
    expect(rescuedIn(result)).toEqual([]);
  });

  it("a file that it deletes is deleted in shared too, and kept aside", () => {
    const root = site();
    merged(root, {
      before: (uploads) => {
        unlinkSync(join(uploads, "deleted.txt"));
      },
    });
    expect(existsSync(join(inShared(root), "deleted.txt"))).toBe(false);
    expect(text(retired(root, "deleted-meanwhile"), "deleted.txt")).toBe("deleted");
  });

  it("a file that it deletes, and that somebody has uploaded to shared since, stays in shared", () => {
    const root = site();
    merged(root, {
      before: (uploads) => {
        unlinkSync(join(uploads, "deleted.txt"));
        write(join(inShared(root), "deleted.txt"), "uploaded since");
      },
    });
    expect(text(inShared(root), "deleted.txt")).toBe("uploaded since");
  });

  it("a file that changes on both sides stays as it is in shared, and the application's is rescued", () => {
    const root = site();
    const result = merged(root, {
      before: (uploads) => {
        write(join(uploads, "replaced.txt"), "by the application");
        write(join(inShared(root), "replaced.txt"), "in shared");
      },
    });
    expect(text(inShared(root), "replaced.txt")).toBe("in shared");
    expect(rescuedIn(result)).toEqual([["public/uploads/replaced.txt", "by the application"]]);
  });

  it("a file that both make stays as it is in shared; the application's is rescued where it differs", () => {
    const root = site();
    const result = merged(root, {
      before: (uploads) => {
        for (const [folder, one] of [
          [uploads, "by the application"],
          [inShared(root), "in shared"],
        ] as const) {
          write(join(folder, "made.txt"), one);
          write(join(folder, "alike.txt"), "alike");
        }
      },
    });
    expect([text(inShared(root), "made.txt"), text(inShared(root), "alike.txt")]).toEqual(["in shared", "alike"]);
    expect(rescuedIn(result)).toEqual([["public/uploads/made.txt", "by the application"]]);
  });

  it("a folder where shared has a file by now leaves shared's file, and its own files are rescued", () => {
    const root = site();
    const result = merged(root, {
      before: (uploads) => {
        mkdirSync(join(uploads, "kind"));
        write(join(uploads, "kind/inner.txt"), "inner");
        write(join(inShared(root), "kind"), "a file");
      },
    });
    expect(text(inShared(root), "kind")).toBe("a file");
    expect(rescuedIn(result)).toEqual([["public/uploads/kind/inner.txt", "inner"]]);
  });
});

it("what it makes while its folder is linked is linked in a further pass, before the exchange", async () => {
  const root = site();
  const uploads = join(root, "app/public/uploads");
  let wasThere = false;
  const makeOne = ({ name, args }: Call, proceed: () => unknown): unknown => {
    if (name === "linkSync" && String(args[0]).endsWith("/stays.txt")) writeTree(uploads, { "0-made.txt": "made" });
    return proceed();
  };
  await intercepted(makeOne, () => {
    merged(root, {
      before: () => {
        wasThere = existsSync(join(inShared(root), "0-made.txt"));
      },
    });
  });
  expect(wasThere).toBe(true);
});

describe.each<[string, string]>([
  ["a file that shared lacks", "/stays.txt"],
  ["a file that differs in shared", "/replaced.txt"],
  ["a folder", "/deep"],
  ["a file in a folder", "/deep/inner.txt"],
])("%s that the application takes away between our look at it and our call", (_what, path) => {
  it.each(["linkSync", "openSync"])("ends no merge, before %s", async (call) => {
    const root = site();
    writeTree(root, { "shared/public/uploads/replaced.txt": "shared's" });
    const name = path.slice(path.lastIndexOf("/"));
    let isTaken = false;
    const takeAway = (made: Call, proceed: () => unknown): unknown => {
      if (!isTaken && made.name === call && String(made.args[0]).endsWith(name)) {
        isTaken = true;
        rmSync(join(root, "app/public/uploads", path), { recursive: true });
      }
      return proceed();
    };
    const result = await intercepted(takeAway, () => merged(root, {}));
    expect(result.kind).toBe("applied");
    expect(codes(result)).toEqual([]);
    for (const other of ["stays.txt", "deleted.txt", "old.txt"])
      expect([other, existsSync(join(inShared(root), other))]).toEqual([other, other !== path.slice(1) || !isTaken]);
  });
});

it("what loses is in the rescue folder before the application's folder goes, files below a folder too", () => {
  const root = freshFolder();
  writeTree(root, {
    "app/public/uploads/both.txt": "the app's",
    "app/public/uploads/kind/inner.txt": "inner",
    "shared/public/uploads/both.txt": "shared's",
    "shared/public/uploads/kind": "a file",
  });
  const rescued: string[] = [];
  const before = (): void => {
    const folder = join(root, "shared/.holdfast/rescued/tx-000001/public/uploads");
    rescued.push(...["both.txt", "kind/inner.txt"].map((name) => text(folder, name)));
  };
  const native = busy(findNativeRename(), root, { before });
  persistWith(join(root, "app"), [UPLOADS], { native, mode: "subsequent" });
  expect(rescued).toEqual(["the app's", "inner"]);
});

it("files of the same size that differ are two versions", () => {
  const root = freshFolder();
  writeTree(root, { "app/public/uploads/f": "aaaa", "shared/public/uploads/f": "bbbb" });
  const result = persistWith(join(root, "app"), [UPLOADS], { mode: "subsequent" });
  expect(rescuedIn(result)).toEqual([["public/uploads/f", "aaaa"]]);
});

it("an application that puts another folder at its name at that instant keeps it: the exchange is undone", () => {
  const root = site();
  const attempt = (): ApplyResult =>
    merged(root, {
      before: (uploads) => {
        renameSync(uploads, `${uploads}-before`);
        writeTree(uploads, { theirs: "theirs" });
      },
    });
  expect(attempt).toThrowError(expect.objectContaining({ code: "disk-changed" }));
  expect(text(root, "app/public/uploads/theirs")).toBe("theirs");
  expect(text(root, "app/public/uploads-before/stays.txt")).toBe("stays");
});

it("something at the place of the prepared link is not exchanged into the application", () => {
  const root = site();
  const plan = planWith(join(root, "app"), [UPLOADS]);
  const attempt = (): ApplyResult =>
    applyWith(plan, {
      meanwhile: (step) => {
        if (plan.operations[step]?.kind === "merge")
          writeTree(root, { "shared/.holdfast/retired/tx-000001/public/uploads": "planted" });
      },
    });
  expect(attempt).toThrowError(/is a file with another identity now/);
  expect(text(root, "app/public/uploads/stays.txt")).toBe("stays");
});

it("a folder that is removed through the new link, right after the exchange, is not brought back", () => {
  const root = site();
  merged(root, {
    after: (uploads) => {
      rmSync(join(uploads, "deep"), { recursive: true });
    },
  });
  expect(existsSync(join(inShared(root), "deep"))).toBe(false);
});

it("what was swept is durable when the next operation begins", async () => {
  const root = site();
  let count = 0;
  const worked = await onModel(root, (tools) =>
    persistWith(join(root, "app"), [UPLOADS], {
      native: busy(tools.native, root, {
        before: (uploads) => {
          write(join(uploads, "made.txt"), "made");
          write(join(uploads, "replaced.txt"), "second");
          mkdirSync(join(uploads, "fresh"), { mode: 0o755 });
          unlinkSync(join(uploads, "deleted.txt"));
          sync(uploads);
        },
      }),
      meanwhile: () => {
        count = tools.count();
      },
    }),
  );
  const ends = looseEnds(worked, root, count);
  expect(ends.filter((end) => !/-drop$|^unlink (shared\/\.holdfast\/retired)?\//.test(end))).toEqual([]);
});
