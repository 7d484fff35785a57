/** Writes docs/frameworks/: a page for each profile, and their list. `--check` only tells whether they are up to date. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { abs } from "../src/core/path.ts";
import { detect } from "../src/detect/detect.ts";
import { readsOf, wantsText } from "../src/detect/wants.ts";
import { profiles } from "../src/profiles/index.ts";
import { renderFrameworkIndex, renderFrameworkPage } from "../src/report/framework-page.ts";
import { scan } from "../src/system/scan.ts";
import { settleGenerated } from "./generated-file.ts";

const PAGES = fileURLToPath(new URL("../docs/frameworks", import.meta.url));
const EXAMPLES = fileURLToPath(new URL("../examples", import.meta.url));

/** An example is its profile's by its name: `php`, or `php-plain` where one profile has several. */
function examplesOf(id: string): string[] {
  const ids = profiles.map((profile) => profile.id);
  return readdirSync(EXAMPLES).filter((name) => name === id || (name.startsWith(`${id}-`) && !ids.includes(name)));
}

/** The ids that match an example beside its own. */
function besideOf(id: string, example: string | undefined): string[] {
  if (example === undefined) return [];
  const inventory = scan(abs(`${EXAMPLES}/${example}/tree`), { wants: wantsText, reads: readsOf(profiles) });
  return detect(inventory, profiles)
    .map((found) => found.id)
    .filter((other) => other !== id);
}

for (const profile of profiles) {
  const examples = examplesOf(profile.id);
  const context = { profiles, examples, beside: besideOf(profile.id, examples[0]) };
  settleGenerated(`docs/frameworks/${profile.id}.md`, renderFrameworkPage(profile, context));
}
settleGenerated("docs/frameworks/README.md", renderFrameworkIndex(profiles));

const wanted = new Set(["README.md", ...profiles.map(({ id }) => `${id}.md`)]);
for (const name of existsSync(PAGES) ? readdirSync(PAGES) : []) {
  if (wanted.has(name)) continue;
  if (process.argv.includes("--check")) {
    console.error(`docs/frameworks/${name} belongs to no profile: run "npm run generate"`);
    process.exitCode = 1;
  } else {
    rmSync(`${PAGES}/${name}`);
    console.log(`Removed docs/frameworks/${name}`);
  }
}
