/** Real runs on NFS, which cannot exchange two names (EINVAL): each rung of the ladder in docs/how-data-is-taken-over.md. */
import { lstatSync, mkdtempSync, readlinkSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { writeTree } from "../../support/files.ts";
import { LIVE_DATA, writeLaravel } from "../scenarios/shapes.ts";
import type { SiteFinding, Wanted } from "./findings.ts";
import { claimSame, claimUnchanged, type Ended, type Look, lookAtSite } from "./looks.ts";
import { onTwoClients, type Protocol } from "./mounts.ts";

const PERSIST = ["persist", "--yes"];
const IN_A_QUIET_MOMENT = ["persist", "--maintenance", "--yes"];
/** Entries of the data that is written. */
const ENTRIES = [".env", "storage", "public/uploads", "public/invoices"];

interface Case {
  readonly what: string;
  readonly live: string | null;
  readonly make: (root: string) => void;
  readonly work: (look: Look) => void;
}

const CASES: readonly Case[] = [
  { what: "live flat app", live: "app", make: flat, work: adoptedInPlace },
  { what: "live flat app, shared has a half copy", live: "app", make: flatWithHalfCopy, work: mergedLater },
  { what: "live release", live: "current", make: liveRelease, work: refusedWhileLive },
  { what: "release that is not live", live: null, make: release, work: renamedAndLinked },
];

/** Every case on a folder of its own. */
export function nfsSites(protocol: Protocol, wanted: Wanted): Promise<SiteFinding[]> {
  return onTwoClients(protocol, (a) => {
    const findings = CASES.map(({ what, live, make, work }) => {
      const root = mkdtempSync(join(a, "site-"));
      make(root);
      return lookAtSite({ fileSystem: protocol, what, root, live }, wanted, work);
    });
    return Promise.resolve(findings);
  });
}

function flat(root: string): void {
  writeLaravel(join(root, "app"), LIVE_DATA);
}

function flatWithHalfCopy(root: string): void {
  flat(root);
  writeTree(join(root, "shared"), { "public/uploads/u.txt": "half copy", "public/uploads/only.txt": "only in shared" });
}

function release(root: string): void {
  writeLaravel(join(root, "releases/r1"), LIVE_DATA);
}

function liveRelease(root: string): void {
  release(root);
  symlinkSync("releases/r1", join(root, "current"));
}

/** The data stays where it is and shared leads to it; a quiet moment is used to move it. */
function adoptedInPlace(look: Look): void {
  claimEnd(look, "app", { argv: PERSIST, code: 0 });
  for (const entry of ENTRIES) {
    look.claim(!isLink(join(look.root, "app", entry)), `app/${entry} is no longer what it was`);
    look.claim(isLink(join(look.root, "shared", entry)), `shared/${entry} does not lead to the app's`);
  }
  claimUnchanged(look, "app", PERSIST);
  movedInAQuietMoment(look, "app");
}

/** What both sides have cannot be merged under a live app: the app goes on with its own. */
function mergedLater(look: Look): void {
  claimEnd(look, "app", { argv: PERSIST, code: 1 });
  look.claim(!isLink(join(look.root, "app/public/uploads")), "app/public/uploads is no longer what it was");
  claimSame(look, "app", { argv: PERSIST, code: 1 });
  movedInAQuietMoment(look, "app");
}

/** Its data would go with it one day, so nothing stays in place: it is left as it is, and told how to go on. */
function refusedWhileLive(look: Look): void {
  const ended = claimEnd(look, "releases/r1", { argv: PERSIST, code: 1 });
  look.claim(ended.text.includes("--maintenance"), `it does not say what to do: ${ended.text}`);
  for (const entry of ENTRIES)
    look.claim(!isLink(join(look.root, "releases/r1", entry)), `${entry} is no longer what it was`);
  claimSame(look, "releases/r1", { argv: PERSIST, code: 1 });
  movedInAQuietMoment(look, "releases/r1");
}

function renamedAndLinked(look: Look): void {
  claimEnd(look, "releases/r1", { argv: PERSIST, code: 0 });
  claimLinked(look, "releases/r1");
  claimUnchanged(look, "releases/r1", PERSIST);
}

function movedInAQuietMoment(look: Look, app: string): void {
  claimEnd(look, app, { argv: IN_A_QUIET_MOMENT, code: 0 });
  claimLinked(look, app);
  claimUnchanged(look, app, PERSIST);
}

function claimEnd(look: Look, app: string, how: { readonly argv: readonly string[]; readonly code: number }): Ended {
  const { argv, code } = how;
  const ended = look.type(app, argv);
  look.claim(ended.code === code, `holdfast ${argv.join(" ")} ended with ${ended.code}, not ${code}: ${ended.text}`);
  return ended;
}

function claimLinked(look: Look, app: string): void {
  for (const entry of ENTRIES) {
    const text = linkText(join(look.root, app, entry));
    look.claim(text.endsWith(`shared/${entry}`), `${app}/${entry} is no link into shared but "${text}"`);
    look.claim(!isLink(join(look.root, "shared", entry)), `shared/${entry} is no real file or folder`);
  }
}

function linkText(path: string): string {
  return isLink(path) ? readlinkSync(path) : "";
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
