/** The `index.php` that keeps visitors from listing a folder: it sends them away or says nothing, and only keeps the folder in an archive. */
import type { Inventory } from "../core/inventory.ts";
import { baseName, type RelPath } from "../core/path.ts";

/** With the vendor's licence above it. */
const LONGEST = 4_000;
const COMMENT = /\/\*[^]*?\*\/|(?:\/\/|#)[^\n]*/g;
const STATEMENT = /^(?:(?:header|http_response_code|exit|die|echo)\b[^;{}]*|defined\s*\([^;{}]*)?$/i;

/** True where the text of such a file was read, and does nothing else. */
export function isGuardPage(inventory: Inventory, path: RelPath): boolean {
  if (!/^index\.php$/i.test(baseName(path))) return false;
  const text = inventory.texts.get(path);
  if (text === undefined || text.length > LONGEST) return false;
  const code = text
    .replace(/^\s*<\?(php\b|=)?/i, "")
    .replace(/\?>\s*$/, "")
    .replace(COMMENT, "");
  return (
    !/<\?|\$_|\binclude|\brequire/i.test(code) && code.split(";").every((statement) => STATEMENT.test(statement.trim()))
  );
}
