import type { Scenario } from "../scenario.ts";
import { persistDatabase } from "./database.ts";
import { decideFlat, decideReleases } from "./decide.ts";
import { envFlat, envReleases } from "./env.ts";
import { hostFlat, hostReleases } from "./host.ts";
import { initFlat, initReleases } from "./init.ts";
import { persistFlatFirst } from "./persist-flat-first.ts";
import { persistFlatLater } from "./persist-flat-later.ts";
import { persistPlanFile } from "./persist-plan-file.ts";
import { persistReleasesFirst } from "./persist-releases-first.ts";
import { persistReleasesLater } from "./persist-releases-later.ts";
import { persistSubsequent } from "./persist-subsequent.ts";
import { probeFlat, probeReleases } from "./probe.ts";
import { pruneReleases } from "./prune.ts";
import { recoverFlat } from "./recover-flat.ts";
import { recoverReleases } from "./recover-releases.ts";
import { releaseConverts, releaseFlatFirst, releaseNewSite, releaseReleasesLater } from "./release.ts";
import { rollbackFlat, rollbackReleases } from "./rollback.ts";
import { releaseInPlace, rollbackInPlace } from "./in-place.ts";
import { persistUndone, undoFlat, undoReleases } from "./undo.ts";
import { rescuedDrop, rescuedRestore } from "./rescued.ts";
import { restoreFlat } from "./restore.ts";
import {
  releaseOnEntries,
  releaseOnLoader,
  serveBackToEntries,
  serveBackToLink,
  serveToEntries,
  serveToLink,
  serveToLoader,
} from "./serve.ts";
import { snapshotDrop, snapshotTake } from "./snapshot.ts";
import { transferFlat } from "./transfer-flat.ts";

/** Every scenario of the laboratory. */
export const SCENARIOS: readonly Scenario[] = [
  persistFlatFirst,
  persistFlatLater,
  persistReleasesFirst,
  persistReleasesLater,
  persistPlanFile,
  persistSubsequent,
  persistDatabase,
  transferFlat,
  recoverFlat,
  recoverReleases,
  initFlat,
  initReleases,
  decideFlat,
  decideReleases,
  envFlat,
  envReleases,
  releaseFlatFirst,
  releaseReleasesLater,
  releaseNewSite,
  releaseConverts,
  rollbackFlat,
  rollbackReleases,
  releaseInPlace,
  rollbackInPlace,
  pruneReleases,
  undoFlat,
  undoReleases,
  persistUndone,
  rescuedRestore,
  rescuedDrop,
  snapshotTake,
  snapshotDrop,
  restoreFlat,
  serveToLink,
  serveToEntries,
  serveToLoader,
  serveBackToEntries,
  serveBackToLink,
  releaseOnEntries,
  releaseOnLoader,
  hostFlat,
  hostReleases,
  probeFlat,
  probeReleases,
];
