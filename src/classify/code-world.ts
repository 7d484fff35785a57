import type { Inventory } from "../core/inventory.ts";
import { join, type RelPath } from "../core/path.ts";
import type { CodeWorld } from "./expression.ts";
import type { SourceFile } from "./stretch.ts";
import { PLACES } from "./writes.ts";
import { constantsIn, readSource, valueOfKey } from "./source.ts";

/** The parsed files that may say where the app writes, and what they know together. */
export interface ReadCode {
  readonly files: readonly SourceFile[];
  readonly world: CodeWorld;
}

const SOURCE = /\.(php|phtml|inc|js|mjs|cjs|ts|mts|cts|jsx|tsx)$/i;
/** Tools and tests run on a developer's machine; what they write is shipped. */
const TOOLING =
  /(^|\/)(scripts|tools|tests?|__tests__|e2e|cypress|spec|stories|\.storybook|heroku|docker)\/|(^|\/)(gulpfile|gruntfile|webpack[\w.]*|vite\.config|rollup\.config|[\w.-]+\.config|server\.prod)\.[cm]?[jt]s$|\.(test|spec|stories)\.[cm]?[jt]sx?$|\.blade\.php$/i;
/** Texts for people are full of words such as "upload". */
const TRANSLATIONS = /(^|\/)(langs?|locales?|i18n|translations)\//;
const SPEAKING =
  /public_path|base_path|storage_path|lang_path|resource_path|upload|move_uploaded|file_put_contents|mkdir|fopen|unlink|->move|->save|->store|putFile|sqlite|multer|formidable|busboy|writeFile|createWriteStream|appendFile|outputFile|copyFile|\.mv\(|new Database|staticDir|extractTo|makeDirectory|Flysystem|is_writ|isWrit|'permissions'|write\w*file|save\w*file|['"]0?7[0-7]{2}['"]|const\s+\w*(PATH|DIR|FOLDER|UPLOAD|ROOT|DEST)|define\(|'root'/i;

const cache = new WeakMap<Inventory, Map<string, ReadCode>>();

/** Parses the texts of an inventory that may speak of paths. */
export function readCode(inventory: Inventory, webRoot: RelPath | ""): ReadCode {
  const known = cache.get(inventory)?.get(webRoot);
  if (known !== undefined) return known;
  const files: SourceFile[] = [];
  for (const [path, text] of inventory.texts) {
    if (!SOURCE.test(path) || TOOLING.test(path) || TRANSLATIONS.test(path)) continue;
    if (!SPEAKING.test(text) && !PLACES.test(path)) continue;
    files.push(readSource(path, text));
  }
  const code = { files, world: buildWorld(inventory, files, webRoot) };
  const perRoot = cache.get(inventory) ?? new Map<string, ReadCode>();
  cache.set(inventory, perRoot.set(webRoot, code));
  return code;
}

/** Where CodeIgniter 3 has the application, which its owner may have renamed. */
function codeigniterFolder(inventory: Inventory): [string, string][] {
  const found = ["application", "app"].find((folder) =>
    inventory.nodes.has(`${folder}/config/autoload.php` as RelPath),
  );
  return found === undefined ? [] : [["APPPATH", found]];
}

function buildWorld(inventory: Inventory, files: readonly SourceFile[], webRoot: RelPath | ""): CodeWorld {
  const constants = new Map<
    string,
    { readonly file: SourceFile; readonly value: { readonly at: number; readonly end: number } }
  >();
  for (const file of files)
    for (const [name, value] of constantsIn(file)) if (!constants.has(name)) constants.set(name, { file, value });
  const settings = new Map<string, SourceFile>();
  const publicFolder = webRoot === "" && inventory.nodes.has("public" as RelPath) ? "public" : webRoot;
  const home = inventory.behind ?? "";
  return {
    webRoot,
    folders: new Map([
      ["public_path", publicFolder],
      ["base_path", home],
      ["storage_path", join(home, "storage")],
      ["resource_path", join(home, "resources")],
      ["lang_path", join(home, "lang")],
      ["database_path", join(home, "database")],
      ["app_path", join(home, "app")],
      ["config_path", join(home, "config")],
      // CodeIgniter 3's (https://codeigniter.com/userguide3/general/managing_apps.html).
      ...codeigniterFolder(inventory),
    ]),
    constants,
    setting: (name) => {
      const [stem, ...keys] = name.split(".");
      const path = join(home, `config/${stem}.php`);
      const text = inventory.texts.get(path);
      if (text === undefined) return undefined;
      const file = settings.get(path) ?? readSource(path, text);
      settings.set(path, file);
      const value = keys.reduce<{ readonly at: number; readonly end: number } | undefined>(
        (found, key) => (found === undefined ? undefined : valueOfKey(file, key, found.at)),
        { at: 0, end: 0 },
      );
      return value === undefined || keys.length === 0 ? undefined : { file, value };
    },
  };
}
