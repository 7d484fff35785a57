/** The one table of exit codes. `docs/exit-codes.md` is generated from it. */
export const EXIT_CODES = {
  ok: {
    code: 0,
    meaning: "Fine; what was asked for is done. Notes, undecided paths and rescued files do not change that",
  },
  problems: { code: 1, meaning: "Problems were found, or the work failed; the message says what and where" },
  refused: { code: 2, meaning: "Refused by Holdfast's own rules before anything was changed" },
  unfinished: { code: 3, meaning: "A run did not finish; nothing is lost, `holdfast recover` completes it" },
  usage: { code: 64, meaning: "The command line is wrong: an unknown flag, mode or argument" },
  defect: { code: 70, meaning: "A defect of Holdfast's own" },
  locked: { code: 75, meaning: "Another run holds the lock; try again when it is done" },
} as const;

export type ExitName = keyof typeof EXIT_CODES;
