import type { BaselineNode } from "./baseline.ts";
import { baseName, join, parentOf, type RelPath } from "./path.ts";
import type { IndexedBaseline } from "./baseline-index.ts";
import { BaselineLine } from "./baseline-line.ts";

/** The names of a baseline that was read from a document: each node is made when somebody asks for it. */
export class BaselineNodes implements ReadonlyMap<RelPath, BaselineNode> {
  readonly size: number;
  readonly index: IndexedBaseline;
  private readonly line: BaselineLine;
  private numbers: Map<RelPath | "", number> | null = null;

  constructor(index: IndexedBaseline) {
    this.index = index;
    this.size = index.lines.length;
    this.line = new BaselineLine(index.body);
  }

  get(path: RelPath): BaselineNode | undefined {
    return this.find(path) ? this.line.node() : undefined;
  }

  has(path: RelPath): boolean {
    return this.find(path);
  }

  /** Which folder of the document it is; undefined where it is none, or nothing is said of what is in it. */
  numberOf(folder: RelPath | ""): number | undefined {
    this.numbers ??= new Map(this.index.folders.map((path, number) => [path, number]));
    return this.numbers.get(folder);
  }

  /** The names of the folders directly in a folder. */
  foldersIn(number: number): string[] {
    const { firsts } = this.index;
    const names: string[] = [];
    for (let at = firsts[number] ?? 0; at < (firsts[number + 1] ?? 0); at++)
      if (this.reads(this.line, at) && this.line.kind === "directory") names.push(this.line.name);
    return names;
  }

  /** All that lies directly in a folder. */
  *inFolder(number: number): Generator<[RelPath, BaselineNode]> {
    const { folders, firsts } = this.index;
    const line = new BaselineLine(this.index.body);
    for (let at = firsts[number] ?? 0; at < (firsts[number + 1] ?? 0); at++)
      if (this.reads(line, at)) yield [join(folders[number] ?? "", line.name), line.node()];
  }

  *entries(): Generator<[RelPath, BaselineNode]> {
    for (let number = 0; number < this.index.folders.length; number++) yield* this.inFolder(number);
  }

  *keys(): Generator<RelPath> {
    for (const [path] of this.entries()) yield path;
  }

  *values(): Generator<BaselineNode> {
    for (const [, node] of this.entries()) yield node;
  }

  [Symbol.iterator](): Generator<[RelPath, BaselineNode]> {
    return this.entries();
  }

  forEach(visit: (node: BaselineNode, path: RelPath, nodes: ReadonlyMap<RelPath, BaselineNode>) => void): void {
    for (const [path, node] of this.entries()) visit(node, path, this);
  }

  /** Reads the line of a path, where there is one. */
  private find(path: RelPath): boolean {
    const { firsts, unordered } = this.index;
    const number = this.numberOf(parentOf(path));
    if (number === undefined) return false;
    const [low, high] = [firsts[number] ?? 0, firsts[number + 1] ?? 0];
    const name = baseName(path);
    return unordered.has(number) ? this.lookThrough(name, low, high) : this.halve(name, low, high);
  }

  private halve(name: string, from: number, to: number): boolean {
    let [low, high] = [from, to];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (!this.reads(this.line, middle)) return false;
      const found = this.line.name;
      if (found === name) return true;
      if (found < name) low = middle + 1;
      else high = middle;
    }
    return false;
  }

  private lookThrough(name: string, from: number, to: number): boolean {
    for (let at = from; at < to; at++) if (this.reads(this.line, at) && this.line.name === name) return true;
    return false;
  }

  private reads(line: BaselineLine, number: number): boolean {
    return line.read(this.index.lines[number] ?? 0);
  }
}
