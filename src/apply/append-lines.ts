/**
 * Lines added at the end of a file of its owner's (`.env`), or taken off there again. The new content is made beside and exchanged in, and what comes out is looked at:
 * if somebody wrote to the file meanwhile, it goes back and nothing was changed.
 *
 *   the file        the staged one     then
 *   as planned      ours, or nothing   make it anew, exchange
 *   with the lines  the old content    killed after the exchange: the old one goes to the retired folder; done
 *   anything else   whatever           refused; nothing of it is changed
 */
import { encodeName } from "../core/bytes.ts";
import type { AppendLines } from "../plan/operation.ts";
import { sha256 } from "../system/digest.ts";
import { dropOwnName, look, type Spot, syncDir } from "../system/dir.ts";
import { readFileAt, writeStaged } from "../system/durable-file.ts";
import type { NodeFact } from "../system/facts.ts";
import { isUnsupported } from "../system/native-rename.ts";
import { effectiveUser } from "../system/process-identity.ts";
import { reasonFor, refusedOutcome } from "./refusal.ts";
import { retire } from "./rescue.ts";
import { NO_OUTCOME, type Outcome, type Run, withSpot } from "./run.ts";

/** No file of settings is longer. */
export const SETTINGS_LIMIT = 1 << 20;

/** Adds the lines, durably, with owner and mode kept; the file as it was is kept in the retired folder. */
export function appendLines(operation: AppendLines, run: Run): Outcome {
  return withSpot(operation.at, (spot) => {
    const added = Buffer.from(encodeName(operation.text));
    const staged: Spot = { dir: run.dirs.stage, name: `${run.tx}-${run.step}-lines` };
    const now = readFileAt(spot, SETTINGS_LIMIT);
    putAway(staged, operation, run);
    if (now !== null && isDone(now, added, operation)) return NO_OUTCOME;
    const fact = look(spot);
    if (now === null || fact?.id !== operation.identity || sha256(now) !== operation.was) return changed(operation);
    if (!mayKeepOwner(fact)) return notOurs(operation, fact);
    make(staged, { like: spot, fact, content: contentAfter(now, added, operation) }, run);
    run.fence();
    return put({ staged, spot }, operation, run);
  });
}

function make(
  staged: Spot,
  { like, fact, content }: { readonly like: Spot; readonly fact: NodeFact; readonly content: Buffer },
  run: Run,
): void {
  writeStaged(staged.dir, { bytes: content, mode: fact.mode, owner: fact, temporary: staged.name });
  const native = run.files();
  for (const [name, value] of native?.attributesOf(like) ?? []) native?.setAttribute(staged, name, value);
  syncDir(staged.dir);
}

function put(names: { readonly staged: Spot; readonly spot: Spot }, operation: AppendLines, run: Run): Outcome {
  const { staged, spot } = names;
  try {
    run.native.exchange(staged, spot);
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    putAway(staged, operation, run);
    return noExchange(operation, spot, run);
  }
  if (look(staged)?.id !== operation.identity || sha256(readFileAt(staged, SETTINGS_LIMIT) ?? "") !== operation.was) {
    run.native.exchange(staged, spot);
    putAway(staged, operation, run);
    return changed(operation);
  }
  syncDir(spot.dir);
  return putAway(staged, operation, run);
}

/** What it holds was compared with the plan, so the lines that go are at its end. */
function contentAfter(now: Buffer, text: Buffer, { remove }: AppendLines): Buffer {
  return remove === true ? now.subarray(0, now.length - text.length) : Buffer.concat([now, text]);
}

function isDone(now: Buffer, added: Buffer, { was, remove }: AppendLines): boolean {
  if (remove === true) return sha256(Buffer.concat([now, added])) === was;
  const old = now.subarray(0, Math.max(0, now.length - added.length));
  return now.subarray(old.length).equals(added) && sha256(old) === was;
}

/** What is exactly as we made it is dropped; anything else, the file as it was or what somebody wrote to ours, is kept in the retired folder. */
function putAway(staged: Spot, operation: AppendLines, run: Run): Outcome {
  if (look(staged) === null) return NO_OUTCOME;
  const content = readFileAt(staged, SETTINGS_LIMIT * 2);
  const isOurs = content !== null && isDone(content, Buffer.from(encodeName(operation.text)), operation);
  if (isOurs) dropOwnName(staged);
  else retire(staged, { kind: "replaced", path: "" }, { operation, run });
  syncDir(staged.dir);
  return NO_OUTCOME;
}

/** Only root gives files away; a copy that belongs to somebody else might be one that the site cannot read. */
function mayKeepOwner(fact: NodeFact): boolean {
  return effectiveUser() === 0 || fact.uid === effectiveUser();
}

function changed(operation: AppendLines): Outcome {
  const file = `${operation.at.directory}/${operation.at.name}`;
  return refusedOutcome(operation, {
    code: "changed-meanwhile",
    message: `"${file}" was changed by somebody else while this command ran; it is left as it is`,
    hint: "Run the command again; it reads the file anew",
  });
}

function notOurs(operation: AppendLines, fact: NodeFact): Outcome {
  const file = `${operation.at.directory}/${operation.at.name}`;
  return refusedOutcome(operation, {
    code: "not-our-file",
    message: `"${file}" belongs to another user (uid ${fact.uid}), and only root could keep it so; it is left as it is`,
    hint: "Run the command as that user or as root, or add the lines by hand",
  });
}

function noExchange(operation: AppendLines, spot: Spot, run: Run): Outcome {
  return refusedOutcome(operation, {
    code: "no-exchange",
    message: `"${spot.dir.path}/${spot.name}" is left as it is, because ${reasonFor("EINVAL", spot, run).why}, so that what somebody else writes to it meanwhile could be lost`,
    hint: "Add the lines that are shown with an editor",
  });
}
