/** The form of a crafted delivery and of what is expected of it. */
import { afterAll, describe, expect, it } from "vitest";
import { ARRIVAL_LIMITS } from "../../../src/core/arrival.ts";
import { type Asked, type Bay, type Node, openBay } from "../../support/arrival-bay.ts";
import { removeTrialFolder, trialFolder } from "../../faults/lab/trial.ts";

/** One crafted delivery. */
export interface Crafted {
  readonly name: string;
  /** `outside` is a folder of somebody else's, for absolute paths. */
  readonly bytes: (outside: string) => Buffer;
  readonly asked?: Asked;
  /** The code of the refusal and part of its message, or the whole tree. */
  readonly expected:
    | { readonly code: string; readonly says: RegExp; readonly next?: RegExp }
    | { readonly tree: Readonly<Record<string, Node>>; readonly notices?: readonly string[] };
}

/** Refused, because an entry breaks a rule. */
export function refused(says: RegExp, next?: RegExp): Crafted["expected"] {
  return { code: "archive-refused", says, ...(next === undefined ? {} : { next }) };
}

/** Refused, because the archive contradicts itself. */
export function damaged(says: RegExp): Crafted["expected"] {
  return { code: "archive-damaged", says };
}

/** Refused, because it is too much. */
export function tooLarge(says: RegExp, next: RegExp): Crafted["expected"] {
  return { code: "archive-too-large", says, next };
}

/** Refused, because it is read by other programs. */
export function foreign(says: RegExp, next: RegExp): Crafted["expected"] {
  return { code: "archive-format", says, next };
}

/** Accepted, as this tree and no other. */
export function accepted(tree: Readonly<Record<string, Node>>, ...notices: readonly string[]): Crafted["expected"] {
  return { tree, notices };
}

/** Delivers each to a small site. */
export function tryAll(about: string, cases: readonly Crafted[]): void {
  const folder = trialFolder();
  const bay: Bay = openBay(folder);
  afterAll(() => {
    bay.close();
    removeTrialFolder(folder);
  });
  describe(about, () => {
    it.each(cases.map((crafted) => [crafted.name, crafted] as const))("%s", (_, { bytes, asked, expected }) => {
      const arrived = bay.deliver(bytes(bay.outside), asked);
      expect(arrived.wrongs).toEqual([]);
      if ("tree" in expected) {
        expect(arrived.refused).toBeNull();
        expect(arrived.tree).toEqual(expected.tree);
        expect(arrived.listing?.notices.map(({ code }) => code)).toEqual(expected.notices ?? []);
        return;
      }
      expect(arrived.refused).toMatchObject({ code: expected.code });
      expect(arrived.refused?.message).toMatch(expected.says);
      expect(arrived.refused?.hint).toMatch(expected.next ?? /\w{3}/);
      expect(arrived.tree).toEqual({});
    });
  });
}

/** Limits that small archives reach. */
export const TIGHT = { ...ARRIVAL_LIMITS, bytes: 4 * 1024 * 1024, entries: 10 };
