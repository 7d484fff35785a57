import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { HOSTS } from "../lab/script-tools.ts";
import { type KnownScript, type Mishap, tryMishap, undisturbedScript } from "../lab/script-trial.ts";
import type { Scenario } from "../scenario.ts";
import { persistFlatFirst } from "../scenarios/persist-flat-first.ts";
import { persistFlatLater } from "../scenarios/persist-flat-later.ts";
import { persistReleasesFirst } from "../scenarios/persist-releases-first.ts";
import { persistReleasesLater } from "../scenarios/persist-releases-later.ts";
import { persistSubsequent } from "../scenarios/persist-subsequent.ts";
import type { Campaign, Unit } from "./campaign.ts";

const SCRIPTED: readonly Scenario[] = [
  persistFlatFirst,
  persistFlatLater,
  persistReleasesFirst,
  persistReleasesLater,
  persistSubsequent,
];
/**
 * Who completes what was interrupted, in turn, so that each meets each kind of moment. Nobody can tell the recovery what the plan was told, so whose
 * version stays may then be another good end.
 */
const completedBy = ({ scenario, host }: KnownScript, at: number): Mishap["by"] => {
  const by: readonly Mishap["by"][] = [
    "script",
    "program",
    ...(scenario === persistSubsequent ? [] : (["recovery"] as const)),
    ...(host.owner === 0 ? [] : (["owner"] as const)),
  ];
  return by[at % by.length] ?? "script";
};

/** The script for servers without Node.js, killed before each call of a tool that may change something, and each of these calls failing. */
export const script: Campaign = {
  id: "script",
  promise:
    "the script for servers without Node.js, killed before every command that changes something and each such command failing, on dash, bash and busybox, with and without an exchange, as root on its own site and on another user's: nothing lost, one more run converges (the script, the program, emergency-recovery.sh, or the script as the site's user first), the next changes nothing",
  units: async (folder) => {
    const units: Unit[] = [];
    for (const host of HOSTS)
      for (const scenario of SCRIPTED) units.push(...unitsOf(await undisturbedScript(scenario, host, folder), folder));
    return units;
  },
  someUnits: async (folder, seed) => {
    const scenario = SCRIPTED[seed % SCRIPTED.length] ?? persistFlatFirst;
    const host = HOSTS[Math.floor(seed / SCRIPTED.length) % HOSTS.length];
    return host === undefined ? [] : unitsOf(await undisturbedScript(scenario, host, folder), folder);
  },
  // The number of calls is a part of each unit's name, so a plan that does something else begins anew as well.
  subject: () => textsBelow(join(import.meta.dirname, "../../../src/script")),
  lacks: ({ kills = 0 }, isWhole) => [
    ...(isWhole ? [] : ["not every command was reached yet"]),
    ...(kills >= 1000 ? [] : [`${kills} kills, fewer than 1,000`]),
  ],
};

/** All that makes up the scripts. */
function textsBelow(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return names
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
}

function unitsOf(known: KnownScript, folder: string): Unit[] {
  const { host, scenario } = known;
  const calls = known.calls.length;
  return Array.from({ length: calls * 2 }, (_, index): Unit => {
    const at = Math.floor(index / 2) + 1;
    const how = index % 2 === 0 ? "killed" : "failed";
    const by = completedBy(known, at);
    return {
      id: `${host.id}: ${scenario.id} ${at}/${calls} ${how}, completed by ${by}`,
      run: async () => ({
        violations: await tryMishap(known, folder, { at, how, by }),
        counts: { [how === "killed" ? "kills" : "failures"]: 1 },
      }),
    };
  });
}
