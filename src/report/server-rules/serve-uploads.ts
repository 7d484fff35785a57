/** Lines by which a web server gives out uploads itself, in front of an application that knows only what was there when it was built. */
import type { ServerRule } from "../../core/probe.ts";

/** A folder of uploads: its address below the site's, and where it lies. */
export interface ServedFolder {
  readonly url: string;
  readonly directory: string;
}

/** The rules for folders of uploads; none of them lets anything be executed. */
export function serveUploadsRules(folders: readonly ServedFolder[]): ServerRule[] {
  const each = (lines: (folder: ServedFolder) => readonly string[]): string => folders.flatMap(lines).join("\n");
  return [
    {
      server: "nginx",
      where: "inside server { }, before what leads to the application",
      text: each(({ url, directory }) => [`location ^~ /${url}/ {`, `    alias ${quoted(`${directory}/`)};`, "}"]),
    },
    {
      server: "Apache",
      where: "inside <VirtualHost>, before what leads to the application",
      text: each(({ url, directory }) => [
        `ProxyPass "/${url}/" "!"`,
        `Alias "/${url}/" ${quoted(`${directory}/`)}`,
        `<Directory ${quoted(directory)}>`,
        "    Require all granted",
        "    SetHandler none",
        "</Directory>",
      ]),
    },
    {
      server: "Caddy",
      where: "inside the site's block",
      text: each(({ url, directory }) => [
        `handle_path /${url}/* {`,
        `    root * ${quoted(directory)}`,
        "    file_server",
        "}",
      ]),
    },
  ];
}

function quoted(path: string): string {
  return `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
