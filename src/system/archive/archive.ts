/** What all kinds of deliveries have in common once they are open. */
import type { ArrivedEntries, Source } from "../../core/arrival.ts";

/** Takes the content of one file. What it is given is only lent: the bytes are others after the call. */
export interface Sink {
  readonly write: (part: Uint8Array) => void;
  /** The content is complete: its length and its checksum were right. */
  readonly end: () => void;
}

/** A delivery, listed and held open. Reading throws `archive-damaged` where the delivery is not what its list says. */
export interface Archive extends Source {
  readonly entries: ArrivedEntries;
  /** Goes through the files once, in the delivery's order, with at most one open at a time; null skips one. Every content that is read is checked. */
  readonly readThrough: (sinkOf: (index: number) => Sink | null) => void;
  /** The sha256 of the archive's bytes in hex; null for a folder. */
  readonly digest: () => string | null;
  readonly close: () => void;
}
