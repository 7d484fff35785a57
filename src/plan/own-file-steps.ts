/** The steps that write our own files in shared. */
import { encodeJson } from "../core/json.ts";
import { NAMES } from "../core/layout.ts";
import { type RelPath, rel, under } from "../core/path.ts";
import type { PersistenceRecord, ShippedRecord } from "../core/record.ts";
import type { At, Operation, WriteRecord } from "./operation.ts";
import { OWN_MARK, type OwnFile, SHIPPED_FILE } from "./own-file.ts";
import type { Survey } from "./survey.ts";

const PAGES = [NAMES.summary, NAMES.guide, NAMES.hosting] as const;

/** Files under our names that are not ours (the public script's history, say) are kept aside, never overwritten. */
export function foreignFiles(survey: Survey): Operation[] {
  return [NAMES.config, NAMES.history, NAMES.healthCheck, NAMES.emergencyRecovery, ...PAGES].flatMap(
    (name): Operation[] => {
      const text = survey.ours[name];
      if (text === undefined || isOurs(text)) return [];
      const seen = survey.at({ root: "shared", path: rel(name) });
      return [
        {
          kind: "set-aside",
          path: `shared/${name}`,
          at: { directory: seen.directory, name: seen.name },
          identity: seen.id ?? "",
          nodeKind: "file",
          to: "rescued",
          as: rel(name),
          reason: "it was written by something else; it is kept in the rescue folder",
        },
      ];
    },
  );
}

function isOurs(text: string): boolean {
  return text.includes(OWN_MARK);
}

/** What a file of ours is written by. */
type Told = Pick<Survey, "layout" | "ours" | "owner">;

/** Writes one of our own files; nothing where it stands as it shall. */
export function writeOwn(survey: Told, file: OwnFile): Operation[] {
  if (sameText(survey, file.name, file.content)) return [];
  return [
    {
      kind: "write-file",
      path: `shared/${file.name}`,
      at: inSharedFolder(survey, file.name),
      content: file.content,
      mode: file.mode,
      owner: survey.owner,
      exclusive: false,
      reason: file.why,
    },
  ];
}

/** Writes the record; nothing where it stays as it is. */
export function writeRecord(survey: Survey, record: PersistenceRecord): Operation[] {
  if (sameText(survey, NAMES.config, encodeJson(record))) return [];
  return [
    {
      kind: "write-record",
      path: `shared/${NAMES.config}`,
      at: inSharedFolder(survey, NAMES.config),
      record,
      before: beforeIn(survey),
      owner: survey.owner,
      reason: "what was decided, and why",
    },
  ];
}

/** Writes the shipped record; nothing where it stays as it is. */
export function writeShipped(survey: Survey, shipped: ShippedRecord): Operation[] {
  if (sameText(survey, SHIPPED_FILE, encodeJson(shipped))) return [];
  return [
    {
      kind: "write-shipped",
      path: `shared/${SHIPPED_FILE}`,
      at: inSharedFolder(survey, SHIPPED_FILE),
      shipped,
      before: survey.shipped,
      owner: survey.owner,
      reason: "remembers which names releases brought, so that what was deleted stays deleted",
    },
  ];
}

/** True where one of our own files says this already. */
export function sameText(survey: Pick<Survey, "ours">, name: string, content: string): boolean {
  const text = survey.ours[name];
  return text === content && (name === SHIPPED_FILE || isOurs(text));
}

function inSharedFolder(survey: Pick<Survey, "layout">, name: string): At {
  const slash = name.lastIndexOf("/");
  const { shared } = survey.layout;
  return slash < 0
    ? { directory: shared, name }
    : { directory: under(shared, rel(name.slice(0, slash))), name: name.slice(slash + 1) };
}

/** Entries that our record says were taken over. */
export function seededBefore(survey: Survey): RelPath[] {
  return (survey.record?.entries ?? []).filter((entry) => entry.seeded).map((entry) => entry.path);
}

function beforeIn(survey: Survey): WriteRecord["before"] & object {
  const { record } = survey;
  const undone = record?.undone === true ? { undone: true as const } : {};
  return { trees: record?.trees ?? [], seeded: seededBefore(survey), ...undone };
}
