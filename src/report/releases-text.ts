import { displayName } from "../core/bytes.ts";
import { agoInWords, bytesInWords } from "./amounts.ts";

/** What a list of releases is made from. */
export interface ReleasesReport {
  readonly site: string;
  readonly releases: readonly {
    readonly name: string;
    readonly state: string;
    /** Seconds since it arrived. */
    readonly age: number;
    readonly source: string | null;
    readonly version: string | null;
    readonly bytes: number;
    readonly failure: { readonly step: string; readonly why: string } | null;
    readonly pinned: string | null;
    readonly users: readonly string[];
  }[];
  readonly reborn: readonly string[];
  readonly leftovers: readonly string[];
}

const STATE_MARKS: Readonly<Partial<Record<string, string>>> = { live: "🟢", previous: "↩️ ", failed: "❌" };
const STATE_WORDS: Readonly<Partial<Record<string, string>>> = {
  live: "live",
  previous: "rollback goes here",
  arrived: "ready, never live",
  active: "was live",
  failed: "failed",
  adopted: "was there before Holdfast",
};

/** The releases of a site as lines. */
export function renderReleases(report: ReleasesReport): string {
  const { releases } = report;
  const width = Math.max(0, ...releases.map(({ name }) => displayName(name).length));
  const lines = releases.flatMap((release) => {
    const facts = [
      agoInWords(release.age),
      bytesInWords(release.bytes),
      ...(release.version === null ? [] : [displayName(release.version)]),
      ...(release.source === null ? [] : [`from ${displayName(release.source)}`]),
      ...(release.pinned === null ? [] : [`pinned: ${displayName(release.pinned)}`]),
    ];
    const failure =
      release.failure === null ? [] : [`      at ${release.failure.step}: ${displayName(release.failure.why)}`];
    const users = release.users.length === 0 ? [] : [`      in use by ${release.users.slice(0, 3).join(", ")}`];
    const mark = STATE_MARKS[release.state] ?? "⚪";
    const words = STATE_WORDS[release.state] ?? release.state;
    return [
      `${mark} ${displayName(release.name).padEnd(width)}  ${words.padEnd(18)}  ${facts.join(", ")}`,
      ...failure,
      ...users,
    ];
  });
  const none = releases.length === 0 ? ["There is no release yet"] : [];
  const reborn = report.reborn.map(
    (name) => `⚠️  ${displayName(name)} had been removed and is there again: a process that still ran in it made it`,
  );
  const left = report.leftovers.map((name) => `ℹ️  ${displayName(name)} is half-made; the next release removes it`);
  return [`📦 Releases of ${displayName(report.site)}`, "", ...lines, ...none, ...reborn, ...left].join("\n");
}
