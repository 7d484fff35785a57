import { HoldfastError } from "../core/error.ts";
import type { AcrossTerms } from "../plan/operation.ts";
import { splitWords } from "../core/split-words.ts";

interface AcrossFlags {
  readonly acrossFilesystems?: true;
  readonly quiesce?: string;
  readonly resume?: string;
}

/** What the command line says about data on another file system; null without `--across-filesystems`. Throws `usage` where the flags do not fit together. */
export function acrossTerms(flags: AcrossFlags): AcrossTerms | null {
  if (flags.acrossFilesystems !== true && (flags.quiesce !== undefined || flags.resume !== undefined))
    throw misused(
      "--quiesce and --resume belong to --across-filesystems",
      "Add --across-filesystems, or leave them out",
    );
  if (flags.resume !== undefined && flags.quiesce === undefined)
    throw misused("--resume lets the application go on, but nothing stops it", 'Add --quiesce "COMMAND"');
  if (flags.acrossFilesystems !== true) return null;
  return { quiesce: wordsOf("--quiesce", flags.quiesce), resume: wordsOf("--resume", flags.resume) };
}

function wordsOf(flag: string, text: string | undefined): readonly string[] | null {
  if (text === undefined) return null;
  const words = splitWords(text);
  if (words === null || words.length === 0)
    throw misused(
      `${flag} has no command in it, or a quote that is not closed: ${text}`,
      "Write it as one program with its arguments; a shell's own signs mean nothing here",
    );
  return words;
}

function misused(message: string, hint: string): HoldfastError {
  return new HoldfastError({ code: "flags-do-not-fit", message, hint, exit: "usage" });
}
