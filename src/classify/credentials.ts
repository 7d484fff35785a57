/**
 * Settings files that no profile knows: PHP in which the password of a database stands. Each installation has its own, the vendor ships one with
 * words to replace, and an update that brings that one takes the site from its database.
 */
import type { Inventory } from "../core/inventory.ts";
import { baseName, isInside, type RelPath, segmentsOf } from "../core/path.ts";
import type { Claim } from "./claim.ts";

/** Deeper ones belong to parts of a script. */
const DEEPEST = 4;
const NAMES =
  /^(?:my|ip|db|site|app|main|global|local)?[-_.]?(?:conf(?:ig(?:uration|ure|s)?)?|settings?|database|dbs?|mysqli?|conn?(?:ect(?:ion)?)?|credentials|env)(?:[-_.]?(?:config(?:uration)?|settings?|local|global|inc|class|db|conn?(?:ect(?:ion)?)?))*\.(?:php|[cm]?js|ts)$/i;
/** Said by a word in quotes or a variable that speaks of a password, with its value written out. */
const PASSWORD = [
  /\bdefine\s*\(\s*['"]\w{0,40}pass\w{0,20}['"]\s*,\s*['"]/i,
  /['"]\w{0,40}pass(?:word|wd)?['"]\s*(?:=>|\]\s*=)\s*['"]/i,
  /\$\w{0,40}pass(?:word|wd)?\s*=\s*['"]/i,
  /\b(?:mysqli_connect|new\s+mysqli|mysql_connect)\s*\(\s*['"]/i,
  /\bnew\s+PDO\s*\(\s*['"][^;]{0,200},\s*['"][^;]{0,100},\s*['"]/i,
  // An address with its user and password (`mysql://shop:secret@localhost/shop`).
  /['"][a-z][\w+]{1,20}:\/\/[^\s:@/'"]{1,80}:[^\s@/'"]{1,120}@/i,
  // The form of an environment or an INI file behind a line of PHP that ends it.
  /^[ \t]*(?:\w{0,40}pass(?:word|wd)?|pwd)[ \t]*=[ \t]*["']?[\w!#%&*+.:?@^~-]/im,
];
/** The same in JavaScript, where an empty one is a blank to fill in. */
const PASSWORD_IN_JS = [
  /\bpassword['"]?\s*:\s*['"][^'"\s]+['"]/i,
  /['"](?:mongodb(?:\+srv)?|mysql|postgres(?:ql)?):\/\/[^\s:@/'"]{1,80}:[^\s@/'"]{1,120}@/i,
];
/** Without a word about a database a password is of something else. */
const DATABASE = /host|mysql|sqlsrv|pgsql|dsn|database|\bdb/i;
/** PHP looks for these beside the file that is meant, which behind a link is in shared. */
const BESIDE_ITSELF = /__DIR__|__FILE__|\b(?:require|include)(?:_once)?\b/;

/** What is known around such a file. */
interface Around {
  readonly inventory: Inventory;
  /** Folders that a profile says hold code: it knows where the settings are. */
  readonly codeFolders: readonly string[];
  /** True for an application of a framework, whose repository holds settings that are the same everywhere. */
  readonly framework: boolean;
}

/** Paths of files that are named like settings. */
export function credentialFiles(around: Around): RelPath[] {
  return [...around.inventory.texts.keys()].filter(
    (path) => segmentsOf(path).length <= DEEPEST && lineOf(path, around) !== null,
  );
}

/** What the text of such a file says: settings of this installation. It stays a file of the code where it needs the files beside it. */
export function claimsByCredentials(path: RelPath, around: Around): Claim[] {
  const { inventory } = around;
  const line = lineOf(path, around);
  if (line === null) return [];
  return [
    {
      path,
      kind: "file",
      class: "user",
      evidence: {
        fact: "The password of this installation's database stands in it",
        where: `${path}:${line}`,
        strength: "code",
      },
      handling: needsItsNeighbours(path, inventory) ? "carry" : "merge",
      extras: { secret: true },
    },
  ];
}

/** True for PHP that looks for files beside itself, and would not find them from behind a link. */
export function needsItsNeighbours(path: RelPath, { texts }: Inventory): boolean {
  return BESIDE_ITSELF.test(texts.get(path) ?? "");
}

/** The line with the password, counted from 1; null where the file is not one of settings. */
function lineOf(path: RelPath, { inventory, codeFolders, framework }: Around): number | null {
  const text = NAMES.test(baseName(path)) ? inventory.texts.get(path) : undefined;
  if (text === undefined || !DATABASE.test(text)) return null;
  if (framework && inventory.git?.tracked.has(path) === true) return null;
  if (codeFolders.some((folder) => isInside(path, folder))) return null;
  const at = (path.endsWith(".php") ? PASSWORD : PASSWORD_IN_JS)
    .map((pattern) => text.search(pattern))
    .filter((place) => place >= 0);
  return at.length === 0 ? null : text.slice(0, Math.min(...at)).split("\n").length;
}
