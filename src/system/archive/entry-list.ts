/** The entries of a delivery as columns: with an object for each of 200,000, listing an archive would take more memory than an archive may. */
import { ARRIVAL_LIMITS, type ArrivalLimits, type ArrivedEntries, type ArrivedEntry } from "../../core/arrival.ts";
import { beyondLimit } from "../../core/arrival-error.ts";
import { decodeName, encodeName } from "../../core/bytes.ts";

/** A list that grows while a delivery is listed. Entries are made anew each time they are asked for. */
export interface EntryList extends ArrivedEntries {
  readonly add: (entry: ArrivedEntry) => void;
  /** Says where the link at an index leads, where that was not known yet. */
  readonly retarget: (index: number, target: string) => void;
}

const KINDS = ["directory", "file", "link", "hard-link", "other"] as const satisfies readonly ArrivedEntry["kind"][];
/** No mode has this bit. */
const NO_MODE = 0x8000;
/** So many entries to a block: a list that grows as a whole would stand twice in memory each time. */
const ROOM = 8192;

/**
 * A folder's name without the slash at its end, as a string of its own: one that is cut from another keeps that in memory. What ends in two slashes, or is one,
 * stays: it is against the rules.
 */
export function folderName(name: string): string {
  return /[^/]\/$/.test(name) ? decodeName(encodeName(name.slice(0, -1))) : name;
}

/** Whose list it is, and how much it may hold. */
interface Listing {
  readonly source: string;
  readonly limits: ArrivalLimits;
}

/** Letters of names and of links for each entry that is allowed, together: paths of dependencies are about as long, and more would fill a memory. */
const LETTERS = 80;

/** An empty list; adding to it throws `archive-too-large` where names and links come to more than any archive needs. */
export function entryList({ source, limits }: Listing): EntryList {
  const blocks: Block[] = [];
  /** The target of a link, or what another kind is. */
  const texts = new Map<number, string>();
  const most = LETTERS * Math.max(limits.entries, ARRIVAL_LIMITS.entries);
  let [length, letters] = [0, 0];
  const hold = (text: string): string => {
    // The engine takes two bytes for each letter of a text that holds one of another alphabet than Latin.
    letters += text.length * (/[\u0100-\uffff]/.test(text) ? 2 : 1);
    if (letters > most)
      throw beyondLimit({ source }, `its names and links have more than ${most} letters`, "--max-entries");
    return text;
  };
  const at = (index: number): ArrivedEntry | undefined => {
    const block = blocks[Math.floor(index / ROOM)];
    return block === undefined || index >= length ? undefined : entryIn(block, index % ROOM, texts.get(index));
  };
  return {
    get length() {
      return length;
    },
    at,
    *[Symbol.iterator]() {
      for (let index = 0; index < length; index++) yield at(index) as ArrivedEntry;
    },
    retarget: (index, target) => {
      texts.set(index, hold(target));
    },
    add: (entry) => {
      const place = length % ROOM;
      if (place === 0) blocks.push(emptyBlock());
      const text = entry.target ?? entry.what;
      if (text !== undefined) texts.set(length, hold(text));
      length += 1;
      const { names, sizes, times, kinds, modes } = blocks.at(-1) as Block;
      names[place] = hold(entry.name);
      sizes[place] = entry.size;
      times[place] = entry.mtime;
      kinds[place] = KINDS.indexOf(entry.kind);
      modes[place] = entry.mode ?? NO_MODE;
    },
  };
}

interface Block {
  readonly names: string[];
  readonly sizes: Float64Array;
  readonly times: Float64Array;
  readonly kinds: Uint8Array;
  readonly modes: Uint16Array;
}

function emptyBlock(): Block {
  return {
    names: [],
    sizes: new Float64Array(ROOM),
    times: new Float64Array(ROOM),
    kinds: new Uint8Array(ROOM),
    modes: new Uint16Array(ROOM),
  };
}

function entryIn(block: Block, place: number, text: string | undefined): ArrivedEntry {
  const name = block.names[place] ?? "";
  const [size, mtime, stored] = [block.sizes[place] ?? 0, block.times[place] ?? 0, block.modes[place] ?? NO_MODE];
  const mode = stored === NO_MODE ? null : stored;
  const kind = KINDS[block.kinds[place] ?? 0] ?? "other";
  if (text === undefined) return { name, kind, size, mode, mtime };
  return kind === "other"
    ? { name, kind, size, mode, mtime, what: text }
    : { name, kind, size, mode, mtime, target: text };
}
