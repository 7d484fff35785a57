import type { Place } from "../core/layout.ts";
import { endOfListed, type Listed, listedAt, type Listing } from "../core/listing.ts";
import { type LinkEnd, type Observation, placeKey } from "../core/observation.ts";
import { abs, type AbsPath, ancestorsOf, baseName, parentOf, under } from "../core/path.ts";
import type { Survey } from "./survey.ts";

/**
 * The survey of a copy, with what a listing says of the server in place of what the copy has. Identities are made up: the script that carries the plan out
 * takes its own. The plan of such a survey is for a script only; no disk is like it.
 */
export function withListing(survey: Survey, listing: Listing): Survey {
  const numbers = new Map<string, number>();
  const idOf = (place: Place): string => {
    const key = placeKey(place);
    const number = numbers.get(key) ?? FIRST_NUMBER + numbers.size;
    numbers.set(key, number);
    return `${survey.at(place).parent.dev}:${number}`;
  };
  const at = (place: Place): Observation => {
    const copied = survey.at(place);
    const listed = listedAt(listing[place.root], place.path);
    if (listed === "unknown") return copied;
    return listed === "absent"
      ? absentFrom(copied, survey, listing)
      : presentIn({ copied, listed, idOf }, survey, listing);
  };
  return {
    ...survey,
    at,
    sharedIsNew: !listing.shared.there,
    sharedOwner: listing.shared.there ? (survey.sharedOwner ?? survey.owner) : null,
    denial: () => null,
  };
}

/** Higher than any inode of a copy. */
const FIRST_NUMBER = 9_000_000_000_000;

interface Seen {
  readonly copied: Observation;
  readonly listed: Listed;
  readonly idOf: (place: Place) => string;
}

function presentIn({ copied, listed, idOf }: Seen, survey: Survey, listing: Listing): Observation {
  const place = placed(copied, survey, listing);
  const { dev } = place.parent;
  const text = listed.linkText;
  return {
    ...place,
    kind: listed.kind,
    id: idOf(copied.place),
    dev,
    owner: copied.owner ?? survey.owner,
    size: listed.size,
    ...(text === undefined ? {} : { link: { text, end: endFor(copied, { survey, listing, idOf }) } }),
  };
}

function absentFrom(copied: Observation, survey: Survey, listing: Listing): Observation {
  return { ...placed(copied, survey, listing), kind: "absent", id: null, dev: null, owner: null, size: 0 };
}

/** The place itself: below folders that are the server's, whatever stands for them in the copy. */
function placed(
  { place, parent }: Observation,
  survey: Survey,
  listing: Listing,
): Pick<Observation, "place" | "directory" | "name" | "parent"> {
  const root = survey.layout[place.root];
  const folders = ancestorsOf(place.path);
  const missing = folders.filter((folder) => listedAt(listing[place.root], folder) === "absent").length;
  const above = parentOf(place.path);
  return {
    place,
    directory: above === "" ? root : under(root, above),
    name: baseName(place.path),
    parent: { ...parent, missing },
  };
}

function endFor(
  { place }: Observation,
  { survey, listing, idOf }: { survey: Survey; listing: Listing; idOf: Seen["idOf"] },
): LinkEnd {
  const end = endOfListed(listing, place.root, place.path);
  // Outside of the site nobody looked: it leads somewhere, and is nothing of ours.
  if (end === null) return { kind: "directory", id: "0:0", path: outside(place, listing) };
  const root = survey.layout[end.root];
  if (end.path === "") return { kind: end.kind, id: end.root === "app" ? survey.code.tree : null, path: root };
  const id = end.kind === "absent" ? null : idOf({ root: end.root, path: end.path });
  return { kind: end.kind, id, path: under(root, end.path) };
}

function outside(place: Place, listing: Listing): AbsPath {
  const text = listing[place.root].nodes.get(place.path)?.linkText ?? "";
  return abs(text.startsWith("/") ? text : `${parentOf(abs(`${listing[place.root].path}/${place.path}`))}/${text}`);
}
