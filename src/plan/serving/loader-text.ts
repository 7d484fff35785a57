/** The `index.php` of a document root that holds no release: it enters the live one and hands over to the file of the same name there. */
import { OWN_MARK } from "../own-file.ts";

/**
 * The text of a loader. `current` leads from the loader's folder to the link, `door` from a release to the folder of the file, `name` is the file.
 *
 * `readlink` asks the disk each time; a path through `current` would be answered from PHP's cache of paths for up to `realpath_cache_ttl` seconds,
 * and from opcache for longer, so that the old release went on answering (measured: more than 300 s). Nothing of it stays in the global scope, which
 * belongs to the file that is loaded.
 */
export function loaderText({ current, door, name }: LoaderParts): string {
  return `<?php
// ${OWN_MARK}: hands over to the release that is live. Written anew by holdfast serve and holdfast release; what you change here is kept.
if (!call_user_func(function () {
    $link = __DIR__ . ${quoted(`/${current}`)};
    $text = @readlink($link);
    $live = $text === false ? $link : ($text[0] === '/' ? $text : dirname($link) . '/' . $text);
    return @chdir($live . ${quoted(door === "" ? "" : `/${door}`)});
})) {
    header('HTTP/1.1 503 Service Unavailable');
    header('Retry-After: 10');
    exit('The site is not there for a moment.');
}
require getcwd() . ${quoted(`/${name}`)};
`;
}

/** What a loader is made from. */
export interface LoaderParts {
  readonly current: string;
  readonly door: string;
  readonly name: string;
}

/** A name that is longer is told by its sha256; a file system takes 255 bytes. */
const LONGEST = 200;

/** The name under which a loader is kept in shared: one folder holds all of them. */
export function loaderName(path: string, sha256: (text: string) => string): string {
  const name = path.replaceAll("~", "~0").replaceAll("/", "~1");
  return name.length > LONGEST ? sha256(path) : name;
}

/** A PHP literal. */
function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
