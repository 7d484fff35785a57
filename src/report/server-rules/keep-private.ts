/** Lines that keep a web server from giving out names that begin with a dot (`.env`, `.git`), logs, and the folders around an application. */
import type { ServerRule } from "../../core/probe.ts";

/** `.well-known` stays open, by which certificates are issued (RFC 8615). */
const DOTS = "(^|/)\\.(?!well-known(/|$))";
/** For expressions without a look-ahead. */
const DOTS_BUT_W = "(^|/)\\.[^w]";
const REST = "^/(shared|releases)(/|$)|(^|/)(storage|var|writable|application|tmp)/logs?(/|$)|\\.log$";

/** The line for Apache by which names that begin with a dot stay private. */
export const DOTS_FOR_APACHE = `RedirectMatch 404 "${DOTS}"`;

/** The rules. With the right document root they are not needed, and do no harm. */
export function keepPrivateRules(): ServerRule[] {
  return [
    {
      server: "Apache",
      where: "the .htaccess of the document root",
      text: `${DOTS_FOR_APACHE}\nRedirectMatch 404 "${REST}"`,
    },
    {
      server: "nginx",
      where: "inside server { }, before every other location ~",
      text: `location ~ "${DOTS}" { return 404; }\nlocation ~ "${REST}" { return 404; }`,
    },
    {
      server: "Caddy",
      where: "inside the site's block",
      text: `@private path_regexp ${DOTS_BUT_W}|${REST}\nrespond @private 404`,
    },
  ];
}
