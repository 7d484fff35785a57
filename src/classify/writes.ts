/** Where code writes: calls, settings and variables that name the place for files made while the app runs. */
import type { EntryClass } from "../core/entry.ts";
import { type CodeWorld, evaluate } from "./expression.ts";
import type { PathValue } from "./path-value.ts";
import { output, type Sink, sinkOf } from "./sinks.ts";
import { argumentsOf, type SourceFile, type Stretch } from "./stretch.ts";
import { endOfValue } from "./brackets.ts";

/** One place that the code writes to, before it is made a path of the app. */
export interface Write {
  readonly value: PathValue;
  /** Whether the value names the file that is written or the folder that it goes to. */
  readonly names: "file" | "folder" | "database";
  readonly class: EntryClass;
  /** True where the value may be many things, so that the place must exist or be named like data. */
  readonly doubtful: boolean;
  /** What was seen, such as `move_uploaded_file`. */
  readonly verb: string;
  readonly file: Pick<SourceFile, "path"> & { readonly language: SourceFile["language"] | "python" | "ruby" };
  readonly line: number;
  /** Where it begins with something unknown: how it ends, with a folder (`/css/custom.css`). The value says nothing then. */
  readonly tail?: string;
  /** True where the code only demands that the place can be written to. */
  readonly demand?: true;
  /** True where only a setting names it. */
  readonly setting?: true;
}

const FOLDER_KEY = /^(upload_?(path|dir|folder|directory)|uploads_?(path|dir)|save_?path|static_?dir|file_?path)$/i;
/** A list of the places that uploads of each kind go to (`'userProfile' => ['path' => 'assets/images/user/profile', 'size' => '350x300']`). */
export const PLACES = /(file|upload|image)[_-]?(info|paths?|locations?)\.php$/i;
const FOLDER_NAME = /upload|destination|target_?(dir|path|folder)|save_?(dir|path|to)|storage_?(dir|path)/i;
/** What a server in JavaScript calls the place of its data, where PHP as often means what it reads. */
const DATA_NAME = /(^|_)data_?(dir(ectory)?|path|folder)$/i;

/** Every place that a file writes to. */
export function writesIn(file: SourceFile, world: CodeWorld): Write[] {
  const writes: Write[] = [];
  const usesMulter =
    file.language === "js" && file.tokens.some((token) => /multer|diskStorage|formidable|busboy/i.test(token.value));
  file.tokens.forEach((token, index) => {
    if (token.kind === "mark" && token.value === "(") writes.push(...fromCall(file, index, { world, usesMulter }));
    else if (token.kind === "mark" && (token.value === "=>" || token.value === ":" || token.value === "="))
      writes.push(...fromKey(file, index, { world, usesMulter }));
  });
  return writes;
}

interface Reading {
  readonly world: CodeWorld;
  readonly usesMulter: boolean;
}

function fromCall(file: SourceFile, open: number, reading: Reading): Write[] {
  const name = file.tokens[open - 1];
  const before = valueAt(file, open - 2);
  if (name?.kind !== "word" || before === "function" || NOT_FILES.test(valueAt(file, open - 3))) return [];
  if (name.value === "fopen") return fromOpen(file, open, reading.world);
  if (name.value === "PDO") return fromPdo(file, open, reading.world);
  const sink = sinkOf(name.value, before, { file, usesMulter: reading.usesMulter });
  if (sink !== undefined) return fromArgument(file, open, { world: reading.world, verb: name.value, sink });
  return /upload/i.test(name.value) ? fromHelper(file, open, reading.world) : [];
}

/** Stores whose keys look like paths. */
const NOT_FILES = /^(Storage|Cache|Http|Redis|Session|Cookie)$/;

function fromArgument(
  file: SourceFile,
  open: number,
  what: { readonly world: CodeWorld; readonly verb: string; readonly sink: Sink },
): Write[] {
  const argument = argumentsOf(file, open)[what.sink.argument];
  if (argument === undefined) return [];
  const value = evaluate(argument, what.world);
  if (value === undefined) return what.sink.names === "file" ? withTail(argument, what) : [];
  if ((what.sink.anchoredOnly === true && !value.anchored) || (what.sink.openOnly === true && !value.open)) return [];
  const name = fixedName(file, open, what.sink);
  return [
    {
      value: name === undefined ? value : { ...value, text: `${value.text}/${name}` },
      names: name === undefined ? what.sink.names : "file",
      class: what.sink.class,
      doubtful: false,
      verb: what.verb,
      file,
      line: lineAt(argument),
    },
  ];
}

/** What the file is called where that is written out (`move(public_path('images'), 'custom-logo.png')`), and not put together. */
function fixedName(file: SourceFile, open: number, { called }: Sink): string | undefined {
  const argument = called === undefined ? undefined : argumentsOf(file, open)[called];
  if (argument === undefined || argument.to - argument.from !== 1) return undefined;
  const token = file.tokens[argument.from];
  return token?.kind === "text" && NAME.test(token.value) ? token.value : undefined;
}

const NAME = /^[\w-][\w. -]*\.[a-z0-9]{1,8}$/i;

const TAIL = /\/?([\w.-]+\/)+[\w.-]+\.[a-z0-9]{1,8}$/i;

/** `file_put_contents($theme . '/css/custom.css', ...)`, or a variable that was given such a value. */
function withTail(argument: Stretch, { verb, sink }: { readonly verb: string; readonly sink: Sink }): Write[] {
  const { file } = argument;
  const { from, to } = assignedTo(argument);
  const last = file.tokens[to - 1];
  const isAppended = [".", "+"].includes(valueAt(file, to - 2)) && to - from > 2;
  if (last?.kind !== "text" || !isAppended || sink.openOnly === true || !TAIL.test(last.value)) return [];
  const value: PathValue = { anchored: false, text: "", open: true, whole: false };
  const tail = last.value.replace(/^\/?/, "/");
  return [{ value, tail, names: "file", class: sink.class, doubtful: true, verb, file, line: lineAt(argument) }];
}

/** What a variable was given last before its use; anything else as it is. */
function assignedTo({ file, from, to }: Stretch): { readonly from: number; readonly to: number } {
  const name = to - from === 1 ? file.tokens[from] : undefined;
  const given = name?.kind === "variable" ? file.values.get(name.value)?.findLast(({ end }) => end <= from) : undefined;
  return given === undefined ? { from, to } : { from: given.at, to: given.end };
}

function fromOpen(file: SourceFile, open: number, world: CodeWorld): Write[] {
  const mode = argumentsOf(file, open)[1];
  const text = mode === undefined ? undefined : file.tokens[mode.from];
  if (text?.kind !== "text" || !/^[waxc]/.test(text.value)) return [];
  return fromArgument(file, open, { world, verb: "fopen", sink: output(0) });
}

function fromPdo(file: SourceFile, open: number, world: CodeWorld): Write[] {
  const argument = argumentsOf(file, open)[0];
  const first = argument === undefined ? undefined : file.tokens[argument.from];
  if (argument === undefined || first?.kind !== "text" || !first.value.startsWith("sqlite:")) return [];
  const value = evaluate(argument, world);
  if (value === undefined) return [];
  return [
    {
      value: { ...value, text: value.text.replace(/^sqlite:/, "") },
      names: "database",
      class: "user",
      doubtful: false,
      verb: "PDO sqlite",
      file,
      line: lineAt(argument),
    },
  ];
}

/** A function of the app's own whose name speaks of uploading: any of its texts may be the folder. */
function fromHelper(file: SourceFile, open: number, world: CodeWorld): Write[] {
  return argumentsOf(file, open).flatMap((argument): Write[] => {
    const value = evaluate(argument, world);
    if (value === undefined || value.text === "") return [];
    return [
      {
        value,
        names: "folder",
        class: "user",
        doubtful: true,
        verb: file.tokens[open - 1]?.value ?? "upload",
        file,
        line: lineAt(argument),
      },
    ];
  });
}

/** Where a file of SQLite is named (TypeORM, Sequelize, Knex). */
const DATABASE_KEY = /^(database|storage|filename)$/;

/** `'upload_path' => ...`, `$config['upload_path'] = ...`, `dest: ...`, `$uploadDir = ...`. */
function fromKey(file: SourceFile, mark: number, reading: Reading): Write[] {
  const name = file.tokens[valueAt(file, mark - 1) === "]" ? mark - 2 : mark - 1];
  if (name === undefined || name.kind === "mark") return [];
  const trust = trustIn(name.value.replace(/^\$/, ""), reading, file.path);
  const stretch: Stretch = { file, from: mark + 1, to: endOfValue(file.tokens, mark + 1) };
  const value = trust === "none" ? undefined : evaluate(stretch, reading.world);
  if (value === undefined || value.text === "") return [];
  const seen = { value, class: "user", verb: name.value, file, line: lineAt(stretch) } as const;
  if (trust !== "database") return [{ ...seen, names: "folder", doubtful: isDoubtful(trust, value) }];
  return /\.(sqlite3?|db)$/i.test(value.text) ? [{ ...seen, names: "database", doubtful: false }] : [];
}

function isDoubtful(trust: ReturnType<typeof trustIn>, { anchored }: PathValue): boolean {
  return trust === "some" || (trust === "paths" && !anchored);
}

/** How far the name of a setting or variable tells that its value is a folder for files: `paths` trusts whole paths only. */
function trustIn(key: string, reading: Reading, file: string): "all" | "paths" | "some" | "database" | "none" {
  if (key === "path" && PLACES.test(file)) return "all";
  if (DATABASE_KEY.test(key)) return "database";
  if (reading.usesMulter && /^(dest|destination|uploadDir)$/.test(key)) return "all";
  if (FOLDER_KEY.test(key)) return "paths";
  const isOfData = FOLDER_NAME.test(key) || (DATA_NAME.test(key) && !file.endsWith(".php"));
  return isOfData ? "some" : "none";
}

function valueAt(file: SourceFile, index: number): string {
  return file.tokens[index]?.value ?? "";
}

function lineAt(stretch: Stretch): number {
  return stretch.file.tokens[stretch.from]?.line ?? 0;
}
