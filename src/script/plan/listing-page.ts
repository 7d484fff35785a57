import { type PhpPage, renderGuardedPage } from "./php-guard.ts";

/**
 * A page (see `renderGuardedPage`) that runs `inventory.sh` where there is no shell and gives its listing as a download. What is not whole is shown as a
 * text and never given as a listing; the page is gone when the listing was sent.
 */
export function renderListingPage(page: PhpPage): string {
  return renderGuardedPage(page, {
    about: "lists what stands on a server without a shell.",
    again: "holdfast plan APP --inventory FILE --php PAGE",
    byHand: "sh inventory.sh APP >listing.txt",
    words: ["list"],
    form: FORM,
    work: WORK,
  });
}

const FORM = String.raw`function hf_form() {
    header('Content-Type: text/html; charset=utf-8');
    // The page was made on another machine: its path is offered only where it is one of this server's too.
    $app = @is_dir(HF_APP) ? htmlspecialchars(HF_APP, ENT_QUOTES, 'UTF-8') : '';
    echo '<!doctype html><meta charset="utf-8"><meta name="robots" content="noindex"><title>Holdfast</title><h1>List what stands here</h1>',
        '<form method="post" autocomplete="off"><p><label>Token <input type="password" name="token" size="40" required></label>',
        '<p><label>Folder of the application, as this server names it <input name="app" size="60" required value="', $app, '"></label> (this page lies in ', htmlspecialchars(__DIR__, ENT_QUOTES, 'UTF-8'), ')',
        '<p><button name="do" value="list">Bring the listing</button>',
        ' <button name="do" value="remove" formnovalidate>Remove this page</button></form>';
    exit;
}
`;

const WORK = String.raw`$hf_list = tempnam(sys_get_temp_dir(), 'holdfast-');
if ($hf_list === false) hf_end(500, '❌ Nothing can be written into ' . sys_get_temp_dir() . '; nothing was changed');
register_shutdown_function(function () use ($hf_list) { @unlink($hf_list); });
ob_start();
$hf_code = hf_run('sh ' . hf_word($hf_file) . ($hf_app === '' ? '' : ' ' . hf_word($hf_app)) . ' 2>&1 >' . hf_word($hf_list));
$hf_said = ob_get_clean();
if ($hf_code !== 0) hf_end(500, $hf_said . "\nThe listing ended with $hf_code; nothing was changed, and the page stays.");
while (ob_get_level() > 0) ob_end_clean();
header('Content-Type: application/octet-stream');
header('Content-Disposition: attachment; filename="listing.txt"');
header('Content-Length: ' . filesize($hf_list));
readfile($hf_list);
flush();
// Who went away has no listing yet and asks again.
if (connection_status() === CONNECTION_NORMAL) hf_remove();
`;
