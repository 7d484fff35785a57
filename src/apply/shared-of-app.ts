/** Finds the shared folder of an app where its owner named another than the usual one: every other command names the app alone. */
import { HoldfastError } from "../core/error.ts";
import { NAMES } from "../core/layout.ts";
import { type AbsPath, abs, isInside, parentOf, rel, resolveText, under } from "../core/path.ts";
import { inodeOf, type PersistenceRecord } from "../core/record.ts";
import { planFrom } from "../plan/plan-document.ts";
import { readRecord } from "../plan/record-reading.ts";
import { foldersOfShared } from "../plan/web-root-guard.ts";
import { bytes } from "../system/bytes-path.ts";
import { withDir } from "../system/dir.ts";
import { readFileAt } from "../system/durable-file.ts";
import { lookAt } from "../system/facts.ts";
import { namesAt } from "../system/names.ts";
import { physical } from "../system/observe.ts";
import { isAboutThePath } from "../system/path-error.ts";
import { effectiveUser } from "../system/process-identity.ts";
import { isFolder, linkTargets } from "../system/site-facts.ts";
import { JOURNAL_LIMIT, unsealed } from "./journal.ts";
import { textIn } from "./read-survey.ts";

/** More names in a folder than this are no home, and it is not searched. */
const MOST_NAMES = 2000;
/** A link that leads deeper than this into shared is not followed up. */
const DEEPEST = 12;

/**
 * The folders that remember this very app, of those that its own links lead into and those that stand where a shared folder of it is proposed. `own`, the
 * folder at the usual place, is none of them. Only folders of this user or of the app's owner count, a record there is believed about an app that exists,
 * and where no record was written yet, the journal of the run that was to write it. Reads only.
 */
export function sharedOfApp(app: AbsPath, own: AbsPath): AbsPath[] {
  const owners = [effectiveUser(), lookAt(bytes(app))?.uid];
  const found = new Set([...linkedFrom(app), ...standingAround(app)]);
  found.delete(own);
  return [...found].filter((folder) => {
    const fact = lookAt(bytes(folder));
    const isApart = !isInside(folder, app) && !isInside(app, folder);
    return fact?.kind === "directory" && isApart && owners.includes(fact.uid) && remembers(folder, app);
  });
}

/** The flat app that a folder's record names and that is there; null where the folder has no such record. Reads only. */
export function appRememberedBy(shared: AbsPath): AbsPath | null {
  const record = recordIn(shared);
  const app = record?.layout === "flat" ? resolveText(shared, record.app) : null;
  return app !== null && isFolder(app) ? app : null;
}

/** The folders with state of ours that the links near the app's top lead into. */
function linkedFrom(app: AbsPath): AbsPath[] {
  return linkTargets(app).flatMap((target) => {
    let folder = parentOf(target);
    for (let level = 0; level < DEEPEST && folder !== "/"; level++, folder = parentOf(folder))
      if (hasState(folder)) return [physical(bytes(folder))];
    return [];
  });
}

function standingAround(app: AbsPath): AbsPath[] {
  return foldersOfShared(app).flatMap((folder) => {
    const names = namesAt(folder);
    if (names.length > MOST_NAMES) return [];
    return names.map((name) => abs(`${folder}/${name}`)).filter(hasState);
  });
}

/** Looked for by their own kind: nothing is followed, and a folder that may not be entered has none. */
function hasState(folder: AbsPath): boolean {
  return readable(() => isFolder(folder) && isFolder(under(folder, rel(NAMES.state)))) ?? false;
}

/** True where a folder holds the record of this very app, or the journal of the run that was to write it. Reads only. */
export function remembers(shared: AbsPath, app: AbsPath): boolean {
  const record = recordIn(shared);
  if (record === null) return readable(() => isBegunFor(shared, app)) ?? false;
  if (record.layout !== "flat") return false;
  const named = resolveText(shared, record.app);
  return named === app || (!isFolder(named) && isOfTree(record, app));
}

/** The app was moved or given another name; it is known by its folder. */
function isOfTree({ trees }: PersistenceRecord, app: AbsPath): boolean {
  const fact = lookAt(bytes(app));
  return trees.some(
    ({ id, born }) => fact !== null && inodeOf(id) === inodeOf(fact.id) && born === String(fact.bornNs),
  );
}

/** Null where there is none, and where it cannot be read: what uses the folder afterwards says so. */
function recordIn(shared: AbsPath): PersistenceRecord | null {
  return readable(() => {
    const text = textIn(shared, NAMES.config);
    return text === null ? null : readRecord(text, under(shared, rel(NAMES.config)));
  });
}

function readable<T>(look: () => T): T | null {
  try {
    return look();
  } catch (error) {
    if (error instanceof HoldfastError || isAboutThePath(error)) return null;
    throw error;
  }
}

/** A first run that did not come as far as its record has noted what it would do. */
function isBegunFor(shared: AbsPath, app: AbsPath): boolean {
  const journal = under(shared, rel(`${NAMES.state}/journal`));
  const last = namesAt(journal)
    .filter((name) => /^tx-\d+\.json$/.test(name))
    .sort()
    .at(-1);
  if (last === undefined) return false;
  const fact = lookAt(bytes(`${journal}/${last}`));
  if (fact?.kind !== "file" || fact.uid !== (effectiveUser() ?? fact.uid)) return false;
  const plan = planFrom(withDir(journal, (dir) => unsealed(readFileAt({ dir, name: last }, JOURNAL_LIMIT))));
  return plan?.layout.app === app && plan.layout.shared === shared;
}
