/** What an administrator puts into the server's own configuration, so that it serves what is live: nothing of it is written by us. */
import { quoteShort } from "../../core/shell.ts";
import type { AbsPath } from "../../core/path.ts";
import { RUN_BY_SERVERS } from "../../core/server-running.ts";

/** What the snippets are about. */
export interface Served {
  /** The site's folder. */
  readonly site: AbsPath;
  /** The live web root, through `current`. */
  readonly door: AbsPath;
  /** A document root that cannot be changed in the server's configuration; null where there is none. */
  readonly root: AbsPath | null;
  /** Data folders below the web root, as an address has them, without a slash in front. */
  readonly uploads: readonly string[];
  /** All data below the web root: what is a link there. */
  readonly linked: readonly string[];
}

/** A snippet and for whom it is. */
export interface Snippet {
  readonly server: "nginx" | "apache" | "caddy" | "fstab";
  readonly title: string;
  readonly text: string;
}

/** All of them, with the real paths. */
export function snippetsFor(served: Served): Snippet[] {
  return [
    { server: "nginx", title: "nginx with PHP-FPM (in a server block)", text: nginx(served) },
    { server: "apache", title: "Apache 2.4 (in a virtual host)", text: apache(served) },
    { server: "caddy", title: "Caddy 2 (in a site block)", text: caddy(served) },
    ...(served.root === null
      ? []
      : [
          {
            server: "fstab" as const,
            title: "a bind mount, where the document root is given",
            text: fstab(served, served.root),
          },
        ]),
  ];
}

/** `$realpath_root`: with `$document_root` PHP goes on with the old release, measured for more than 300 s. */
function nginx({ door, uploads }: Served): string {
  return `root ${quoted(door)};
index index.php index.html;
disable_symlinks off;
location ~ /\\.(?!well-known/) { return 404; }
${uploads.map((path) => `location ~* "^/${escaped(path)}/.*${RUN_BY_SERVERS}" { return 404; }\n`).join("")}location / { try_files $uri $uri/ /index.php?$query_string; }
location ~ \\.php$ {
    include fastcgi_params;
    fastcgi_param DOCUMENT_ROOT $realpath_root;
    fastcgi_param SCRIPT_FILENAME $realpath_root$fastcgi_script_name;
    fastcgi_pass unix:/run/php/php-fpm.sock;
}`;
}

function apache({ site, door, uploads }: Served): string {
  const folder = (path: string, rules: readonly string[]): string =>
    `<Directory ${quoted(path)}>\n${rules.map((rule) => `    ${rule}\n`).join("")}</Directory>`;
  return [
    `DocumentRoot ${quoted(door)}`,
    folder(site, ["Options FollowSymLinks", "AllowOverride None", "Require all denied"]),
    folder(door, ["Options FollowSymLinks", "AllowOverride All", "Require all granted"]),
    `<LocationMatch "/\\.(?!well-known(/|$))">\n    Require all denied\n</LocationMatch>`,
    ...uploads.map(
      (path) =>
        `<LocationMatch "(?i)^/${escaped(path)}/.*${RUN_BY_SERVERS}">\n    Require all denied\n</LocationMatch>`,
    ),
    "# After a switch PHP may go on with the old release: apachectl graceful (mod_php), or kill -USR2 of PHP-FPM's master",
  ].join("\n");
}

function caddy({ door, uploads }: Served): string {
  return `root * ${quoted(door)}
@hidden path_regexp /\\.(env|git|ht|user\\.ini|svn|hg)
error @hidden 404
${uploads.map((path, index) => `@run${index} path_regexp (?i)^/${escaped(path)}/.*${RUN_BY_SERVERS}\nerror @run${index} 404\n`).join("")}php_fastcgi unix//run/php/php-fpm.sock {
    resolve_root_symlink
}
file_server`;
}

/**
 * A mount keeps what `current` led to when it was mounted; it is mounted again over itself, so that no path is missing for a moment. The links to data climb
 * out of the web root, and the kernel goes up from the place of the mount: there they lead nowhere.
 */
function fstab({ site, door, linked }: Served, root: AbsPath): string {
  const [first] = linked;
  if (first !== undefined)
    return `# Not for this site: "${first}" is a link that leads out of the mounted folder, and from ${root} it leads nowhere.
# Let the document root be a link instead, which root may make anywhere:
# holdfast serve link --site ${quoteShort(site)} --document-root ${quoteShort(root)}`;
  return `${octal(door)} ${octal(root)} none bind,nofail 0 0
# The kernel follows "current" when it mounts, and never again. After each switch, as root (over the old one, without a gap):
mount --bind ${quoteShort(door)} ${quoteShort(root)}`;
}

function quoted(text: string): string {
  return /^[A-Za-z0-9_./-]+$/.test(text) ? text : `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

function escaped(path: string): string {
  return path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** fstab(5): blanks are written as octal numbers. */
function octal(path: string): string {
  return path.replaceAll("\\", "\\134").replaceAll(" ", "\\040").replaceAll("\t", "\\011");
}
