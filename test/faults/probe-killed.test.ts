/** Whatever interrupts a probe: no file that it put there for the server is left when the next command has run, and nothing else has changed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, expect, it, onTestFinished } from "vitest";
import { persistedSite } from "../support/cli.ts";
import { program } from "../support/program.ts";
import { manifest } from "../support/tree.ts";
import { freshSite, removeTrialFolder, trialFolder, tryFault, undisturbed } from "./lab/trial.ts";
import { runInProcess } from "./lab/in-process.ts";
import { probeFlat, probeReleases } from "./scenarios/probe.ts";

const folder = trialFolder();
afterAll(() => {
  removeTrialFolder(folder);
});

it.each([probeFlat, probeReleases])(
  "$id: killed before each of its changing calls, one more run takes everything away",
  async (scenario) => {
    const known = await undisturbed(scenario, folder);
    let left = 0;
    for (let at = 0; at < known.changing; at++) {
      const { root } = await freshSite(scenario, folder);
      const killed = await runInProcess({ cwd: join(root, scenario.cwd), argv: scenario.argv }, { kind: "kill", at });
      expect(killed.code).toBe(null);
      if (canariesBelow(root).length > 0) left++;
      expect((await runInProcess({ cwd: join(root, scenario.cwd), argv: ["recover", "--yes"] }, null)).code).toBe(0);
      expect(canariesBelow(root), `killed before call ${at}`).toEqual([]);
    }
    expect(known.changing).toBeGreaterThan(40);
    expect(left).toBeGreaterThan(10);
  },
  400_000,
);

it("a sample of failing calls is passed on or does not matter, and one more run converges", async () => {
  const known = await undisturbed(probeFlat, folder);
  for (let at = 0; at < known.changing; at += 5) {
    const code = at % 2 === 0 ? "EIO" : "ENOSPC";
    const verdict = await tryFault(known, folder, [{ kind: "error", code, at, lasting: false, among: "changing" }]);
    expect(verdict.violations, `${code} at ${at}`).toEqual([]);
  }
}, 400_000);

it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s while the server lets it wait: the asking ends, the files are gone, the exit code is 1",
  async (signal) => {
    const site = persistedSite("releases");
    const before = manifest(site.app);
    const server = createServer((request, response) => {
      // The front page answers, all else never does.
      if (request.url === "/") response.end("front");
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const child = spawn(process.execPath, [program(), "probe", "--url", url, site.root], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const ended = once(child, "exit");
    while (canariesBelow(site.root).length < 5) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill(signal);
    expect(await ended).toEqual([1, null]);
    expect(said).toContain("Stopped by a signal while the web server was asked");
    expect(canariesBelow(site.root)).toEqual([]);
    expect([...manifest(site.app).keys()]).toEqual([...before.keys()]);
  },
);

it("killed by the kernel while the server lets it wait: the next command, whichever it is, takes the files away", async () => {
  const site = persistedSite("flat");
  const server = createServer((request, response) => {
    if (request.url === "/") response.end("front");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const child = spawn(process.execPath, [program(), "probe", "--url", url, site.app], { stdio: "ignore" });
  const ended = once(child, "exit");
  while (canariesBelow(site.root).length < 5) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill("SIGKILL");
  await ended;
  expect(canariesBelow(site.root).length).toBeGreaterThan(4);
  const looked = await runInProcess({ cwd: site.app, argv: ["check"] }, null);
  expect(looked.text).toMatch(/did not finish|unfinished/i);
  expect((await runInProcess({ cwd: site.app, argv: ["persist", "--yes"] }, null)).code).toBe(0);
  expect(canariesBelow(site.root)).toEqual([]);
  expect(existsSync(join(site.shared, ".holdfast/lock/lock"))).toBe(false);
});

function canariesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.includes("holdfast-probe-"));
}
