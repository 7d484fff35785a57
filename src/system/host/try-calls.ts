/** Trying, one by one, the calls that Holdfast needs, in one scratch folder. Every answer is a fact, also a refusal. */
import { type Answer, answers, type Call, NOT_TRIED } from "../../core/host.ts";
import {
  addName,
  type Dir,
  look,
  lookThrough,
  makeDir,
  makeLink,
  openChild,
  rename,
  type Spot,
  syncDir,
} from "../dir.ts";
import type { NativeRename } from "../native-rename.ts";
import { failureOf, makeTrialFile } from "./scratch.ts";

/** What came of trying in one folder. */
export interface Trial {
  readonly calls: Readonly<Record<Call, Answer>>;
  /** The scratch folder, held open, or null where it could not be made. */
  readonly scratch: Dir | null;
}

/** Makes the scratch folder and tries every call in it. Throws nothing for what is refused. The caller closes `scratch` and removes it. */
export function tryCalls(spot: Spot, native: NativeRename): Trial {
  const made = answer(() => {
    makeDir(spot, 0o700);
  });
  if (made !== OK) return { calls: { ...answers(() => NOT_TRIED), write: made }, scratch: null };
  const dir = openChild(spot.dir, spot.name);
  return { calls: callsIn(dir, native), scratch: dir };
}

/** Tries to move a name from one scratch folder to another. */
export function tryAcross(from: Dir, to: Dir): Answer {
  const [here, there] = [
    { dir: from, name: "moving" },
    { dir: to, name: "moving" },
  ];
  return answer(() => {
    if (look(here) === null) makeTrialFile(here, FILE);
    rename(here, there);
    rename(there, here);
  });
}

const OK: Answer = "ok";
const FILE = { text: "nothing is in here", mode: 0o600, owner: null };

function callsIn(dir: Dir, native: NativeRename): Record<Call, Answer> {
  const file = { dir, name: "file" };
  let synced: Answer = NOT_TRIED;
  const write = answer(() => {
    synced = makeTrialFile(file, FILE)?.code ?? OK;
  });
  const after = (needed: Answer, work: () => void): Answer => (needed === OK ? answer(work) : NOT_TRIED);
  const link = after(write, () => {
    makeLink({ dir, name: "link" }, `${dir.path}/file`);
  });
  const relative = after(write, () => {
    makeLink({ dir, name: "relative" }, "file");
  });
  return {
    write,
    "sync-file": synced,
    "sync-folder": after(write, () => {
      syncDir(dir);
    }),
    link,
    "relative-link": relative,
    follow: relative === OK ? through({ dir, name: "relative" }) : NOT_TRIED,
    "hard-link": after(write, () => {
      addName(file, { dir, name: "second" });
    }),
    exchange: after(write, () => {
      exchangeIn(dir, native);
    }),
  };
}

/** Of a folder and a file, as where a folder and its link change places. */
function exchangeIn(dir: Dir, native: NativeRename): void {
  const [left, right] = [
    { dir, name: "left" },
    { dir, name: "right" },
  ];
  makeDir(left, 0o700);
  makeTrialFile(right, FILE);
  native.exchange(left, right);
}

function through(spot: Spot): Answer {
  const end = lookThrough(spot);
  return end.fact === null ? end.answer : OK;
}

function answer(work: () => void): Answer {
  const failure = failureOf(work);
  return failure === null ? OK : (failure.code ?? "EIO");
}
