import { type PhpPage, renderGuardedPage } from "./php-guard.ts";

/** A page (see `renderGuardedPage`) that carries a plan out where there is no shell: it looks first if that is asked for, and is gone when the script ended with 0. */
export function renderPhpPage(page: PhpPage): string {
  return renderGuardedPage(page, {
    about: "runs a script on a server without a shell.",
    again: "holdfast plan APP --php FILE",
    byHand: "sh plan.sh",
    words: ["look", "run"],
    form: FORM,
    work: WORK,
  });
}

const FORM = String.raw`function hf_form() {
    header('Content-Type: text/html; charset=utf-8');
    // The page was made on another machine: its path is offered only where it is one of this server's too.
    $app = @is_dir(HF_APP) ? htmlspecialchars(HF_APP, ENT_QUOTES, 'UTF-8') : '';
    echo '<!doctype html><meta charset="utf-8"><meta name="robots" content="noindex"><title>Holdfast</title><h1>Carry out the plan</h1>',
        '<form method="post" autocomplete="off"><p><label>Token <input type="password" name="token" size="40" required></label>',
        '<p><label>Folder of the application, as this server names it <input name="app" size="60" required value="', $app, '"></label> (this page lies in ', htmlspecialchars(__DIR__, ENT_QUOTES, 'UTF-8'), ')',
        '<p><label><input type="checkbox" name="quiet" value="1"> the site is stopped (MAINTENANCE=1)</label>',
        '<p><button name="do" value="look">Look, change nothing</button> <button name="do" value="run">Do it</button>',
        ' <button name="do" value="remove" formnovalidate>Remove this page</button></form>';
    exit;
}
`;

const WORK = String.raw`header('Content-Type: text/plain; charset=utf-8');
header('X-Accel-Buffering: no');
while (ob_get_level() > 0) ob_end_flush();
ob_implicit_flush(true);
$hf_words = ($hf_do === 'look' ? ' --dry-run' : '') . (hf_posted('quiet') === '1' ? ' --maintenance' : '') . ($hf_app === '' ? '' : ' ' . hf_word($hf_app));
$hf_code = hf_run('sh ' . hf_word($hf_file) . $hf_words . ' 2>&1');
echo "\nThe script ended with $hf_code. ";
if ($hf_do === 'look') echo "Nothing was changed; the page stays.\n";
elseif ($hf_code === 0) echo hf_remove(), "\n";
else echo "Ask for this page again, with the same token, to go on or to remove it.\n";
`;
