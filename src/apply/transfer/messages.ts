import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Lost } from "../../system/copy-file.ts";
import type { Retirement } from "../retirement.ts";
import { NO_OUTCOME, type Outcome } from "../run.ts";
import type { Openness } from "./open-files.ts";

const SHOWN = 5;

const LOST: Readonly<Record<Lost, string>> = {
  owner: "owner (only root may give files away)",
  "set-uid": "set-uid, set-gid or capability (a copy never gains privilege)",
  attributes: "extended attributes (shared's file system does not take them, or only root may set them)",
  node: "special file (it could not be made; it stays where the old tree is kept)",
};

/** One warning for each thing that copies could not keep. */
export function lostFacts(entry: string, lost: ReadonlyMap<Lost, ReadonlySet<string>>): Diagnostic[] {
  return [...lost].map(([what, paths]) => ({
    severity: "warning",
    code: `copy-without-${what}`,
    path: entry,
    message: `In "${entry}", ${paths.size === 1 ? "one copy" : `${paths.size} copies`} could not keep its ${LOST[what]}: ${firstOf([...paths])}`,
    hint:
      what === "node"
        ? "Make it anew in shared if the application needs it"
        : "Set it by hand if the application needs it",
  }));
}

/** The entry is left as it is; nothing of it was changed. */
export function left(entry: string, why: Pick<Diagnostic, "code" | "message" | "hint">): Outcome {
  return {
    ...NO_OUTCOME,
    refused: [entry],
    diagnostics: [{ ...why, severity: "problem", path: entry }],
  };
}

/** Processes still have the old tree open. */
export function stillOpen(note: Retirement, open: Openness): Diagnostic {
  const users = open.users.slice(0, SHOWN).map(({ pid, name }) => `${name} (process ${pid})`);
  const written =
    open.written.length === 0
      ? []
      : [`somebody is writing to ${firstOf(open.written.map((path) => path || note.path))}`];
  const who = [...users.map((user) => `${user} is in it`), ...written].join("; ") || "something goes on changing it";
  return {
    severity: "warning",
    code: "old-tree-in-use",
    path: note.path,
    message: `"${note.path}" is linked and served from shared, but its old folder "${note.at.directory}/${note.at.name}" is still in use: ${who}. What was written there so far has come to shared or is rescued`,
    hint: "Restart those processes when it suits you, then run: holdfast recover",
  };
}

/** Parts of the old tree that shared has may not be removed. */
export function notRemovable(note: Retirement, paths: readonly string[]): Diagnostic {
  return {
    severity: "warning",
    code: "old-tree-not-removed",
    path: note.path,
    message: `"${note.path}" is linked and served from shared, but its old folder "${note.at.directory}/${note.at.name}" could not be removed (permission was refused): ${firstOf(paths.map((path) => path || note.path))}`,
    hint: "Run: holdfast recover (as root, if the folder belongs to another user)",
  };
}

/** Without koffi a transfer cannot go on. */
export function noCalls(entry: string): Diagnostic {
  return {
    severity: "warning",
    code: "across-needs-koffi",
    path: entry,
    message: `What "${entry}" was on the other file system cannot be compared with shared: the package koffi is missing`,
    hint: "Install it (npm install koffi beside the program), then run the command again",
  };
}

function firstOf(paths: readonly string[]): string {
  return `${paths.slice(0, SHOWN).join(", ")}${paths.length > SHOWN ? ", ..." : ""}`;
}
