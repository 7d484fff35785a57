/** Which panel manages a host, by what it leaves on the disk. A name alone, of the host or of a folder, says nothing. */
import { type AbsPath, abs } from "../../core/path.ts";
import { bytes } from "../bytes-path.ts";
import { lookAt, type NodeFact } from "../facts.ts";

/** `~` stands for the home. Each sign is of its panel only. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  cPanel: ["/usr/local/cpanel", "~/.cpanel", "~/access-logs", "~/.cphorde"],
  Plesk: ["/usr/local/psa", "/opt/psa", "~/error_docs"],
  DirectAdmin: ["/usr/local/directadmin", "~/domains/default"],
  Hestia: ["/usr/local/hestia"],
  ISPConfig: ["/usr/local/ispconfig"],
  CloudPanel: ["/home/clp"],
  CyberPanel: ["/usr/local/CyberCP"],
};

/** A caged user of CloudLinux sees these; a user outside does not. */
const CAGE = ["/var/.cagefs", "/usr/share/cagefs-skeleton/.cagefs"];

/** The panel that leaves most signs here, with those signs. */
export function findPanel(home: AbsPath): { readonly name: string; readonly signs: readonly string[] } | null {
  const found = Object.entries(SIGNS)
    .map(([name, signs]) => ({ name, signs: signs.map((sign) => sign.replace(/^~/, home)).filter(isThere) }))
    .sort((a, b) => b.signs.length - a.signs.length)[0];
  return found === undefined || found.signs.length === 0 ? null : found;
}

/** True where only a part of the machine is seen: a cage of CageFS, or no `/proc`. */
export function isJailed(descriptors: boolean): boolean {
  return !descriptors || CAGE.some(isThere);
}

function isThere(path: string): boolean {
  return fact(abs(path)) !== null;
}

/** What may not be looked at says nothing. */
function fact(path: AbsPath): NodeFact | null {
  try {
    return lookAt(bytes(path));
  } catch {
    return null;
  }
}
