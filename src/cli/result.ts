import type { ExitName } from "../core/exit-code.ts";

/** What a command hands back; `main` prints it. */
export interface CommandResult {
  readonly exit: ExitName;
  /** For a person. */
  readonly text: string;
  /** For `--json`: one document. */
  readonly json: unknown;
}
