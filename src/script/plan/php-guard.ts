/** What every page of ours for a server without a shell has in common, as PHP (5.6 and newer): who may use it, how often, how long, and how it starts a script. */
import { encodeName, hasEscapedBytes } from "../../core/bytes.ts";
import { OWN_MARK } from "../../plan/own-file.ts";

/** What a page needs to start a script where there is no shell. */
export interface PhpPage {
  /** The script, whole. */
  readonly script: string;
  /** sha256 of the token in hex; the token itself is in no file. */
  readonly hash: string;
  /** After this second since 1970 the page does nothing but remove itself. */
  readonly expires: number;
  /** The application's folder that the form proposes. */
  readonly app: string;
}

/** What one kind of page adds to that. */
export interface PageKind {
  /** What it does, for whoever finds it on a server. */
  readonly about: string;
  /** The command line that makes another one, and the one that does its work in a shell. Without quotes. */
  readonly again: string;
  readonly byHand: string;
  /** Its own `hf_form()`. */
  readonly form: string;
  /** What it does with `$hf_do`, the script in `$hf_file` and the folder in `$hf_app`. */
  readonly work: string;
  /** The words that `do` may have, beside `remove`. */
  readonly words: readonly string[];
}

/**
 * A page that takes its token by POST only, compares hashes in constant time and by https:// only (or from the machine itself), works once at a time, and
 * removes itself when it is asked to and after its last hour. It changes nothing itself.
 */
export function renderGuardedPage({ script, hash, expires, app }: PhpPage, kind: PageKind): string {
  const body = Buffer.from(encodeName(script)).toString("base64").replaceAll(/.{76}/g, "$&\n");
  const proposed = hasEscapedBytes(app) ? "" : app;
  return [
    `<?php\n// ${OWN_MARK}: ${kind.about} Remove it when you need it no more.\n`,
    `const HF_HASH = '${hash}';\nconst HF_EXPIRES = ${expires};\nconst HF_APP = '${phpText(proposed)}';\n`,
    `const HF_AGAIN = '${kind.again}';\nconst HF_BY_HAND = '${kind.byHand}';\n`,
    `const HF_SCRIPT = '\n${body}\n';\n`,
    FUNCTIONS,
    kind.form,
    GUARD,
    `if (!in_array($hf_do, array('${kind.words.join("', '")}'), true)) hf_end(400, '❌ do is none of ${kind.words.join(", ")}, remove; nothing was changed');\n`,
    SCRIPT,
    kind.work,
  ].join("");
}

/** Between the single quotes of PHP. */
function phpText(text: string): string {
  return text.replaceAll(/['\\]/g, "\\$&");
}

const FUNCTIONS = String.raw`
function hf_end($status, $text) {
    http_response_code($status);
    header('Content-Type: text/plain; charset=utf-8');
    echo $text, "\n";
    exit;
}

function hf_remove() {
    if (@unlink(__FILE__)) return 'This page has removed itself.';
    @file_put_contents(__FILE__, '');
    return 'This page cannot remove itself: delete ' . basename(__FILE__) . ' by hand.';
}

function hf_word($text) {
    return "'" . str_replace("'", "'\\''", $text) . "'";
}

function hf_posted($name) {
    return isset($_POST[$name]) && is_string($_POST[$name]) ? trim($_POST[$name]) : '';
}

// A token that was sent in the clear is known to everybody on the way.
function hf_private() {
    if (isset($_SERVER['HTTP_X_FORWARDED_PROTO'])) return $_SERVER['HTTP_X_FORWARDED_PROTO'] === 'https';
    if (!empty($_SERVER['HTTPS']) && $_SERVER['HTTPS'] !== 'off') return true;
    return isset($_SERVER['REMOTE_ADDR']) && in_array($_SERVER['REMOTE_ADDR'], array('127.0.0.1', '::1'), true);
}

function hf_run($command) {
    $off = array_map('trim', explode(',', (string) ini_get('disable_functions')));
    if (function_exists('passthru') && !in_array('passthru', $off)) passthru($command, $code);
    elseif (function_exists('exec') && !in_array('exec', $off)) {
        exec($command, $lines, $code);
        echo implode("\n", $lines), "\n";
    } else {
        echo "❌ This host lets PHP start nothing (passthru and exec are off); nothing was changed. Ask the host for a cron job instead: " . HF_BY_HAND . "\n";
        $code = 2;
    }
    return $code;
}

`;

const GUARD = String.raw`
ini_set('display_errors', '0');
header('Cache-Control: no-store');
header('Referrer-Policy: no-referrer');
header('X-Robots-Tag: noindex');
header('X-Frame-Options: DENY');
header('X-Content-Type-Options: nosniff');
$hf_self = @fopen(__FILE__, 'r');
if ($hf_self === false) hf_end(410, '❌ This page was used; nothing was changed. Make a new one: ' . HF_AGAIN);
if (time() > HF_EXPIRES) hf_end(410, '❌ This page is too old; nothing was changed. Make a new one: ' . HF_AGAIN . '. ' . hf_remove());
if (!hf_private()) hf_end(403, '❌ Open this page by https://, so that nobody on the way reads the token; nothing was changed');
if ($_SERVER['REQUEST_METHOD'] !== 'POST') hf_form();
if (!hash_equals(HF_HASH, hash('sha256', hf_posted('token')))) hf_end(403, '❌ This is not the token that was shown when the page was made; nothing was changed');
if (!flock($hf_self, LOCK_EX | LOCK_NB)) hf_end(409, '❌ The script runs already, started by another call; nothing was changed. Wait, then look again');
clearstatcache();
if (!file_exists(__FILE__) || filesize(__FILE__) === 0) hf_end(410, '❌ This page was used; nothing was changed');
$hf_do = hf_posted('do');
if ($hf_do === 'remove') hf_end(200, hf_remove());
`;

const SCRIPT = String.raw`
$hf_file = tempnam(sys_get_temp_dir(), 'holdfast-');
$hf_text = base64_decode(HF_SCRIPT);
if ($hf_file === false || file_put_contents($hf_file, $hf_text) !== strlen($hf_text)) hf_end(500, '❌ The script cannot be written into ' . sys_get_temp_dir() . '; nothing was changed');
register_shutdown_function(function () use ($hf_file) { @unlink($hf_file); });
// A closed window or the time limit of PHP must not end it half-way.
ignore_user_abort(true);
@set_time_limit(0);
chdir(__DIR__);
$hf_app = str_replace(chr(0), '', hf_posted('app'));
if ($hf_app !== '' && $hf_app[0] === '-') $hf_app = './' . $hf_app;
`;
