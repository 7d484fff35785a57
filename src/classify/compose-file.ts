/** What a Dockerfile, a Compose file and the text for people say that a container keeps, line by line. */
import { baseName, parseRel, type RelPath, segmentsOf } from "../core/path.ts";

/** What a line of a container's files keeps. */
export interface Volume {
  /** The folder on the host, where it is one of the app's; null for a volume with a name. */
  readonly source: RelPath | "" | null;
  readonly target: string;
  readonly where: string;
  /** True where the service runs a finished image of the application's own: what is mounted there is no code that a developer edits. */
  readonly finished?: boolean;
}

/** No line that names a volume is longer. */
const LONGEST_LINE = 500;
const SHORT =
  /^\s*-\s*["']?(?<source>[^\s"':]+(?:\{[^}]*\})?[^\s"':]*):(?<target>\/[^\s"':]*)(?::[\w,]+)?["']?\s*(?:#.*)?$/;
const SOURCE = /^\s*(?:-\s*)?source:\s*["']?([^\s"'#]+)/;
const TARGET = /^\s*(?:-\s*)?target:\s*["']?(\/[^\s"'#]+)/;

/** `- ./uploads:/app/uploads`, `- uploads:/app/uploads:rw`, and the long form with `source` and `target` on lines of their own. */
export function composeVolumes(file: RelPath, text: string): Volume[] {
  const found: Volume[] = [];
  const lines = linesOf(text);
  let source: string | undefined;
  lines.forEach((line, index) => {
    const at = { where: `${file}:${index + 1}`, finished: isFinished(lines, index) };
    const short = SHORT.exec(line)?.groups;
    if (short !== undefined)
      found.push({ source: hostPath(short["source"] ?? "", file), target: short["target"] ?? "", ...at });
    source = SOURCE.exec(line)?.[1] ?? source;
    const target = TARGET.exec(line)?.[1];
    if (target === undefined || source === undefined) return;
    found.push({ source: hostPath(source, file), target, ...at });
    source = undefined;
  });
  return found;
}

const IMAGE = /^\s+image:\s*["']?([^\s"'#]+)/;
const BUILD = /^\s+build:/;
/** Images to run somebody's code in. */
const OF_LANGUAGES =
  /(^|[/-])(php|node|nginx|apache2?|httpd|caddy|python|ruby|golang|go|openjdk|java|bun|deno|debian|ubuntu|alpine|busybox|composer|webdevops|laradock|bitnami|sail[\w.-]*)([-:/.\d]|$)/i;

/** Whether the service that a line belongs to names an image with an owner (`ghcr.io/maker/app`), and builds none. */
function isFinished(lines: readonly string[], at: number): boolean {
  const service = serviceAround(lines, at);
  const image = service.map((line) => IMAGE.exec(line)?.[1]).find((found) => found !== undefined);
  if (image === undefined || service.some((line) => BUILD.test(line))) return false;
  return image.includes("/") && !OF_LANGUAGES.test(image);
}

/** The lines of the block that is right below the outermost one, `services:`. */
function serviceAround(lines: readonly string[], at: number): string[] {
  const isOfDepth = (line: string, depth: number): boolean => line.trim() !== "" && indentOf(line) <= depth;
  const top = lines.slice(0, at).findLastIndex((line) => isOfDepth(line, 0));
  const depth = indentOf(lines.slice(top + 1).find((line) => line.trim() !== "") ?? "");
  const start = lines.slice(0, at).findLastIndex((line) => isOfDepth(line, depth));
  if (depth === 0 || start <= top) return [];
  const length = lines.slice(start + 1).findIndex((line) => isOfDepth(line, depth));
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

const EXAMPLE = /[._-](example|sample|template|dist)[._-]/i;
/** `docker run -v ./data:/app/data`, `--volume=/srv/shop:/app/data`, as readers are told to type it. */
const TYPED = /(?:^|\s)(?:-v|--volume)[\s=]+["']?(?<source>[^\s"':]+(?::-[^}\s]*\})?[^\s"':]*):(?<target>\/[^\s"':]*)/g;
const PWD = /^(\$\(pwd\)|\$\{?PWD\}?)(?=\/|$)/i;

/** What the text for people who run the application in a container says: commands, and pieces of Compose files. */
export function toldVolumes(file: RelPath, text: string): Volume[] {
  return linesOf(text).flatMap((line, index) => {
    const where = `${file}:${index + 1}`;
    const short = SHORT.exec(line)?.groups;
    const typed = [...line.matchAll(TYPED)].map(({ groups }) => groups ?? {});
    return [...(short === undefined ? [] : [short]), ...typed].map((found) => ({
      source: hostPath((found["source"] ?? "").replace(PWD, "."), file),
      target: found["target"] ?? "",
      where,
      finished: true,
    }));
  });
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.slice(0, LONGEST_LINE));
}

/** `./data` and `${DATA:-./data}` from where the Compose file stands, an example from where it is copied to; null for a name, or a place outside of the app. */
function hostPath(text: string, file: RelPath): RelPath | "" | null {
  const plain = /^\$\{\w+:?-(.+)\}$/.exec(text)?.[1] ?? text;
  if (!plain.startsWith(".")) return null;
  const kept: string[] = EXAMPLE.test(baseName(file)) ? [] : segmentsOf(file).slice(0, -1);
  for (const segment of plain.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.pop() === undefined) return null;
  }
  return kept.length === 0 ? "" : (parseRel(kept.join("/")) ?? null);
}

/** `VOLUME /app/data /app/uploads` and `VOLUME ["/app/data"]`. */
export function dockerVolumes(file: RelPath, text: string): Volume[] {
  return linesOf(text).flatMap((line, index) => {
    const places = /^\s*VOLUME\s+(.+)$/i.exec(line)?.[1] ?? "";
    return [...places.matchAll(/\/[^\s"',\]]+/g)].map(([target]) => ({
      source: null,
      target,
      where: `${file}:${index + 1}`,
    }));
  });
}
