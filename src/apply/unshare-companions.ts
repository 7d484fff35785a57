/**
 * The files beside a SQLite database that is an entry of its own. While it is held quiet, `-wal` and `-shm` get second names in the app before the database
 * does; when shared leads to the app's, the names in shared are dropped, so that there is one name for each of the three files.
 */
import { relativeText } from "../core/path.ts";
import { COMPANIONS } from "../plan/entry-intent.ts";
import { addName, dropOwnName, look, makeLink, rename, type Spot, syncDir } from "../system/dir.ts";
import { setLinkOwner } from "../system/dir-owner.ts";
import { isUnsupported } from "../system/native-rename.ts";
import { companionOf } from "./companions.ts";
import { unexpected } from "./run.ts";
import type { Giving } from "./unshare.ts";

interface Beside {
  readonly app: Spot;
  readonly shared: Spot;
  /** What the app's link to shared's says. */
  readonly text: string;
  /** A name of ours in the stage. */
  readonly staged: Spot;
}

function eachBeside({ operation, run, app, shared }: Giving, work: (beside: Beside) => void): void {
  if (!operation.database) return;
  for (const ending of COMPANIONS) {
    const inShared = companionOf(shared, ending);
    const text = relativeText(app.dir.path, `${shared.dir.path}/${inShared.name}` as typeof app.dir.path);
    const staged: Spot = { dir: run.dirs.stage, name: `${run.tx}-${run.step}${ending}` };
    work({ app: companionOf(app, ending), shared: inShared, text, staged });
  }
  syncDir(app.dir);
}

/** Gives the app's names beside the database to what shared has. */
export function bringCompanions(giving: Giving): void {
  eachBeside(giving, (beside) => {
    const [inApp, inShared] = [look(beside.app), look(beside.shared)];
    if (inShared?.kind !== "file" || inApp?.id === inShared.id) return;
    if (inApp !== null && inApp.linkText !== beside.text) throw unexpected(giving.operation, beside.app, inApp);
    if (look(beside.staged) !== null) dropOwnName(beside.staged);
    addName(beside.shared, beside.staged);
    if (inApp === null) giving.run.native.renameNoReplace(beside.staged, beside.app);
    else putOver(beside.staged, beside.app, giving);
  });
}

/** Takes the app's names back where the database stays in shared: SQLite opens what its link leads to. */
export function returnCompanions(giving: Giving): void {
  eachBeside(giving, (beside) => {
    const [inApp, inShared] = [look(beside.app), look(beside.shared)];
    if (inApp === null || inShared === null || inApp.id !== inShared.id) return;
    if (look(beside.staged) !== null) dropOwnName(beside.staged);
    makeLink(beside.staged, beside.text);
    setLinkOwner(beside.staged, inShared);
    putOver(beside.staged, beside.app, giving);
  });
}

/** Drops shared's second names, and links of ours in the app that lead to nothing by now. */
export function dropCompanions(giving: Giving): void {
  eachBeside(giving, ({ app, shared, text }) => {
    const [inApp, inShared] = [look(app), look(shared)];
    if (inShared !== null && inShared.id === inApp?.id) dropOwnName(shared);
    if (inApp?.linkText === text) dropOwnName(app);
  });
  syncDir(giving.shared.dir);
}

/** What stood there, a link of ours or a second name, is dropped. */
function putOver(staged: Spot, there: Spot, { run }: Giving): void {
  try {
    run.native.exchange(staged, there);
    dropOwnName(staged);
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    rename(staged, there);
  }
}
