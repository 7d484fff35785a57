import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Decision } from "../core/entry.ts";
import { HoldfastError } from "../core/error.ts";
import { displayName } from "../core/bytes.ts";
import { NAMES } from "../core/layout.ts";
import { parseRel } from "../core/path.ts";
import { decisionsSchema } from "./decisions-schema.ts";

/**
 * Reads the owner's decisions from the text of `holdfast.json` (JSON with comments and trailing commas), in the order in
 * which they stand. Throws a {@link HoldfastError} with line and column for anything that it does not understand: a decision
 * that is silently ignored could cost data.
 */
export function parseDecisions(text: string, where: string = NAMES.decisions): Decision[] {
  const source: Source = { text: text.replace(/^\uFEFF/, ""), where };
  const tree = readTree(source);
  const parsed = decisionsSchema.safeParse(plainValue(tree));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const keys = issue?.code === "unrecognized_keys" ? issue.keys : [];
    const path = [...(issue?.path ?? []), ...keys.slice(0, 1)];
    throw refuse(source, nodeAt(tree, path) ?? tree, describe(issue, path));
  }
  return Object.entries(parsed.data.paths ?? {}).map(([pattern, decision]) => {
    const key = keyNode(nodeAt(tree, ["paths"]), pattern) ?? tree;
    checkPattern(source, key, pattern);
    return {
      pattern: trimPattern(pattern),
      ...(typeof decision === "string" ? { class: decision } : withoutUndefined(decision)),
      where,
    };
  });
}

interface Source {
  readonly text: string;
  readonly where: string;
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

function checkPattern(source: Source, key: Node, pattern: string): void {
  const shown = displayName(pattern);
  if (pattern.startsWith("!")) throw refuse(source, key, `"${shown}" starts with "!"; decide each path by itself`);
  if (pattern.startsWith("/") || /^[a-z]:|^~/i.test(pattern) || pattern.split("/").includes("..")) {
    throw refuse(source, key, `"${shown}" leaves the app; paths are relative to the app's folder`);
  }
  if (
    parseRel(pattern) === undefined ||
    pattern
      .replace(/^(\.\/)+/, "")
      .split("/")
      .includes(".")
  )
    throw refuse(source, key, `"${shown}" is not a path inside the app`);
}

function trimPattern(pattern: string): string {
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

function describe(issue: Issue | undefined, path: readonly PropertyKey[]): string {
  const name = displayName(path.map(String).join(" > "));
  if (issue?.code === "unrecognized_keys") return `"${name}" is not a key that Holdfast knows`;
  if (issue?.code === "invalid_union")
    return `"${name}" is not asset, user or runtime, and not an object of "class", "handling" and "kind"`;
  if (issue?.code === "invalid_value") return `"${name}" is none of ${issue.values.map(String).join(", ")}`;
  return name === "" ? 'It is not an object with the key "paths"' : `"${name}": ${issue?.message ?? "not understood"}`;
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
