import type { Row } from "../row.ts";
import { startRow } from "./01-start.ts";
import { firstRunRow } from "./02-first-run.ts";
import { peersCopyRow } from "./03-peers-copy.ts";

/** All rows, in the order in which they are run. */
export const ROWS: readonly Row[] = [startRow, firstRunRow, peersCopyRow];
