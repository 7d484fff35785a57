/** Writes docs/exit-codes.md from the one table of exit codes. */
import { EXIT_CODES } from "../src/core/exit-code.ts";
import { settleGenerated } from "./generated-file.ts";

const rows = Object.entries(EXIT_CODES).map(([name, { code, meaning }]) => `| ${code} | ${name} | ${meaning}. |`);

settleGenerated(
  "docs/exit-codes.md",
  `# Exit codes

<!-- Generated from src/core/exit-code.ts by "npm run generate"; edit that file instead. -->

Every command ends with one of these, so that a script can tell what happened without reading the text.

| code | name | meaning |
| ---: | --- | --- |
${rows.join("\n")}

In a deployment script, treat 0 as done, 75 as "wait and try again", 3 as "run \`holdfast recover\`, then go on", and
everything else as a reason to stop. The portable scripts in \`shared/\` use the same numbers.
`,
);
