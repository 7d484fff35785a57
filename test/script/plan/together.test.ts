/** The script and the program on one site: one lock, one journal, and each goes on where the other was stopped, or says who can. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { holdfast, siteOf, start } from "../../support/cli.ts";
import { typedIn } from "../../support/in-process.ts";
import { program } from "../../support/program.ts";
import { freshFolder, manifest } from "../../support/tree.ts";
import { runs, scripted, scriptFor } from "./scripted.ts";

/** A folder for PATH whose `ln` calls the given line of shell before its n-th call. */
function tools(at: number, line: string): string {
  const bin = freshFolder();
  const count = join(bin, "count");
  writeFileSync(count, "0\n");
  const text = `#!/bin/sh\nread -r n <'${count}'\nn=$((n + 1))\necho $n >'${count}'\n[ $n != ${at} ] || { ${line}; }\nexec /bin/ln "$@"\n`;
  writeFileSync(join(bin, "ln"), text, { mode: 0o755 });
  return bin;
}

/** Runs a script that is killed with all it started before its n-th `ln`. */
function killed(script: string, at: number): void {
  const PATH = `${tools(at, "kill -KILL 0")}:/usr/bin:/bin`;
  start(["setsid", "-w", "sh", script], { env: { PATH } });
}

it("while the script holds the lock the program refuses, and the other way round", async () => {
  const { site, script } = await scripted("flat");
  const marker = join(freshFolder(), "held");
  const PATH = `${tools(4, `: >'${marker}'; while [ -e '${marker}' ]; do sleep 0.05; done`)}:/usr/bin:/bin`;
  const running = spawn("sh", [script], { env: { ...process.env, PATH }, stdio: "ignore" });
  const gone = new Promise<number | null>((resolve) => running.once("exit", resolve));
  while (!existsSync(marker)) await new Promise((resolve) => setTimeout(resolve, 20));
  const refused = holdfast(["persist", site.app, "--yes"]);
  expect([refused.code, refused.err.includes('plan-script"')], refused.err).toEqual([75, true]);
  const other = runs({ script });
  expect([other.code, other.err.includes('plan-script"')], other.said).toEqual([75, true]);
  start(["rm", marker]);
  expect(await gone).toBe(0);
  expect(readlinkSync(join(site.app, "public/uploads"))).toBe("../../shared/public/uploads");
});

it("while the program holds the lock the script refuses", async () => {
  const { site, script } = await scripted("flat");
  const stop = freshFolder();
  const env = { ...process.env, PATH: process.env["PATH"] };
  // A stopped program goes on holding it.
  const running = spawn(process.execPath, [program(), "persist", site.app, "--yes"], {
    env,
    stdio: "ignore",
    cwd: stop,
  });
  const gone = new Promise<number | null>((resolve) => running.once("exit", resolve));
  const lock = join(site.shared, ".holdfast/lock");
  while (!held(lock) && running.exitCode === null) await new Promise((resolve) => setImmediate(resolve));
  running.kill("SIGSTOP");
  expect(running.exitCode).toBe(null);
  const before = manifest(site.root);
  const ran = runs({ script });
  running.kill("SIGCONT");
  expect([ran.code, ran.err.includes('in use by "persist"')], ran.said).toEqual([75, true]);
  expect(before.size).toBeGreaterThan(0);
  expect(await gone).toBe(0);
});

function held(lock: string): boolean {
  return existsSync(lock) && readdirSync(lock).some((name) => /^lock\.\d+$/.test(name));
}

it.each([4, 7])("what a killed script left (before its link %i) the program completes", async (at) => {
  const { site, script } = await scripted("flat");
  killed(script, at);
  const recovered = await typedIn(site.app, "recover");
  expect(recovered.code, recovered.text).toBe(0);
  const rest = await typedIn(site.app, "persist", "--yes");
  expect(rest.code, rest.text).toBe(0);
  expect(readFileSync(join(site.app, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
  expect((await typedIn(site.app, "plan")).text).toContain("Nothing to do");
  const again = runs({ script });
  expect([again.code, again.out.includes("Nothing to do")], again.said).toEqual([0, true]);
});

it("what a killed program left is named by the script, which changes nothing, and completed by recover", async () => {
  const site = siteOf("flat");
  const made = await scriptFor(site);
  const running = spawn(process.execPath, [program(), "persist", site.app, "--yes"], { stdio: "ignore" });
  const gone = new Promise((resolve) => running.once("exit", resolve));
  const journal = join(site.shared, ".holdfast/journal");
  while (
    running.exitCode === null &&
    !(existsSync(journal) && readdirSync(journal).some((name) => name.endsWith(".json")))
  )
    await new Promise((resolve) => setImmediate(resolve));
  running.kill("SIGKILL");
  await gone;
  expect(readdirSync(journal).filter((name) => name.endsWith(".done"))).toEqual([]);
  const before = manifest(site.app);
  const ran = runs(made);
  expect([ran.code, ran.err.includes(`holdfast recover ${site.app}`)], ran.said).toEqual([3, true]);
  expect(manifest(site.app)).toEqual(before);
  expect((await typedIn(site.app, "recover")).code).toBe(0);
  expect(readlinkSync(join(site.app, "public/uploads"))).toBe("../../shared/public/uploads");
});
