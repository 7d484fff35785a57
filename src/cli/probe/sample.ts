import { type AbsPath, abs } from "../../core/path.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { namesAt } from "../../system/names.ts";
import { readBeginning } from "../../system/small-file.ts";
import type { Known } from "../../verify/probe/probe-site.ts";

/** What servers give out as it stands; pages and scripts may be answered by a program. */
const PLAIN = /\.(jpe?g|png|gif|webp|avif|svg|ico|pdf|txt|csv|mp[34]|webm|zip|docx?|xlsx?)$/i;
/** The largest file that is asked for, in bytes. */
const SAMPLE_LIMIT = 262_144;
/** How many names are looked at for one. */
const LOOKED_AT = 400;

interface Name {
  readonly path: AbsPath;
  readonly url: string;
}

/** A file that lies in a folder of uploads and that a visitor may be given; null where none is found soon. Not below a folder with settings of its own. */
export function sampleIn(folder: AbsPath, url: string): Known | null {
  const waiting: Name[] = [{ path: folder, url }];
  let left = LOOKED_AT;
  for (let next = waiting.shift(); next !== undefined && left > 0; next = waiting.shift()) {
    const names = namesBelow(next).slice(0, left);
    left -= names.length;
    for (const name of names) {
      const found = readSample(name);
      if (found !== null) return found;
    }
    waiting.push(...names.filter(isOpenFolder));
  }
  return null;
}

function namesBelow({ path, url }: Name): Name[] {
  const names = namesAt(path).filter((name) => !name.startsWith("."));
  return names.sort().map((name) => ({ path: abs(`${path}/${name}`), url: `${url}/${name}` }));
}

function isOpenFolder({ path }: Name): boolean {
  return lookAt(bytes(path))?.kind === "directory" && lookAt(bytes(`${path}/.htaccess`)) === null;
}

function readSample({ path, url }: Name): Known | null {
  const fact = PLAIN.test(path) ? lookAt(bytes(path)) : null;
  if (fact?.kind !== "file" || fact.size === 0 || fact.size > SAMPLE_LIMIT) return null;
  const found = readBeginning(bytes(path), SAMPLE_LIMIT);
  return found !== null && found.isWhole ? { url, content: found.bytes, isWhole: true } : null;
}
