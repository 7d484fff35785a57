import { isDenied } from "../system/path-error.ts";
import { displayName } from "../core/bytes.ts";
import { missingSettings } from "../core/env-lines.ts";
import { unfinishedIds } from "../core/journal-names.ts";
import { SERVING_FILE } from "../core/serving.ts";
import { NAMES } from "../core/layout.ts";
import { baseName, type RelPath, rel, under } from "../core/path.ts";
import { inOrder, UNDONE_WORDS } from "../script/portable-site.ts";
import { quoteShort } from "../core/shell.ts";
import { type Spot, withDir } from "../system/dir.ts";
import { readFileAt } from "../system/durable-file.ts";
import { lookAt } from "../system/facts.ts";
import { lockHolder } from "../system/lock.ts";
import { namesAt } from "../system/names.ts";
import { bytes } from "../system/bytes-path.ts";
import { once } from "../core/once.ts";
import { placeKey } from "../core/observation.ts";
import { observing, physical } from "../system/observe.ts";
import { keptLines } from "./kept-lines.ts";
import { currentOwnerLines } from "./link-owner.ts";
import { retiredLine } from "./retired-line.ts";
import { checkOutwardLinks } from "./outward-links.ts";
import { checkServing, isServedInPlace } from "./check-serving.ts";
import { checkInPlace } from "./check-in-place.ts";
import { checkEntry, type CheckContext } from "./check-entry.ts";
import { type CheckLine, type CheckReport, countLines } from "./check-line.ts";

/** The whole health check of one copy of the app. Reads only. */
export function checkSite(given: Omit<CheckContext, "at">): CheckReport {
  const { site, layout } = given;
  const context = { ...given, at: once(observing(layout), placeKey) };
  const release: CheckLine[] =
    layout.release === null ? [] : [{ status: "passed", text: `Release: ${displayName(layout.release)}` }];
  const serving = textAt(under(layout.shared, rel(SERVING_FILE)));
  const checked = isServedInPlace(serving, layout) ? checkInPlace : checkEntry;
  const entries = inOrder(site).flatMap((entry) => checked(entry, context));
  const assets = site.assets.flatMap((path) => checkAsset(path, context));
  return countLines([
    ...release,
    ...(layout.kind === "releases" ? currentOwnerLines(layout.site) : []),
    ...checkUndone(context),
    ...entries,
    ...assets,
    ...checkServing(serving, layout, site.webRoot),
    ...checkRuns(context),
    ...context.retired.map(retiredLine),
    ...keptLines(context.layout.shared),
    ...checkSettings(context),
    ...checkOutwardLinks(context),
  ]);
}

/** The entries of a copy of the code that is not live yet at which no link stands: what a visitor would meet there. Reads only. */
export function checkUnlinked(given: Omit<CheckContext, "at">): CheckLine[] {
  const context = { ...given, at: once(observing(given.layout), placeKey) };
  const open = inOrder(given.site).filter(({ path }) => context.at({ root: "app", path }).kind !== "link");
  return open.flatMap((entry) => checkEntry(entry, context));
}

function checkUndone({ site, layout }: CheckContext): CheckLine[] {
  if (site.undone !== true) return [];
  return [{ status: "note", text: UNDONE_WORDS, remedy: `holdfast persist ${quoteShort(layout.app)}` }];
}

function checkAsset(path: RelPath, context: CheckContext): CheckLine[] {
  const seen = context.at({ root: "app", path });
  if (seen.kind === "directory") return [{ status: "passed", text: `App asset, a real folder: ${displayName(path)}` }];
  if (seen.kind !== "link") return [];
  return [
    {
      status: "warning",
      text: `Symlink where the code's own folder belongs: ${displayName(path)} → ${displayName(seen.link?.text ?? "")} (updates of the code do not reach it)`,
    },
  ];
}

function checkRuns(context: CheckContext): CheckLine[] {
  const state = under(context.layout.shared, rel(NAMES.state));
  const locks = under(state, rel("lock"));
  const holder = lookAt(bytes(locks))?.kind === "directory" ? withDir(locks, lockHolder) : null;
  if (holder !== null)
    return [
      {
        status: "note",
        text: `A run is going on: "${holder.command}" (process ${holder.pid} on ${holder.host}, since ${holder.since})`,
      },
    ];
  return unfinishedIds(namesAt(under(state, rel("journal")))).map((id) => ({
    status: "failed",
    text: `A run did not finish: ${id} (nothing is lost; what is not linked yet works where it stands)`,
    remedy: `holdfast recover ${quoteShort(context.layout.app)}`,
  }));
}

/** Names of settings only, never their values. */
function checkSettings(context: CheckContext): CheckLine[] {
  if (!context.site.entries.some((entry) => entry.path === ".env")) return [];
  const known = textAt(under(context.layout.shared, rel(".env")));
  const example = textAt(under(context.layout.app, rel(".env.example")));
  if (known === null || example === null) return [];
  const missing = missingSettings(example, known).missing.map(({ key }) => key);
  return missing.length === 0
    ? []
    : [{ status: "note", text: `In .env.example but not in .env: ${missing.join(", ")}` }];
}

function textAt(path: ReturnType<typeof under>): string | null {
  if (lookAt(bytes(path))?.kind !== "file") return null;
  const folder = physical(bytes(path.slice(0, path.lastIndexOf("/"))));
  return withDir(folder, (dir) => readOrNull({ dir, name: baseName(path) }))?.toString("utf8") ?? "";
}

/** What this user may not read is the application's all the same, and tells nothing here. */
function readOrNull(spot: Spot): Buffer | null {
  try {
    return readFileAt(spot, 1 << 20);
  } catch (error) {
    if (isDenied(error)) return null;
    throw error;
  }
}
