import { displayName } from "../core/bytes.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Detection } from "../core/entry.ts";
import { bytesInWords } from "./amounts.ts";
import { count, renderDiagnostic } from "./marks.ts";

const KINDS = { folder: "a folder", zip: "ZIP", tar: "tar", "tar-gz": "tar, gzip" } as const;

/** What a delivery is and what shall become of it. */
export interface ArrivalReport {
  readonly site: {
    readonly site: string;
    readonly kind: "releases" | "flat";
    readonly live: { readonly name: string } | null;
  };
  readonly delivery: {
    readonly name: string;
    readonly kind: keyof typeof KINDS;
    readonly names: number;
    readonly bytes: number;
    readonly detections: readonly Detection[];
    readonly application: { readonly version: string | null };
    readonly notices: readonly Diagnostic[];
  };
  readonly liveVersion: string | null;
  /** False where the live app was never persisted. */
  readonly isAdopted: boolean;
  /** How many folders and files of the live app move to shared first. */
  readonly takenOver: number;
  readonly migrations: readonly string[];
  /** True where an earlier run has unpacked it already. */
  readonly waits: boolean;
  readonly activates: boolean;
  /** True where a flat application becomes a site with releases. */
  readonly converts: boolean;
  /** True where the site has no links. */
  readonly inPlace: boolean;
}

const SHOWN_MIGRATIONS = 3;

/** What `release` is going to do, for a person who decides whether it may. */
export function renderArrival(report: ArrivalReport): string {
  return [
    deliveryLine(report),
    siteLine(report),
    ...report.delivery.notices.map(renderDiagnostic),
    ...stepLines(report),
    ...migrationLines(report.migrations),
  ].join("\n");
}

function deliveryLine({ delivery }: ArrivalReport): string {
  const amount = `${count(delivery.names, "name")}, ${bytesInWords(delivery.bytes)}`;
  const titles = delivery.detections
    .filter(({ base }) => base === undefined)
    .map(({ title, version }) => (version === null ? title : `${title} ${displayName(version)}`));
  const known = titles.length === 0 ? "no framework that is known" : titles.join(", ");
  const { version } = delivery.application;
  const own = version === null ? "" : `, version ${displayName(version)}`;
  return `📦 ${displayName(delivery.name)} (${KINDS[delivery.kind]}, ${amount}): ${known}${own}`;
}

function siteLine({ site, liveVersion }: ArrivalReport): string {
  const version = liveVersion === null ? "" : `, version ${displayName(liveVersion)}`;
  const live = site.live === null ? "nothing is live yet" : `live is ${displayName(site.live.name)}${version}`;
  return `🔵 ${displayName(site.site)}: ${live}`;
}

function stepLines(report: ArrivalReport): string[] {
  const { site, takenOver, isAdopted } = report;
  const moved =
    takenOver === 0 ? "its records are written" : `${count(takenOver, "path")} move to shared, behind links`;
  const first = isAdopted
    ? takenOver === 0
      ? []
      : [`what is live: ${moved}`]
    : [`what is live is taken over: ${moved}`];
  const made = report.waits
    ? "an earlier run has unpacked it: it goes on with that release"
    : report.inPlace
      ? "it is unpacked beside the application; the data stays where it is"
      : site.kind === "flat"
        ? "it is unpacked beside the application and linked to shared"
        : "it is unpacked as a new release and linked to shared";
  const live =
    site.live === null
      ? "it becomes live and is checked"
      : report.inPlace
        ? "its files take the places of those that are live, one by one, and are checked; the old code is kept for a rollback"
        : "it takes the place of what is live, in one step, and is checked; the old code is kept for a rollback";
  const steps = site.live === null ? [made] : [...first, made];
  if (report.converts)
    steps.push("the application's path becomes a link to current, and its code a release beside the new one");
  const all = [...steps, report.activates ? live : "it waits: nothing that is live changes"];
  return all.map((text, index) => `   ${index + 1}. ${text}`);
}

function migrationLines(migrations: readonly string[]): string[] {
  if (migrations.length === 0) return [];
  const shown = migrations.slice(0, SHOWN_MIGRATIONS).map((path) => displayName(path.slice(path.lastIndexOf("/") + 1)));
  const more = migrations.length > SHOWN_MIGRATIONS ? `, and ${migrations.length - SHOWN_MIGRATIONS} more` : "";
  return [
    `⚠️ ${count(migrations.length, "new database migration")} (${shown.join(", ")}${more}): a rollback does not undo what they change`,
    `   → Dump the database first; a "dump" hook in holdfast.json does it each time (holdfast release --help)`,
  ];
}

/** A release that is complete and waits for the command that makes it live. */
export function renderWaiting(report: {
  readonly name: string;
  readonly app: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly next: string;
}): string {
  return [
    `✅ Release ${displayName(report.name)} is ready and waits; nothing that is live has changed`,
    `   ${displayName(report.app)}`,
    ...report.diagnostics.map(renderDiagnostic),
    `   To make it live: ${report.next}`,
  ].join("\n");
}
