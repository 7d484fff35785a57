import type { Diagnostic } from "../core/diagnostic.ts";
import type { User } from "../system/open-processes.ts";
import type { Retirement } from "./retirement.ts";

const SHOWN = 5;

/** Somebody has the retired folder open still. */
export function inUse(note: Retirement, users: readonly User[]): Diagnostic {
  const who = users.slice(0, 3).map(({ pid, name }) => `${name} (process ${pid})`);
  const by =
    who.length === 0
      ? "Something is still writing"
      : `${who.join(", ")} still ${who.length === 1 ? "has" : "have"} a file or folder open`;
  return {
    severity: "warning",
    code: "retired-in-use",
    path: note.path,
    message: `${by} in ${was(note)}; it stays in "${note.at.directory}/${note.at.name}", and the next run brings along what is written there`,
    hint: "Restart that process when it suits you, then run the command again",
  };
}

/** What was not dropped. */
export function stays(note: Retirement, left: readonly string[]): Diagnostic {
  return {
    severity: "note",
    code: "retired-kept",
    path: note.path,
    message: `${left.length} of the names in ${was(note)} are kept in "${note.at.directory}/${note.at.name}", because ${note.how === "undone" ? "the application" : "shared"} does not have the same there (other content, owner or times, or nothing): ${shown(left, note)}`,
    hint: "Nothing needs to be done; remove them when you are sure that nobody misses them",
  };
}

/** What came to the retired folder and cannot be given a second name. */
export function cannotBring(note: Retirement, paths: readonly string[]): Diagnostic {
  return {
    severity: "warning",
    code: "retired-not-ours",
    path: note.path,
    message: `${paths.length} of the files that were written into ${was(note)} belong to another user and cannot be brought along; they stay in "${note.at.directory}/${note.at.name}": ${shown(paths, note)}`,
    hint: "Run the command as root, or give those files to your user (chown)",
  };
}

/** What is retired, in words. */
function was({ path, how }: Retirement): string {
  return how === "undone"
    ? `what shared had as "${path}" before the application got its own`
    : `what "${path}" was before a link took its place`;
}

function shown(paths: readonly string[], note: Retirement): string {
  const first = paths.slice(0, SHOWN).map((path) => (path === "" ? note.path : path));
  return `${first.join(", ")}${paths.length > SHOWN ? ", ..." : ""}`;
}
