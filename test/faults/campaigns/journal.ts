import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { journalDamage } from "../journal-damage.ts";
import type { Campaign, Finding, Unit } from "./campaign.ts";

const PARTS = 50;
const RUN_EVERY = 500;

/** Not a numbered figure: a journal that was damaged after it was written. */
export const journal: Campaign = {
  id: "journal",
  promise:
    "a journal cut off at every byte and flipped at every bit: read as it was written or refused by name, never acted on as garbage",
  units: (folder) =>
    Promise.resolve(
      Array.from({ length: PARTS }, (_, part): Unit => ({ id: `part ${part}`, run: () => damaged(folder, part) })),
    ),
  lacks: (_sums, isWhole) => (isWhole ? [] : ["not every byte and bit was damaged yet"]),
};

function damaged(folder: string, part: number): Promise<Finding> {
  const place = mkdtempSync(join(folder, "journal-"));
  try {
    const picks = (variant: number): boolean => variant % PARTS === part;
    const { variants, recovered, refused, runs, wrong } = journalDamage({ folder: place, picks, runEvery: RUN_EVERY });
    return Promise.resolve({ violations: wrong, counts: { variants, recovered, refused, wholeRuns: runs } });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
