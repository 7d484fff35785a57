import type { Decided } from "../core/last-command.ts";
import { NAMES } from "../core/layout.ts";
import { type AbsPath, rel, under } from "../core/path.ts";
import type { Plan } from "../plan/plan.ts";
import { planFrom } from "../plan/plan-document.ts";
import { DECIDED_FILE } from "../plan/own-file.ts";
import type { LastCommand, LastDecision, OthersCommand } from "../plan/take-back.ts";
import { bytes } from "../system/bytes-path.ts";
import { withDir } from "../system/dir.ts";
import { readFileAt } from "../system/durable-file.ts";
import { lookAt } from "../system/facts.ts";
import { namesAt } from "../system/names.ts";
import { effectiveUser } from "../system/process-identity.ts";
import { type CommandMark, JOURNAL_LIMIT, unsealed } from "./journal.ts";
import { textIn } from "./read-survey.ts";

/** The command that tries what a host allows. */
const LOOKING = "host";

/**
 * The last command that changed the site, from the journal of done transactions; null where there is none. As with unfinished ones, only files of the user
 * who asks count, and of another's only whose it was is said.
 */
export function lastCommand(shared: AbsPath): LastCommand | OthersCommand | null {
  const done: Done[] = [];
  for (const found of newestFirst(under(shared, rel(`${NAMES.state}/journal`)))) {
    if (found === null || "user" in found) return commandOf(done) ?? found;
    if (done[0] !== undefined && !isSame(done[0].mark, found.mark)) break;
    done.unshift(found);
  }
  return commandOf(done);
}

/** What has ended, but for what only looked: what it made for that is gone. */
function* newestFirst(journal: AbsPath): Generator<Done | OthersCommand | null> {
  const names = new Set(namesAt(journal));
  const ids = [...names].flatMap((name) => /^(tx-\d+)\.done$/.exec(name)?.[1] ?? []).sort();
  for (const id of ids.reverse()) {
    const found = names.has(`${id}.json`) ? readDone(journal, `${id}.json`) : null;
    const onlyLooked = found !== null && "mark" in found && found.mark.command === LOOKING;
    if (!onlyLooked) yield found;
  }
}

function commandOf(done: readonly Done[]): LastCommand | null {
  const newest = done.at(-1);
  if (newest === undefined) return null;
  return { ...newest.mark, plans: done.map(({ plan }) => plan), notedNs: newest.notedNs };
}

function isSame(a: CommandMark, b: CommandMark): boolean {
  return a.command === b.command && a.since === b.since;
}

interface Done {
  readonly mark: CommandMark;
  readonly plan: Plan;
  readonly notedNs: bigint;
}

function readDone(journal: AbsPath, name: string): Done | OthersCommand | null {
  const fact = lookAt(bytes(`${journal}/${name}`));
  if (fact?.kind !== "file") return null;
  if (fact.uid !== (effectiveUser() ?? fact.uid)) return { user: fact.uid, notedNs: fact.mtimeNs };
  const value = withDir(journal, (dir) => unsealed(readFileAt({ dir, name }, JOURNAL_LIMIT)));
  const plan = planFrom(value);
  if (plan === null) return null;
  return { mark: markIn(value) ?? { command: plan.command, since: "" }, plan, notedNs: fact.mtimeNs };
}

/** Null in a journal of an earlier version. */
function markIn(value: unknown): CommandMark | null {
  const run = typeof value === "object" && value !== null && "run" in value ? value.run : null;
  const isMark = typeof run === "object" && run !== null && "command" in run && "since" in run;
  return isMark && typeof run.command === "string" && typeof run.since === "string"
    ? { command: run.command, since: run.since }
    : null;
}

/** What the last `decide` wrote; null where none was kept, or it is not as ours is. */
export function lastDecided(shared: AbsPath): LastDecision | null {
  const notedNs = lookAt(bytes(under(shared, rel(DECIDED_FILE))))?.mtimeNs ?? 0n;
  const text = lookAt(bytes(under(shared, rel(NAMES.state)))) === null ? null : textIn(shared, DECIDED_FILE);
  try {
    const value = JSON.parse(text ?? "null") as Decided | null;
    const isOurs = value?.schema === 1 && typeof value.at === "string" && typeof value.after === "string";
    return isOurs ? { decided: value, notedNs } : null;
  } catch {
    // Without it the decisions are mended by hand; nothing is lost.
    return null;
  }
}
