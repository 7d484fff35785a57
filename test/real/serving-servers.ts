/** The servers behind which each way to serve is tried, all of them over one site at a time. */
import { holdfast, must, type Site } from "../support/cli.ts";
import { documentRootOf, type TestedWay } from "./served-site.ts";
import type { Server } from "./server.ts";
import { startApacheWith, startCaddyWith, startNginxWith } from "./snippet-servers.ts";
import { type Fpm, type LinkOptions, startApache, startCaddy, startNginx } from "./web-servers.ts";

/** A server as a host sets it up. */
export interface Kind {
  readonly name: string;
  readonly start: (documentRoot: string, fpm: Fpm) => Promise<Server>;
  /** The same one with what `serve server` prints for it inside of what the host says itself. */
  readonly startWith: (printed: Printed, fpm: Fpm) => Promise<Server>;
}

/** What is printed for a server of that name. */
type Printed = (server: "apache" | "nginx" | "caddy") => string;

/** Those that follow links, at least where owners match. */
const FOLLOWING: readonly Kind[] = [
  apache("Apache, FollowSymLinks, mod_php", "FollowSymLinks", () => "mod_php"),
  apache("Apache, SymLinksIfOwnerMatch, PHP-FPM", "SymLinksIfOwnerMatch", (fpm) => fpm),
  nginx("nginx, $realpath_root", "realpath", "disable_symlinks off;"),
  nginx("nginx, $document_root, disable_symlinks if_not_owner", "document", "disable_symlinks if_not_owner;"),
  {
    name: "Caddy",
    start: (documentRoot, fpm) => startCaddy({ documentRoot }, fpm),
    startWith: (printed, fpm) => startCaddyWith(printed("caddy"), fpm),
  },
];

/** Those that follow none. */
export const FOLLOWING_NONE: readonly Kind[] = [
  apache("Apache, neither option, mod_php", "none", () => "mod_php"),
  nginx("nginx, disable_symlinks on", "realpath", "disable_symlinks on;"),
];

function apache(name: string, links: LinkOptions, php: (fpm: Fpm) => Fpm | "mod_php"): Kind {
  return {
    name,
    start: (documentRoot, fpm) => startApache({ documentRoot, links }, php(fpm)),
    startWith: (printed, fpm) => startApacheWith(printed("apache"), php(fpm), links),
  };
}

function nginx(name: string, script: "realpath" | "document", extra: string): Kind {
  return {
    name,
    start: (documentRoot, fpm) => startNginx({ documentRoot, script, extra }, fpm),
    startWith: (printed, fpm) => startNginxWith(printed("nginx"), fpm, extra),
  };
}

/** The servers that a way is for, over its document root or with what is printed for them. */
export function serversFor(way: TestedWay, site: Site): readonly { readonly name: string; readonly start: Start }[] {
  const isForAll = way === "server" || way === "in-place";
  const kinds = isForAll ? [...FOLLOWING, ...FOLLOWING_NONE] : FOLLOWING;
  if (way === "server") {
    const printed = printedFor(site);
    return kinds.map(({ name, startWith }) => ({ name, start: (fpm) => startWith(printed, fpm) }));
  }
  const root = documentRootOf(way, site);
  return kinds.map(({ name, start }) => ({ name, start: (fpm) => start(root, fpm) }));
}

type Start = (fpm: Fpm) => Promise<Server>;

function printedFor(site: Site): Printed {
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
