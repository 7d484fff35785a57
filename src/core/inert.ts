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
  /** True where the application runs on Node.js: where it has no web root of its own, any JavaScript may then be run. */
  readonly runsJavaScript: boolean;
}

/** How many of a file's first bytes {@link runsAs} wants to see; fewer where the file is shorter. */
export const HEAD_BYTES = 1024;

/** Parts of a name that make a server run it wherever they stand in it (`shell.php.jpg`), with what runs it. */
const RUN_BY_ANY_PART: readonly (readonly [string, RegExp])[] = [
  ["PHP", /^(php\d*|phtml?|pht|phar)$/],
  ["a CGI program", /^(f?cgi|pl|py)$/],
  ["a server page", /^(shtml?|stm|asp|aspx|jsp)$/],
];

/** Endings that make a server, an interpreter or the system run it. */
const RUN_BY_ENDING: readonly (readonly [string, RegExp])[] = [
  ["PHP", /^(phps|inc|module|theme|install)$/],
  ["a script", /^(pm|py[co]|pyw|rb|lua|tcl|awk|([bcdkz]|tc|fi|da)?sh|vb[es]?|wsf|ps1|bat|cmd)$/],
  ["a server page", /^(as[achm]x|asa|cer|cdx|cfml?|cfc|jsp[xfa]|jsw|jsv|war|jar)$/],
  ["a program", /^(exe|dll|so|dylib|com|msi|wasm|node)$/],
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
  if (CONFIGURES.test(name)) return "the server or a tool, as its settings";
  const parts = name
    .split(".")
    .slice(1)
    .map((part) => part.trim());
  const ending = parts.at(-1) ?? "";
  const known =
    RUN_BY_ANY_PART.find(([, pattern]) => parts.some((part) => pattern.test(part))) ??
    RUN_BY_ENDING.find(([, pattern]) => pattern.test(ending));
  return known === undefined ? byEnding(ending, isServed(path, ground), ground) : known[0];
}

/** What runs in one place and is only sent to visitors in another. */
function byEnding(ending: string, isPublic: boolean, { webRoot, runsJavaScript }: Ground): string | null {
  const isSent = isPublic && !(webRoot === "" && runsJavaScript);
  if (JAVASCRIPT.test(ending) && !isSent) return "Node.js";
  if (TEMPLATE.test(ending) || (PAGE.test(ending) && !isPublic)) return "the application, as a template";
  return SETTINGS.test(ending) && !isPublic ? "the application, as its settings" : null;
}

function isServed(path: RelPath, { webRoot }: Ground): boolean {
  return webRoot === "" || isInside(path, webRoot);
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const ELF = "\x7fELF";
const PHP_TAG = /<\?php\b|__HALT_COMPILER/i;
/** Two or three bytes that mean nothing in a picture. */
const SHORT_TAG = /<\?=|^\s*<\?\s|^\s*<%|<%@|<!--#(exec|include)\b/i;

function byFirstBytes(head: Uint8Array): string | null {
  const from = BYTE_ORDER_MARK.every((byte, index) => head[index] === byte) ? BYTE_ORDER_MARK.length : 0;
  const text = latin1(head.subarray(from, from + HEAD_BYTES));
  const isText = !text.includes("\0");
  if (text.startsWith("#!")) return "a script";
  if (text.startsWith(ELF) || (text.startsWith("MZ") && !isText)) return "a program";
  if (PHP_TAG.test(text)) return "PHP";
  return isText && SHORT_TAG.test(text) ? "a server page" : null;
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}
