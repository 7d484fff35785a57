import { displayName } from "../../core/bytes.ts";
import { HoldfastError } from "../../core/error.ts";
import { type AbsPath, isInside } from "../../core/path.ts";
import type { RescueNote } from "../../core/rescue.ts";
import type { ReleaseSite } from "../../plan/release/places.ts";
import { absolutePlace, placeOfKept } from "../../plan/rescued/rescue-note.ts";
import { shortId } from "../../plan/rescued/rescued-run.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { quoteShort } from "../../core/shell.ts";
import type { Chosen } from "./choosing.ts";
import { livePlace } from "./live-place.ts";

/**
 * What there is to say where all that was chosen was put back before: the places where it stands. Throws where it stands there no more, and where it was wanted
 * somewhere else (`to`): it is no longer in the rescue folder, and what is elsewhere is its owner's.
 */
export function putBackAlready({ run, path }: Chosen, to: AbsPath | null, site: ReleaseSite): string {
  const { note } = run;
  const kept = (note?.putBack ?? []).filter((one) => path === "" || isInside(one, path) || isInside(path, one));
  const found = kept.map((one) => ({ one, place: note === null ? null : standingPlace(note, one, site) }));
  const named = `${shortId(run.id)}${path === "" ? "" : `/${displayName(path)}`}`;
  const gone = found.filter(({ place }) => place === null);
  if (gone.length > 0)
    throw notThere(
      named,
      gone.map(({ one }) => one),
    );
  const places = found.flatMap(({ place }) => place ?? []);
  if (to !== null) throw wantedElsewhere(named, places, to);
  const more = places.length > 1 ? ` and ${places.length - 1} more` : "";
  return `✅ It was put back already: ${displayName(places[0] ?? "")}${more}`;
}

/** Where it was put, in what is live now; null where nothing stands there. */
function standingPlace(note: RescueNote, kept: string, site: ReleaseSite): AbsPath | null {
  const place = note.putTo?.[kept] ?? placeOfKept(note, kept);
  if (place === null) return null;
  const live = livePlace(absolutePlace(place, site), site);
  return lookAt(bytes(live)) === null ? null : live;
}

function notThere(named: string, gone: readonly string[]): HoldfastError {
  return new HoldfastError({
    code: "put-back-and-gone",
    message: `"${named}" was put back already, and does not stand there any more (${displayName(gone[0] ?? "")}); it is not in the rescue folder of that run either`,
    hint: "What was rescued since: holdfast rescued",
    exit: "problems",
  });
}

function wantedElsewhere(named: string, [place = ""]: readonly string[], to: AbsPath): HoldfastError {
  return new HoldfastError({
    code: "put-back-already",
    message: `"${named}" was put back already, to "${displayName(place)}"; nothing was put to "${displayName(to)}"`,
    hint: `Copy it from there: cp -a ${quoteShort(place)} ${quoteShort(to)}`,
    exit: "problems",
  });
}
