/** A site in the guest, what is typed in it, and what is expected of it. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { type Belongings, belongingsOf, losses, shapeOf, unreachable } from "../oracle.ts";
import { exactListing, fullListing } from "../power/listing.ts";
import type { SiteFinding, Wanted } from "./findings.ts";

/** How a command line ended. */
export interface Ended {
  readonly code: number | null;
  readonly text: string;
}

/** A site being looked at. */
export interface Look {
  readonly root: string;
  readonly before: Belongings;
  /** Runs the program in a folder of the site. */
  readonly type: (cwd: string, argv: readonly string[]) => Ended;
  /** Notes a violation where the claim is wrong. */
  readonly claim: (isSo: boolean, otherwise: string) => void;
}

/** Which site it is, and what must go on resolving in it. */
interface About {
  readonly fileSystem: string;
  readonly what: string;
  readonly root: string;
  readonly live: string | null;
  /** What is lost, where it is not what the oracle says. */
  readonly lost?: (before: Belongings) => readonly string[];
}

/** Lets `work` run commands in a site and make claims; whatever it does, nothing may be lost by it. */
export function lookAtSite(about: About, wanted: Wanted, work: (look: Look) => void): SiteFinding {
  const began = performance.now();
  const violations: string[] = [];
  // NFS and vfat keep no extended attributes of users.
  const before = belongingsOf(about.root, about.live, { xattrs: false });
  work({
    root: about.root,
    before,
    type: (cwd, argv) => typed(wanted, join(about.root, cwd), argv),
    claim: (isSo, otherwise) => {
      if (!isSo) violations.push(otherwise);
    },
  });
  const lost = about.lost?.(before) ?? losses(before, about.root, { xattrs: false });
  violations.push(...lost.map((path) => `lost: ${path}`));
  violations.push(...unreachable(before).map((path) => `out of reach: ${path}`));
  const seconds = Math.round((performance.now() - began) / 1000);
  return { fileSystem: about.fileSystem, what: about.what, violations, seconds };
}

/** Claims that the command ends so, and that it changes nothing. */
export function claimUnchanged(look: Look, cwd: string, argv: readonly string[]): Ended {
  const before = exactListing(look.root);
  const ended = look.type(cwd, argv);
  look.claim(exactListing(look.root) === before, `holdfast ${argv.join(" ")} changed something: ${ended.text}`);
  return ended;
}

/**
 * Claims that the command ends so again, and that the site and what is kept aside are as before. What was refused is tried anew by each run, which
 * is written down; so our own records and journal do not count.
 */
export function claimSame(
  look: Look,
  cwd: string,
  how: { readonly argv: readonly string[]; readonly code: number },
): void {
  const before = settledPart(look.root);
  const ended = look.type(cwd, how.argv);
  look.claim(ended.code === how.code, `the same again ended with ${ended.code}, not ${how.code}: ${ended.text}`);
  const changed = settledPart(look.root).filter((line) => !before.includes(line));
  look.claim(changed.length === 0, `the same again changed ${changed.join("; ")}`);
}

function settledPart(root: string): string[] {
  const aside = fullListing(root).filter((line) => /^shared\/\.holdfast\/(rescued|retired|stage)\//.test(line));
  return [...shapeOf(root), ...aside];
}

function typed(wanted: Wanted, cwd: string, argv: readonly string[]): Ended {
  const run = spawnSync(process.execPath, [wanted.program, ...argv], { cwd, encoding: "utf8" });
  return { code: run.status, text: `${run.stdout}${run.stderr}` };
}
