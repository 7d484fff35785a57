import type { Draft, Question } from "./versions.ts";
import { isClash, isSame, isSameAsBase, isThere, isUnmodified } from "./versions.ts";

/** Columns `carry` and `release`: the coming release stands, and what the site made goes along where that is safe. */
export function withCode(question: Question): Draft {
  const { live, next } = question;
  const stands = isThere(next) ? "next" : "nothing";
  if (!isThere(live)) return deletedFromCode(question);
  if (live.kind === "special") return { stands, group: "special" };
  if (isSame(live, next)) return { stands, group: "shipped" };
  if (isUnmodified(question)) return { stands, group: stands === "next" ? "shipped" : "gone" };
  return isThere(next) ? editedHere(question) : goesAlong(question, "nothing");
}

/** Nobody knows whether it was shipped: it is neither carried nor called unmodified, and the old tree stays. */
export function withoutBase({ live, next, taken, harvested }: Question): Draft {
  const stands = isThere(next) && taken !== true ? "next" : "nothing";
  const rescue = stands === "nothing" && harvested !== undefined ? (["next"] as const) : [];
  if (live.kind === "special") return { stands, rescue, group: "special" };
  if (stands === "next" && isSame(live, next)) return { stands, group: "shipped" };
  return { stands, rescue, pins: true, group: "unanswered" };
}

/** The site does not have it. What a release ships comes back; what it only kept since it was live does not. */
function deletedFromCode({ base, next, harvested }: Question): Draft {
  if (!isThere(next)) return { stands: "nothing", group: "nothing" };
  if (next.kind === "special") return { stands: "next", group: "special" };
  if (harvested === "made" && isSameAsBase(base, next))
    return { stands: "nothing", rescue: ["next"], group: "stays-deleted" };
  const wasShipped = base !== null && isThere(base) && harvested !== "made";
  return { stands: "next", group: wasShipped ? "back-again" : "shipped" };
}

/** The site has something of its own, and the release brings something else at the same name. */
function editedHere(question: Question): Draft {
  const { base, live, next, harvested } = question;
  if (next.kind === "special") return { stands: "next", rescue: ["live"], group: "special" };
  if (isClash(live, next)) return { stands: "next", rescue: ["live"], group: "in-the-way" };
  if (!isSameAsBase(base, next)) return { stands: "next", rescue: ["live"], group: "edit-rescued" };
  const draft = goesAlong(question, "next");
  // What was harvested is the site's too, although a later version of it is about to stand.
  return harvested !== undefined && draft.stands === "live" ? { ...draft, rescue: ["next"] } : draft;
}

/** Made or changed by the site: it goes along where no server would run it, or where its owner wants it; else it is rescued. */
function goesAlong({ handling, base, live, inert }: Question, otherwise: "next" | "nothing"): Draft {
  if (live.kind === "folder") {
    const isNew = base !== null && !isThere(base);
    return { stands: "live", group: isNew && inert && handling === "release" ? "new-entry" : "carried" };
  }
  if (handling === "carry" || (live.kind === "file" && inert)) return { stands: "live", group: "carried" };
  return { stands: otherwise, rescue: ["live"], group: live.kind === "link" ? "link" : "script" };
}
