/** What filling a document root is asked with, and what it answers. */
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Ownership } from "../../core/observation.ts";
import type { AbsPath, RelPath } from "../../core/path.ts";
import type { Serving } from "../../core/serving.ts";
import type { Operation } from "../operation.ts";
import type { Premise } from "../plan.ts";
import type { FoundName } from "./root-facts.ts";
import type { WantedRoot } from "./wanted.ts";

/** The question. */
export interface Filling {
  /** Where the names go: the document root, or what is made beside it to take its place. */
  readonly root: AbsPath;
  /** What its owner calls it. */
  readonly shown: string;
  readonly found: readonly FoundName[];
  /** What was placed there last. */
  readonly placed: Serving["placed"];
  readonly wanted: WantedRoot;
  /** Data places where the document root still holds something of its own: they are taken over by steps of their own. */
  readonly data: ReadonlySet<RelPath>;
  readonly owner: Ownership;
  /** A folder beside the document root, which is not there yet, for what gives way. */
  readonly kept: AbsPath;
  /** Where loaders are kept. */
  readonly loaders: AbsPath;
  /** What is nobody's that we know may give way: its owner has seen the list. */
  readonly aside: boolean;
  /** The steps `before` of this question are done: what they prepared stands beside its place. */
  readonly isPrepared: boolean;
}

/** The answer. */
export interface Filled {
  /** Before the switch. */
  readonly before: readonly Operation[];
  /** After it. */
  readonly after: readonly Operation[];
  readonly placed: Serving["placed"];
  /** What of it comes before the switch. */
  readonly added: Serving["placed"];
  readonly basedOn: readonly Premise[];
  readonly diagnostics: readonly Diagnostic[];
  /** Names that are nobody's that we know and stand where something is wanted: they stay, and what is wanted does not come. */
  readonly inTheWay: readonly RelPath[];
  /** Names that are nobody's that we know and in nobody's way: they stay as well. */
  readonly others: readonly RelPath[];
}
