import * as z from "zod/mini";
import { encodeJson, decodeJson } from "../../core/json.ts";
import type { SiteLayout } from "../../core/layout.ts";
import { type AbsPath, abs, isInside } from "../../core/path.ts";
import type { NotedPlace, RescuedItem, RescueNote, RescueOrigin } from "../../core/rescue.ts";
import type { At, Operation } from "../operation.ts";
import type { Plan } from "../plan.ts";

/** The note of a run, by its plan alone: what each step would rescue, where it stood, and why. */
export function noteOfPlan(plan: Plan, at: string): RescueNote {
  return {
    schema: 1,
    command: plan.command,
    at,
    release: plan.layout.release,
    origins: plan.operations.flatMap((operation) => originsOf(operation, plan.layout)),
    items: [],
    putBack: [],
  };
}

/** The note with what was rescued; what an earlier part of the same run noted stays. */
export function withItems(note: RescueNote, items: readonly RescuedItem[]): RescueNote {
  const known = new Map([...note.items, ...items].map((item) => [item.kept, item]));
  return { ...note, items: [...known.values()] };
}

/** The note with these put back, each to its place. */
export function withPutBack(
  note: RescueNote,
  put: readonly { readonly kept: string; readonly at: AbsPath }[],
  layout: Pick<SiteLayout, "site" | "shared">,
): RescueNote {
  const places = put.map(({ kept, at }) => [kept, notedPlace(at, layout)] as const);
  return {
    ...note,
    putBack: [...new Set([...note.putBack, ...put.map(({ kept }) => kept)])],
    putTo: { ...note.putTo, ...Object.fromEntries(places) },
  };
}

/** The step that rescued what lies at `kept`; null where none is known. */
export function originOf(note: RescueNote, kept: string): RescueOrigin | null {
  return (
    note.origins.filter((origin) => isInside(kept, origin.kept)).sort((a, b) => b.kept.length - a.kept.length)[0] ??
    null
  );
}

/** Where what lies at `kept` stood; null where no step is known that rescued it. */
export function placeOfKept(note: RescueNote, kept: string): NotedPlace | null {
  const origin = originOf(note, kept);
  if (origin === null) return null;
  const item = note.items.find((known) => known.kept === kept);
  // A second thing of one name got a number in the rescue folder; what it was called is in the item.
  const named = item !== undefined && !origin.whole && isInside(item.path, origin.kept) ? item.path : kept;
  return { ...origin.place, path: `${origin.place.path}${named.slice(origin.kept.length)}` };
}

/** A noted place on this disk. */
export function absolutePlace(place: NotedPlace, layout: Pick<SiteLayout, "site" | "shared">): AbsPath {
  if (place.root === "disk") return abs(place.path);
  return abs(`${place.root === "shared" ? layout.shared : layout.site}/${place.path}`);
}

/** A place as it is noted. */
function notedPlace(path: string, layout: Pick<SiteLayout, "site" | "shared">): NotedPlace {
  for (const root of ["shared", "site"] as const)
    if (isInside(path, layout[root]) && path !== layout[root])
      return { root, path: path.slice(layout[root].length + 1) };
  return { root: "disk", path };
}

function originsOf(operation: Operation, layout: SiteLayout): RescueOrigin[] {
  const { reason } = operation;
  const origin = (kept: string, at: At, whole: boolean): RescueOrigin[] => [
    { kept, place: notedPlace(`${at.directory}/${at.name}`, layout), reason, whole },
  ];
  if ("as" in operation) {
    const isRescued = operation.kind !== "set-aside" || operation.to === "rescued";
    return isRescued ? origin(operation.as, operation.at, true) : [];
  }
  if (operation.kind === "bring") return origin(operation.path, operation.into, true);
  if (operation.kind === "merge" || operation.kind === "transfer" || operation.kind === "settle")
    return origin(operation.path, operation.into, false);
  return [];
}

const place = z.object({ root: z.enum(["shared", "site", "disk"]), path: z.string() });
const document = z.object({
  schema: z.literal(1),
  command: z.string(),
  at: z.string(),
  release: z.nullable(z.string()),
  origins: z.array(z.object({ kept: z.string(), place, reason: z.string(), whole: z.boolean() })),
  items: z.array(z.object({ kept: z.string(), path: z.string(), why: z.string() })),
  putBack: z.array(z.string()),
  putTo: z.optional(z.record(z.string(), place)),
});

/** Reads a note; null where it is none of ours: what it tells of is then listed without its reason. */
export function readNoteText(text: string): RescueNote | null {
  const reading = decodeJson(text);
  if ("fault" in reading) return null;
  const parsed = document.safeParse(reading.value);
  return parsed.success ? parsed.data : null;
}

/** A note as it is written. */
export function noteText(note: RescueNote): string {
  return encodeJson(note);
}
