/**
 * The ways in which a web server gets at a site (docs/hosting.md):
 *
 * - `link`: the document root is a link to `current/<web root>`, or the server is pointed at it;
 * - `entries`: the document root is a real folder, each name in it a link into `current/<web root>`;
 * - `loader`: the document root is a real folder with the web root's own files and an `index.php` that loads the one in `current`;
 * - `in-place`: no links anywhere: data stays where it is, and code is replaced around it file by file;
 * - `server`: the server's own configuration, or a bind mount, leads there: for those with root.
 */
export const WAYS = ["link", "entries", "loader", "in-place", "server"] as const;

export type Way = (typeof WAYS)[number];

/** Version of the record of how a site is served; a newer one is refused. */
export const SERVING_SCHEMA = 1;

/** `shared/.holdfast/serving.json`: the way that was chosen, and what of ours stands in the document root for it. */
export interface Serving {
  readonly schema: typeof SERVING_SCHEMA;
  readonly way: Way;
  /** The document root, relative to the site's folder; null where the server is told by its own configuration alone. */
  readonly documentRoot: string | null;
  /** Path below the document root to what was put there (see `markOf`): it counts as what was shipped when the next release comes. */
  readonly placed: Readonly<Record<string, string>>;
}

/** Where that record lies below shared. */
export const SERVING_FILE = ".holdfast/serving.json";

/** The folder below shared in which the generated loaders are kept, from where they are copied. */
export const LOADERS_FOLDER = ".holdfast/serving";

const LINK_MARK = "-> ";
const FOLDER_MARK = "folder";

/** What is noted of a name that was put into a document root: a link by its text, a file by its sha256, a folder as such. */
export function markOf(
  node:
    | { readonly kind: "link"; readonly text: string }
    | { readonly kind: "file"; readonly digest: string }
    | { readonly kind: "folder" },
): string {
  if (node.kind === "link") return `${LINK_MARK}${node.text}`;
  return node.kind === "file" ? node.digest : FOLDER_MARK;
}

/** What a mark of {@link markOf} says. */
export function markedStanding(
  mark: string,
):
  | { readonly kind: "link"; readonly text: string }
  | { readonly kind: "file"; readonly digest: string; readonly rights: null }
  | { readonly kind: "folder"; readonly rights: null } {
  if (mark.startsWith(LINK_MARK)) return { kind: "link", text: mark.slice(LINK_MARK.length) };
  return mark === FOLDER_MARK ? { kind: "folder", rights: null } : { kind: "file", digest: mark, rights: null };
}
