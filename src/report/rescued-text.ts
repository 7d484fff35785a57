import { displayName } from "../core/bytes.ts";
import type { NotedPlace } from "../core/rescue.ts";
import {
  amountOf,
  groupsOf,
  reasonOf,
  type RescuedGroup,
  type RescuedRun,
  shortId,
} from "../plan/rescued/rescued-run.ts";
import { placeOfKept } from "../plan/rescued/rescue-note.ts";
import { agoInWords, bytesInWords } from "./amounts.ts";
import { count } from "./marks.ts";

/** How many seconds ago a time was. */
export type AgeOf = (at: string) => number;

const SHOWN_GROUPS = 12;
const SHOWN_FILES = 200;

/** What lies in the rescue folder, run by run. */
export function renderRescued(about: {
  readonly site: string;
  readonly runs: readonly RescuedRun[];
  readonly ageOf: AgeOf;
}): string {
  const { runs } = about;
  const head = `🛟 Rescued in ${displayName(about.site)}`;
  if (runs.length === 0) return `${head}\n\n✅ Nothing is in the rescue folder`;
  const { files, bytes } = amountOf(runs.flatMap(({ leaves }) => leaves));
  const example = shortId(runs.at(-1)?.id ?? "");
  return [
    head,
    "",
    ...runs.flatMap((run) => runLines(run, about.ageOf)),
    "",
    `📊 ${count(files, "file")}, ${bytesInWords(bytes)}, from ${count(runs.length, "run")}. None of it is ever removed by itself`,
    `   👉 Every file, with its reason:  holdfast rescued show ${example}`,
    `   👉 Put back, and rescue what stands there:  holdfast rescued restore ${example}`,
    `   👉 Remove for good:  holdfast rescued drop ${example}`,
  ].join("\n");
}

/** One run in full. */
export function renderRescuedRun(about: {
  readonly run: RescuedRun;
  readonly path: string;
  readonly folder: string;
  readonly ageOf: AgeOf;
}): string {
  const { run, path } = about;
  const leaves = run.leaves.filter(({ kept }) => path === "" || kept === path || kept.startsWith(`${path}/`));
  const shown = leaves.slice(0, SHOWN_FILES).flatMap(({ kept, bytes, kind }) => {
    const place = run.note === null ? null : placeOfKept(run.note, kept);
    const size = kind === "file" ? bytesInWords(bytes) : kind === "directory" ? "an empty folder" : `a ${kind}`;
    return [
      `  ${displayName(kept)}  (${size})`,
      `      stood at ${placeWords(place)}: ${displayName(reasonOf(run, kept) ?? NO_REASON)}`,
    ];
  });
  const more = leaves.length > SHOWN_FILES ? [`  and ${leaves.length - SHOWN_FILES} more`] : [];
  return [headLine(run, about.ageOf), ...shown, ...more, `📁 They lie in ${displayName(about.folder)}`].join("\n");
}

/** What a restore would do. */
export function renderPutBack(
  steps: readonly { readonly from: string; readonly to: string; readonly replaces: boolean }[],
): string {
  const lines = steps
    .slice(0, SHOWN_FILES)
    .map(
      ({ from, to, replaces }) =>
        `  ↩ ${displayName(from)} → ${displayName(to)}${replaces ? "  (what stands there goes to the rescue folder)" : ""}`,
    );
  const more = steps.length > SHOWN_FILES ? [`  and ${steps.length - SHOWN_FILES} more`] : [];
  return [`🛟 Put back: ${count(steps.length, "thing")}`, ...lines, ...more].join("\n");
}

/** What a drop would remove. */
export function renderDrop(run: RescuedRun, units: readonly string[]): string {
  const gone = run.leaves.filter(({ kept }) => units.some((unit) => kept === unit || kept.startsWith(`${unit}/`)));
  const { files, bytes } = amountOf(gone);
  return [
    `🗑️  Goes for good: ${count(files, "file")}, ${bytesInWords(bytes)}, of the rescued ${shortId(run.id)}`,
    ...gone.slice(0, SHOWN_GROUPS).map(({ kept }) => `  × ${displayName(kept)}`),
    ...(gone.length > SHOWN_GROUPS ? [`  and ${gone.length - SHOWN_GROUPS} more`] : []),
  ].join("\n");
}

const NO_REASON = "nobody noted why";

function headLine(run: RescuedRun, ageOf: AgeOf): string {
  const age = agoInWords(ageOf(run.at));
  const by = run.note === null ? "by the portable script, or before reasons were noted" : `by ${run.note.command}`;
  const of = run.note?.release == null ? "" : `, release ${displayName(run.note.release)}`;
  return `▪ ${shortId(run.id)}   ${run.at.replace("T", " ").replace(/:\d\dZ$/, " UTC")} (${age}) ${by}${of}`;
}

function runLines(run: RescuedRun, ageOf: AgeOf): string[] {
  const groups = groupsOf(run);
  const more = groups.length > SHOWN_GROUPS ? [`    and ${count(groups.length - SHOWN_GROUPS, "place")} more`] : [];
  return [headLine(run, ageOf), ...groups.slice(0, SHOWN_GROUPS).flatMap(groupLines), ...more];
}

function groupLines({ kept, files, bytes, place, why }: RescuedGroup): string[] {
  const [first, ...others] = why;
  const further = others.length === 0 ? "" : ` (and ${count(others.length, "other reason")})`;
  return [
    `    ${displayName(kept)}   ${count(files, "file")}, ${bytesInWords(bytes)}, stood at ${placeWords(place)}`,
    `        why: ${displayName(first ?? NO_REASON)}${further}`,
  ];
}

function placeWords(place: NotedPlace | null): string {
  if (place === null) return "a place that nobody noted";
  return displayName(place.root === "shared" ? `shared/${place.path}` : place.path);
}
