import { expect, it } from "vitest";
import { freshFolder } from "../support/tree.ts";
import { journalDamage } from "./journal-damage.ts";

/** How many of the ways to damage a journal one run of the tests tries; which ones depends on the day. */
const ONE_IN = 23;

it("a damaged journal is read as it was written or not at all, and the run that meets it loses nothing", () => {
  const day = Number(process.env["HOLDFAST_FAULT_DAY"] ?? Math.floor(Date.now() / 86_400_000));
  const found = journalDamage({
    folder: freshFolder(),
    picks: (variant) => variant % ONE_IN === day % ONE_IN,
    runEvery: 100,
  });
  console.log(
    `HOLDFAST_FAULT_DAY=${day}: ${found.variants} of ${found.all} ways to damage a journal, ${found.runs} carried through a whole run`,
  );
  expect(found.wrong).toEqual([]);
  expect(found.recovered + found.refused).toBe(found.variants);
  expect(found.refused).toBeGreaterThan(found.variants * 0.9);
  expect(found.runs).toBeGreaterThan(10);
}, 120_000);
