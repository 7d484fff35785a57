import { applyFiles } from "../apply/apply-files.ts";
import { ownerOf, textIn } from "../apply/read-survey.ts";
import { encodeJson } from "../core/json.ts";
import type { Decided } from "../core/last-command.ts";
import { NAMES, type SiteLayout } from "../core/layout.ts";
import { rel, under } from "../core/path.ts";
import { DECIDED_FILE } from "../plan/own-file.ts";
import type { WriteFile } from "../plan/operation.ts";
import type { Context } from "./context.ts";

/** Keeps what a decision replaces, for `undo --last`, before it is written. Where this user may not write there, nothing is kept: the decision counts. */
export function keepDecided(decided: Decided, { shared }: Pick<SiteLayout, "shared">, context: Context): void {
  const now = textIn(shared, DECIDED_FILE);
  const directory = under(shared, rel(NAMES.state));
  const step: WriteFile = {
    kind: "write-file",
    path: `shared/${DECIDED_FILE}`,
    at: { directory, name: DECIDED_FILE.slice(NAMES.state.length + 1) },
    content: encodeJson(decided),
    mode: 0o600,
    owner: ownerOf(directory),
    exclusive: now === null,
    ...(now === null ? {} : { replaces: now }),
    reason: "so that the decision can be taken back",
  };
  try {
    applyFiles([step], { asRoot: context.asRoot });
  } catch (error) {
    if (!["EACCES", "EPERM", "EROFS"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
