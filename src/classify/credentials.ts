/**
 * Settings files of scripts that follow no framework: PHP in which the password of a database stands. Each installation has its own, the vendor ships one with
 * words to replace, and an update that brings that one takes the site from its database.
 */
import type { Inventory } from "../core/inventory.ts";
import { baseName, type RelPath, segmentsOf } from "../core/path.ts";
import type { Claim } from "./claim.ts";

/** Deeper ones belong to parts of a script. */
const DEEPEST = 4;
const NAMES =
  /^(?:my|site|app|global|local)?[-_.]?(?:config(?:uration|s)?|settings?|database|dbs?|mysqli?|conn(?:ect(?:ion)?)?|credentials|env)(?:[-_.]?(?:config(?:uration)?|settings?|local|global|inc|class|db|conn(?:ect(?:ion)?)?))*\.php$/i;
/** Said by a word in quotes or a variable that speaks of a password, with its value written out. */
const PASSWORD = [
  /\bdefine\s*\(\s*['"]\w{0,40}pass\w{0,20}['"]\s*,\s*['"]/i,
  /['"]\w{0,40}pass(?:word|wd)?['"]\s*(?:=>|\]\s*=)\s*['"]/i,
  /\$\w{0,40}pass(?:word|wd)?\s*=\s*['"]/i,
  /\b(?:mysqli_connect|new\s+mysqli|mysql_connect)\s*\(\s*['"]/i,
  /\bnew\s+PDO\s*\(\s*['"][^;]{0,200},\s*['"][^;]{0,100},\s*['"]/i,
];
/** Without a word about a database a password is of something else. */
const DATABASE = /host|mysql|sqlsrv|pgsql|dsn|database|\bdb/i;
/** PHP looks for these beside the file that is meant, which behind a link is in shared. */
const BESIDE_ITSELF = /__DIR__|__FILE__|\b(?:require|include)(?:_once)?\b/;

/** Paths of files that are named like settings. */
export function credentialFiles(inventory: Inventory): RelPath[] {
  return [...inventory.texts.keys()].filter(
    (path) => NAMES.test(baseName(path)) && segmentsOf(path).length <= DEEPEST && lineOf(path, inventory) !== null,
  );
}

/** What the text of such a file says: settings of this installation. It stays a file of the code where it needs the files beside it. */
export function claimsByCredentials(path: RelPath, inventory: Inventory): Claim[] {
  const line = NAMES.test(baseName(path)) ? lineOf(path, inventory) : null;
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
      handling: BESIDE_ITSELF.test(inventory.texts.get(path) ?? "") ? "carry" : "merge",
      extras: { secret: true },
    },
  ];
}

/** The line with the password, counted from 1. */
function lineOf(path: RelPath, { texts }: Inventory): number | null {
  const text = texts.get(path);
  if (text === undefined || !DATABASE.test(text)) return null;
  const at = PASSWORD.map((pattern) => text.search(pattern)).filter((place) => place >= 0);
  return at.length === 0 ? null : text.slice(0, Math.min(...at)).split("\n").length;
}
