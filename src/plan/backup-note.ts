import type { Diagnostic } from "../core/diagnostic.ts";
import { movesData, type Operation } from "./operation.ts";
import type { Survey } from "./survey.ts";

/** Said once, when data first moves behind links: a backup that stores links as links (tar, rsync -a, most panels' ones of one folder) holds it no longer. */
export function backupNote({ record, layout }: Survey, moves: readonly Operation[]): Diagnostic[] {
  if (record !== null || !moves.some(movesData)) return [];
  return [
    {
      severity: "note",
      code: "backup-needs-shared",
      message: `Backups: a backup of the application's folder alone does not hold what people made any more; that lives in "${layout.shared}" now`,
      hint: `Add that folder to your backup, and look into the next one whether it is there`,
    },
  ];
}
