/** What a Dockerfile, a Compose file and the text for people say that a container keeps, line by line. */
import { baseName, parseRel, type RelPath, segmentsOf } from "../core/path.ts";

/** What a line of a container's files keeps. */
export interface Volume {
  /** The folder on the host, where it is one of the app's; null for a volume with a name. */
  readonly source: RelPath | "" | null;
  readonly target: string;
  readonly where: string;
  readonly readOnly?: boolean;
  /** True where readers are told to type it, who may be developers. */
  readonly told?: boolean;
  /** True where the service runs a finished image of the application's own: what is mounted there is no code that a developer edits. */
  readonly finished?: boolean;
}

/** No line that names a volume is longer. */
const LONGEST_LINE = 500;
const SHORT =
  /^\s*-\s*["']?(?<source>[^\s"':]+(?:\{[^}]*\})?[^\s"':]*):(?<target>\/[^\s"':]*)(?::(?<options>[\w,]+))?["']?\s*(?:#.*)?$/;
const SOURCE = /^\s*(?:-\s*)?source:\s*["']?([^\s"'#]+)/;
const TARGET = /^\s*(?:-\s*)?target:\s*["']?(\/[^\s"'#]+)/;

/** `- ./uploads:/app/uploads`, `- uploads:/app/uploads:rw`, and the long form with `source` and `target` on lines of their own. */
export function composeVolumes(file: RelPath, text: string): Volume[] {
  const found: Volume[] = [];
  const lines = linesOf(text);
  const finished = finishedLines(lines);
  let source: string | undefined;
  lines.forEach((line, index) => {
    const at = { where: `${file}:${index + 1}`, finished: finished[index] ?? false };
    const short = SHORT.exec(line)?.groups;
    if (short !== undefined) found.push({ ...fromShort(short, file), ...at });
    source = SOURCE.exec(line)?.[1] ?? source;
    const target = TARGET.exec(line)?.[1];
    if (target === undefined || source === undefined) return;
    found.push({ source: hostPath(source, file), target, ...at });
    source = undefined;
  });
  return found;
}

/** The parts of a short form; `ro` among its options means that nothing is written there. */
function fromShort(
  parts: Readonly<Record<string, string | undefined>>,
  file: RelPath,
): Pick<Volume, "source" | "target" | "readOnly"> {
  const { source = "", target = "", options = "" } = parts;
  return { source: hostPath(source.replace(PWD, "."), file), target, readOnly: options.split(",").includes("ro") };
}

const IMAGE = /^\s+image:\s*["']?([^\s"'#]+)/;
const BUILD = /^\s+build:/;
/** Images to run somebody's code in. */
const OF_LANGUAGES =
  /(^|[^a-z])(php|frankenphp|node|nginx|apache2?|httpd|caddy|python|ruby|golang|go|openjdk|java|bun|deno|debian|ubuntu|alpine|busybox|composer|webdevops|laradock|bitnami|sail)([^a-z]|$)/i;

/** For each line, whether its service names an image with an owner (`ghcr.io/maker/app`), and builds none. */
function finishedLines(lines: readonly string[]): boolean[] {
  return servicesIn(lines).flatMap((service) => {
    const image = service.map((line) => IMAGE.exec(line)?.[1]).find((found) => found !== undefined);
    const builds = service.some((line) => BUILD.test(line));
    const isFinished = image?.includes("/") === true && !OF_LANGUAGES.test(image) && !builds;
    return service.map(() => isFinished);
  });
}

/** The lines in blocks: each begins with a line at the margin, or with one as far in as the first below that (`services:` and each service). */
function servicesIn(lines: readonly string[]): string[][] {
  const blocks: string[][] = [[]];
  let depth: number | undefined;
  for (const line of lines) {
    const isBlank = line.trim() === "";
    const indent = indentOf(line);
    if (!isBlank && (indent === 0 || depth === undefined || indent <= depth)) {
      blocks.push([]);
      depth = indent === 0 ? undefined : (depth ?? indent);
    }
    blocks.at(-1)?.push(line);
  }
  return blocks;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

const EXAMPLE = /[._-](example|sample|template|dist)[._-]/i;
/** `docker run -v ./data:/app/data`, `--volume=/srv/shop:/app/data`, as readers are told to type it. */
const TYPED =
  /(?:^|\s)(?:-v|--volume)[\s=]+["']?(?<source>[^\s"':]+(?::-[^}\s]*\})?[^\s"':]*):(?<target>\/[^\s"':]*)(?::(?<options>[\w,]+))?/g;
const PWD = /^(\$\(pwd\)|\$\{?PWD\}?)(?=\/|$)/i;

/** What the text for people who run the application in a container says: commands, and pieces of Compose files. */
export function toldVolumes(file: RelPath, text: string): Volume[] {
  return linesOf(text).flatMap((line, index) => {
    const where = `${file}:${index + 1}`;
    const short = SHORT.exec(line)?.groups;
    const typed = [...line.matchAll(TYPED)].map(({ groups }) => groups ?? {});
    return [...(short === undefined ? [] : [short]), ...typed].map((found) => ({
      ...fromShort(found, file),
      where,
      told: true,
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
