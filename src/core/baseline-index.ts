/** Where the lines of a baseline are: what a large one is held as, since its names are mostly asked about one after the other and found to be as they were. */
import { join, type RelPath } from "./path.ts";
import { BaselineLine, isInOrder } from "./baseline-line.ts";

/** The lines of a baseline, as numbers alone. */
export interface BaselineIndex {
  /** The lines, without the last one. */
  readonly body: Buffer;
  /** Where the line of each name begins. */
  readonly lines: Uint32Array;
  /** For each folder the number of its first name, and one more: how many names there are. */
  readonly firsts: Uint32Array;
}

/** The same with what is needed to find a path in it. */
export interface IndexedBaseline extends BaselineIndex {
  /** In the order of the document; `""` is the root. */
  readonly folders: readonly (RelPath | "")[];
  /** The number of the folder that each folder lies in; the root's is its own. */
  readonly parents: Uint32Array;
  /** Folders that hold one of which nothing more is said: it could not be read. */
  readonly incomplete: ReadonlySet<number>;
  /** Folders whose names are not in order. */
  readonly unordered: ReadonlySet<number>;
}

/** A line of a name is not shorter. */
const SHORTEST = 'f 0 0 0 0 - "a"\n'.length;
const [LETTER_I, LETTER_N, SPACE] = [105, 110, 32];

/** Reads the lines from a place on; a text says what is wrong with one. */
export function indexBaseline(body: Buffer, from: number): IndexedBaseline | string {
  return new Indexing(body).from(from);
}

class Indexing {
  private readonly body: Buffer;
  private readonly lines: Uint32Array;
  private readonly firsts: number[] = [];
  private readonly folders: (RelPath | "")[] = [];
  private readonly parents: number[] = [];
  private readonly unordered = new Set<number>();
  /** Folders that a line tells of, with the folder that they lie in until their own names come, and then null. */
  private readonly awaited = new Map<RelPath | "", number | null>([["", 0]]);
  private count = 0;
  private folder: RelPath | "" | null = null;
  private line: BaselineLine;
  /** The line before it in its folder. */
  private last: BaselineLine;
  private isFirst = true;
  /** The names of a folder whose names are not in order. */
  private names: Set<string> | null = null;

  constructor(body: Buffer) {
    this.body = body;
    this.lines = new Uint32Array(Math.floor(body.length / SHORTEST));
    [this.line, this.last] = [new BaselineLine(body), new BaselineLine(body)];
  }

  from(start: number): IndexedBaseline | string {
    const { body } = this;
    for (let at = start; at < body.length; ) {
      const isFolder = body[at] === LETTER_I && body[at + 1] === LETTER_N && body[at + 2] === SPACE;
      const stop = isFolder ? this.folderAt(at) : this.nameAt(at);
      if (typeof stop === "string") return stop;
      at = stop;
    }
    const { folders, unordered } = this;
    const parents = Uint32Array.from(this.parents);
    const firsts = Uint32Array.from([...this.firsts, this.count]);
    return {
      body,
      lines: this.lines.slice(0, this.count),
      firsts,
      folders,
      parents,
      incomplete: this.incomplete(),
      unordered,
    };
  }

  private incomplete(): Set<number> {
    const found = new Set<number>();
    for (const parent of this.awaited.values()) if (parent !== null) found.add(parent);
    return found;
  }

  private folderAt(at: number): number | string {
    const stop = this.body.indexOf("\n", at);
    const path = pathOf(this.body.toString("utf8", at + "in ".length, stop));
    const parent = path === null ? undefined : this.awaited.get(path);
    if (path === null || parent === undefined) return `a line names no folder of it: ${this.shown(at)}`;
    if (parent === null) return `a folder is in it twice: ${this.shown(at)}`;
    this.awaited.set(path, null);
    this.folder = path;
    this.folders.push(path);
    this.parents.push(parent);
    this.firsts.push(this.count);
    this.isFirst = true;
    this.names = null;
    return stop + 1;
  }

  private nameAt(at: number): number | string {
    const { line, folder } = this;
    if (folder === null || !line.read(at)) return `a line is not as expected: ${this.shown(at)}`;
    if (!this.isFirst && this.isTwice()) return `a name is in it twice: ${this.shown(at)}`;
    if (line.kind === "directory") this.awaited.set(join(folder, line.name), this.folders.length - 1);
    this.lines[this.count++] = at;
    this.isFirst = false;
    [this.line, this.last] = [this.last, line];
    return line.next;
  }

  /** Names that come in order are all different. */
  private isTwice(): boolean {
    if (this.names === null && isInOrder(this.body, this.last, this.line)) return false;
    const { name } = this.line;
    this.names ??= this.namesSoFar();
    if (this.names.has(name)) return true;
    this.names.add(name);
    return false;
  }

  private namesSoFar(): Set<string> {
    this.unordered.add(this.folders.length - 1);
    const [names, line] = [new Set<string>(), new BaselineLine(this.body)];
    for (let number = this.firsts.at(-1) ?? 0; number < this.count; number++)
      if (line.read(this.lines[number] ?? 0)) names.add(line.name);
    return names;
  }

  private shown(at: number): string {
    const stop = this.body.indexOf("\n", at);
    return this.body.toString("utf8", at, stop).slice(0, 100);
  }
}

/** The paths that are awaited were put together of names: whatever is one of them is a path. */
function pathOf(json: string): RelPath | "" | null {
  try {
    return JSON.parse(json) as RelPath | "";
  } catch {
    return null;
  }
}
