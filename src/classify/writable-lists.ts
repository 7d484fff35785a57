/** What an installer demands to be writable: `is_writable` on one path or on a list, and the `permissions` of the usual web installer for Laravel. */
import type { EntryKind } from "../core/entry.ts";
import type { Inventory } from "../core/inventory.ts";
import { baseName, type RelPath } from "../core/path.ts";
import { CLOSING, closingOf, endOfValue, isMark, OPENING } from "./brackets.ts";
import { contentsOf, mostlyCode } from "./contents.ts";
import { type CodeWorld, evaluate } from "./expression.ts";
import { isAddOnName, isScratchName } from "./names.ts";
import type { PathValue } from "./path-value.ts";
import { argumentsOf, type SourceFile, splitStretch, type Stretch } from "./stretch.ts";
import type { Token } from "./tokens.ts";
import type { Write } from "./writes.ts";

const CHECK = /^(is_writ(e)?able|isWrit(e)?able)$/;
const FILE = /\.[a-z0-9]{1,8}$/i;
const SETTINGS = /(conf|settings|database|connection|\bdb|licen[cs]e)[\w.-]*\.(php|json|ya?ml|ini)$|\.(sqlite3?|db)$/i;
/** What brings the next version must be able to write to all the code. */
const UPDATER = /updat|upgrad/i;
const INSTALLER = /(^|\/)(install|setup)/i;
/** No list that somebody wrote is longer, and no loop's body that looks at its paths. */
const MOST_PATHS = 100;
const LONGEST_BODY = 200;

/** Every place that a file asks to be writable. */
export function demandsIn(file: SourceFile, world: CodeWorld): Write[] {
  if (file.language !== "php" || UPDATER.test(file.path)) return [];
  const ofLoops = new Set(
    file.tokens.flatMap((token, index) =>
      isLoop(token) && isOpen(file, index + 1) ? variablesOf(file, index + 1) : [],
    ),
  );
  return file.tokens.flatMap((token, index) => {
    if (token.kind === "word" && CHECK.test(token.value) && isOpen(file, index + 1))
      return argumentsOf(file, index + 1)
        .slice(0, 1)
        .filter(({ from }) => !ofLoops.has(file.tokens[from]?.value ?? ""))
        .flatMap((argument) => demand(argument, evaluate(argument, world)));
    if (isLoop(token) && isOpen(file, index + 1)) return fromLoop(file, index + 1, world);
    if (token.kind === "text" && token.value === "permissions") return fromPermissions(file, index);
    return INSTALLER.test(file.path) ? fromModes(file, index) : [];
  });
}

/** True for a place that is data when an installer demands it: not code, which only an updater writes, and not what is made anew at any time. */
export function isDemanded(path: RelPath, kind: EntryKind, inventory: Inventory): boolean {
  const name = baseName(path);
  // Of PHP that stands its own text says more.
  if (kind === "file") return SETTINGS.test(name) && !(name.endsWith(".php") && inventory.nodes.has(path));
  return !isScratchName(name) && (isAddOnName(name) || !mostlyCode(contentsOf(inventory, path)));
}

/** `foreach ($list as $path) ... is_writable($path)`; the list is written out there or in a variable. */
function fromLoop(file: SourceFile, open: number, world: CodeWorld): Write[] {
  const end = closingOf(file.tokens, open);
  const as = file.tokens.slice(open + 1, end - 1).findIndex(({ kind, value }) => kind === "word" && value === "as");
  const variables = variablesOf(file, open);
  const stop = isOpen(file, end, "{") ? closingOf(file.tokens, end) : end + LONGEST_BODY;
  const checked = checkedIn(file, end, Math.min(stop, end + LONGEST_BODY));
  const meant = variables.find((name) => checked.has(name));
  if (meant === undefined) return [];
  const usesKey = variables.length === 2 && meant === variables[0];
  return elementsOf({ file, from: open + 1, to: open + 1 + as }).flatMap((element) => {
    const [key, value] = splitStretch(element, "=>");
    const part = value === undefined || usesKey ? key : value;
    return part === undefined ? [] : demand(part, evaluate(part, world));
  });
}

/** The variables after `as`. */
function variablesOf(file: SourceFile, open: number): string[] {
  const head = file.tokens.slice(open + 1, closingOf(file.tokens, open) - 1);
  const as = head.findIndex(({ kind, value }) => kind === "word" && value === "as");
  return as < 0 ? [] : head.slice(as + 1).flatMap(({ kind, value }) => (kind === "variable" ? [value] : []));
}

/** The variables that are asked about in a stretch. */
function checkedIn(file: SourceFile, from: number, to: number): ReadonlySet<string> {
  const found = new Set<string>();
  for (let index = from; index < to; index++) {
    if (!CHECK.test(file.tokens[index]?.value ?? "") || !isOpen(file, index + 1)) continue;
    for (let at = index + 2; at < closingOf(file.tokens, index + 1); at++) {
      const token = file.tokens[at];
      if (token?.kind === "variable") found.add(token.value);
    }
  }
  return found;
}

/** The elements of a list that is written out, here or where the variable got it. */
function elementsOf(stretch: Stretch): Stretch[] {
  const { file, from, to } = stretch;
  const first = file.tokens[from];
  if (first?.kind === "variable" && to - from === 1)
    return (file.values.get(first.value) ?? [])
      .filter(({ at }) => file.tokens[at]?.kind !== "variable")
      .slice(-1)
      .flatMap(({ at, end }) => elementsOf({ file, from: at, to: end }));
  const open = first?.value === "array" ? from + 1 : from;
  if (!isMark(file.tokens[open], OPENING) || !isMark(file.tokens[closingOf(file.tokens, open) - 1], CLOSING)) return [];
  return argumentsOf(file, open).slice(0, MOST_PATHS);
}

/** `'permissions' => ['storage/app/' => '775']`: paths from the app's root. */
function fromPermissions(file: SourceFile, at: number): Write[] {
  if (file.tokens[at + 1]?.value !== "=>") return [];
  const list = elementsOf({ file, from: at + 2, to: endOfValue(file.tokens, at + 2) });
  return list.flatMap((element) => {
    const [key, value] = splitStretch(element, "=>");
    const path = key === undefined ? undefined : file.tokens[key.from];
    const mode = value === undefined ? undefined : file.tokens[value.from];
    if (key === undefined || path?.kind !== "text" || !/^0?[0-7]{3}$|is_writable/.test(mode?.value ?? "")) return [];
    return demand(key, { anchored: true, text: path.value, open: false, whole: true });
  });
}

const RELATIVE = /^\.?\/?[\w.-]+(\/[\w.-]+)*\/?$/;
/** What stands between such a path and its rights: an arrow, and a list that may hold several. */
const BETWEEN = /^=>(array\(|\[)?$/;

/** `'./albums' => array('777', '755')`: a path and the rights that it wants, wherever an installer lists them. */
function fromModes(file: SourceFile, at: number): Write[] {
  const [path, ...after] = file.tokens.slice(at, at + 5);
  const mode = after.findIndex(({ kind }) => kind === "text");
  const between = after.slice(0, Math.max(mode, 0)).map(({ value }) => value);
  if (path?.kind !== "text" || !RELATIVE.test(path.value) || !BETWEEN.test(between.join(""))) return [];
  if (!/^0?7[0-7]{2}$/.test(after[mode]?.value ?? "")) return [];
  return demand({ file, from: at, to: at + 1 }, { anchored: false, text: path.value, open: false, whole: true });
}

function demand(stretch: Stretch, value: PathValue | undefined): Write[] {
  if (value === undefined || value.open || /^\W*$/.test(value.text)) return [];
  const { file, from } = stretch;
  return [
    {
      value,
      names: FILE.test(value.text) ? "file" : "folder",
      class: "user",
      doubtful: false,
      verb: "is_writable",
      file,
      line: file.tokens[from]?.line ?? 0,
      demand: true,
    },
  ];
}

function isLoop({ kind, value }: Token): boolean {
  return kind === "word" && value === "foreach";
}

function isOpen(file: SourceFile, index: number, mark = "("): boolean {
  const token = file.tokens[index];
  return token?.kind === "mark" && token.value === mark;
}
