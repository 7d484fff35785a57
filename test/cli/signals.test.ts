/** Being asked to end in the middle, and readers that go away: as safe as a kill, and said where somebody can still hear it. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { BOUGHT_SCRIPT, type Ended, holdfast, must, persist, type Site, siteOf, start, typed } from "../support/cli.ts";
import { expectReachable, lostSince } from "../support/intact.ts";
import { program } from "../support/program.ts";
import { freshFolder, manifest } from "../support/tree.ts";

const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended & { readonly signal: string | null }>;
}

/** Starts a run whose first exchanges take a second each, so that something can happen between two of them. */
function slowly(site: Site): Running {
  const slow = [
    "strace",
    "-f",
    "-o",
    join(freshFolder(), "trace"),
    "-e",
    "trace=renameat2",
    "-e",
    "inject=renameat2:delay_enter=1000000",
  ];
  const [command, ...rest] = [...slow, process.execPath, program(), "persist", site.app, "--yes"];
  const child = spawn(command, rest, {
    cwd: "/",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, UV_USE_IO_URING: "0" },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [out, err] = ["", ""];
  child.stdout?.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr?.on("data", (text: Buffer) => (err += text.toString()));
  const ended = new Promise<Ended & { readonly signal: string | null }>((resolve) => {
    child.once("close", (code, signal) => {
      resolve({ code, signal, out, err });
    });
  });
  return { child, ended };
}

/** The process that holds the lock, once it has taken over its first entry. */
async function afterFirstEntry(site: Site): Promise<number> {
  await expect
    .poll(() => linkTextOf(join(site.app, ".env")), { timeout: 30_000, interval: 20 })
    .toBe(`${site.up}/shared/.env`);
  return Number(/^pid=(\d+)$/m.exec(readFileSync(join(site.shared, ".holdfast/lock/lock.1"), "utf8"))?.[1]);
}

function linkTextOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

describe.each(SIGNALS)("%s between two steps", (signal) => {
  it("ends the run with what happened, the state of the site and the next command, and that command completes it", async () => {
    const site = siteOf("flat");
    const before = manifest(site.root);
    const { ended } = slowly(site);
    process.kill(await afterFirstEntry(site), signal);
    const { code, err } = await ended;
    expect(code, err).toBe(3);
    expect(err).toContain(
      `❌ Stopped between two steps because ${signal} asked for it; the site is live and complete, nothing is lost`,
    );
    expect(err).toContain(`👉 To complete it: holdfast recover ${site.app}`);
    expectReachable(site.app);
    expect(lostSince(before, site.root)).toEqual([]);
    expect(readdirSync(join(site.shared, ".holdfast/lock"))).toContain("lock.1.rel");
    expect(readdirSync(join(site.shared, ".holdfast/journal"))).toEqual(["tx-000001.json"]);
    expect(holdfast(["check", site.app]).out + holdfast(["check", site.app]).err).toContain("recover");
    const recovered = must(holdfast(["recover", site.app]));
    expect(recovered.out).toContain("🎉 System is perfectly healthy!");
    expect(persist(site.app).out).toContain("Nothing to do");
  });
});

it("a signal before anything is written ends the program at once", async () => {
  const site = siteOf("flat");
  const before = manifest(site.app);
  const child = spawn(
    "strace",
    [
      "-f",
      "-o",
      "/dev/null",
      "-e",
      "trace=mkdir",
      "-e",
      "inject=mkdir:signal=TERM:when=1",
      process.execPath,
      program(),
      "persist",
      site.app,
      "--yes",
    ],
    { stdio: "ignore" },
  );
  const ended = await new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
  expect(ended).toBe("SIGTERM");
  expect(manifest(site.app)).toEqual(before);
  persist(site.app);
});

it("a signal in a long step (a merge) is not held back: it ends the program there, and the next run completes it", async () => {
  const site = siteOf("flat");
  mkdirSync(join(site.shared, "public/uploads"), { recursive: true });
  const before = manifest(site.root);
  const into = ["-e", "trace=link,linkat", "-e", "inject=link:delay_enter=20000000:when=9"];
  const child = spawn(
    "strace",
    ["-f", "-o", "/dev/null", ...into, process.execPath, program(), "persist", site.app, "--yes"],
    { stdio: "ignore", env: { ...process.env, UV_USE_IO_URING: "0" } },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  const exit = new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
  await expect
    .poll(() => existsSync(join(site.shared, ".holdfast/retired/tx-000001/public")), { timeout: 30_000 })
    .toBe(true);
  const pid = Number(/^pid=(\d+)$/m.exec(readFileSync(join(site.shared, ".holdfast/lock/lock.1"), "utf8"))?.[1]);
  process.kill(pid, "SIGTERM");
  expect(await exit).toBe("SIGTERM");
  expectReachable(site.app);
  expect(lostSince(before, site.root)).toEqual([]);
  must(holdfast(["recover", site.app]));
  expectReachable(site.app);
});

describe("readers that go away", () => {
  const quoted = (site: Site, rest: string): string =>
    `'${process.execPath}' '${program()}' persist '${site.app}' --yes ${rest}`;

  it.each([
    ["standard output, after one line", "2>/dev/null | head -1"],
    ["standard output, before anything", "2>/dev/null | true"],
    ["standard error, before anything", "2>&1 >/dev/null | true"],
    ["both", "2>&1 | true"],
    ["standard output was never open", ">&-"],
    ["standard error was never open", "2>&-"],
    ["neither was ever open", ">&- 2>&- <&-"],
    ["standard output is a full disk", "> /dev/full"],
    ["both are a full disk", "> /dev/full 2>&1"],
  ])("%s: the run is completed all the same", (_what, rest) => {
    const site = siteOf("flat");
    const before = manifest(site.root);
    const ended = typed(`set -o pipefail; ${quoted(site, rest)}`);
    expect(ended.code, ended.err).toBe(0);
    expectReachable(site.app);
    expect(lostSince(before, site.root)).toEqual([]);
    expect(persist(site.app).out).toContain("Nothing to do");
  });

  it("the terminal goes away in the middle: stopped or completed, nothing is lost, and recover finishes it", async () => {
    const site = siteOf("flat", BOUGHT_SCRIPT);
    const before = manifest(site.root);
    const socket = join(freshFolder(), "tmux");
    const slow = `strace -f -o /dev/null -e trace=renameat2 -e inject=renameat2:delay_enter=1000000`;
    must(start(["tmux", "-S", socket, "new-session", "-d", `UV_USE_IO_URING=0 ${slow} ${quoted(site, "")}`]));
    onTestFinished(() => void start(["tmux", "-S", socket, "kill-server"]));
    const pid = await afterFirstEntry(site);
    start(["tmux", "-S", socket, "kill-server"]);
    await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 30_000 }).toBe(false);
    expectReachable(site.app);
    expect(lostSince(before, site.root)).toEqual([]);
    must(holdfast(["recover", site.app]));
    expect(persist(site.app).out).toContain("Nothing to do");
  });
});
