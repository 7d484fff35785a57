import type { Campaign } from "./campaign.ts";
import { crashStates } from "./crash-states.ts";
import { failingCalls, shortWrites } from "./failing-calls.ts";
import { kills } from "./kills.ts";
import { live } from "./live.ts";
import { lock } from "./lock.ts";
import { nestedKills } from "./nested-kills.ts";

/** Every campaign that `npm run faults` knows. */
export const CAMPAIGNS: readonly Campaign[] = [kills, nestedKills, crashStates, failingCalls, shortWrites, live, lock];
