import { displayName } from "../../core/bytes.ts";
import { HoldfastError } from "../../core/error.ts";
import type { AbsPath } from "../../core/path.ts";
import type { PersistenceRecord } from "../../core/record.ts";
import { commandLine } from "../shell-words.ts";

/** So many paths fit into a command that somebody types. */
const TYPED = 3;

/** The data stands in the copy of the code that is live: to switch away from that, or to remove copies, would take it along. */
export function refuseUndone(record: PersistenceRecord | null, app: AbsPath): void {
  if (record?.undone !== true) return;
  const own = record.entries.filter(({ inPlace, chain }) => inPlace === true && chain === undefined);
  const isPart = record.entries.some(({ inPlace, chain }) => inPlace !== true && chain === undefined);
  const persist = commandLine("holdfast", "persist", app);
  if (own.length === 0 || !isPart || own.length > TYPED) throw undone(`"${app}" has its data`, `${persist}`);
  const paths = own.map(({ path }) => path);
  const decide = commandLine("holdfast", "decide", app, ...paths.flatMap((path) => ["--set", `${path}=asset`]));
  throw undone(
    `${paths.map((path) => `"${displayName(path)}"`).join(", ")} of "${app}" ${own.length === 1 ? "has its data" : "have their data"}`,
    `${persist}. Or, where it shall come and go with the code: ${decide}; then the same persist, which links it no more`,
  );
}

function undone(what: string, how: string): HoldfastError {
  return new HoldfastError({
    code: "site-undone",
    message: `${what} in the application's own folder (it was undone), and would be parted from it`,
    hint: `Keep it in shared again first: ${how}`,
  });
}
