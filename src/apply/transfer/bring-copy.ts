/**
 * One name of an old tree on another file system that is not accounted for: it was made or changed after it was copied. It is added where shared
 * has nothing; it takes the place of our copy while nobody has touched that and nobody is writing to it; else both are kept.
 */
import { segmentsOf } from "../../core/path.ts";
import { addName, closeDir, dropOwnName, look, rename, type Spot, syncDir } from "../../system/dir.ts";
import { incarnationOf, type NodeFact, signatureOf } from "../../system/facts.ts";
import { sameContent } from "../../system/listing.ts";
import { isUnsupported } from "../../system/native-rename.ts";
import { eachName } from "../differences.ts";
import { type FoundPair, withSpotAt } from "../pairs.ts";
import { retire } from "../rescue.ts";
import { ensurePath } from "../state.ts";
import { copyTo, stageSpot, type TransferWork } from "./work.ts";

/** How long one waits: `later`: a copy that somebody is writing to stays for another pass; `now`: the old version is rescued. */
export type Patience = "later" | "now";

/** About one name: how long one waits, and the tree in shared. */
interface About {
  readonly path: string;
  readonly patience: Patience;
  readonly root: Spot;
}

/**
 * Brings one name; what stays unknown comes again in the next pass. Where the application has renamed our copy in shared meanwhile (a file is
 * written under a temporary name in the old tree, and its renaming already went through the link), what belongs to it goes to its new name.
 */
export function bringCopy(found: FoundPair, about: About, work: TransferWork): void {
  const moved = movedTo(found.shared, about, work);
  if (moved === null) {
    bringTo(found, about, work);
    return;
  }
  withSpotAt(about.root, moved, (spot) => {
    const now = look(spot);
    if (now !== null) work.copies.set(about.path, signatureOf(now));
    bringTo({ retired: found.retired, shared: spot }, about, work);
  });
}

/** Where our copy is now, untouched but for its name; null where it is at its own, or nowhere. */
function movedTo(shared: Spot | null, { path, root }: About, work: TransferWork): string | null {
  const copy = work.copies.get(path);
  const now = shared === null ? null : look(shared);
  if (copy === undefined || (now !== null && isSameFile(copy, now))) return null;
  let place: string | null = null;
  eachName(root, (name, fact) => {
    if (fact.kind !== "directory" && isSameFile(copy, fact)) place = name;
  });
  return place;
}

/** All of a signature but the time of the last change of the inode, which a renaming changes, too. */
function isSameFile(signature: string, fact: NodeFact): boolean {
  return signature.startsWith(`${fact.id}:${fact.size}:${fact.mtimeNs}:`);
}

function bringTo(found: FoundPair, { path, patience }: About, work: TransferWork): void {
  const fact = look(found.retired);
  if (fact === null || fact.kind === "directory") return;
  const inShared = found.shared === null ? null : look(found.shared);
  if (found.shared !== null && inShared !== null && isSettledAlready(found.retired, found.shared)) {
    work.seen.set(path, signatureOf(fact));
    return;
  }
  const copy = stageSpot(work, "copy");
  const copied = copyTo(found.retired, copy, { path, durable: true, work });
  if (copied === null) return;
  const done =
    found.shared !== null && inShared === null
      ? add(copy, found.shared, { path, work })
      : replaceCopy(copy, { shared: found.shared, inShared, path, patience }, work);
  if (done === "later") return;
  if (done === "conflict") rescueCopy(copy, path, work);
  work.seen.set(path, copied.signature);
}

/** The same bytes and times: a note that was lost, or a name that came there in another way. */
function isSettledAlready(old: Spot, shared: Spot): boolean {
  const [a, b] = [look(old), look(shared)];
  return a !== null && b !== null && a.mtimeNs === b.mtimeNs && a.mode === b.mode && sameContent(old, shared);
}

interface Named {
  readonly path: string;
  readonly work: TransferWork;
}

type Done = "done" | "later" | "conflict";

function add(copy: Spot, shared: Spot, { path, work }: Named): Done {
  try {
    addName(copy, shared);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return "conflict";
    throw error;
  }
  dropOwnName(copy);
  syncDir(shared.dir);
  noteCopy(shared, path, work);
  return "done";
}

function noteCopy(shared: Spot, path: string, work: TransferWork): void {
  const made = look(shared);
  if (made !== null) work.copies.set(path, signatureOf(made));
}

interface Place {
  readonly shared: Spot | null;
  readonly inShared: NodeFact | null;
  readonly path: string;
  readonly patience: Patience;
}

function replaceCopy(copy: Spot, place: Place, work: TransferWork): Done {
  const { shared, inShared, path } = place;
  if (shared === null || inShared === null || work.copies.get(path) !== signatureOf(inShared)) return "conflict";
  if (inShared.kind !== "file") return exchangeIn(copy, { ...place, shared, isAwaited: () => false }, work);
  const answer = work.native.whileNobodyWrites(shared, (isAwaited) =>
    exchangeIn(copy, { ...place, shared, isAwaited }, work),
  );
  return answer ?? (place.patience === "later" ? "later" : "conflict");
}

/**
 * While nobody can begin to write to our copy it is exchanged for the newer one. Whoever opened its name meanwhile and waits for us gets it
 * back at the name first. What came out goes to the retired folder, because a process may have been on its way to it.
 */
function exchangeIn(
  copy: Spot,
  place: Place & { readonly shared: Spot; readonly isAwaited: () => boolean },
  work: TransferWork,
): Done {
  const { shared, path } = place;
  const expected = work.copies.get(path);
  const now = look(shared);
  if (now === null || signatureOf(now) !== expected) return "conflict";
  const swap = stageSpot(work, "swap");
  keepSwap(work);
  rename(copy, swap);
  if (!exchanged(swap, shared, work)) {
    rename(swap, copy);
    return "conflict";
  }
  const out = look(swap);
  const isOurs =
    out !== null && incarnationOf(out) === incarnationOf(now) && out.size === now.size && out.mtimeNs === now.mtimeNs;
  if (!isOurs || place.isAwaited()) {
    work.run.native.exchange(swap, shared);
    rename(swap, copy);
    return isOurs && place.patience === "later" ? "later" : "conflict";
  }
  syncDir(shared.dir);
  const kept = retire(swap, { kind: "replaced", path }, { operation: work.operation, run: work.run });
  work.replaced.push({ path, at: kept, size: now.size, mtimeNs: now.mtimeNs });
  noteCopy(shared, path, work);
  return "done";
}

/** What an exchange that came to nothing has left there may be what somebody wrote: it is kept. */
export function keepSwap(work: TransferWork): void {
  const swap = stageSpot(work, "swap");
  if (look(swap) !== null) retire(swap, { kind: "replaced", path: "" }, { operation: work.operation, run: work.run });
}

function exchanged(swap: Spot, shared: Spot, work: TransferWork): boolean {
  try {
    work.run.native.exchange(swap, shared);
    return true;
  } catch (error) {
    if (isUnsupported(error)) return false;
    throw error;
  }
}

/** The copy goes to the rescue folder, in the place of an earlier one of the same name that this step has put there. */
function rescueCopy(copy: Spot, path: string, work: TransferWork): void {
  const { run, operation, rescued } = work;
  const whole = path === "" ? operation.path : `${operation.path}/${path}`;
  const names = [run.tx, ...segmentsOf(whole)];
  const folder = ensurePath(run.dirs.rescued, names.slice(0, -1), { ...run.owner, mode: 0o700 });
  try {
    const earlier = rescued.find((one) => one.path === whole && one.kept.startsWith(`${folder.path}/`));
    const spot = earlier
      ? { dir: folder, name: earlier.kept.slice(folder.path.length + 1) }
      : freeSpot({ dir: folder, name: names.at(-1) ?? "" });
    rename(copy, spot);
    syncDir(folder);
    if (!earlier) rescued.push({ path: whole, kept: `${folder.path}/${spot.name}`, why: WHY });
  } finally {
    closeDir(folder);
  }
}

const WHY = "it was changed while its folder was copied from another file system, and in shared too";

function freeSpot(wanted: Spot): Spot {
  let spot = wanted;
  for (let number = 2; look(spot) !== null; number++) spot = { dir: wanted.dir, name: `${wanted.name}.${number}` };
  return spot;
}
