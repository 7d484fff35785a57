import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { IN_ENGLISH } from "./in-english.ts";
import { CLASSES, type Decision } from "../core/entry.ts";
import { HoldfastError } from "../core/error.ts";
import { displayName } from "../core/bytes.ts";
import { NAMES } from "../core/layout.ts";
import { nearest } from "../core/nearest.ts";
import { parseRel } from "../core/path.ts";
import type { HookCommand, HookName, Hooks } from "../core/hook.ts";
import { decisionsSchema, type Settings } from "./decisions-schema.ts";
import { hookCommand } from "./hook-command.ts";

/**
 * Reads the owner's decisions from the text of `holdfast.json` (JSON with comments and trailing commas), in the order in
 * which they stand. Throws a {@link HoldfastError} with line and column for anything that it does not understand: a decision
 * that is silently ignored could cost data.
 */
export function parseDecisions(text: string, where: string = NAMES.decisions): Decision[] {
  const source: Source = { text: text.replace(/^\uFEFF/, ""), where };
  const { tree, settings } = readSettings(source);
  return Object.entries(settings.paths ?? {}).map(([pattern, decision]) => {
    const key = keyNode(nodeAt(tree, ["paths"]), pattern) ?? tree;
    const fault = faultInPattern(pattern);
    if (fault !== undefined) throw refuse(source, key, fault);
    return {
      pattern: trimPattern(pattern),
      ...(typeof decision === "string" ? { class: decision } : withoutUndefined(decision)),
      where,
    };
  });
}

/** Reads the commands that the owner has declared in the text of `holdfast.json`; refuses what {@link parseDecisions} refuses. */
export function parseHooks(text: string, where: string = NAMES.decisions): Hooks {
  const { hooks } = readSettings({ text: text.replace(/^\uFEFF/, ""), where }).settings;
  const commandsOf = (name: HookName): HookCommand[] => {
    const given = hooks?.[name] ?? [];
    return (Array.isArray(given) ? given : [given]).map(hookCommand);
  };
  return {
    build: commandsOf("build"),
    dump: commandsOf("dump"),
    "before-activate": commandsOf("before-activate"),
    "after-activate": commandsOf("after-activate"),
  };
}

/** How many snapshots of shared the owner wants to stay, one before each release; null where the text says nothing. */
export function parseSnapshots(text: string, where: string = NAMES.decisions): number | null {
  return readSettings({ text: text.replace(/^\uFEFF/, ""), where }).settings.snapshots ?? null;
}

interface Source {
  readonly text: string;
  readonly where: string;
}

function readSettings(source: Source): { readonly tree: Node; readonly settings: Settings } {
  const tree = readTree(source);
  const parsed = decisionsSchema.safeParse(plainValue(tree), IN_ENGLISH);
  if (parsed.success) return { tree, settings: parsed.data };
  const issue = innermost(parsed.error.issues[0], tree);
  const keys = issue?.code === "unrecognized_keys" ? issue.keys : [];
  const path = [...(issue?.path ?? []), ...keys.slice(0, 1)];
  throw refuse(source, nodeAt(tree, path) ?? tree, describe(issue, path, valueAt(tree, path)));
}

function readTree(source: Source): Node {
  const errors: ParseError[] = [];
  const tree = parseTree(source.text, errors, { allowTrailingComma: true, disallowComments: false });
  const first = errors[0];
  if (first !== undefined)
    throw refuse(source, first, `It is not valid JSON (${spaced(printParseErrorCode(first.error))})`);
  if (tree === undefined) throw refuse(source, { offset: 0 }, "It is empty");
  checkTwins(source, tree);
  return tree;
}

/** JSON takes the last of two equal keys; the owner may have meant the first. */
function checkTwins(source: Source, node: Node): void {
  if (node.type === "object") {
    const seen = new Set<unknown>();
    for (const property of node.children ?? []) {
      const key = property.children?.[0];
      if (key?.value === "__proto__") throw refuse(source, key, '"__proto__" is a name that JSON readers drop');
      if (key !== undefined && seen.has(key.value))
        throw refuse(source, key, `"${String(key.value)}" stands here twice`);
      seen.add(key?.value);
    }
  }
  for (const child of node.children ?? []) checkTwins(source, child);
}

/** What is wrong with a path or pattern, as a sentence without a full stop; undefined when it can be decided about. */
export function faultInPattern(pattern: string): string | undefined {
  const shown = displayName(pattern);
  if (pattern.startsWith("!")) return `"${shown}" starts with "!"; decide each path by itself`;
  if (pattern.startsWith("/") || /^[a-z]:|^~/i.test(pattern) || pattern.split("/").includes(".."))
    return `"${shown}" leaves the app; paths are relative to the app's folder`;
  const segments = pattern.replace(/^(\.\/)+/, "").split("/");
  return parseRel(pattern) === undefined || segments.includes(".")
    ? `"${shown}" is not a path inside the app`
    : undefined;
}

/** A pattern as it is compared: without `./` in front, double slashes, or a slash at its end. */
export function trimPattern(pattern: string): string {
  return pattern
    .replace(/^(\.\/)+/, "")
    .replace(/\/{2,}/g, "/")
    .replace(/\/$/, "");
}

function refuse(source: Source, at: Pick<Node, "offset">, message: string): HoldfastError {
  const before = source.text.slice(0, at.offset).split("\n");
  const place = `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
  return new HoldfastError({
    code: "decisions-not-understood",
    message: `Cannot use "${source.where}", ${place}: ${message}`,
    hint: 'Write each path as "public/catalog": "user", with asset, user or runtime, or as { "class": ..., "handling": ... }',
  });
}

type Issue = NonNullable<ReturnType<typeof decisionsSchema.safeParse>["error"]>["issues"][number];

/** For an object that is no decision: what is wrong inside it. */
function innermost(issue: Issue | undefined, tree: Node): Issue | undefined {
  if (issue?.code !== "invalid_union" || nodeAt(tree, issue.path)?.children?.[1]?.type !== "object") return issue;
  const inner = issue.errors.at(-1)?.[0];
  return inner === undefined ? issue : { ...inner, path: [...issue.path, ...inner.path] };
}

function describe(issue: Issue | undefined, path: readonly PropertyKey[], value: unknown): string {
  const name = displayName(path.map(String).join(" > "));
  if (issue?.code === "unrecognized_keys")
    return `"${name}" is not a key that Holdfast knows${orNearest(path.at(-1), KEYS[path.length === 1 ? "file" : "decision"])}`;
  if (issue?.code === "invalid_union")
    return `"${name}" is not asset, user or runtime, and not an object of "class", "handling" and "kind"${orNearest(value, CLASSES)}`;
  if (issue?.code === "invalid_value")
    return `"${name}" is none of ${issue.values.map(String).join(", ")}${orNearest(value, issue.values.map(String))}`;
  return name === "" ? 'It is not an object with the key "paths"' : `"${name}": ${issue?.message ?? "not understood"}`;
}

const KEYS = { file: ["$schema", "paths", "hooks"], decision: ["class", "handling", "kind"] } as const;

function orNearest(typed: unknown, words: readonly string[]): string {
  const near = typeof typed === "string" ? nearest(typed, words) : null;
  return near === null ? "" : `; did you mean "${near}"?`;
}

function valueAt(tree: Node, path: readonly PropertyKey[]): unknown {
  return nodeAt(tree, path)?.children?.[1]?.value;
}

function nodeAt(node: Node | undefined, path: readonly PropertyKey[]): Node | undefined {
  const [key, ...rest] = path;
  if (key === undefined || node === undefined) return node;
  const property = node.children?.find((child) => child.children?.[0]?.value === key);
  return rest.length === 0 ? property : nodeAt(property?.children?.[1], rest);
}

function keyNode(property: Node | undefined, key: string): Node | undefined {
  return property?.children?.[1]?.children?.find((child) => child.children?.[0]?.value === key)?.children?.[0];
}

/** The tree as a value. */
function plainValue(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(plainValue);
  if (node.type !== "object") return node.value;
  const pairs = (node.children ?? []).flatMap(({ children }): [string, unknown][] => {
    const [key, value] = children ?? [];
    return key === undefined || value === undefined ? [] : [[String(key.value), plainValue(value)]];
  });
  return Object.fromEntries(pairs);
}

function withoutUndefined(decision: {
  readonly class?: Decision["class"] | undefined;
  readonly handling?: Decision["handling"] | undefined;
  readonly kind?: Decision["kind"] | undefined;
}): Omit<Decision, "pattern" | "where"> {
  return {
    ...(decision.class === undefined ? {} : { class: decision.class }),
    ...(decision.handling === undefined ? {} : { handling: decision.handling }),
    ...(decision.kind === undefined ? {} : { kind: decision.kind }),
  };
}

function spaced(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}
