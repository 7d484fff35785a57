import { earlierThan, type KnownRelease, type ReleaseRegister } from "../../core/release.ts";

/** What `prune` does with one release, and why. */
export interface PruneChoice {
  readonly release: KnownRelease;
  readonly goes: boolean;
  /** True where a pin alone keeps it: it can be let go by its name. */
  readonly canGo: boolean;
  /** Why it stays or goes, as words for a list. */
  readonly why: string;
}

/** What a choice is made from. */
export interface PruneQuestion {
  readonly register: ReleaseRegister;
  /** Name of what is live. */
  readonly live: string | null;
  /** How many shall stay, the live one counted. */
  readonly keep: number;
  /** Only these, whatever `keep` says; empty for all. */
  readonly only: readonly string[];
  /** Named ones go although they are pinned. */
  readonly unpins: boolean;
  /** Releases that a process works in: name to who. */
  readonly inUse: ReadonlyMap<string, string>;
}

/** Which releases go: never the live one, the one before it, a pinned one, or one that a process works in. Most recently used first. */
export function prunable(question: PruneQuestion): PruneChoice[] {
  const { register, live, keep, only } = question;
  const order = byUse(register, live);
  return order.map((release, index) => {
    const shield = shieldOf(release, question);
    if (shield !== null) return { release, goes: false, ...shield };
    const canGo = false;
    if (only.length > 0) {
      const isMeant = only.includes(release.name);
      return { release, goes: isMeant, canGo, why: isMeant ? "it was named" : "it was not named" };
    }
    if (index < keep) return { release, goes: false, canGo, why: `one of the ${keep} that stay` };
    return { release, goes: true, canGo, why: `more than ${keep} releases` };
  });
}

function shieldOf(
  release: KnownRelease,
  { register, live, inUse, unpins, only }: PruneQuestion,
): Pick<PruneChoice, "why" | "canGo"> | null {
  const firm = (why: string): Pick<PruneChoice, "why" | "canGo"> => ({ why, canGo: false });
  if (release.name === live) return firm("it is live");
  if (release.name === previousOf(register, live)) return firm("it was live before, rollback goes to it");
  const user = inUse.get(release.name);
  if (user !== undefined) return firm(`${user} still works in it`);
  if (release.pinned === undefined || (unpins && only.includes(release.name))) return null;
  return { why: `it is pinned: ${release.pinned}`, canGo: true };
}

/**
 * The release to which `rollback` goes where none is named: the last one that was live before and did not fail. On a site whose releases were switched by
 * something else, the one that stands before the live one in the list.
 */
export function previousOf(register: ReleaseRegister, live: string | null): string | null {
  const names = new Map(register.releases.map((release) => [release.name, release]));
  const used = earlierThan(register, live).find((name) => names.get(name)?.state !== "failed" && names.has(name));
  if (used !== undefined || live === null) return used ?? null;
  const at = register.releases.findIndex(({ name }) => name === live);
  return register.releases.slice(0, Math.max(0, at)).findLast(({ state }) => state === "adopted")?.name ?? null;
}

/** What is live, then what was live, the most recent first, then what never was, the newest first. */
export function byUse(register: ReleaseRegister, live: string | null): KnownRelease[] {
  const used = [...(live === null ? [] : [live]), ...earlierThan(register, live)];
  const rank = (name: string): number => (used.includes(name) ? used.indexOf(name) : used.length);
  const newest = [...register.releases].reverse();
  return newest.sort((a, b) => rank(a.name) - rank(b.name));
}
