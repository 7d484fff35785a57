/** How a site is served, and how it is moved to another way, as its owner reads it. */
import { displayName } from "../core/bytes.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Way } from "../core/serving.ts";
import type { Operation } from "../plan/operation.ts";
import type { Snippet } from "../plan/serving/snippets.ts";
import { type PrintedCheck, wrongLines } from "./check-text.ts";
import { count, renderDiagnostic } from "./marks.ts";

/** One sentence for each way. */
const WAY_WORDS: Readonly<Record<Way, string>> = {
  link: "the document root is a link to the web root of what is live",
  entries: "a real document root; each name in it is a link into the web root of what is live",
  loader: "a real document root with copies of the web root's files; its index.php hands over to what is live",
  "in-place": "no links: code is replaced around the data, file by file",
  server: "the server's own configuration (or a bind mount) leads to what is live",
};

/** A way, and whether this site could take it. */
export interface WayLine {
  readonly way: Way;
  /** Why it cannot be taken; null where it can. */
  readonly refusal: string | null;
}

/** What `serve` says without a way. */
export function renderServed(about: {
  readonly site: string;
  readonly root: string | null;
  readonly standing: string;
  /** The document root is the application itself. */
  readonly isItself: boolean;
  readonly way: Way | null;
  readonly ways: readonly WayLine[];
  readonly lines: readonly string[];
}): string {
  const { site, root, way, ways } = about;
  const now =
    way === null
      ? about.isItself
        ? `🌐 "${displayName(site)}" is served as it stands, where the server shows the application's own folder`
        : `❔ How "${displayName(site)}" is served was never said`
      : `🌐 "${displayName(site)}" is served by ${way}: ${WAY_WORDS[way]}`;
  const where =
    root === null
      ? "   Document root: none was found"
      : `   Document root: ${displayName(root)} (${displayName(about.standing)})`;
  return [now, where, ...about.lines, "", "Ways:", ...ways.map((line) => wayLine(line, way))].join("\n");
}

function wayLine({ way, refusal }: WayLine, now: Way | null): string {
  const mark = refusal !== null ? "—" : way === now ? "✅" : "  ";
  const why = refusal === null ? "" : `\n                not here: ${displayName(refusal)}`;
  return `  ${mark} ${way.padEnd(9)} ${WAY_WORDS[way]}${why}`;
}

const SHOWN = 20;

/** What a move will do, before anybody is asked. */
export function renderMove(about: {
  readonly way: Way;
  readonly root: string | null;
  readonly operations: readonly Operation[];
  readonly inTheWay: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}): string {
  const { way, root, operations, inTheWay } = about;
  const head = `🌐 ${root === null ? "The site" : displayName(root)} will be served by ${way}: ${WAY_WORDS[way]}`;
  return [head, ...amounts(operations), ...strangers(inTheWay), ...about.diagnostics.map(renderDiagnostic)].join("\n");
}

function amounts(operations: readonly Operation[]): string[] {
  const of = (...kinds: readonly Operation["kind"][]): number =>
    operations.filter(({ kind }) => kinds.includes(kind)).length;
  const data = operations.filter(({ kind }) => kind === "merge" || kind === "adopt");
  const links = of("make-link", "relink");
  const files = operations.filter((step) => step.kind === "bring" && step.nodeKind === "file").length;
  const kept = operations.flatMap((step) => (step.kind === "stand-in" && step.replaced !== null ? [step] : []));
  return [
    ...data.map(({ path }) => `   ⇒ ${displayName(path)} is data: it comes to shared, and a link takes its place`),
    ...(links === 0 ? [] : [`   ↪ ${count(links, "link")}`]),
    ...(files === 0 ? [] : [`   ↷ ${count(files, "file")} copied`]),
    ...(of("set-aside") === 0 ? [] : [`   ⤓ ${count(of("set-aside"), "name")} that nothing needs any more`]),
    ...kept
      .slice(0, SHOWN)
      .map(
        ({ path, kept: to }) =>
          `   ⇄ ${displayName(path)} gives way and is kept: ${displayName(`${to.directory}/${to.name}`)}`,
      ),
  ];
}

function strangers(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > SHOWN ? [`      and ${names.length - SHOWN} more`] : [];
  return [
    `⚠️  ${count(names.length, "name")} of no release that is known, and of no data:`,
    ...names.slice(0, SHOWN).map((name) => `      ${displayName(name)}`),
    ...more,
  ];
}

/** The names for an error that lists them. */
export function listedNames(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => `\n    ${displayName(name)}`);
  return `${shown.join("")}${names.length > SHOWN ? `\n    and ${names.length - SHOWN} more` : ""}`;
}

/** A finished move. */
export function renderMoved(about: {
  readonly way: Way;
  readonly root: string | null;
  readonly kept: readonly string[];
  readonly rescued: readonly { readonly path: string; readonly kept: string }[];
  readonly diagnostics: readonly Diagnostic[];
  readonly snippets: readonly Snippet[];
  readonly check: PrintedCheck | null;
  readonly back: string | null;
}): string {
  const root = about.root === null ? "" : `, document root ${displayName(about.root)}`;
  return [
    `🟢 Served by ${about.way}${root}`,
    ...about.kept.map((path) => `   What stood there is kept: ${displayName(path)}`),
    ...about.rescued.map(({ path, kept }) => `🛟 ${displayName(path)} kept as ${displayName(kept)}`),
    ...about.diagnostics.map(renderDiagnostic),
    ...(about.check === null ? [] : wrongLines(about.check, { notes: false })),
    ...renderSnippets(about.snippets),
    ...(about.back === null ? [] : [`   To go back: ${displayName(about.back)}`]),
  ].join("\n");
}

/** The snippets, each under its title. */
export function renderSnippets(snippets: readonly Snippet[]): string[] {
  return snippets.flatMap(({ title, text }) => ["", `── ${title}`, displayLines(text)]);
}

function displayLines(text: string): string {
  return text.split("\n").map(displayName).join("\n");
}
