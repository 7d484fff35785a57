/**
 * Which files could run, or change how a server runs others. The list errs on the side of "could": such a file is rescued and reported
 * instead of carried, so that a planted one does not travel to the next release, and nothing is lost by a wrong guess.
 *
 * Sources: Apache mod_mime, "Files with Multiple Extensions" (every dot-separated part after the first counts, in any case); PHP manual,
 * ".user.ini files"; Debian's php8.x.conf (`\.ph(ar|p|tml)$`) and Apache's older `.php3` ... `.php7`, `.pht`; Apache mod_include (`.shtml`);
 * OWASP, "Unrestricted File Upload" (`asa`, `cer`, `web.config`, ...); PHP manual, "Phar file stub"; execve(2) for `#!` and ELF.
 */
import type { RelPath } from "./path.ts";
import { baseName, isInside } from "./path.ts";

/** What has to be known about the application to judge one of its files. */
export interface Ground {
  /** The folder that the web server serves; `""` for the app itself. */
  readonly webRoot: RelPath | "";
  /** True where the application itself runs on Node.js, so that JavaScript outside the web root, and in it too, may run here. */
  readonly runsJavaScript: boolean;
}

/** How many of a file's first bytes {@link runsAs} wants to see; fewer where the file is shorter. */
export const HEAD_BYTES = 1024;

/** Parts of a name that make a server run it, with what runs it. */
const RUN_BY_NAME: readonly (readonly [string, RegExp])[] = [
  ["PHP", /^(php\d*|phtml?|pht|phps|phar|inc|module|theme|install|blade)$/],
  ["a CGI program", /^(f?cgi|pl|pm|py[co]?|pyw|rb|lua|tcl|awk)$/],
  ["a shell script", /^([bcdkz]|tc|fi|da)?sh$/],
  ["a server page", /^(asp|aspx|as[achm]x|asa|cer|cdx|cfml?|cfc|jsp[xf]?|jspa|jsw|jsv|do|war|jar|shtml?|stm)$/],
  ["a program", /^(exe|dll|so|dylib|bat|cmd|com|msi|ps1|vb[es]?|wsf|wasm|node)$/],
];

const JAVASCRIPT = /^([cm]?[jt]s|[jt]sx)$/;

/** Templates: the application compiles and runs them. HTML is one only where nobody serves it as it stands. */
const TEMPLATE =
  /^(twig|tpl|latte|smarty|mustache|hbs|handlebars|ejs|pug|njk|liquid|erb|haml|slim|jinja2?|j2|vue|svelte)$/;
const PAGE = /^(x?html?|xht)$/;

/** What the application reads as its configuration, where no visitor is meant to read it. */
const SETTINGS = /^(ya?ml|neon|ini|conf|cfg|toml|properties)$/;

/** Whole names that configure a server, a runtime, a shell or a build. */
const CONFIGURES =
  /^(\.htaccess|\.htpasswd|\.htgroups?|\.user\.ini|php\d*\.ini|web\.config|\.env(\..*)?|\.npmrc|\.yarnrc(\.yml)?|\.pnpmfile\.cjs|package(-lock)?\.json|composer\.(json|lock)|yarn\.lock|pnpm-(lock|workspace)\.yaml|gemfile(\.lock)?|rakefile|procfile|makefile|gnumakefile|dockerfile|(docker-)?compose\.ya?ml|crontab|artisan|\.(bash|zsh|k?sh)(rc|_profile|_login|_logout)|\.profile|\.zshenv|\.gitmodules|\.gitattributes|authorized_keys)$/;

/** Folders whose content a tool runs or obeys. */
const OBEYED_FOLDER = /(^|\/)(\.git|\.svn|\.hg|\.ssh|\.husky|cgi-bin)\//i;

/**
 * What could run a file, or what it configures, in a few words (`PHP`, `a CGI program`, `the web server's settings`); null where no server
 * would run it, so that it is inert. `head` holds its first {@link HEAD_BYTES} bytes. Pages and pictures that only a visitor's browser
 * would run (`html`, `svg`, `js` below the web root of a PHP application) are inert: no server executes them.
 */
export function runsAs(path: RelPath, head: Uint8Array, ground: Ground): string | null {
  return byPlace(path) ?? byName(path, ground) ?? byFirstBytes(head);
}

/** True where no server would run the file. */
export function isInert(path: RelPath, head: Uint8Array, ground: Ground): boolean {
  return runsAs(path, head, ground) === null;
}

function byPlace(path: RelPath): string | null {
  return OBEYED_FOLDER.test(path) ? "the tool that its folder belongs to" : null;
}

function byName(path: RelPath, ground: Ground): string | null {
  // Windows and some servers drop dots and blanks at the end; a NUL never is in a name.
  const name = baseName(path)
    .toLowerCase()
    .replace(/[. ]+$/, "");
  if (CONFIGURES.test(name)) return "settings of the server or of a tool";
  const parts = name
    .split(".")
    .slice(1)
    .map((part) => part.trim());
  const known = RUN_BY_NAME.find(([, pattern]) => parts.some((part) => pattern.test(part)));
  if (known !== undefined) return known[0];
  return byItsPlace(parts, isServed(path, ground), ground);
}

/** What runs in one place and is only sent to visitors in another. */
function byItsPlace(parts: readonly string[], isPublic: boolean, ground: Ground): string | null {
  const holds = (pattern: RegExp): boolean => parts.some((part) => pattern.test(part));
  if (holds(JAVASCRIPT) && (ground.runsJavaScript || !isPublic)) return "Node.js";
  if (holds(TEMPLATE) || (holds(PAGE) && !isPublic)) return "the application, as a template";
  return holds(SETTINGS) && !isPublic ? "settings of the application" : null;
}

function isServed(path: RelPath, { webRoot }: Ground): boolean {
  return webRoot === "" || isInside(path, webRoot);
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const ELF = "\x7fELF";
const PHP_TAG = /<\?php\b|<\?=|__HALT_COMPILER/i;
const SERVER_TAG = /^\s*<%|<%@|<!--#(exec|include)\b/i;

function byFirstBytes(head: Uint8Array): string | null {
  const from = BYTE_ORDER_MARK.every((byte, index) => head[index] === byte) ? BYTE_ORDER_MARK.length : 0;
  const text = latin1(head.subarray(from, from + HEAD_BYTES));
  if (text.startsWith("#!")) return "a script";
  if (text.startsWith(ELF) || text.startsWith("MZ")) return "a program";
  if (PHP_TAG.test(text)) return "PHP";
  return SERVER_TAG.test(text) ? "a server page" : null;
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}
