/**
 * The drift scan alone, as a process of its own: `node drift.mjs SITE RELEASE` reads the baseline of a release, compares the release with it, and prints how
 * many names differ. In the program it is a part of `release`, `rollback` and `prune`.
 */
import { type AbsPath, abs, under } from "../../src/core/path.ts";
import { NAMES } from "../../src/core/layout.ts";
import { rel } from "../../src/core/path.ts";
import { lookAt } from "../../src/system/facts.ts";
import { readBaseline } from "../../src/apply/read-baseline.ts";
import { withDir } from "../../src/system/dir.ts";
import { differencesFrom } from "../../src/system/differing.ts";

const [site = "", name = ""] = process.argv.slice(2);
// Not while the module is loaded: a profile tells loading from scanning.
setImmediate(() => {
  console.log(differences(abs(site), name));
});

function differences(root: AbsPath, release: string): number {
  const path = under(root, rel(`${NAMES.releases}/${release}`));
  const fact = lookAt(path);
  if (fact === null) throw new Error(`There is no "${path}"`);
  const shared = under(root, rel(NAMES.shared));
  const known = readBaseline(shared, { name: release, tree: fact.id, born: String(fact.bornNs ?? 0) });
  if (known.baseline === null) throw new Error(`There is no baseline of "${path}": ${known.why ?? "nobody wrote one"}`);
  const { baseline } = known;
  return withDir(path, (dir) => differencesFrom(baseline, dir, () => false).found.length);
}
