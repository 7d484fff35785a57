/** Lines that keep a web server from giving out names that begin with a dot (`.env`, `.git`), and the folders around an application. */
import type { ServerRule } from "../../core/probe.ts";

/** The rules; `.well-known` stays open, which certificates are issued by (RFC 8615). The right document root makes them unnecessary. */
export function keepPrivateRules(): ServerRule[] {
  const dots = "(^|/)\\.(?!well-known(/|$))";
  return [
    {
      server: "Apache",
      where: "the .htaccess of the document root (mod_rewrite), before any other RewriteRule",
      text: [
        "RewriteEngine On",
        `RewriteRule "${dots}" - [F]`,
        'RewriteRule "^(shared|releases|storage/logs|vendor|node_modules)(/|$)" - [F]',
      ].join("\n"),
    },
    {
      server: "nginx",
      where: "inside server { }, before every other location ~",
      text: [
        `location ~ "${dots}" { return 404; }`,
        'location ~ "^/(shared|releases|storage/logs|vendor|node_modules)(/|$)" { return 404; }',
      ].join("\n"),
    },
    {
      server: "Caddy",
      where: "inside the site's block",
      text: [
        "@private path_regexp (^|/)\\.(env|git|svn|holdfast|persistence-config|deployment-history)|^/(shared|releases|storage/logs|vendor|node_modules)(/|$)",
        "respond @private 404",
      ].join("\n"),
    },
  ];
}
