import type { EntryClass, Undecided } from "../core/entry.ts";
import { displayName } from "../core/bytes.ts";
import { HoldfastError } from "../core/error.ts";
import { evidenceText } from "../report/undecided-text.ts";

/** What somebody at the terminal said about one path. */
export interface Answer {
  readonly spelled: string;
  readonly class: EntryClass;
}

const CHOICES: readonly { readonly value: EntryClass | "skip"; readonly label: string }[] = [
  { value: "user", label: "user     people made it: kept in shared, an update never overwrites it" },
  { value: "asset", label: "asset    it comes with the code: an update brings its own" },
  { value: "runtime", label: "runtime  the system generated it: kept in shared as well" },
  { value: "skip", label: "skip     not now: it stays with the code, and the next run asks again" },
];

/**
 * Asks about each path, one after the other. Who stops in the middle is asked whether what was answered shall count; throws
 * `not-confirmed` where nothing shall.
 */
export async function askDecisions(undecided: readonly Undecided[]): Promise<Answer[]> {
  const { select, confirm, isCancel } = await import("@clack/prompts");
  const answers: Answer[] = [];
  for (const [index, item] of undecided.entries()) {
    const seen = item.evidence[0] === undefined ? "" : `\n${evidenceText(item.evidence[0])}`;
    const choice = await select<EntryClass | "skip">({
      message: `${index + 1}/${undecided.length}  ${displayName(item.question.replace(/\? If so [^?]*$/, "?"))}${seen}`,
      options: [...CHOICES],
      initialValue: "skip",
    });
    if (isCancel(choice)) {
      if (answers.length === 0) throw stopped();
      const keep = await confirm({ message: `Write the ${answers.length} answered so far?`, initialValue: true });
      if (isCancel(keep) || !keep) throw stopped();
      return answers;
    }
    if (choice !== "skip") answers.push({ spelled: item.path, class: choice });
  }
  return answers;
}

function stopped(): HoldfastError {
  return new HoldfastError({
    code: "not-confirmed",
    message: "Nothing was changed",
    hint: "Run it again when you are ready",
  });
}
