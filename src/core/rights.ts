import type { Ownership } from "./observation.ts";
import type { Outcome, Question, Standing } from "./versions.ts";
import { isInShared } from "./versions.ts";

/** Whose rights what stands gets. Shared keeps those that it has; a release comes with its own, and what was changed in live goes along. */
export function rightsOf(question: Question, stands: Outcome["stands"]): Outcome["rights"] {
  const { handling, live, next } = question;
  if (stands !== "next" || live.kind !== next.kind || handling === "per-release") return "own";
  const [are, come] = [rightsIn(live), rightsIn(next)];
  if (are === null || come === null || isSameOwnership(are, come)) return "own";
  return isInShared(handling) ? "live" : changedRights(question, are, come);
}

/** What changed in live goes along; a program in the code only gets fewer rights by it, never more. */
function changedRights({ handling, base, live, inert }: Question, are: Ownership, come: Ownership): Outcome["rights"] {
  const were = base?.kind === live.kind ? rightsIn(base) : null;
  if (were === null || isSameOwnership(were, are)) return "own";
  if (live.kind === "folder" || handling === "carry" || inert) return "live";
  return narrowed(were, are, come) === come.mode ? "own" : "narrower";
}

/** Set-user-id and set-group-id. On a folder the second only says which group new files get. */
const SET_ID = 0o6000;
const SET_GROUP_ID = 0o2000;

/**
 * Mode and owner that what stands must have; null where nothing stands, at links and special files, and where nobody recorded them. What
 * comes from live never has a set-id bit on a file.
 */
export function rightsAfter(question: Question, { stands, rights }: Outcome): Ownership | null {
  if (stands === "nothing") return null;
  const own = rightsIn(question[stands]);
  if (own === null) return null;
  const [were, live] = [rightsIn(question.base), rightsIn(question.live)];
  if (rights === "narrower" && live !== null && were !== null) return narrower(were, live, own);
  const after = rights === "live" && live !== null ? live : own;
  const isCarried = rights === "live" || (stands === "live" && !isInShared(question.handling));
  return isCarried && question[stands].kind === "file" ? { ...after, mode: after.mode & ~SET_ID } : after;
}

function rightsIn(standing: Standing | null): Ownership | null {
  return standing?.kind === "file" || standing?.kind === "folder" ? standing.rights : null;
}

/** True where both have the same mode and belong to the same user and group. */
export function isSameOwnership(one: Ownership, other: Ownership): boolean {
  return one.mode === other.mode && one.uid === other.uid && one.gid === other.gid;
}

/** What was taken from everybody may have been left to a group, which gets no more than it had; nor does whoever starts a program get the group's rights. */
function narrower(were: Ownership, live: Ownership, own: Ownership): Ownership {
  const mode = narrowed(were, live, own);
  return live.gid === own.gid
    ? { ...own, mode }
    : { ...own, gid: live.gid, mode: mode & ~SET_GROUP_ID & ~(GROUP & ~live.mode) };
}

const GROUP = 0o070;

/** The mode that comes, without what was taken away since the base was delivered. */
function narrowed(were: Ownership, are: Ownership, come: Ownership): number {
  return come.mode & ~(were.mode & ~are.mode);
}
