/** The entries of a delivery as columns: with an object for each of 200,000, listing an archive would take more memory than an archive may. */
import type { ArrivedEntries, ArrivedEntry } from "../../core/arrival.ts";

/** A list that grows while a delivery is listed. Entries are made anew each time they are asked for. */
export interface EntryList extends ArrivedEntries {
  readonly add: (entry: ArrivedEntry) => void;
  /** Says where the link at an index leads, where that was not known yet. */
  readonly retarget: (index: number, target: string) => void;
}

const KINDS = ["directory", "file", "link", "hard-link", "other"] as const satisfies readonly ArrivedEntry["kind"][];
/** No mode has this bit. */
const NO_MODE = 0x8000;
const FIRST_ROOM = 1024;

/** An empty list. */
export function entryList(): EntryList {
  const names: string[] = [];
  /** The target of a link, or what another kind is. */
  const texts = new Map<number, string>();
  let columns = roomFor(FIRST_ROOM);
  const at = (index: number): ArrivedEntry | undefined => {
    const name = names[index];
    return name === undefined ? undefined : entryAt(columns, index, { name, text: texts.get(index) });
  };
  return {
    get length() {
      return names.length;
    },
    at,
    *[Symbol.iterator]() {
      for (let index = 0; index < names.length; index++) yield at(index) as ArrivedEntry;
    },
    retarget: (index, target) => {
      texts.set(index, target);
    },
    add: (entry) => {
      const index = names.push(entry.name) - 1;
      if (index === columns.sizes.length) columns = roomFor(index * 2, columns);
      columns.sizes[index] = entry.size;
      columns.times[index] = entry.mtime;
      columns.kinds[index] = KINDS.indexOf(entry.kind);
      columns.modes[index] = entry.mode ?? NO_MODE;
      const text = entry.target ?? entry.what;
      if (text !== undefined) texts.set(index, text);
    },
  };
}

interface Columns {
  readonly sizes: Float64Array;
  readonly times: Float64Array;
  readonly kinds: Uint8Array;
  readonly modes: Uint16Array;
}

function roomFor(count: number, filled?: Columns): Columns {
  const columns: Columns = {
    sizes: new Float64Array(count),
    times: new Float64Array(count),
    kinds: new Uint8Array(count),
    modes: new Uint16Array(count),
  };
  if (filled === undefined) return columns;
  columns.sizes.set(filled.sizes);
  columns.times.set(filled.times);
  columns.kinds.set(filled.kinds);
  columns.modes.set(filled.modes);
  return columns;
}

function entryAt(
  { sizes, times, kinds, modes }: Columns,
  index: number,
  { name, text }: { readonly name: string; readonly text: string | undefined },
): ArrivedEntry {
  const [size, mtime, stored] = [sizes[index] ?? 0, times[index] ?? 0, modes[index] ?? NO_MODE];
  const mode = stored === NO_MODE ? null : stored;
  const kind = KINDS[kinds[index] ?? 0] ?? "other";
  if (text === undefined) return { name, kind, size, mode, mtime };
  return kind === "other"
    ? { name, kind, size, mode, mtime, what: text }
    : { name, kind, size, mode, mtime, target: text };
}
