/** Whether what a delivery says of its sizes is within the limits; asked while it is listed, so that no bomb is read to its end, and of the whole. */
import { type ArrivalLimits, HARMLESS_BYTES, type Source } from "./arrival.ts";
import { beyondLimit } from "./arrival-error.ts";

/** A delivery: where it is, what it is, and its own bytes. */
export interface Weighed extends Pick<Source, "kind" | "size"> {
  readonly source: string;
}

/** Throws `archive-too-large` where `bytes` unpacked are more than may be, or more than may be for an archive of this size. */
export function refuseBeyond({ source, kind, size }: Weighed, bytes: number, limits: ArrivalLimits): void {
  if (bytes > limits.bytes)
    throw beyondLimit({ source }, `it unpacks to ${bytes} bytes, more than ${limits.bytes}`, "--max-size");
  if (kind !== "folder" && bytes > HARMLESS_BYTES && bytes > size * limits.ratio)
    throw beyondLimit(
      { source },
      `its ${size} bytes unpack to ${bytes}, more than ${limits.ratio} to one`,
      "--max-ratio",
    );
}
