import type { Draft, Question, Standing } from "./versions.ts";
import { isClash, isSame, isSameAsBase, isThere } from "./versions.ts";

/** Columns `link` and `merge`: shared is the user's. */
export function inShared(question: Question): Draft {
  const { base, live, next } = question;
  if (!isThere(live)) return addedToShared(base, next);
  if (live.kind === "special" || next.kind === "special") return { stands: "live", group: "special" };
  const bringsNothing = !isThere(next) || isSame(live, next) || isSameAsBase(base, next);
  return bringsNothing ? { stands: "live", group: "kept" } : newerShipped(question);
}

function addedToShared(base: Standing | null, next: Standing): Draft {
  if (!isThere(next)) return { stands: "nothing", group: "nothing" };
  if (next.kind === "special") return { stands: "nothing", group: "special" };
  if (base === null) return { stands: "next", group: "added-unsure" };
  return isThere(base) ? { stands: "nothing", group: "stays-deleted" } : { stands: "next", group: "added" };
}

/** The release brings something that is neither what is live nor what was shipped before. */
function newerShipped({ handling, base, live, next }: Question): Draft {
  const isMerged = handling === "merge";
  const rescue = isMerged ? (["next"] as const) : [];
  const isUntouched = isSameAsBase(base, live);
  // Of a folder nobody can say that it is untouched: what is in it is asked about name by name.
  if (isUntouched && isMerged && live.kind !== "folder") return { stands: "next", rescue: ["live"], group: "updated" };
  if (isClash(live, next)) return { stands: "live", rescue, group: "in-the-way" };
  if (isUntouched) return { stands: "live", group: "kept" };
  if (base === null || !isThere(base)) return { stands: "live", group: "kept-differs" };
  return { stands: "live", rescue, group: "both-changed" };
}
