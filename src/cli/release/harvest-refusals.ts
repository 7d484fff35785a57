import type { Diagnostic } from "../../core/diagnostic.ts";
import { HoldfastError } from "../../core/error.ts";
import { baseName } from "../../core/path.ts";
import { isReleaseName } from "../../system/baseline-lines.ts";
import { displayName } from "../../core/bytes.ts";
import type { HarvestPlan } from "../../plan/harvest/harvest.ts";
import type { MadeIn } from "../../apply/read-scratch.ts";
import { bytesInWords } from "../../report/amounts.ts";
import { count } from "../../report/marks.ts";
import { commandLine } from "../shell-words.ts";

/** What is taken along among the code is some files; more is data in the wrong place. */
export const HARVEST_LIMIT = 1024 ** 3;

/** Throws where a database lies among the code: copied while the site writes to it, it would be torn, and what is written afterwards would be missing. */
export function refuseDatabases(databases: readonly string[], site: string): void {
  const [first] = databases;
  if (first === undefined) return;
  throw new HoldfastError({
    code: "database-among-code",
    message: `"${displayName(first)}" is a database that the site writes to, and it lies among the code, which is about to be replaced`,
    hint: `Have it kept in shared, then run the command again: ${commandLine("holdfast", "decide", site, "--set", `${first}=user`)}`,
  });
}

interface Room {
  readonly bytes: number;
}

/** Throws `no-room-for-harvest`, with the numbers. */
export function refuseTooMuch(harvest: HarvestPlan, room: Room, site: string): never {
  throw new HoldfastError({
    code: "no-room-for-harvest",
    message: `The site has ${bytesInWords(harvest.bytes)} of its own among the code${largest(harvest)}, and ${limitWords(room)}; nothing was changed`,
    hint: `Have the folder kept in shared: ${commandLine("holdfast", "decide", site)}; or free some space`,
    exit: "problems",
  });
}

/** Where a rollback must go on: what did not fit stays where it is. */
export function tooMuchLeft(harvest: HarvestPlan, from: string): Diagnostic {
  return {
    severity: "warning",
    code: "strays-left-behind",
    message: `The site has ${bytesInWords(harvest.bytes)} of its own among the code${largest(harvest)}: too much to take along; it is still in "${from}", which is kept`,
    hint: "Have the folder kept in shared (holdfast decide), and copy over what is missing",
  };
}

/** After a switch nobody can be asked. */
export function databaseLeft(path: string, from: string): Diagnostic {
  return {
    severity: "warning",
    code: "database-left-behind",
    path,
    message: `"${displayName(path)}" is a database that lies among the code; it was not copied, since the site may be writing to it, and is still in "${from}", which is kept`,
    hint: "Have it kept in shared (holdfast decide), and bring over what is in it while the site is quiet",
  };
}

/** What could not be read cannot be taken along. */
export function unreadNote(path: string, from: string): Diagnostic {
  return {
    severity: "warning",
    code: "stray-not-readable",
    path,
    message: `"${displayName(path)}" may not be read by this user, so that nobody knows whether it is the site's own; it stays in "${from}", which is kept`,
    hint: "Run the command as the user that owns it",
  };
}

/** What lies in a folder for temporary files, by its name. */
export function leftBehind({ path, made }: MadeIn, from: { readonly name: string }): Diagnostic {
  const [stays, is] = made.length === 1 ? ["stays", "is"] : ["stay", "are"];
  const common = { severity: "note", code: "left-behind", path } as const;
  if (!isReleaseName(baseName(path)))
    return {
      ...common,
      message: `"${displayName(path)}" does not go along, as no release brings it: it stays with release ${from.name}, and is rescued before that is pruned`,
      hint: "If you work with git there, copy it over from that release; what was committed here and is in no delivery is in it alone",
    };
  return {
    ...common,
    message: `"${displayName(path)}" is a folder for temporary files by its name: ${count(made.length, "file")} that the site made in it ${stays} with release ${from.name}, and ${is} rescued before that is pruned`,
    hint: `If that is more than a cache, have it kept: ${commandLine("holdfast", "decide", "--set", `${path}=user`)}`,
  };
}

function limitWords({ bytes }: Room): string {
  return bytes > HARVEST_LIMIT
    ? `${bytesInWords(HARVEST_LIMIT)} is as much as is taken along`
    : `${bytesInWords(bytes)} are free`;
}

/** The folder in which most names lie. */
function largest({ verdicts }: HarvestPlan): string {
  const counts = new Map<string, number>();
  for (const { path, kind } of verdicts) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    if (kind === "file" && folder !== "") counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most === undefined ? "" : ` (most of it in "${displayName(most[0])}")`;
}
