import { across } from "./across.ts";
import type { Campaign } from "./campaign.ts";
import { archives } from "./archives.ts";
import { crashStates } from "./crash-states.ts";
import { failingCalls, shortWrites } from "./failing-calls.ts";
import { flips } from "./flips.ts";
import { journal } from "./journal.ts";
import { kills } from "./kills.ts";
import { live } from "./live.ts";
import { lock } from "./lock.ts";
import { names } from "./names.ts";
import { nestedKills } from "./nested-kills.ts";
import { script } from "./script.ts";
import { snapshots } from "./snapshots.ts";
import { switches } from "./switches.ts";
import { threeWay } from "./three-way.ts";
import { walk } from "./walk.ts";

/** Every campaign that `npm run faults` knows. */
export const CAMPAIGNS: readonly Campaign[] = [
  kills,
  nestedKills,
  crashStates,
  failingCalls,
  shortWrites,
  live,
  switches,
  across,
  lock,
  flips,
  threeWay,
  archives,
  names,
  walk,
  journal,
  snapshots,
  script,
];
