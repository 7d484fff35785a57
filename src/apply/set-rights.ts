import type { SetRights } from "../plan/operation.ts";
import { look } from "../system/dir.ts";
import { setRights as giveRights } from "../system/node-rights.ts";
import { NO_OUTCOME, type Outcome, type Run, unexpected, withSpot } from "./run.ts";

/** Gives a file or folder of the coming release, or one of its own in shared, mode and owner. Throws `disk-changed` where another one stands there. */
export function setRights({ rights, identity, ...operation }: SetRights, run: Run): Outcome {
  return withSpot(operation.at, (spot) => {
    const found = look(spot);
    if (found?.id !== identity) throw unexpected(operation, spot, found);
    if (!giveRights(spot, rights, { id: identity, asRoot: run.asRoot })) throw unexpected(operation, spot, look(spot));
    return NO_OUTCOME;
  });
}
