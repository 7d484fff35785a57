/** Work that more than one thread takes from: items by number, of which each is looked at once, by whoever comes to it first. */
import { OUTSIDE, type Standpoint } from "./entered-folder.ts";
import { contentCheck, type KnownContents } from "./known-contents.ts";
import { folderCheck, type KnownFolders } from "./known-folders.ts";

/** What is asked about each item: whether it is as it should be. */
interface Check {
  /** False also where that cannot be told: such an item is looked at again, in earnest. */
  readonly isAsKnown: (item: number) => boolean;
  readonly close: () => void;
}

/** What can be asked, and what has to be known for it; plain values, which can be sent to another thread. */
type Question =
  | { readonly task: "folders"; readonly data: KnownFolders }
  | { readonly task: "contents"; readonly data: KnownContents };

/** Everything that a thread has to know. */
export interface SharedWork {
  readonly question: Question;
  /** Of each item: see {@link TOLD}. In memory that both threads see. */
  readonly told: Uint8Array;
  /** See {@link COUNTS}. In memory that both threads see. */
  readonly counts: Int32Array;
  /** How many items are taken at a time. */
  readonly block: number;
}

/** What is known of an item; what is doubtful is not asked about, and is open in the end. */
export const TOLD = { open: 0, asKnown: 1, leftOut: 2, doubtful: 3 } as const;
/** How many blocks were taken, and how many of them are done with. */
export const COUNTS = { taken: 0, done: 1 } as const;

/** Takes blocks of items and looks at them until none is left. What is told of a block stands in the memory before the block counts as done. */
export function workOff(work: SharedWork, from: Standpoint = OUTSIDE): void {
  const check = checkOf(work.question, from);
  try {
    for (let block = take(work); block !== null; block = take(work)) lookAtBlock(block, check, work);
  } finally {
    check.close();
    from.leave();
  }
}

function checkOf({ task, data }: Question, from: Standpoint): Check {
  return task === "folders" ? folderCheck(data, from) : contentCheck(data);
}

function take({ counts, told, block }: SharedWork): number | null {
  const number = Atomics.add(counts, COUNTS.taken, 1);
  return number * block < told.length ? number : null;
}

function lookAtBlock(number: number, check: Check, { told, counts, block }: SharedWork): void {
  try {
    const end = Math.min(told.length, (number + 1) * block);
    for (let item = number * block; item < end; item++)
      if (told[item] === TOLD.open && check.isAsKnown(item)) told[item] = TOLD.asKnown;
  } finally {
    Atomics.add(counts, COUNTS.done, 1);
    Atomics.notify(counts, COUNTS.done);
  }
}
