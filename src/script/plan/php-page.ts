import { encodeName, hasEscapedBytes } from "../../core/bytes.ts";
import { OWN_MARK } from "../../plan/own-file.ts";

/** What a page needs to start a script once, on a server without any shell. */
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

/**
 * One PHP page (5.6 and newer) that runs a script where there is no shell. It shows a form, takes the token by POST only, compares hashes in constant
 * time and by https:// only (or from the machine itself), runs once at a time, and removes itself when the script ended with 0, when it is asked to, and after its last hour. It changes nothing itself.
 */
export function renderPhpPage({ script, hash, expires, app }: PhpPage): string {
  const body = Buffer.from(encodeName(script)).toString("base64").replaceAll(/.{76}/g, "$&\n");
  const proposed = hasEscapedBytes(app) ? "" : app;
  return [
    `<?php\n// ${OWN_MARK}: runs a script on a server without a shell. Remove it when you need it no more.\n`,
    `const HF_HASH = '${hash}';\nconst HF_EXPIRES = ${expires};\nconst HF_APP = '${phpText(proposed)}';\n`,
    `const HF_SCRIPT = '\n${body}\n';\n`,
    PAGE,
  ].join("");
}

/** Between the single quotes of PHP. */
function phpText(text: string): string {
  return text.replaceAll(/['\\]/g, "\\$&");
}

const PAGE = String.raw`
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

function hf_form() {
    header('Content-Type: text/html; charset=utf-8');
    $app = htmlspecialchars(HF_APP, ENT_QUOTES, 'UTF-8');
    echo '<!doctype html><meta charset="utf-8"><meta name="robots" content="noindex"><title>Holdfast</title><h1>Carry out the plan</h1>',
        '<form method="post" autocomplete="off"><p><label>Token <input type="password" name="token" size="40" required></label>',
        '<p><label>Folder of the application <input name="app" size="60" value="', $app, '"></label>',
        '<p><label><input type="checkbox" name="quiet" value="1"> the site is stopped (MAINTENANCE=1)</label>',
        '<p><button name="do" value="look">Look, change nothing</button> <button name="do" value="run">Do it</button>',
        ' <button name="do" value="remove">Remove this page</button></form>';
    exit;
}

function hf_run($command) {
    $off = array_map('trim', explode(',', (string) ini_get('disable_functions')));
    if (function_exists('passthru') && !in_array('passthru', $off)) passthru($command, $code);
    elseif (function_exists('exec') && !in_array('exec', $off)) {
        exec($command, $lines, $code);
        echo implode("\n", $lines), "\n";
    } else {
        echo "❌ This host lets PHP start nothing (passthru and exec are off); nothing was changed. Ask the host for a cron job instead: sh plan.sh\n";
        $code = 2;
    }
    return $code;
}

ini_set('display_errors', '0');
header('Cache-Control: no-store');
header('Referrer-Policy: no-referrer');
header('X-Robots-Tag: noindex');
header('X-Frame-Options: DENY');
header('X-Content-Type-Options: nosniff');
$hf_self = @fopen(__FILE__, 'r');
if ($hf_self === false) hf_end(410, '❌ This page was used; nothing was changed. Make a new one: holdfast plan APP --php FILE');
if (time() > HF_EXPIRES) hf_end(410, '❌ This page is too old; nothing was changed. Make a new one: holdfast plan APP --php FILE. ' . hf_remove());
if (!hf_private()) hf_end(403, '❌ Open this page by https://, so that nobody on the way reads the token; nothing was changed');
if ($_SERVER['REQUEST_METHOD'] !== 'POST') hf_form();
if (!hash_equals(HF_HASH, hash('sha256', hf_posted('token')))) hf_end(403, '❌ This is not the token that was shown when the page was made; nothing was changed');
if (!flock($hf_self, LOCK_EX | LOCK_NB)) hf_end(409, '❌ The script runs already, started by another call; nothing was changed. Wait, then look again');
clearstatcache();
if (!file_exists(__FILE__) || filesize(__FILE__) === 0) hf_end(410, '❌ This page was used; nothing was changed');
$hf_do = hf_posted('do');
if ($hf_do === 'remove') hf_end(200, hf_remove());
if ($hf_do !== 'look' && $hf_do !== 'run') hf_end(400, '❌ do is neither look nor run nor remove; nothing was changed');

$hf_file = tempnam(sys_get_temp_dir(), 'holdfast-');
$hf_text = base64_decode(HF_SCRIPT);
if ($hf_file === false || file_put_contents($hf_file, $hf_text) !== strlen($hf_text)) hf_end(500, '❌ The script cannot be written into ' . sys_get_temp_dir() . '; nothing was changed');
register_shutdown_function(function () use ($hf_file) { @unlink($hf_file); });
header('Content-Type: text/plain; charset=utf-8');
header('X-Accel-Buffering: no');
// A closed window or the time limit of PHP must not end it half-way.
ignore_user_abort(true);
@set_time_limit(0);
while (ob_get_level() > 0) ob_end_flush();
ob_implicit_flush(true);
chdir(__DIR__);
$hf_app = str_replace(chr(0), '', hf_posted('app'));
if ($hf_app !== '' && $hf_app[0] === '-') $hf_app = './' . $hf_app;
$hf_words = ($hf_do === 'look' ? ' --dry-run' : '') . (hf_posted('quiet') === '1' ? ' --maintenance' : '') . ($hf_app === '' ? '' : ' ' . hf_word($hf_app));
$hf_code = hf_run('sh ' . hf_word($hf_file) . $hf_words . ' 2>&1');
echo "\nThe script ended with $hf_code. ";
if ($hf_do === 'look') echo "Nothing was changed; the page stays.\n";
elseif ($hf_code === 0) echo hf_remove(), "\n";
else echo "Ask for this page again, with the same token, to go on or to remove it.\n";
`;
