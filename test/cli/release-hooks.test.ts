import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOUGHT_SCRIPT, type Ended, holdfast, LAYOUTS, must, persistedSite, type Site } from "../support/cli.ts";
import { delivered, listed, live, liveVersion } from "../support/deliveries-of.ts";
import { program } from "../support/program.ts";
import { expectRefused } from "../support/refused.ts";
import type { TreeShape } from "../support/tree.ts";

const ON_SITE: TreeShape = {
  ...BOUGHT_SCRIPT,
  "composer.json": '{"name":"acme/shop","version":"1.0","require":{"laravel/framework":"^11.0"}}',
  "public/index.php": "<?php // 1.0",
};
const MIGRATION: TreeShape = { "database/migrations/2026_01_01_add.php": "<?php" };
const HOOKS = ["build", "dump", "before-activate", "after-activate"] as const;

function sourceWith(site: Site, hooks: unknown, more: TreeShape = {}): string {
  return delivered(site, "1.1", { "holdfast.json": JSON.stringify({ hooks }), ...more });
}

function release(site: Site, source: string): Ended {
  return holdfast(["release", source, "--site", live(site), "--yes"]);
}

/** False for one that has ended, also where nobody has asked for how it ended. */
function isRunning(pid: string): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

function expectAsBefore(site: Site): void {
  expect(liveVersion(site)).toBe("1.0");
  expect(readFileSync(live(site, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
  expect(readFileSync(live(site, ".env"), "utf8")).toBe("APP_KEY=live\nDB_PASSWORD=secret\n");
}

describe.each(LAYOUTS)("a hook in the %s layout", (layout) => {
  it.each(HOOKS)(
    "%s that fails: what was live is live, with the reason and what it printed; then it goes on",
    (name) => {
      const site = persistedSite(layout, ON_SITE);
      const marker = join(dirname(site.root), "mended");
      const source = sourceWith(site, { [name]: [`test -e ${marker} || { echo no luck >&2; exit 7; }`] }, MIGRATION);
      const { code, err } = release(site, source);
      expect(code).toBe(1);
      expect(err).toContain(`stopped at "hook ${name}"`);
      expect(err).toContain("it ended with 7");
      expect(err).toContain("no luck");
      expect(err).toContain("👉 Put right what failed and run the same command again");
      expectAsBefore(site);
      expect(listed(site).find(({ version }) => version === "1.1")).toMatchObject({
        state: "failed",
        failure: { step: `hook ${name}` },
      });
      writeFileSync(marker, "");
      must(release(site, source));
      expect(liveVersion(site)).toBe("1.1");
      expect(listed(site)).toHaveLength(2);
    },
  );

  it.each(HOOKS)("%s that hangs is ended with all that it started when its time is up", (name) => {
    const site = persistedSite(layout, ON_SITE);
    const started = join(dirname(site.root), "started");
    const run = `sleep 60 & echo $! > ${started}; wait`;
    const { code, err } = release(site, sourceWith(site, { [name]: [{ run, timeout: 1 }] }, MIGRATION));
    expect(code).toBe(1);
    expect(err).toContain("it took longer than 1 second");
    expectAsBefore(site);
    const pid = readFileSync(started, "utf8").trim();
    expect(pid).toMatch(/^\d+$/);
    expect(isRunning(pid)).toBe(false);
  });

  it.each(HOOKS)("%s that kills the program: what is live is whole, and the same command goes on", (name) => {
    const site = persistedSite(layout, ON_SITE);
    const marker = join(dirname(site.root), "killed");
    const kill = `test -e ${marker} || { touch ${marker}; kill -9 $PPID; }`;
    const source = sourceWith(site, { [name]: [kill] }, MIGRATION);
    expect(release(site, source).code).toBe(null);
    expect(existsSync(marker)).toBe(true);
    if (name === "after-activate") expect(liveVersion(site)).toBe("1.1");
    else expectAsBefore(site);
    expect(readFileSync(live(site, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
    must(release(site, source));
    expect(liveVersion(site)).toBe("1.1");
    expect(listed(site)).toHaveLength(2);
  });
});

describe("hooks", () => {
  it("that ask the program to end with a signal leave it unfinished, with 3; the same command goes on", () => {
    const site = persistedSite("flat", ON_SITE);
    const marker = join(dirname(site.root), "asked");
    const ask = `test -e ${marker} || { touch ${marker}; kill -TERM $PPID; sleep 30; }`;
    const source = sourceWith(site, { "before-activate": [ask] });
    const { code, err } = release(site, source);
    expect(code, err).toBe(3);
    expect(err).toContain("Stopped during the hook before-activate because SIGTERM asked for it");
    expectAsBefore(site);
    must(release(site, source));
    expect(liveVersion(site)).toBe("1.1");
  });

  it("that start another command on the same site: that one ends with 75", () => {
    const site = persistedSite("releases", ON_SITE);
    const answers = join(dirname(site.root), "answers");
    const command = `'${process.execPath}' '${program()}'`;
    const tries = ["persist .", "recover .", `rollback "$HOLDFAST_RELEASE" --site ${site.root}`];
    const run = tries.map((line) => `${command} ${line} --yes; echo "$?" >> ${answers}`).join("; ");
    must(release(site, sourceWith(site, { "before-activate": [run] })));
    expect(readFileSync(answers, "utf8").trim().split("\n")).toEqual(tries.map(() => "75"));
    expect(liveVersion(site)).toBe("1.1");
  });

  it("a program that is not there is named", () => {
    const site = persistedSite("flat", ON_SITE);
    const { code, err } = release(site, sourceWith(site, { build: ["no-such-program --now"] }));
    expect(code).toBe(1);
    expect(err).toContain('"no-such-program --now": it could not be run (ENOENT)');
    expectAsBefore(site);
  });

  it.each([
    ["an unknown hook", { after: ["true"] }, "after"],
    ["no command", { build: 5 }, "build"],
    ["no time", { build: [{ run: "true", timeout: 0 }] }, "timeout"],
    ["an empty command", { build: [""] }, "build"],
  ])("%s in holdfast.json is refused before anything is written", (_, hooks, says) => {
    const site = persistedSite("flat", ON_SITE);
    const source = sourceWith(site, hooks);
    expectRefused(site, ["release", source, "--site", live(site), "--yes"], { code: 2, says });
  });
});
