import type { ClassifyInput } from "../classify/classify.ts";
import { classify } from "../classify/folder.ts";
import { domainFolders, otherSites, withoutInside } from "../classify/other-sites.ts";
import { notesOn } from "../classify/notes.ts";
import { parseDecisions } from "../classify/decisions.ts";
import type { Classification, Decision, Detection } from "../core/entry.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { HoldfastError } from "../core/error.ts";
import { childrenOf, type Inventory } from "../core/inventory.ts";
import { withListed } from "../core/listed-inventory.ts";
import type { Listing } from "../core/listing.ts";
import { NAMES, type SiteLayout } from "../core/layout.ts";
import { type AbsPath, rel } from "../core/path.ts";
import type { PersistenceRecord } from "../core/record.ts";
import { APPLICATION_FILES } from "../detect/application.ts";
import { detectAll } from "../detect/nested.ts";
import { readsOf, wantsDate, wantsText } from "../detect/wants.ts";
import { profiles } from "../profiles/index.ts";
import { scan } from "../system/scan.ts";
import { quoteInText } from "../core/shell.ts";

/** The judgement on an app, with what it was made from. */
export interface Judgement {
  readonly inventory: Inventory;
  readonly detections: readonly Detection[];
  readonly decisions: readonly Decision[];
  readonly classification: Classification;
  /** What the frameworks' profiles advise somebody who deploys them. */
  readonly advice: readonly Diagnostic[];
  /** What about the application itself its owner should know: two of them in one folder, settings that compute their paths. */
  readonly notes: readonly Diagnostic[];
  /** For asking about further paths. */
  readonly input: ClassifyInput;
}

/** On shared hosting the app's web root is often a link to the host's fixed one. */
const WEB_ROOTS = [...new Set(profiles.flatMap(({ webRoots }) => webRoots))];

/** Looks at an app and judges every path in it; where it is a copy, what a listing says of its server comes first. Reads only. */
export function judge(
  { app, shared }: Pick<SiteLayout, "app" | "shared">,
  record: PersistenceRecord | null,
  listing: Listing | null = null,
): Judgement {
  const copy = scan(app, {
    wants: wantsText,
    dates: wantsDate,
    reads: [...readsOf(profiles), ...APPLICATION_FILES],
    through: WEB_ROOTS,
    except: shared,
  });
  const { inventory: whole, differing } =
    listing === null ? { inventory: copy, differing: [] } : withListed(copy, listing);
  const input = inputOf(whole, decisionsOf(whole, app, record), record);
  const { inventory, detections, decisions } = input;
  const classification = classify(input);
  const notes = [...notesOn(input, classification), ...differing.slice(0, MOST_NAMED).map(differs)];
  return { inventory, detections, decisions, classification, advice: adviceOf(detections), notes, input };
}

/** What is judged: all of it but what is in the folders of other sites. An application in a folder that is named like a domain is no part of this one, whatever that is. */
function inputOf(whole: Inventory, decisions: Decision[], record: PersistenceRecord | null): ClassifyInput {
  const folders = domainFolders(whole);
  const inventory = withoutInside(whole, folders, decisions);
  const first = { inventory, detections: detectAll(inventory, profiles), decisions, record, otherSites: folders };
  const others = otherSites(first, folders);
  if (others.length === folders.length) return first;
  return { ...first, inventory: withoutInside(whole, others, decisions), otherSites: others };
}

/** The app's own `holdfast.json`; where a release comes without it, the decisions in force stand in the record. */
function decisionsOf(inventory: Inventory, app: AbsPath, record: PersistenceRecord | null): Decision[] {
  const text = inventory.texts.get(rel(NAMES.decisions));
  if (text !== undefined) return parseDecisions(text, `${app}/${NAMES.decisions}`);
  if (inventory.nodes.has(rel(NAMES.decisions))) throw unreadableDecisions(inventory, app);
  return (record?.decisions ?? []).map((decision) => ({ ...decision, where: NAMES.config }));
}

/** The first names in the app's folder, for an app that nothing was recognised in. */
export function firstNames(inventory: Inventory): string[] {
  return childrenOf(inventory, "")
    .slice(0, 20)
    .map((node) => node.path);
}

/** Decisions that cannot be read must not be passed over: they may be what keeps somebody's data. */
function unreadableDecisions(inventory: Inventory, app: AbsPath): HoldfastError {
  const limit = inventory.limits.find(({ path }) => path === NAMES.decisions);
  const detail = limit?.detail === undefined ? "" : ` (${limit.detail})`;
  const why = limit === undefined ? "it is no plain file" : `${limit.reason}${detail}`;
  return new HoldfastError({
    code: "decisions-unreadable",
    message: `"${app}/${NAMES.decisions}" is there but cannot be read: ${why}`,
    hint: `Look at it with: ls -l ${quoteInText(`${app}/${NAMES.decisions}`)}`,
  });
}

function adviceOf(detections: readonly Detection[]): Diagnostic[] {
  const found = new Set(detections.map(({ id }) => id));
  return profiles
    .filter(({ id }) => found.has(id))
    .flatMap(({ title, advice }) =>
      advice.map((text): Diagnostic => ({ severity: "note", code: "advice", message: `${title}: ${text}` })),
    );
}

const MOST_NAMED = 20;

function differs(path: string): Diagnostic {
  return {
    severity: "note",
    code: "listing-differs",
    path,
    message: `"${path}" is something else on the server than in the copy; the plan is for what is on the server`,
  };
}
