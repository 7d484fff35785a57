import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Hooks } from "../../core/hook.ts";

const RELOADS = /fpm|opcache|cachetool/i;

/**
 * What nobody can do for the owner after a switch: PHP serves compiled files from memory (opcache) and remembers where links led (realpath cache, two
 * minutes unless set otherwise), so that old code may answer for a while, or old and new in one request. Nothing where a command of the owner's sees to it.
 */
export function oldCodeNote(about: { readonly isPhp: boolean; readonly hooks: Hooks }): Diagnostic[] {
  if (!about.isPhp || about.hooks["after-activate"].some(({ text }) => RELOADS.test(text))) return [];
  return [
    {
      severity: "note",
      code: "old-code-in-memory",
      message:
        "PHP may go on answering with the code that was live before, for minutes: it keeps compiled files (opcache) and where links led (realpath cache)",
      hint: 'Reload PHP-FPM, or restart PHP in the hosting panel. Each time by itself: "hooks": { "after-activate": ["sudo systemctl reload php-fpm"] } in holdfast.json',
    },
  ];
}
