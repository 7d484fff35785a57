/** The calls by which code writes files, and which of their arguments says where. */
import type { EntryClass } from "../core/entry.ts";
import type { SourceFile } from "./stretch.ts";

/** What a call writes to. */
export interface Sink {
  readonly argument: number;
  /** Whether the argument names the file that is written or the folder that it goes to. */
  readonly names: "file" | "folder" | "database";
  readonly class: EntryClass;
  /** Which argument says what the file in that folder is called: written out, it is that file alone. */
  readonly called?: number;
  /** Only a path that starts at the app's root counts: the name is too common to trust a bare text. */
  readonly anchoredOnly?: boolean;
  /** Only a path that goes on with something unknown counts: a fixed name is a file of the code's own. */
  readonly openOnly?: boolean;
}

const upload = (argument: number, names: Sink["names"] = "file"): Sink => ({ argument, names, class: "user" });
/** A file that the system makes. */
export const output = (argument: number, names: Sink["names"] = "file"): Sink => ({
  argument,
  names,
  class: "runtime",
});

const PHP_FUNCTIONS = new Map<string, Sink>([
  ["move_uploaded_file", upload(1)],
  ["file_put_contents", output(0)],
  ["mkdir", upload(0, "folder")],
  ["copy", upload(1)],
  ["rename", upload(1)],
  ["imagepng", upload(1)],
  ["imagejpeg", upload(1)],
  ["imagegif", upload(1)],
  ["imagewebp", upload(1)],
  ["touch", output(0)],
  // CodeIgniter 3's (https://codeigniter.com/userguide3/helpers/file_helper.html).
  ["write_file", output(0)],
  ["session_save_path", output(0, "folder")],
  ["unlink", { ...upload(0), openOnly: true }],
  ["SQLite3", upload(0, "database")],
  // Flysystem (https://flysystem.thephpleague.com/docs/adapter/local/), in its present form and the older one.
  ["LocalFilesystemAdapter", { ...upload(0, "folder"), anchoredOnly: true }],
  ["Local", { ...upload(0, "folder"), anchoredOnly: true }],
]);

const PHP_METHODS = new Map<string, Sink>([
  // Symfony's and Laravel's UploadedFile, CodeIgniter 4's: the folder, then the name.
  ["move", { ...upload(0, "folder"), called: 1 }],
  ["moveTo", upload(0)],
  ["saveAs", upload(0)],
  ["save", { ...output(0), anchoredOnly: true }],
  ["Output", { ...output(0), anchoredOnly: true }],
  ["output", { ...output(0), anchoredOnly: true }],
  ["generate", { ...output(1), anchoredOnly: true }],
  ["png", output(1)],
  ["toFile", output(0)],
  ["saveToFile", output(0)],
  ["extractTo", upload(0, "folder")],
  ["makeDirectory", upload(0, "folder")],
  ["ensureDirectoryExists", upload(0, "folder")],
  ["put", { ...output(0), anchoredOnly: true }],
  ["append", { ...output(0), anchoredOnly: true }],
  ["replace", { ...output(0), anchoredOnly: true }],
  ["delete", { ...upload(0), anchoredOnly: true, openOnly: true }],
  ["copyDirectory", { ...upload(1, "folder"), anchoredOnly: true }],
  ["moveDirectory", { ...upload(1, "folder"), anchoredOnly: true }],
  ["upload", upload(1, "folder")],
]);

const JS_CALLS = new Map<string, Sink>([
  ["writeFile", upload(0)],
  ["writeFileSync", upload(0)],
  ["appendFile", output(0)],
  ["appendFileSync", output(0)],
  ["createWriteStream", upload(0)],
  ["outputFile", upload(0)],
  ["outputJson", upload(0)],
  ["mkdir", upload(0, "folder")],
  ["mkdirSync", upload(0, "folder")],
  ["ensureDir", upload(0, "folder")],
  ["ensureDirSync", upload(0, "folder")],
  ["mkdirp", upload(0, "folder")],
  ["copyFile", upload(1)],
  ["copyFileSync", upload(1)],
  ["rename", upload(1)],
  ["renameSync", upload(1)],
  ["mv", upload(0)],
  ["toFile", upload(0)],
  ["unlink", { ...upload(0), openOnly: true }],
  ["unlinkSync", { ...upload(0), openOnly: true }],
  ["Database", upload(0, "database")],
]);

/** A function of the application's own whose name says that it writes a file (`write_textfile`, `saveConfigFile`): its first argument is the path. */
const OWN_WRITER = /^(write|save)_?([a-z]+_?)?file$/i;

/** What a call by this name writes to; `before` is what stands before the name. Undefined for a call that writes nothing. */
export function sinkOf(
  name: string,
  before: string,
  where: { readonly file: SourceFile; readonly usesMulter: boolean },
): Sink | undefined {
  if (where.file.language === "js")
    return where.usesMulter && /^(cb|callback|done)$/.test(name) ? upload(1, "folder") : JS_CALLS.get(name);
  if (before === "->" || before === "?->") return PHP_METHODS.get(name);
  if (before === "::" && name === "move") return upload(1);
  if (before === "::") return PHP_METHODS.get(name) ?? PHP_FUNCTIONS.get(name);
  return PHP_FUNCTIONS.get(name) ?? (OWN_WRITER.test(name) ? output(0) : undefined);
}
