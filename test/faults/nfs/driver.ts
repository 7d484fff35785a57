/** Runs in the guest: everything that is wanted, then writes down what was found. */
import { readFileSync, writeFileSync } from "node:fs";
import { casefoldSite } from "./casefold.ts";
import type { Findings, LockFinding, SiteFinding, Wanted } from "./findings.ts";
import { PROTOCOLS } from "./mounts.ts";
import { nfsSites } from "./sites.ts";
import { lockOver } from "./two-hosts.ts";
import { vfatSite } from "./vfat.ts";

const wanted = JSON.parse(readFileSync("/exchange/wanted.json", "utf8")) as Wanted;
const locks: LockFinding[] = [];
const sites: SiteFinding[] = [];

sites.push(...(await vfatSite(wanted)), ...(await casefoldSite(wanted)));
for (const protocol of PROTOCOLS) sites.push(...(await nfsSites(protocol, wanted)));
for (const protocol of PROTOCOLS) locks.push(await lockOver(protocol, wanted));
writeFileSync("/exchange/findings.json", JSON.stringify({ locks, sites } satisfies Findings));
