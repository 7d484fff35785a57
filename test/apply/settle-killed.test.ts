/** Comparing and dropping what is retired, with somebody else at the same names, or killed in the middle of it. */
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ApplyResult } from "../../src/apply/apply.ts";
import { writeNote } from "../../src/apply/journal.ts";
import { pendingRetirements } from "../../src/apply/pending.ts";
import { closeState, closeWay, openState, openWay } from "../../src/apply/state.ts";
import { abs } from "../../src/core/path.ts";
import { type Call, intercepted } from "../faults/lab/intercept.ts";
import { applyWith, persistWith, planWith, Stopped } from "../support/engine.ts";
import { sitterIn } from "../support/sitter.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";

const UPLOADS = { path: "public/uploads" };
const text = (...parts: string[]): string => readFileSync(join(...parts), "utf8");
const codes = (result: ApplyResult): string[] =>
  result.kind === "applied"
    ? result.outcome.diagnostics.map(({ code }) => code)
    : result.resumed.diagnostics.map(({ code }) => code);
const inShared = (root: string): string => join(root, "shared/public/uploads");
const retired = (root: string): string => join(root, "shared/.holdfast/retired/tx-000001/public/uploads");

function site(more: TreeShape = {}): string {
  const root = freshFolder();
  writeTree(root, {
    "app/public/uploads/a.jpg": "a",
    "app/public/uploads/b.jpg": "b",
    "app/public/uploads/deep/c.jpg": "c",
    "shared/public/uploads/old.jpg": "old",
    ...more,
  });
  return root;
}

/** A site with a retired folder that is pending, which nobody has open any more. */
async function pending(more: TreeShape = {}): Promise<string> {
  const root = site(more);
  const sitter = await sitterIn(join(root, "app/public/uploads"));
  expect(codes(persistWith(join(root, "app"), [UPLOADS]))).toEqual(["retired-in-use"]);
  await sitter.leaves();
  return root;
}

/** Does something just before the n-th name is moved aside to be dropped; it may throw. */
const atDrop = (n: number, does: () => void) => {
  let count = 0;
  return ({ name, args }: Call, proceed: () => unknown): unknown => {
    if (name === "renameSync" && String(args[1]).endsWith("-drop") && ++count === n) does();
    return proceed();
  };
};

/** Stopped by a kill between two of the names that are dropped. */
async function killedWhileDropping(): Promise<string> {
  const root = site();
  const kill = atDrop(2, () => {
    throw new Stopped();
  });
  await intercepted(kill, () => {
    expect(() => persistWith(join(root, "app"), [UPLOADS])).toThrow(Stopped);
  });
  expect(readdirSync(retired(root)).sort()).toEqual(["b.jpg", "deep"]);
  return root;
}

describe("killed while it drops", () => {
  it("it goes on dropping: what is gone already was not deleted by the application", async () => {
    const root = await killedWhileDropping();
    expect(codes(persistWith(join(root, "app"), [UPLOADS]))).toEqual([]);
    expect(["a.jpg", "b.jpg", "deep/c.jpg", "old.jpg"].map((name) => text(inShared(root), name))).toEqual([
      "a",
      "b",
      "c",
      "old",
    ]);
    expect(existsSync(retired(root))).toBe(false);
    expect(planWith(join(root, "app"), [UPLOADS]).operations).toEqual([]);
  });

  it("the only name of a file, left where names are put aside, is kept", async () => {
    const root = await killedWhileDropping();
    const step = /^tx-000001\.(\d+)\.json$/m.exec(readdirSync(join(root, "shared/.holdfast/journal")).join("\n"))?.[1];
    writeFileSync(join(root, `shared/.holdfast/stage/tx-000001-${step}-drop`), "somebody's only copy");
    persistWith(join(root, "app"), [UPLOADS]);
    expect(text(root, "shared/.holdfast/retired/tx-000001/replaced/public/uploads")).toBe("somebody's only copy");
  });

  it("a folder that took the retired one's name while it was dropped is not touched", async () => {
    const root = await killedWhileDropping();
    renameSync(retired(root), `${retired(root)}-moved`);
    mkdirSync(retired(root));
    linkSync(join(inShared(root), "a.jpg"), join(retired(root), "a.jpg"));
    persistWith(join(root, "app"), [UPLOADS]);
    expect(readdirSync(retired(root))).toEqual(["a.jpg"]);
    expect(readdirSync(`${retired(root)}-moved`).sort()).toEqual(["b.jpg", "deep"]);
  });
});

describe("somebody else at the same names", () => {
  it("a file that is put at a name just before it is dropped goes back and stays", async () => {
    const root = site();
    const late = join(retired(root), "a.jpg");
    const put = atDrop(1, () => {
      unlinkSync(late);
      writeFileSync(late, "written just now");
    });
    const result = await intercepted(put, () => persistWith(join(root, "app"), [UPLOADS]));
    expect(codes(result)).toEqual(["retired-kept"]);
    expect([text(late), text(inShared(root), "a.jpg")]).toEqual(["written just now", "a"]);
  });

  it("another folder at the retired one's name is not compared: the run says so", async () => {
    const root = await pending();
    const plan = planWith(join(root, "app"), [UPLOADS]);
    expect(() =>
      applyWith(plan, {
        meanwhile: (step) => {
          if (plan.operations[step]?.kind !== "settle") return;
          renameSync(retired(root), `${retired(root)}-moved`);
          writeTree(retired(root), { "theirs.jpg": "theirs" });
        },
      }),
    ).toThrowError(/with another identity now/);
    expect(existsSync(join(inShared(root), "theirs.jpg"))).toBe(false);
  });

  it("what is written while the others are brought along is brought along too", async () => {
    const root = await pending();
    writeFileSync(join(retired(root), "late-1.jpg"), "late 1");
    const second = ({ name, args }: Call, proceed: () => unknown): unknown => {
      if (name === "linkSync" && String(args[1]).endsWith("/late-1.jpg"))
        writeFileSync(join(retired(root), "late-2.jpg"), "late 2");
      return proceed();
    };
    await intercepted(second, () => persistWith(join(root, "app"), [UPLOADS]));
    expect(["late-1.jpg", "late-2.jpg"].map((name) => text(inShared(root), name))).toEqual(["late 1", "late 2"]);
  });

  it("what shared has of its own is not replaced even for a moment", async () => {
    const root = await pending();
    writeFileSync(join(retired(root), "x.txt"), "late");
    writeFileSync(join(inShared(root), "x.txt"), "shared's own");
    const exchanged: string[] = [];
    persistWith(join(root, "app"), [UPLOADS], { beforeExchange: (_a, b) => exchanged.push(b) });
    expect(exchanged).not.toContain(join(inShared(root), "x.txt"));
    expect(text(inShared(root), "x.txt")).toBe("shared's own");
  });

  it.each([
    ["EPERM", true],
    ["EIO", false],
  ])(
    "a file that cannot be given a second name (%s) stays where it is, and nothing is settled",
    async (code, isSaid) => {
      const root = await pending();
      writeFileSync(join(retired(root), "late.jpg"), "late");
      const refuse = ({ name, args }: Call, proceed: () => unknown): unknown => {
        if (name !== "linkSync" || !String(args[0]).endsWith("/late.jpg")) return proceed();
        throw Object.assign(new Error(`${code}: link`), { code, syscall: "link" });
      };
      await intercepted(refuse, () => {
        if (isSaid) expect(codes(persistWith(join(root, "app"), [UPLOADS]))).toEqual(["retired-not-ours"]);
        else expect(() => persistWith(join(root, "app"), [UPLOADS])).toThrowError(/EIO/);
      });
      expect(readdirSync(retired(root)).sort()).toEqual(["a.jpg", "b.jpg", "deep", "late.jpg"]);
      expect(readdirSync(join(root, "shared/.holdfast/journal")).filter((name) => name.endsWith(".settled"))).toEqual(
        [],
      );
    },
  );

  it("a process that stands in a folder below keeps it whole", async () => {
    const root = site();
    const sitter = await sitterIn(join(root, "app/public/uploads/deep"));
    expect(codes(persistWith(join(root, "app"), [UPLOADS]))).toEqual(["retired-in-use"]);
    expect(readdirSync(retired(root)).sort()).toEqual(["a.jpg", "b.jpg", "deep"]);
    await sitter.leaves();
  });
});

it("what one run has brought along, and the process replaces again, comes along with the next run", async () => {
  const root = site();
  const sitter = await sitterIn(join(root, "app/public/uploads"));
  persistWith(join(root, "app"), [UPLOADS]);
  for (const content of ["first", "second"]) {
    await sitter.does(`echo ${content} > late.tmp; mv late.tmp late.txt`);
    persistWith(join(root, "app"), [UPLOADS]);
    expect(text(inShared(root), "late.txt")).toBe(`${content}\n`);
  }
  await sitter.leaves();
});

it("a folder that shared does not have stays, though its files are in the rescue folder", () => {
  const root = site({ "app/public/uploads/kind/inner.txt": "inner", "shared/public/uploads/kind": "a file" });
  persistWith(join(root, "app"), [UPLOADS], { mode: "subsequent" });
  expect(lstatSync(join(retired(root), "kind")).isDirectory()).toBe(true);
  expect(readdirSync(join(retired(root), "kind"))).toEqual([]);
  expect(text(root, "shared/.holdfast/rescued/tx-000001/public/uploads/kind/inner.txt")).toBe("inner");
});

describe("pendingRetirements()", () => {
  it("is what finished runs have left; it is not planned for while its run is unfinished", async () => {
    const root = await pending();
    const shared = abs(join(root, "shared"));
    expect(pendingRetirements(shared).map(({ path }) => path)).toEqual(["public/uploads"]);
    unlinkSync(join(root, "shared/.holdfast/journal/tx-000001.done"));
    expect(pendingRetirements(shared)).toEqual([]);
  });

  it.each(["at", "into"])("does not believe a note that names a folder outside (%s)", async (which) => {
    const root = await pending();
    const shared = abs(join(root, "shared"));
    const outside = freshFolder();
    const [known] = pendingRetirements(shared);
    if (known === undefined) throw new Error("Nothing is pending");
    const { dev, ino } = lstatSync(outside);
    const forged = {
      phase: "swept",
      nodeKind: "directory",
      linked: [],
      seen: [],
      rescued: [],
      path: known.path,
      at: known.at,
      into: known.into,
      identity: known.identity,
      ...(which === "at"
        ? {
            at: { directory: abs(join(outside, "..")), name: outside.split("/").at(-1) ?? "" },
            identity: `${dev}:${ino}`,
          }
        : { into: { directory: abs(outside), name: "uploads" } }),
    };
    const owner = { uid: 0, gid: 0, mode: 0o755 };
    const dirs = openState(openWay(shared, owner), owner);
    writeNote(dirs, known.note, forged);
    closeState(dirs);
    closeWay(dirs);
    expect(pendingRetirements(shared)).toEqual([]);
  });
});
