/** Moves between ways to serve, and releases on them, ended at a stride of their changing calls. */
import {
  releaseOnEntries,
  releaseOnLoader,
  serveBackToEntries,
  serveBackToLink,
  serveToEntries,
  serveToLink,
  serveToLoader,
} from "./scenarios/serve.ts";
import { testStrided } from "./strided.ts";

const MOVES = [serveToLink, serveToEntries, serveToLoader, serveBackToEntries, serveBackToLink];
const RELEASES = [releaseOnEntries, releaseOnLoader];

testStrided({ killed: [...MOVES, ...RELEASES], failing: [serveToEntries, releaseOnLoader], stride: 9 });
