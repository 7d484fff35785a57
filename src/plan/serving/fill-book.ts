/** The steps of filling a document root, as they are collected. */
import type { Diagnostic } from "../../core/diagnostic.ts";
import { type AbsPath, abs, ancestorsOf, parentOf, rel, type RelPath, under } from "../../core/path.ts";
import { markedStanding, markOf } from "../../core/serving.ts";
import type { Operation } from "../operation.ts";
import type { Premise } from "../plan.ts";
import { pathAt, spotAt } from "../release/places.ts";
import type { Filling } from "./filling.ts";
import { retireLink, wasOf } from "./retire-link.ts";
import type { FoundName } from "./root-facts.ts";
import type { Wanted } from "./wanted.ts";

type WantedFile = Wanted & { readonly kind: "file" };

/** Names of ours that only stand for a moment in a document root. */
export const PREPARED = ".holdfast-serving-";

/** What a preview says of what nobody has prepared yet. */
const NOT_YET = "0:0";

/** The book. */
export class FillBook {
  readonly before: Operation[] = [];
  readonly after: Operation[] = [];
  readonly placed = new Map<RelPath, string>();
  /** What comes before the switch at its own name. */
  readonly added = new Map<RelPath, string>();
  readonly diagnostics: Diagnostic[] = [];
  readonly inTheWay: RelPath[] = [];
  /** Below these nothing is looked at: something else stands there, or something whole is put there. */
  readonly closed = new Set<RelPath>();
  readonly #found: ReadonlyMap<string, FoundName>;
  readonly #premises = new Map<string, Premise>();
  readonly #staged = new Map<RelPath, AbsPath>();
  readonly #madeFolders = new Set<string>();

  readonly filling: Filling;

  constructor(filling: Filling) {
    this.filling = filling;
    this.#found = new Map(filling.found.map((name) => [name.path, name]));
  }

  /** What stands at a name; nothing where what it is in is made anew. */
  foundAt(path: RelPath): FoundName | null {
    return this.isStaged(path) ? null : (this.#found.get(path) ?? null);
  }

  isStaged(path: RelPath): boolean {
    return ancestorsOf(path).some((above) => this.#staged.has(above));
  }

  /** True where nobody misses it: it is a release's or ours as a whole, or its owner has let it go aside. */
  givesWay(found: FoundName): boolean {
    return this.filling.aside || this.isKnown(found);
  }

  /** True for what a release has, or what we placed and nobody has changed. */
  isKnown(found: FoundName): boolean {
    if (found.kind === "directory")
      return this.filling.found.every(({ path, kind }) => {
        if (kind === "directory" || !path.startsWith(`${found.path}/`)) return true;
        const below = this.#found.get(path);
        return below === undefined || this.isKnown(below);
      });
    return found.isKnown || this.isPlaced(found);
  }

  /** True where what was placed there stands there. */
  isPlaced({ path, kind, text, digest }: FoundName): boolean {
    const mark = this.filling.placed[path];
    if (mark === undefined) return false;
    const known = markedStanding(mark);
    if (known.kind === "folder") return kind === "directory";
    return known.kind === "link"
      ? kind === "link" && text === known.text
      : kind === "file" && digest !== null && digest === known.digest;
  }

  /** Somebody else's stands there, and stays. */
  stopAt(path: RelPath): void {
    this.inTheWay.push(path);
    this.closed.add(path);
  }

  /** Puts what is wanted where nothing is. */
  add(path: RelPath, wanted: Wanted): void {
    if (!this.isStaged(path)) this.added.set(path, markOf(wanted));
    this.addAt(path, wanted, this.#placeOf(path));
  }

  addAt(path: RelPath, wanted: Wanted, place: AbsPath): void {
    this.#relyOn(place, null);
    const common = { path: this.#shown(path), at: spotAt(place) };
    const reason = "the web root of what will be live has it";
    if (wanted.kind === "link")
      this.before.push({ kind: "make-link", ...common, text: wanted.text, owner: this.filling.owner, reason });
    else if (wanted.kind === "folder")
      this.before.push({ kind: "make-directory", ...common, owner: wanted.rights, reason });
    else this.before.push(this.#bringing(path, wanted, { place, replaces: null, keeps: false }));
  }

  /** Copies a file over what stands there, in one call. */
  bring(path: RelPath, wanted: WantedFile, over: { readonly replaces: FoundName; readonly keeps: boolean }): void {
    const place = this.#placeOf(path);
    this.#relyOn(place, over.replaces);
    this.after.push(this.#bringing(path, wanted, { place, replaces: over.replaces.id, keeps: over.keeps }));
  }

  relink(path: RelPath, found: FoundName, text: string): void {
    const place = this.#placeOf(path);
    this.#relyOn(place, found);
    this.after.push({
      kind: "relink",
      path: this.#shown(path),
      at: spotAt(place),
      text,
      was: found.text ?? "",
      reason: "it leads elsewhere",
    });
  }

  /** What the release brings, for its owner to compare with what he has. */
  keepBeside(path: RelPath, wanted: WantedFile): void {
    const shown = this.#shown(path);
    this.diagnostics.push({
      severity: "warning",
      code: "document-root-file-kept",
      path: shown,
      message: `"${shown}" stays as it was changed on this server, and the release brings another one`,
      hint: "The release's is in the rescue folder (holdfast rescued): take from it what is missing",
    });
    this.after.push({
      kind: "keep-rescued",
      path: shown,
      at: wanted.from,
      identity: wanted.id,
      nodeKind: "file",
      as: this.#keptAs(path),
      reason: "the server's own stands in its place",
    });
  }

  /**
   * A name of ours beside a name, for what will take its place: made by a plan of its own, and found by the next one. Before that one, what an earlier run
   * left there is retired.
   */
  prepare(path: RelPath, wanted: Wanted): void {
    const prepared = this.#preparedOf(path);
    this.#staged.set(path, prepared);
    if (this.filling.isPrepared) return;
    const left = this.#found.get(this.#preparedPath(path));
    if (left !== undefined) this.#retireTo(this.before, left, prepared);
    this.addAt(path, wanted, prepared);
  }

  /** Lets what was prepared take the place. */
  standIn(path: RelPath, found: FoundName): void {
    const prepared = this.#preparedOf(path);
    const place = under(this.filling.root, path);
    this.#relyOn(place, found);
    const isOurLink = found.kind === "link" && found.isKnown;
    const kept = isOurLink ? wasOf(place) : under(this.filling.kept, path);
    if (!isOurLink) this.#keepIn(parentOf(kept));
    this.#relyOn(kept, null);
    const ready = this.#found.get(this.#preparedPath(path));
    if (this.filling.isPrepared) this.#relyOn(prepared, ready ?? null);
    this.after.push({
      kind: "stand-in",
      path: this.#shown(path),
      at: spotAt(place),
      from: spotAt(prepared),
      identity: ready?.id ?? NOT_YET,
      replaced: found.id,
      kept: spotAt(kept),
      reason: isOurLink ? "a link of ours gives way" : `what stood there is kept in ${spotAt(this.filling.kept).name}`,
    });
    if (isOurLink) this.after.push(retireLink({ path, shown: this.filling.shown, place, id: found.id }));
  }

  /** Moves something of ours that no release has any more to what is retired. */
  retire(found: FoundName): void {
    this.#retireTo(this.after, found, this.#placeOf(found.path));
  }

  #retireTo(steps: Operation[], found: FoundName, place: AbsPath): void {
    this.#relyOn(place, found);
    steps.push({
      kind: "set-aside",
      path: this.#shown(found.path),
      at: spotAt(place),
      identity: found.id,
      nodeKind: found.kind,
      to: "retired",
      as: this.#keptAs(found.path),
      reason: "the web root of what is live does not have it",
    });
  }

  /** What an earlier run prepared and nothing wants any more. */
  retireLeftover(found: FoundName): void {
    if (![...this.#staged.values()].includes(under(this.filling.root, found.path)))
      this.#retireTo(this.before, found, under(this.filling.root, found.path));
  }

  premises(): Premise[] {
    return [...this.#premises.values()];
  }

  #preparedPath(path: RelPath): RelPath {
    const last = path.slice(path.lastIndexOf("/") + 1);
    return rel(`${path.slice(0, path.length - last.length)}${PREPARED}${last}`);
  }

  #preparedOf(path: RelPath): AbsPath {
    return under(this.filling.root, this.#preparedPath(path));
  }

  #placeOf(path: RelPath): AbsPath {
    const above = ancestorsOf(path).findLast((one) => this.#staged.has(one));
    const staged = above === undefined ? undefined : this.#staged.get(above);
    if (above === undefined || staged === undefined) return under(this.filling.root, path);
    return abs(`${staged}${path.slice(above.length)}`);
  }

  #shown(path: RelPath): string {
    return `${this.filling.shown}/${path}`;
  }

  /** Its path in the rescue folder or among what is retired; a document root beside the site's folder is shown by a way up, which those do not have. */
  #keptAs(path: RelPath): RelPath {
    return rel(this.#shown(path).replace(/^(?:\.\.\/)+/u, ""));
  }

  #bringing(
    path: RelPath,
    wanted: WantedFile,
    over: { readonly place: AbsPath; readonly replaces: string | null; readonly keeps: boolean },
  ): Operation {
    const into = spotAt(over.place);
    return {
      kind: "bring",
      path: this.#shown(path),
      at: wanted.from,
      into,
      root: into.directory,
      identity: wanted.id,
      nodeKind: "file",
      digest: wanted.digest,
      rights: null,
      replaces: over.replaces,
      live: true,
      keeps: over.keeps,
      reason: wanted.generated
        ? "it hands over to the release that is live"
        : "the web root of what will be live has it",
    };
  }

  /** The folders for what gives way are made when the first one does. */
  #keepIn(folder: AbsPath): void {
    if (this.#madeFolders.has(folder)) return;
    if (folder !== this.filling.kept) this.#keepIn(parentOf(folder));
    this.#madeFolders.add(folder);
    this.#relyOn(folder, null);
    this.after.push({
      kind: "make-directory",
      path: spotAt(this.filling.kept).name,
      at: spotAt(folder),
      owner: { ...this.filling.owner, mode: 0o700 },
      reason: "for what gives way in the document root",
    });
  }

  #relyOn(path: AbsPath, found: FoundName | null): void {
    const at = pathAt(spotAt(path));
    if (this.#premises.has(at)) return;
    const premise: Premise =
      found === null
        ? { path: at, kind: "absent", id: null }
        : { path: at, kind: found.kind, id: found.id, ...(found.text === null ? {} : { linkText: found.text }) };
    this.#premises.set(at, premise);
  }
}

/** An empty book. */
export function fillBook(filling: Filling): FillBook {
  return new FillBook(filling);
}
