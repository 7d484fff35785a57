import type { Diagnostic } from "../../core/diagnostic.ts";
import type { LostOf } from "./bring-back.ts";

const WORDS: Readonly<Record<string, string>> = {
  owner: "the owner could not be given back (only root gives files away)",
  "set-uid": "a mark of privilege (set-uid, set-gid, capabilities) was left out",
  attributes: "extended attributes could not be given back",
  node: "it could not be made",
};

/** One line for each kind of loss, with how many paths it is about. */
export function lostWarnings(path: string, lost: LostOf): Diagnostic[] {
  const kinds = [...new Set(lost.flatMap((one) => one.lost))];
  return kinds.map((kind) => {
    const about = lost.filter((one) => one.lost.includes(kind));
    const first = about[0]?.path ?? path;
    const more = about.length === 1 ? "" : ` and ${about.length - 1} more`;
    return {
      severity: "warning",
      code: "not-restored-whole",
      path,
      message: `Of "${first}"${more} ${WORDS[kind] ?? kind}; its content is as it was`,
      hint: "Run the command as root to have it all",
    };
  });
}
