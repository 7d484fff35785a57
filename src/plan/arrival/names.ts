/** Which names an entry of a delivery may have: such that every program and every system sees the same place, below the folder of the release. */
import type { ArrivedEntry, SourceKind } from "../../core/arrival.ts";
import { encodedLength } from "../../core/bytes.ts";
import { isRetiredFolder, NAMES } from "../../core/layout.ts";
import type { RelPath } from "../../core/path.ts";

const LONGEST_NAME = 255;
/** The kernel takes 4,096 (PATH_MAX); the folder of the site and that of the release stand before it. */
const LONGEST_PATH = 3072;
const DEEPEST = 64;

/** The path that an entry's name spells, `""` for the root that a tar names; or the rule that it breaks. */
export function pathOf(
  { name, kind }: ArrivedEntry,
  source: SourceKind,
): { readonly path: RelPath | "" } | { readonly rule: string } {
  const rooted = source === "zip" ? name : withoutDot(name);
  const path = kind === "directory" && rooted.endsWith("/") ? rooted.slice(0, -1) : rooted;
  if (path === "" && rooted !== name) return { path: "" };
  const rule = brokenRule(path);
  return rule === null ? { path: path as RelPath } : { rule };
}

/** `tar -C folder .` writes `./` before each name. */
function withoutDot(name: string): string {
  if (name === "." || name === "./") return "";
  return name.startsWith("./") ? name.slice(2) : name;
}

function brokenRule(path: string): string | null {
  if (path === "") return "its name is empty";
  if (path.includes("\0")) return "its name holds a NUL byte";
  if (hasControls(path)) return "its name holds control bytes";
  if (path.includes("\\")) return "its name holds a backslash, which some programs take for a slash";
  if (path.startsWith("/")) return "its name is absolute";
  if (/^[A-Za-z]:/.test(path)) return "its name begins with a drive letter";
  return (
    brokenSegment(path.split("/")) ??
    (encodedLength(path) > LONGEST_PATH ? "its path is longer than 3,072 bytes" : null)
  );
}

function brokenSegment(segments: readonly string[]): string | null {
  if (segments.includes("..")) return 'its name leads out by ".."';
  if (segments.includes(".")) return 'its name holds a "."';
  if (segments.includes("")) return "its name holds an empty part";
  if (segments.some((name) => name === NAMES.state || isRetiredFolder(name)))
    return "its name is one that Holdfast keeps for itself";
  if (segments.length > DEEPEST) return `it lies deeper than ${DEEPEST} folders`;
  if (segments.some((segment) => encodedLength(segment) > LONGEST_NAME))
    return "a part of its name is longer than 255 bytes";
  return null;
}

/** ASCII's control characters; a terminal, a shell script or a log would be led astray by them. */
export function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}
