/**
 * Unpacks deflate (RFC 1951) and gzip (RFC 1952) part by part. The decoder checks neither lengths nor checksums; that is done by who calls. What
 * it does tell is where a gzip member begins behind another. So raw deflate is given to it as one member with a head and a trailer of our own, and every
 * stream is followed by the head of one more: where that is not found at its place, the stream is cut off or has something behind it.
 */
import { Gunzip } from "fflate";

/** The data is no such stream; the message says why, in small letters. */
export class BrokenStream extends Error {}

/** Unpacks what it is fed; each call throws a {@link BrokenStream} where the data is none, and what `take` throws as it is. */
export interface Inflating {
  readonly feed: (part: Uint8Array) => void;
  /** How many bytes to feed next, at most: few where little yields much, so that what is unpacked at a time stays small. */
  readonly wants: () => number;
  /** Ends the stream; throws where it is not complete, or where something stands behind it. */
  readonly finish: () => void;
}

/** The shortest head of a gzip member: no name, no time. */
const HEAD = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);
const TRAILER = new Uint8Array(8);
/** Deflate makes at most 1,032 bytes of one: the least is half a MiB. */
const FEED = { least: 512, most: 8 * 1024 };
/** What one feeding yields beyond this makes the next one the least: the decoder holds a multiple of it for a moment, and the engine clears that late. */
const MUCH = 192 * 1024;
/** A stored block is the longest thing that yields nothing until all of it is there. */
const LONGEST_SILENCE = 128 * 1024;

/** Raw deflate: one stream and nothing behind it. The bytes that `take` gets are lent for the call. */
export function inflating(take: (part: Uint8Array) => void): Inflating {
  let members = 0;
  const stream = gunzipping({ take, memberEnds: () => members++ });
  stream.feed(HEAD);
  return {
    feed: stream.feed,
    wants: stream.wants,
    finish: () => {
      stream.feed(TRAILER);
      stream.finish();
      if (members !== 1) throw new BrokenStream("there is data behind its end");
    },
  };
}

/** What {@link gunzipping} tells. */
interface Members {
  readonly take: (part: Uint8Array) => void;
  /** A member has ended, trailer included, where `end` bytes had been fed. What is taken after it is of the next one. */
  readonly memberEnds: (end: number) => void;
}

/** One or more gzip members one after the other. */
export function gunzipping({ take, memberEnds }: Members): Inflating {
  let [fed, silence, ended] = [0, 0, -1];
  let [yielded, step] = [0, FEED.least];
  let isDecoding = false;
  const outside = (work: () => void): void => {
    isDecoding = false;
    work();
    isDecoding = true;
  };
  const gunzip = new Gunzip((part) => {
    if (part.length === 0) return;
    silence = 0;
    yielded += part.length;
    outside(() => {
      take(part);
    });
  });
  gunzip.onmember = (end) => {
    ended = end;
    outside(() => {
      memberEnds(end);
    });
  };
  const push = (part: Uint8Array): void => {
    fed += part.length;
    silence += part.length;
    isDecoding = true;
    yielded = 0;
    try {
      gunzip.push(part);
    } catch (error) {
      throw isDecoding && error instanceof Error ? new BrokenStream(error.message, { cause: error }) : error;
    }
    if (silence > LONGEST_SILENCE) throw new BrokenStream("it yields nothing");
    step = yielded > MUCH ? Math.max(FEED.least, step / 4) : Math.min(FEED.most, step * 2);
  };
  const feed = inSteps(push, () => step);
  return {
    feed,
    wants: () => step,
    finish: () => {
      const end = fed;
      feed(HEAD);
      if (ended !== end) throw new BrokenStream("it is cut off, or something stands behind it");
    },
  };
}

function inSteps(push: (piece: Uint8Array) => void, step: () => number): (part: Uint8Array) => void {
  return (part) => {
    for (let at = 0; at < part.length; ) {
      const piece = part.subarray(at, at + step());
      push(piece);
      at += piece.length;
    }
  };
}
