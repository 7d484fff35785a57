import { quoteInText } from "../core/shell.ts";
import { HoldfastError } from "../core/error.ts";
import { NAMES } from "../core/layout.ts";
import { type AbsPath, rel, under } from "../core/path.ts";
import { bytes } from "../system/bytes-path.ts";
import { lookAt, type NodeFact } from "../system/facts.ts";
import { effectiveUser } from "../system/process-identity.ts";

const FILES = [
  NAMES.config,
  NAMES.history,
  NAMES.healthCheck,
  NAMES.emergencyRecovery,
  NAMES.summary,
  NAMES.guide,
  NAMES.hosting,
] as const;
/** Our own folders below `.holdfast` that only the holder of the lock makes. */
export const LOCKED_FOLDERS = ["journal", "stage", "retired", "rescued"] as const;

/**
 * Refuses a shared folder where something else stands at a name of ours: it would stop every run half-way, or lead it out of shared. Nothing is
 * opened or followed. Throws `name-in-the-way`, or `state-of-another-user` where our folder belongs to somebody who is neither the
 * owner of shared, nor root, nor this user: what it holds was not written by a run of ours.
 */
export function refuseInTheWay(shared: AbsPath): void {
  for (const name of FILES) refuseUnless("file", under(shared, rel(name)));
  const state = under(shared, rel(NAMES.state));
  refuseUnless("directory", state);
  for (const name of ["lock", ...LOCKED_FOLDERS]) refuseUnless("directory", under(state, rel(name)));
  refuseForeign(shared, state);
}

function refuseUnless(kind: "file" | "directory", path: AbsPath): void {
  const found = lookIfAllowed(path);
  if (found === null || found.kind === kind) return;
  const what = found.kind === "other" ? "neither a file nor a folder" : `a ${found.kind}`;
  throw new HoldfastError({
    code: "name-in-the-way",
    message: `"${path}" should be a ${kind === "file" ? "file" : "folder"} of Holdfast's, but it is ${what}`,
    hint: `Look what it is and move it away: mv ${quoteInText(path)} ${quoteInText(`${path}.old`)}`,
  });
}

/** Null where nothing is or where this user may not look: only the site's user enters our folder, and anybody may check the rest. */
function lookIfAllowed(path: AbsPath): NodeFact | null {
  try {
    return lookAt(bytes(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES") return null;
    throw error;
  }
}

function refuseForeign(shared: AbsPath, state: AbsPath): void {
  const [around, found] = [lookAt(bytes(shared)), lookAt(bytes(state))];
  if (around === null || found === null) return;
  if ([0, around.uid, effectiveUser() ?? found.uid].includes(found.uid)) return;
  throw new HoldfastError({
    code: "state-of-another-user",
    message: `"${state}" belongs to another user (uid ${found.uid}) than "${shared}" (uid ${around.uid}), so what it says is not believed`,
    hint: `Make sure who made it. If it is the site's: chown -R ${around.uid} ${quoteInText(state)} (as root); if not, move it away: mv ${quoteInText(state)} ${quoteInText(`${state}.old`)}`,
  });
}
