import type { Place } from "../core/layout.ts";
import type { Observation, Ownership } from "../core/observation.ts";
import { ancestorsOf, baseName, join, parentOf, type RelPath, under } from "../core/path.ts";
import { isSameOwnership } from "../core/rights.ts";
import { type EntryIntent, inShared } from "./entry-intent.ts";
import { spotOf } from "./entry-result.ts";
import type { At, MakeDirectory, Operation, SetRights } from "./operation.ts";
import type { Survey } from "./survey.ts";

/** Makes the entry in shared where nobody has it. */
export function makeShared(entry: EntryIntent, survey: Survey): Operation[] {
  const place = inShared(entry, survey.layout);
  if (entry.chain !== undefined || entry.kind === "file" || survey.at(place).kind !== "absent") return [];
  const made = makeDirectory(place, survey, "nobody has it yet, and the application writes there");
  return [...makeParents(place, survey), { ...made, owner: rightsOfMadeAnew(entry, survey) ?? made.owner }];
}

/**
 * Of what each release makes anew, group and mode that it has in the live one: by them the web server writes there. It stays the owner's of the release, whose
 * commands write there too; what the live one's owner may, if that is somebody else, its group may then.
 */
function rightsOfMadeAnew(entry: EntryIntent, survey: Survey): Ownership | null {
  if (entry.handling !== "per-release" || entry.kind !== "directory") return null;
  const live = survey.inLive?.(entry.path) ?? null;
  if (live === null) return null;
  const forGroup = live.uid === survey.owner.uid ? 0 : (live.mode & OWNERS) >> 3;
  return {
    uid: survey.owner.uid,
    gid: live.gid,
    mode: (live.mode & ~STICKY) | forGroup | (survey.owner.mode & OWNERS),
  };
}

const OWNERS = 0o700;

/** Gives what has come to shared from a new release the group and mode that the live one's has. */
export function rightsAsInLive(entry: EntryIntent, app: Observation, survey: Survey): SetRights[] {
  const rights = rightsOfMadeAnew(entry, survey);
  const { id, owner } = app;
  if (rights === null || id === null || owner === null || isSameOwnership(owner, rights)) return [];
  return [
    {
      kind: "set-rights",
      path: entry.path,
      at: whereItWillBe(inShared(entry, survey.layout), survey),
      identity: id,
      nodeKind: "directory",
      rights,
      reason: "the web server writes there, and the live release's is so",
    },
  ];
}

/** The folders that an empty entry needs; `fromApp` when the app's folder has just become shared's. */
export function makeNeeds(entry: EntryIntent, survey: Survey, fromApp: boolean): Operation[] {
  const steps = new Set(entry.needs.flatMap((need) => [...ancestorsOf(need), need]));
  return [...steps].flatMap((step) => {
    const place: Place = { root: "shared", path: join(inShared(entry, survey.layout).path, step) };
    const comes = fromApp && survey.at({ root: "app", path: join(entry.path, step) }).kind === "directory";
    if (comes || (!fromApp && survey.at(place).kind === "directory")) return [];
    const made = makeDirectory(place, survey, "the application does not start without it");
    return [fromApp ? { ...made, at: whereItWillBe(place, survey) } : made];
  });
}

/** Below an entry that is about to be in shared: a link that leads to it from there, while its data still stands in the app, will be gone. */
function whereItWillBe(place: Place, survey: Survey): At {
  const { shared } = survey.layout;
  const parent = parentOf(place.path);
  return { directory: parent === "" ? shared : under(shared, parent), name: baseName(place.path) };
}

/** The folders above a place in shared that do not exist yet, outermost first, with owner and mode of the app's own, else of what is around. */
export function makeParents(place: Place, survey: Survey): Operation[] {
  return ancestorsOf(place.path)
    .filter((path) => survey.at({ root: "shared", path }).kind === "absent")
    .map((path) => makeDirectory({ root: "shared", path }, survey, "holds the data below it"));
}

/** The folders above the link in the app, where the release came without them. */
export function makeAppParents(entry: EntryIntent, survey: Survey): Operation[] {
  return ancestorsOf(entry.path)
    .map((path) => survey.at({ root: "app", path }))
    .filter((seen) => seen.kind === "absent")
    .map((seen) => ({
      kind: "make-directory",
      path: seen.place.path,
      at: spotOf(seen),
      owner: { ...survey.owner, mode: seen.parent.mode },
      reason: `the link ${entry.path} stands in it`,
    }));
}

function makeDirectory(place: Place, survey: Survey, reason: string): MakeDirectory {
  const like = folderOwner(survey, "app", place.path) ?? ownerAround(place, survey);
  // A folder that its owner has closed for writing is not the one in which the application is to write.
  const owner = { ...like, mode: like.mode | (survey.owner.mode & OWNERS) };
  return { kind: "make-directory", path: `shared/${place.path}`, at: spotInShared(place, survey), owner, reason };
}

/** Of what it will lie in: by its group, or its set-group-id bit, the web server may write there. */
function ownerAround({ path }: Place, survey: Survey): Ownership {
  for (const folder of [...ancestorsOf(path)].reverse()) {
    const owner = folderOwner(survey, "shared", folder) ?? folderOwner(survey, "app", folder);
    if (owner !== null) return { ...owner, mode: owner.mode & ~STICKY };
  }
  return survey.owner;
}

/** Under it only the owner of a file may remove it, which is for folders of everybody's. */
const STICKY = 0o1000;

function folderOwner(survey: Survey, root: Place["root"], path: RelPath): Ownership | null {
  const { kind, owner } = survey.at({ root, path });
  return kind === "directory" ? owner : null;
}

/** The placeholder of a run that did not come to its exchange leads nowhere; what is made below it is made where the entry will stand by then. */
function spotInShared(place: Place, survey: Survey): At {
  const seen = survey.at(place);
  if (seen.blocked === undefined) return spotOf(seen);
  const whole = under(survey.layout.shared, place.path);
  return { directory: parentOf(whole), name: seen.name };
}
