/** Lines that keep a web server from running what people have uploaded: one set for each server, each tried on that server by a test. */
import type { ServerRule } from "../../core/probe.ts";
import { RUN_BY_SERVERS, RUNNING } from "../../core/server-running.ts";

/** The rules for folders of uploads; `urls` are their addresses below the site's, without a slash at either end. */
export function noExecutionRules(urls: readonly string[]): ServerRule[] {
  const folders = urls.map((url) => escaped(url)).join("|");
  const path = `^/(${folders})/.*${RUN_BY_SERVERS}`;
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
        .map((url) => [`location ^~ /${url}/ {`, `    location ~* "${RUN_BY_SERVERS}" { return 403; }`, "}"].join("\n"))
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
