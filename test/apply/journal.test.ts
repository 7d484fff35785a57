import { chownSync, existsSync, readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  beginTransaction,
  dropNote,
  endTransaction,
  isSettled,
  keepDamaged,
  openTransactions,
  readNote,
  settleNote,
  unsealed,
  writeNote,
} from "../../src/apply/journal.ts";
import { closeState, closeWay, openState, openWay, type StateDirs } from "../../src/apply/state.ts";
import { abs } from "../../src/core/path.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { looseEnds, onModel } from "../faults/lab/on-model.ts";
import { type Call, intercepted } from "../faults/lab/intercept.ts";
import { planWith } from "../support/engine.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

interface Site {
  readonly root: string;
  readonly plan: Plan;
}

function site(): Site {
  const root = freshFolder();
  writeTree(root, { "app/.env": "A=1", shared: null });
  return { root, plan: planWith(join(root, "app"), [{ path: ".env", kind: "file" }]) };
}

function within<T>({ root, plan }: Site, work: (dirs: StateDirs) => T): T {
  const dirs = openState(openWay(abs(join(root, "shared")), plan.owner), plan.owner);
  try {
    return work(dirs);
  } finally {
    closeState(dirs);
    closeWay(dirs);
  }
}

const MARK = { command: "persist", since: "2026-01-02T03:04:05Z" };
const journalOf = ({ root }: Site): string => join(root, "shared/.holdfast/journal");
const namesOf = (of: Site): string[] => readdirSync(journalOf(of)).sort();

describe("a transaction", () => {
  it("is open from beginTransaction() to endTransaction(), with its plan", () => {
    const here = site();
    within(here, (dirs) => {
      expect(openTransactions(dirs)).toEqual([]);
      const { id } = beginTransaction(dirs, here.plan, MARK);
      expect(openTransactions(dirs)).toEqual([{ id, plan: JSON.parse(JSON.stringify(here.plan)) }]);
      endTransaction(dirs, id);
      expect(openTransactions(dirs)).toEqual([]);
    });
  });

  it("whose journal says nothing that fits this shared folder has no plan", () => {
    const here = site();
    within(here, (dirs) => {
      beginTransaction(dirs, here.plan, MARK);
    });
    const elsewhere = site();
    within(elsewhere, () => undefined);
    renameSync(join(journalOf(here), "tx-000001.json"), join(journalOf(elsewhere), "tx-000001.json"));
    within(elsewhere, (dirs) => {
      expect(openTransactions(dirs)).toEqual([{ id: "tx-000001", plan: null }]);
    });
  });

  it("is never begun under a number that is taken", async () => {
    const here = site();
    const taken = join(journalOf(here), "tx-000001.json");
    await within(here, (dirs) =>
      intercepted(
        ({ name }, proceed) => {
          if (name === "linkSync" && !existsSync(taken)) writeFileSync(taken, "somebody else's");
          return proceed();
        },
        () => {
          expect(() => beginTransaction(dirs, here.plan, MARK)).toThrowError(/already has tx-000001/);
        },
      ),
    );
    expect(readFileSync(taken, "utf8")).toBe("somebody else's");
  });

  it("gets the next number after all that any folder of ours knows", () => {
    const here = site();
    within(here, () => undefined);
    writeTree(join(here.root, "shared/.holdfast"), {
      "retired/tx-000007": null,
      "rescued/tx-000009": null,
      "journal/tx-000004.done": "done",
    });
    within(here, (dirs) => {
      expect(beginTransaction(dirs, here.plan, MARK).id).toBe("tx-000010");
    });
  });

  it("that began earlier is handed back earlier: the unfinished come oldest first", () => {
    const here = site();
    within(here, (dirs) => {
      for (let number = 0; number < 11; number++) beginTransaction(dirs, here.plan, MARK);
      endTransaction(dirs, "tx-000003");
      const ids = openTransactions(dirs).map(({ id }) => Number(id.slice(3)));
      expect(ids).toEqual([1, 2, 4, 5, 6, 7, 8, 9, 10, 11]);
    });
  });

  it("whose journal vanishes while it is looked for has no plan", async () => {
    const here = site();
    const vanish = ({ name, args }: Call, proceed: () => unknown): unknown => {
      const path = join(journalOf(here), "tx-000001.json");
      if (name === "lstatSync" && String(args[0]).endsWith("/tx-000001.json") && existsSync(path)) unlinkSync(path);
      return proceed();
    };
    await within(here, (dirs) => {
      beginTransaction(dirs, here.plan, MARK);
      return intercepted(vanish, () => {
        expect(openTransactions(dirs)).toEqual([{ id: "tx-000001", plan: null }]);
      });
    });
  });

  it("is anybody's where the system knows no users", () => {
    const here = site();
    const { geteuid } = process;
    within(here, (dirs) => {
      beginTransaction(dirs, here.plan, MARK);
      chownSync(join(journalOf(here), "tx-000001.json"), 65_534, 65_534);
      Object.assign(process, { geteuid: undefined });
      const open = openTransactions(dirs);
      Object.assign(process, { geteuid });
      expect(open.map(({ plan }) => plan === null)).toEqual([false]);
    });
  });

  it("of another user is refused by name", () => {
    const here = site();
    within(here, (dirs) => {
      beginTransaction(dirs, here.plan, MARK);
      chownSync(join(journalOf(here), "tx-000001.json"), 65_534, 65_534);
      expect(() => openTransactions(dirs)).toThrowError(/tx-000001\) was made by another user \(uid 65534\)/);
    });
  });
});

it("keepDamaged() takes a journal out of the way, durably, and keeps it", async () => {
  const here = site();
  within(here, (dirs) => {
    beginTransaction(dirs, here.plan, MARK);
  });
  const worked = await onModel(here.root, () => {
    within(here, (dirs) => {
      keepDamaged(dirs, "tx-000001");
      expect(openTransactions(dirs)).toEqual([]);
    });
    return namesOf(here);
  });
  expect(worked.answer).toEqual(["tx-000001.damaged"]);
  expect(looseEnds(worked, here.root)).toEqual([]);
});

describe("a note of a step", () => {
  it("is read back as it was written, until it is dropped", () => {
    const here = site();
    within(here, (dirs) => {
      expect(readNote(dirs, "tx-000001.2")).toBeNull();
      writeNote(dirs, "tx-000001.2", { phase: "taking" });
      writeNote(dirs, "tx-000001.2", { phase: "swept" });
      expect(readNote(dirs, "tx-000001.2")).toMatchObject({ phase: "swept" });
      dropNote(dirs, "tx-000001.2");
      expect(readNote(dirs, "tx-000001.2")).toBeNull();
    });
  });

  it("is settled once settleNote() was reached, and stays so", () => {
    const here = site();
    within(here, (dirs) => {
      writeNote(dirs, "tx-000001.2", { phase: "swept" });
      expect(isSettled(dirs, "tx-000001.2")).toBe(false);
      settleNote(dirs, "tx-000001.2");
      settleNote(dirs, "tx-000001.2");
      expect(isSettled(dirs, "tx-000001.2")).toBe(true);
    });
  });
});

describe("unsealed()", () => {
  const sealedNote = (): Buffer => {
    const here = site();
    within(here, (dirs) => {
      writeNote(dirs, "tx-000001.1", { text: "grün", more: [1, 2, 3] });
    });
    return readFileSync(join(journalOf(here), "tx-000001.1.json"));
  };

  it("gives nothing for a file that is cut short anywhere", () => {
    const whole = sealedNote();
    expect(unsealed(whole)).toMatchObject({ text: "grün", more: [1, 2, 3] });
    for (let length = 0; length < whole.length; length++)
      expect(unsealed(whole.subarray(0, length)), `${length}`).toBeNull();
    expect(unsealed(null)).toBeNull();
  });

  it("gives nothing for a file with any bit turned, the last line end apart", () => {
    const whole = sealedNote();
    for (let bit = 0; bit < (whole.length - 1) * 8; bit++) {
      const turned = Buffer.from(whole);
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(unsealed(turned), `bit ${bit}`).toBeNull();
    }
  });

  it("gives nothing for bytes whose length or whose sum is not what the first line says", () => {
    const text = sealedNote().toString("utf8");
    const [head = "", body = ""] = text.split("\n");
    const [kind, version, length, sum] = head.split(" ");
    expect(unsealed(Buffer.from(`${kind} ${version} ${Number(length) + 1} ${sum}\n${body}\n`))).toBeNull();
    expect(unsealed(Buffer.from(`${kind} ${version} ${length} ${"0".repeat(64)}\n${body}\n`))).toBeNull();
  });
});

it("the fifty newest transactions are kept, and older ones that are unfinished or have something retired pending", () => {
  const here = site();
  within(here, () => undefined);
  const number = (of: number): string => `tx-${String(of).padStart(6, "0")}`;
  const finished = Array.from({ length: 60 }, (_, index) => index + 1).filter((of) => of !== 3);
  const shape = finished.flatMap((of) => [
    [`${number(of)}.json`, "{}"],
    [`${number(of)}.done`, "done"],
  ]);
  writeTree(journalOf(here), {
    ...Object.fromEntries(shape),
    "tx-000003.json": "unfinished",
    "tx-000005.1.json": "pending",
    "tx-000006.1.json": "settled",
    "tx-000006.1.settled": "settled",
    "somebody-elses": "file",
  });
  within(here, (dirs) => {
    endTransaction(dirs, number(60));
  });
  const left = namesOf(here);
  expect(left).toContain("somebody-elses");
  const numbers = new Set(left.flatMap((name) => Number(/^tx-(\d+)\./.exec(name)?.[1] ?? Number.NaN)));
  numbers.delete(Number.NaN);
  expect([...numbers]).toEqual([3, 5, ...Array.from({ length: 50 }, (_, index) => index + 11)]);
  expect(left.filter((name) => name.startsWith("tx-000005"))).toEqual([
    "tx-000005.1.json",
    "tx-000005.done",
    "tx-000005.json",
  ]);
});
