import { spawnSync } from "node:child_process";
import { afterAll, describe, expect, it } from "vitest";
import { abs, rel } from "../../src/core/path.ts";
import { renderSummary } from "../../src/report/summary.ts";
import { buildTree, dropTrees } from "../script/portable-tree.ts";
import { reportOf, shellBlocks } from "./example-report.ts";

afterAll(dropTrees);

describe("renderSummary()", () => {
  it("names frameworks, every entry with its class and reason, and what is unsettled", () => {
    const tree = buildTree("flat");
    const page = renderSummary(
      reportOf(tree, {
        undecided: [
          {
            path: rel("public/media`x`"),
            question: "Do people upload here?",
            line: '"public/media": { "class": "user" }',
          },
        ],
        rescued: [
          {
            path: rel(".env"),
            kept: abs(`${tree.shared}/.holdfast/rescued/tx-1/.env`),
            why: "the application's was in use",
          },
        ],
        history: ["2026-11-23T14:30:00Z first 0.1.0"],
      }),
    );
    expect(page).toContain("| Framework | Laravel 11.2, Vue |");
    expect(page).toMatch(
      /\| `public\/uploads` \| 🟢 user data \| lives in shared; what an update ships is merged in \| app\/Files\.php/,
    );
    expect(page).toMatch(/\| `public\/qrcodes` \| 🟣 generated \|/);
    expect(page).toContain("- `` public/media`x` ``: Do people upload here?");
    expect(page).toContain('`"public/media": { "class": "user" }`');
    expect(page).toContain(`.holdfast/rescued/tx-1/.env\` | the application's was in use |`);
    expect(page).toContain("- `2026-11-23T14:30:00Z first 0.1.0`");
  });

  it("shows the last ten deployments and says how many are left out", () => {
    const history = Array.from({ length: 13 }, (_, index) => `line ${index}`);
    const page = renderSummary(reportOf(buildTree("flat"), { history }));
    expect(page.match(/^- `line/gm)).toHaveLength(10);
    expect(page).toContain("3 earlier ones are in `.deployment-history`");
  });

  it("leaves out the sections that would be empty", () => {
    const page = renderSummary(reportOf(buildTree("flat"), { entries: [], frameworks: [] }));
    expect(page).not.toMatch(/Rescued|Waiting for your answer|## Deployments/);
    expect(page).toContain("none that is known");
    expect(page).toContain("Nothing in this application was found to be data.");
  });

  it("has commands that can be run on this site", () => {
    const tree = buildTree("releases");
    for (const { script } of shellBlocks(renderSummary(reportOf(tree))))
      expect(spawnSync("sh", ["-c", script], { encoding: "utf8" }).status).toBe(0);
  });
});
