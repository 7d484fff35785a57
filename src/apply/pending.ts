import { pendingNotes } from "../core/journal-names.ts";
import { isRetiredFolder, NAMES } from "../core/layout.ts";
import { type AbsPath, baseName, isInside, rel, under } from "../core/path.ts";
import type { Retired } from "../plan/survey.ts";
import { bytes } from "../system/bytes-path.ts";
import { withDir } from "../system/dir.ts";
import { readFileAt } from "../system/durable-file.ts";
import { lookAt } from "../system/facts.ts";
import { everyNameAt } from "../system/names.ts";
import { effectiveUser } from "../system/process-identity.ts";
import { JOURNAL_LIMIT, unsealed } from "./journal.ts";
import { type Retirement, retirementFrom } from "./retirement.ts";

/**
 * What finished runs have retired and nobody has settled yet, oldest first. Only notes of the user who asks count, for the reason that
 * {@link openTransactions} gives; what is no longer where its note says has been removed by its owner.
 */
export function pendingRetirements(shared: AbsPath): Retired[] {
  const journal = under(shared, rel(`${NAMES.state}/journal`));
  const names = everyNameAt(journal);
  return pendingNotes(names)
    .filter((note) => names.includes(`${note.replace(/\.\d+$/, "")}.done`))
    .flatMap((note) => {
      const found = readNoteAt(journal, `${note}.json`);
      return found !== null && isThere(found, shared) ? [retiredOf(found, note)] : [];
    });
}

function readNoteAt(journal: AbsPath, name: string): Retirement | null {
  const fact = lookAt(bytes(`${journal}/${name}`));
  if (fact?.kind !== "file" || fact.uid !== (effectiveUser() ?? fact.uid)) return null;
  return withDir(journal, (dir) => retirementFrom(unsealed(readFileAt({ dir, name }, JOURNAL_LIMIT)), fact.dev));
}

function isThere({ at, into, identity, phase, how }: Retirement, shared: AbsPath): boolean {
  const ours = under(shared, rel(`${NAMES.state}/retired`));
  const isOurs = how === "copied" ? isRetiredFolder(baseName(at.directory)) : isInside(at.directory, ours);
  // What an undo retired belongs to what stands in the app; it is reached through descriptors and no link.
  if (!isOurs || (how !== "undone" && !isInside(into.directory, shared))) return false;
  if (lookAt(bytes(into.directory)) === null) return false;
  // Killed while dropping: what is left of it is cleared, or only the mark is missing.
  return phase === "dropping" || lookAt(bytes(`${at.directory}/${at.name}`))?.id === identity;
}

function retiredOf({ path, at, into, identity }: Retirement, note: string): Retired {
  return { note, path, at, into, identity };
}
