/**
 * Where a Django project's settings say that files go. Settings are Python, which is not run here: assignments of texts, `pathlib` and `os.path` are
 * followed (https://docs.djangoproject.com/en/stable/ref/settings/), anything else is unknown and gives no evidence.
 */
import type { EntryClass, EntryKind, Handling } from "../core/entry.ts";
import type { Inventory } from "../core/inventory.ts";
import type { RelPath } from "../core/path.ts";
import type { Claim } from "./claim.ts";
import { pythonTokens, type PythonToken } from "./python-tokens.ts";
import { isWhole, pathOf, valueAt } from "./python-values.ts";

const SETTINGS = /(^|\/)(settings[\w-]*|settings\/[\w.-]+)\.py$/;
/** Settings of a developer's machine and of tests. */
const NOT_LIVE = /(^|\/)(tests?|local|dev|development|ci)\.py$/;

interface Meaning {
  readonly class: EntryClass;
  readonly kind: EntryKind;
  readonly handling?: Handling;
  readonly database?: true;
}

const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ["MEDIA_ROOT", { class: "user", kind: "directory", handling: "link" }],
  ["PRIVATE_STORAGE_ROOT", { class: "user", kind: "directory", handling: "link" }],
  ["SENDFILE_ROOT", { class: "user", kind: "directory", handling: "link" }],
  ["STATIC_ROOT", { class: "asset", kind: "directory" }],
  ["COMPRESS_ROOT", { class: "asset", kind: "directory" }],
  ["SESSION_FILE_PATH", { class: "runtime", kind: "directory", handling: "link" }],
]);
const DATABASE: Meaning = { class: "user", kind: "file", handling: "link", database: true };

/** What the settings of a Django project say about paths of the app. */
export function pythonClaims(inventory: Inventory): Claim[] {
  return [...inventory.texts].flatMap(([path, text]) =>
    SETTINGS.test(path) && !NOT_LIVE.test(path) ? claimsIn(path, text) : [],
  );
}

function claimsIn(file: RelPath, text: string): Claim[] {
  const tokens = pythonTokens(text);
  const names = new Map<string, string>([["__file__", file]]);
  return tokens.flatMap((token, index): Claim[] => {
    const isSetting = token.kind === "name" && tokens[index + 1]?.text === "=";
    if (!isSetting && !isDatabaseName(tokens, index)) return [];
    const value = valueAt({ tokens, at: index + 2, names });
    if (value === undefined || !isWhole(value)) return [];
    if (isSetting) names.set(token.text, value);
    const meaning = isSetting ? MEANINGS.get(token.text) : /\.(sqlite3?|db)$/.test(value) ? DATABASE : undefined;
    const path = pathOf(value);
    return meaning === undefined || path === undefined ? [] : [claim(path, meaning, { file, token })];
  });
}

/** `"NAME": ...` in `DATABASES`. */
function isDatabaseName(tokens: readonly PythonToken[], index: number): boolean {
  const token = tokens[index];
  return token?.kind === "text" && token.text === "NAME" && tokens[index + 1]?.text === ":";
}

function claim(path: RelPath, meaning: Meaning, seen: { readonly file: RelPath; readonly token: PythonToken }): Claim {
  const fact = `The setting ${seen.token.text} names it`;
  return {
    path,
    kind: meaning.kind,
    class: meaning.class,
    evidence: { fact, where: `${seen.file}:${seen.token.line}`, strength: "code" },
    ...(meaning.handling === undefined ? {} : { handling: meaning.handling }),
    ...(meaning.database === true ? { extras: { database: true } } : {}),
  };
}
