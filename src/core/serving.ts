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
