/** The `index.php` that keeps visitors from listing a folder: it sends them away or says nothing, and only keeps the folder in an archive. */
import type { Inventory } from "../core/inventory.ts";
import { baseName, type RelPath } from "../core/path.ts";

/** With the vendor's licence above it. */
const LONGEST = 4_000;
const COMMENT = /\/\*[^]*?\*\/|(?:\/\/|#)[^\n]*/g;
const STATEMENT =
  /^(?:(?:header|http_response_code|exit|die|echo)\b[^;{}]*|defined\s*\([^;{}]*|\$\w+\s*=\s*(?:'[^']*'|"[^"]*"))?$/i;

/** True for a file that stands and keeps visitors out of a folder: such a page, one of HTML, or rules of the web server. */
export function isGuard(inventory: Inventory, path: RelPath): boolean {
  if (inventory.nodes.get(path)?.kind !== "file") return false;
  return /^(index\.html?|\.htaccess|web\.config)$/i.test(baseName(path)) || isGuardPage(inventory, path);
}

/** True where the text of such a file was read, and does nothing else. */
export function isGuardPage(inventory: Inventory, path: RelPath): boolean {
  if (!/^index\.php$/i.test(baseName(path))) return false;
  const text = inventory.texts.get(path);
  if (text === undefined || text.length > LONGEST) return false;
  if (!text.includes("<?")) return /http-equiv=["']?refresh/i.test(text);
  const code = text
    .replace(/^\s*<\?(php\b|=)?/i, "")
    .replace(/\?>\s*$/, "")
    .replace(COMMENT, "");
  return (
    !/<\?|\$_|\binclude|\brequire/i.test(code) && code.split(";").every((statement) => STATEMENT.test(statement.trim()))
  );
}
