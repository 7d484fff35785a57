/** Lines that keep a web server from running what people have uploaded: one set for each server, each tried on that server by a test. */
import type { ServerRule } from "../../core/probe.ts";

/**
 * Every part of a name that makes one of the servers hand it to an interpreter (Apache runs `a.php.jpg` where a handler was added by ending), and
 * `/a.php/x`, which PHP cuts back to `a.php`.
 */
const RUNNING = "(php[0-9]*|phtml?|pht|phar|phps|f?cgi|pl|py|shtml?|asp|aspx|jsp)";

/** The rules for folders of uploads; `urls` are their addresses below the site's, without a slash at either end. */
export function noExecutionRules(urls: readonly string[]): ServerRule[] {
  const folders = urls.map((url) => escaped(url)).join("|");
  const path = `^/(${folders})/.*\\.${RUNNING}([./]|$)`;
  return [
    {
      server: "Apache",
      where: `a file .htaccess in the folder itself (${urls.join(", ")})`,
      text: [`<FilesMatch "(?i)\\.${RUNNING}(\\.|$)">`, "    Require all denied", "</FilesMatch>"].join("\n"),
    },
    {
      server: "Apache, where you may change the virtual host (also with ProxyPassMatch)",
      where: "inside <VirtualHost>",
      text: [`<LocationMatch "(?i)${path}">`, "    Require all denied", "</LocationMatch>"].join("\n"),
    },
    {
      server: "nginx",
      where: "inside server { }",
      text: urls
        .map((url) =>
          [`location ^~ /${url}/ {`, `    location ~* "\\.${RUNNING}([./]|$)" { return 403; }`, "}"].join("\n"),
        )
        .join("\n"),
    },
    {
      server: "Caddy",
      where: "inside the site's block",
      text: [`@uploaded-scripts path_regexp (?i)${path}`, "respond @uploaded-scripts 403"].join("\n"),
    },
  ];
}

function escaped(url: string): string {
  return url.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
