/** A script that was killed when the application's own was retired and its link did not stand yet, without a call that exchanges two names. */
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { holdfast, must, type Site, siteOf } from "../../support/cli.ts";
import { freshFolder, manifest, writeTree } from "../../support/tree.ts";
import { runs, scriptFor, type Scripted } from "./scripted.ts";

/** A site on which an update has put something real where a link to shared was, and the script that takes it back. */
async function overwritten(entry: string, files: Readonly<Record<string, string>>): Promise<Scripted> {
  const site = siteOf("flat");
  must(holdfast(["persist", site.app, "--yes"]));
  unlinkSync(join(site.app, entry));
  writeTree(site.app, files);
  return scriptFor(site);
}

/** Runs the script until the application's own is retired, and kills it there. */
function killed({ site, script }: Scripted, entry: string): void {
  const bin = freshFolder();
  const text = `#!/bin/sh
for kept in "${site.shared}"/.holdfast/retired/*/"${entry}"; do
  if [ -e "$kept" ] && [ ! -L "$kept" ]; then kill -KILL 0; fi
done
exec /bin/ln "$@"
`;
  writeFileSync(join(bin, "ln"), text, { mode: 0o755 });
  const env = { ...QUIET, PATH: `${bin}:/usr/bin:/bin` };
  expect(runs({ script }, { shell: ["setsid", "-w", "sh"], env }).code).not.toBe(0);
}

const QUIET = { HOLDFAST_RENAMEAT2: "none", MAINTENANCE: "1" };

/** What all files of the site hold. */
const texts = ({ root }: Site): string[] =>
  [...manifest(root)].flatMap(([path, what]) =>
    what.startsWith("file ") ? [readFileSync(join(root, path), "utf8")] : [],
  );

it("is finished where nothing happened since", async () => {
  const made = await overwritten(".env", { ".env": "KEY=of the update" });
  killed(made, ".env");
  const again = runs(made, { env: QUIET });
  expect(again.code, again.said).toBe(0);
  expect(lstatSync(join(made.site.app, ".env")).isSymbolicLink()).toBe(true);
  expect(texts(made.site)).toContain("KEY=of the update");
});

it("takes along what came to the place of a folder meanwhile", async () => {
  const made = await overwritten("public/uploads", { "public/uploads/mine.txt": "mine" });
  const uploads = join(made.site.app, "public/uploads");
  killed(made, "public/uploads");
  expect(existsSync(uploads)).toBe(false);
  mkdirSync(uploads);
  writeFileSync(join(uploads, "late.txt"), "uploaded meanwhile");
  const again = runs(made, { env: QUIET });
  expect(again.code, again.said).toBe(0);
  expect(lstatSync(uploads).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(uploads, "mine.txt"), "utf8")).toBe("mine");
  expect(readFileSync(join(uploads, "late.txt"), "utf8")).toBe("uploaded meanwhile");
});

it("loses no version of a file that was saved anew meanwhile", async () => {
  const made = await overwritten(".env", { ".env": "KEY=of the update" });
  const env = join(made.site.app, ".env");
  killed(made, ".env");
  writeFileSync(`${env}.new`, "KEY=saved meanwhile");
  renameSync(`${env}.new`, env);
  const again = runs(made, { env: QUIET });
  expect(again.code, again.said).toBe(0);
  expect(lstatSync(env).isSymbolicLink()).toBe(true);
  expect(texts(made.site)).toEqual(expect.arrayContaining(["KEY=of the update", "KEY=saved meanwhile"]));
});
