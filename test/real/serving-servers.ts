/** The servers behind which each way to serve is tried, all of them over one site at a time. */
import { join } from "node:path";
import { holdfast, must, type Site } from "../support/cli.ts";
import type { TestedWay } from "./served-site.ts";
import type { Server } from "./server.ts";
import { startApacheWith, startCaddyWith, startNginxWith } from "./snippet-servers.ts";
import { type Fpm, startApache, startCaddy, startNginx } from "./web-servers.ts";

/** A server as a host sets it up. */
export interface Kind {
  readonly name: string;
  readonly start: (documentRoot: string, fpm: Fpm) => Promise<Server>;
}

/** Those that follow links, at least where owners match. */
const FOLLOWING: readonly Kind[] = [
  {
    name: "Apache, FollowSymLinks, mod_php",
    start: (documentRoot) => startApache({ documentRoot }, "mod_php"),
  },
  {
    name: "Apache, SymLinksIfOwnerMatch, PHP-FPM",
    start: (documentRoot, fpm) => startApache({ documentRoot, links: "SymLinksIfOwnerMatch" }, fpm),
  },
  {
    name: "nginx, $realpath_root",
    start: (documentRoot, fpm) => startNginx({ documentRoot, extra: "disable_symlinks off;" }, fpm),
  },
  {
    name: "nginx, $document_root, disable_symlinks if_not_owner",
    start: (documentRoot, fpm) =>
      startNginx({ documentRoot, script: "document", extra: "disable_symlinks if_not_owner;" }, fpm),
  },
  { name: "Caddy", start: (documentRoot, fpm) => startCaddy({ documentRoot }, fpm) },
];

/** The one that follows none. */
export const FOLLOWS_NONE: Kind = {
  name: "nginx, disable_symlinks on",
  start: (documentRoot, fpm) => startNginx({ documentRoot, extra: "disable_symlinks on;" }, fpm),
};

/** The servers for a way: over its document root, or with what `serve server` prints for them. */
export function serversFor(way: TestedWay, site: Site): readonly { readonly name: string; readonly start: Start }[] {
  if (way === "server") return withSnippets(snippetsOf(site));
  const root = join(site.root, "public_html");
  return FOLLOWING.map(({ name, start }) => ({ name, start: (fpm) => start(root, fpm) }));
}

type Start = (fpm: Fpm) => Promise<Server>;

function withSnippets(of: (server: string) => string): { readonly name: string; readonly start: Start }[] {
  return [
    { name: "Apache, FollowSymLinks, mod_php", start: () => startApacheWith(of("apache"), "mod_php") },
    { name: "nginx, $realpath_root", start: (fpm) => startNginxWith(of("nginx"), fpm) },
    { name: "Caddy", start: (fpm) => startCaddyWith(of("caddy"), fpm) },
  ];
}

function snippetsOf(site: Site): (server: string) => string {
  const told = must(holdfast(["serve", "server", "--site", site.root, "--yes", "--json"]));
  const { snippets } = JSON.parse(told.out) as {
    readonly snippets: readonly { readonly server: string; readonly text: string }[];
  };
  return (server) => {
    const text = snippets.find((snippet) => snippet.server === server)?.text;
    if (text === undefined) throw new Error(`Nothing was printed for ${server}:\n${told.out}`);
    return text;
  };
}
