/** Compares what an entry's content is with what was declared: its length while it comes, length and checksum at its end. */
import { crc32 } from "node:zlib";
import { archiveDamaged, type Culprit } from "../../core/arrival-error.ts";
import type { Sink } from "./archive.ts";

/** What was declared; the checksum where the format has one. */
interface Declared {
  readonly size: number;
  readonly crc?: number;
}

/** Hands on to `sink` no byte more than was declared; throws `archive-damaged` where the content is longer, shorter or another. */
export function checkedSink(sink: Sink, declared: Declared, culprit: Culprit): Sink {
  let [count, crc] = [0, 0];
  return {
    write: (part) => {
      count += part.length;
      if (count > declared.size)
        throw archiveDamaged(culprit, `its content is longer than the ${declared.size} bytes it says`);
      if (declared.crc !== undefined) crc = crc32(part, crc);
      sink.write(part);
    },
    end: () => {
      if (count !== declared.size)
        throw archiveDamaged(culprit, `its content has ${count} bytes and not the ${declared.size} it says`);
      if (declared.crc !== undefined && crc !== declared.crc)
        throw archiveDamaged(culprit, "its content does not match its checksum");
      sink.end();
    },
  };
}
