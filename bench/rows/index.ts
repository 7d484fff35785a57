import type { Row } from "../row.ts";
import { startRow } from "./01-start.ts";
import { firstRunRow } from "./02-first-run.ts";
import { peersCopyRow } from "./03-peers-copy.ts";
import { acrossRow } from "./05-across.ts";
import { mergeRow } from "./06-merge.ts";
import { driftRow, manyFoldersRow } from "./07-drift.ts";
import { digestRow } from "./09-digest.ts";
import { linksRow } from "./10-links.ts";
import { clonesRow, snapshotsRow } from "./11-snapshots.ts";
import { inspectRow } from "./12-inspect.ts";
import { localDeploymentRow } from "./13-local-deployment.ts";
import { sshDeploymentRow } from "./14-ssh-deployment.ts";
import { budgetsRow } from "./budgets.ts";
import { scaleRow } from "./scale.ts";
import { manyRow } from "./scale-many.ts";
import { servingRow } from "./serving.ts";

/** All rows, in the order in which they are run. */
export const ROWS: readonly Row[] = [
  startRow,
  firstRunRow,
  peersCopyRow,
  acrossRow,
  mergeRow,
  driftRow,
  manyFoldersRow,
  digestRow,
  linksRow,
  snapshotsRow,
  clonesRow,
  inspectRow,
  localDeploymentRow,
  sshDeploymentRow,
  scaleRow,
  manyRow,
  budgetsRow,
  servingRow,
];
