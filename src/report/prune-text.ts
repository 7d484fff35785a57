import { displayName } from "../core/bytes.ts";
import { count } from "./marks.ts";

/** What `prune` would do, release by release. */
export function renderPrune(about: {
  readonly site: string;
  readonly choices: readonly {
    readonly release: { readonly name: string };
    readonly goes: boolean;
    readonly canGo: boolean;
    readonly why: string;
  }[];
  readonly reborn: readonly string[];
}): string {
  const width = Math.max(0, ...about.choices.map(({ release }) => displayName(release.name).length));
  const lines = about.choices.map(
    ({ release, goes, why }) =>
      `${goes ? "🗑️  goes " : "   stays"} ${displayName(release.name).padEnd(width)}  ${displayName(why)}`,
  );
  const reborn = about.reborn.map(
    (name) =>
      `🛟 ${displayName(name)} had been removed and is there again; what is in it goes to the rescue folder as soon as nobody uses it`,
  );
  const pinned = about.choices.find(({ canGo }) => canGo);
  const answer =
    pinned === undefined
      ? []
      : [
          `   👉 To let a pinned one go, with all in it that differs from what is live kept in the rescue folder: holdfast prune --release ${displayName(pinned.release.name)} --rescue-unknown`,
        ];
  return [`🧹 Releases of ${displayName(about.site)}`, "", ...lines, ...answer, ...reborn].join("\n");
}

/** What was pruned. */
export function renderPruned(about: {
  readonly removed: readonly string[];
  readonly stays: readonly { readonly name: string; readonly why: string; readonly next: string }[];
  readonly rescued: readonly { readonly path: string }[];
}): string {
  const names = about.removed.length === 0 ? "nothing" : about.removed.map(displayName).join(", ");
  const rescued = about.rescued.length;
  return [
    `✅ Removed: ${names}`,
    ...(rescued === 0
      ? []
      : [
          `🛟 ${count(rescued, "file")} that only removed releases held: kept in the rescue folder (holdfast rescued shows them)`,
        ]),
    ...about.stays.flatMap(({ name, why, next }) => [`⚠️ ${displayName(name)} stays: ${why}`, `   👉 ${next}`]),
  ].join("\n");
}
