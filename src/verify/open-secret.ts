/** A secret that other users of the server can read; the scripts say it alike (`posix-entry-checks.ts`). */
import type { Observation } from "../core/observation.ts";
import { type AbsPath, abs, parentOf } from "../core/path.ts";
import { quoteShort } from "../core/shell.ts";
import type { PortableEntry } from "../script/portable-site.ts";
import { bytes } from "../system/bytes-path.ts";
import { lookBehind } from "../system/facts.ts";
import { physical } from "../system/observe.ts";
import type { CheckLine } from "./check-line.ts";

const OTHERS_READ = 0o004;
const OTHERS_ENTER = 0o001;

/** The warning about an entry that is a secret file, where the mode of what is read and that of every folder above it let everybody in; else nothing. Reads only. */
export function openSecretLines(
  { secret, kind }: PortableEntry,
  shown: string,
  { directory, name }: Observation,
): CheckLine[] {
  if (secret !== true || kind !== "file") return [];
  const path = abs(`${directory}/${name}`);
  const read = lookBehind(bytes(path));
  if (read === null || (read.mode & OTHERS_READ) === 0 || isClosedAbove(parentOf(physical(bytes(path))))) return [];
  return [
    {
      status: "warning",
      text: `Secret that every user of this server can read: ${shown} (where PHP runs as another user than its owner, give that user's group the right first)`,
      remedy: `chmod o-rwx ${quoteShort(path)}`,
    },
  ];
}

/** True when one of the folders down to this one lets only its owner and its group in. */
function isClosedAbove(directory: AbsPath): boolean {
  const own = lookBehind(bytes(directory));
  if (own !== null && (own.mode & OTHERS_ENTER) === 0) return true;
  return directory !== "/" && isClosedAbove(parentOf(directory));
}
