import { siteNamed } from "../../core/layout.ts";
import { HoldfastError } from "../../core/error.ts";
import type { AbsPath } from "../../core/path.ts";
import { linksOut } from "../../apply/snapshot/links-out.ts";
import { listSnapshots, withSnapshot } from "../../apply/snapshot/read-snapshots.ts";
import { verifySnapshot } from "../../apply/snapshot/verify-snapshot.ts";
import { renderSnapshots, renderTaken, renderVerified } from "../../report/snapshot-text.ts";
import { ageFrom } from "../age.ts";
import { confirmText } from "../confirm.ts";
import type { Context } from "../context.ts";
import { newName, snapshotNamed, snapshotsFolder } from "../keeping/finding.ts";
import { dropping, snapshotting } from "../keeping/snapshotting.ts";
import { deploying } from "../release/deployment.ts";
import { findReleases } from "../release/release-site.ts";
import { refuseOnInPlace } from "../release/in-place.ts";
import type { SNAPSHOT_ACTIONS } from "../keeping/actions.ts";
import type { CommandResult } from "../result.ts";

export interface SnapshotArgs {
  readonly action: (typeof SNAPSHOT_ACTIONS)[number];
  /** For `verify` and `drop`. */
  readonly which: string | null;
  readonly site: string | null;
  /** For `take`. */
  readonly name: string | null;
  readonly keep: number | null;
  readonly to: string | null;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** Takes, lists, reads back or removes copies of the site's data. */
export async function snapshot(args: SnapshotArgs, context: Context): Promise<CommandResult> {
  const { site } = findReleases(args.site, context, { mayBeNew: false });
  const folder = snapshotsFolder(args.to, context.cwd, site);
  if (args.action === "take") return await take(args, context);
  if (args.action === "list") return list(siteNamed(site), folder, context);
  if (args.which === null) throw noName(args.action);
  return args.action === "verify"
    ? verify(args.which, folder)
    : await drop({ args, which: args.which, folder }, context);
}

async function take(args: SnapshotArgs, context: Context): Promise<CommandResult> {
  const found = findReleases(args.site, context, { mayBeNew: false });
  const { site } = found;
  refuseOnInPlace(found, "There is no data in shared to take a snapshot of");
  const folder = snapshotsFolder(args.to, context.cwd, site);
  const name = newName(args.name, listSnapshots(folder), { folder, now: context.now() });
  if (args.dryRun)
    return {
      exit: "ok",
      text: `⧉ Would take the snapshot ${name} of ${site.shared} in ${folder}\nDry run: nothing was changed`,
      json: { schema: 1, name, folder },
    };
  const start = { command: "snapshot", site: args.site, mayBeNew: false, maintenance: false };
  return await deploying(start, context, async (deployment) => {
    const taken = await snapshotting(
      { name: args.name, keep: args.keep, to: args.to, reason: "its owner asked for it" },
      deployment,
    );
    const notInIt = linksOut(deployment.look().site);
    return { exit: "ok", text: renderTaken({ ...taken, notInIt }), json: { schema: 1, ...taken, notInIt } };
  });
}

function list(site: AbsPath, folder: AbsPath, context: Context): CommandResult {
  const snapshots = listSnapshots(folder);
  return {
    exit: "ok",
    text: renderSnapshots({ site, folder, snapshots, ageOf: ageFrom(context.now()) }),
    json: { schema: 1, site, folder, snapshots: snapshots.map(({ name, head }) => ({ name, head })) },
  };
}

function verify(which: string, folder: AbsPath): CommandResult {
  const { name } = snapshotNamed(which, folder);
  return withSnapshot(folder, name, (own, sealed) => {
    if (sealed === null) throw damagedManifest(name, folder);
    const { head } = sealed.manifest;
    const faults = verifySnapshot(own, sealed.manifest, "");
    return {
      exit: faults.length === 0 ? "ok" : "problems",
      text: renderVerified(name, head, faults),
      json: { schema: 1, name, folder, head, faults },
    };
  });
}

async function drop(
  { args, which, folder }: { readonly args: SnapshotArgs; readonly which: string; readonly folder: AbsPath },
  context: Context,
): Promise<CommandResult> {
  const { name } = snapshotNamed(which, folder);
  const text = `🗑️  Goes for good: the snapshot ${name} in ${folder}`;
  if (args.dryRun)
    return { exit: "ok", text: `${text}\nDry run: nothing was changed`, json: { schema: 1, dropped: [] } };
  if (!args.yes) await confirmText(text, context);
  const start = { command: "snapshot", site: args.site, mayBeNew: false, maintenance: false };
  return await deploying(start, context, async (deployment) => {
    const reason = "its owner says that it is not needed any more";
    await dropping([snapshotNamed(name, folder)], { folder, reason }, deployment);
    return { exit: "ok", text: `✅ Removed: the snapshot ${name}`, json: { schema: 1, dropped: [name] } };
  });
}

/** The error for a snapshot whose manifest is not what was written. */
export function damagedManifest(name: string, folder: AbsPath): HoldfastError {
  return new HoldfastError({
    code: "snapshot-damaged",
    message: `The manifest of the snapshot "${name}" is damaged: "${folder}/${name}/manifest" is not what was written`,
    hint: `Its data lies in "${folder}/${name}/data", but nobody can say any more whether it is right. Use another snapshot, and look at the disk's health`,
    exit: "problems",
  });
}

function noName(action: string): HoldfastError {
  return new HoldfastError({
    code: "name-missing",
    message: `Which snapshot to ${action} is missing`,
    hint: `Name it: holdfast snapshot ${action} NAME. The list of them: holdfast snapshot list`,
    exit: "usage",
  });
}
