/** Locks of processes that cannot be seen from here: in another PID namespace, as a container or a jailed home has. */
import { type ChildProcess, spawn } from "node:child_process";
import { lstatSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { holdfast, must, NOBODY, persist, type Site, siteOf, start } from "../support/cli.ts";
import { program } from "../support/program.ts";
import { manifest } from "../support/tree.ts";

const CONTAINER = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"];
const INTO_EXCHANGE = [
  "strace",
  "-f",
  "-o",
  "/dev/null",
  "-e",
  "trace=renameat2",
  "-e",
  "inject=renameat2:delay_enter=60000000:when=1",
];

/** Starts a run that stops, holding the lock, right before its first exchange. */
async function heldUp(site: Site, around: readonly string[]): Promise<ChildProcess> {
  const [command, ...rest] = [...around, ...INTO_EXCHANGE, process.execPath, program(), "persist", site.app, "--yes"];
  const child = spawn(command, rest, {
    cwd: "/",
    stdio: "ignore",
    detached: true,
    env: { ...process.env, UV_USE_IO_URING: "0" },
  });
  onTestFinished(() => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, "SIGKILL");
  });
  // The placeholder is the last thing that is made before it.
  await expect
    .poll(() => lstatSync(join(site.shared, ".env"), { throwIfNoEntry: false })?.isSymbolicLink(), { timeout: 20_000 })
    .toBe(true);
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  process.kill(-(child.pid ?? 0), "SIGKILL");
  await gone;
}

it("a holder in another PID namespace is not taken for dead, alive or gone, and the way out is named", async () => {
  const site = siteOf("flat");
  const held = await heldUp(site, CONTAINER);
  const pid = Number(/^pid=(\d+)$/m.exec(readFileSync(join(site.shared, ".holdfast/lock/lock.1"), "utf8"))?.[1]);
  expect(pid).toBeLessThan(20);
  const before = manifest(site.root);
  const refused = holdfast(["persist", site.app, "--yes"]);
  expect(refused.code).toBe(75);
  expect(refused.err).toContain("in another container or jail of this machine");
  expect(refused.err).toContain(`rm "${site.shared}/.holdfast/lock/lock.1"`);
  await killed(held);
  expect(holdfast(["persist", site.app, "--yes"]).code).toBe(75);
  expect(start(["sh", join(site.shared, "emergency-recovery.sh")]).code).not.toBe(0);
  expect(manifest(site.root)).toEqual(before);
  must(start(["rm", join(site.shared, ".holdfast/lock/lock.1")]));
  expect(persist(site.app).out).toContain("A run that had not finished was completed first");
});

it("from inside a container, a holder outside whose number is another process here is not taken for dead", async () => {
  const site = siteOf("flat");
  await heldUp(site, []);
  const inside = start([...CONTAINER, process.execPath, program(), "persist", site.app, "--yes"]);
  expect(inside.code).toBe(75);
  expect(inside.err).toContain("in another container or jail of this machine");
});

it("a dead holder is taken over at once, also when the host has been renamed since", async () => {
  const site = siteOf("flat");
  await killed(await heldUp(site, []));
  const renamed = start([
    "unshare",
    "--uts",
    "sh",
    "-c",
    `hostname renamed-since && exec "$0" "$@"`,
    process.execPath,
    program(),
    "persist",
    site.app,
    "--yes",
  ]);
  expect(renamed.code, renamed.err).toBe(0);
  expect(hostname()).not.toBe("renamed-since");
});

it("a living holder of another user counts as living: a signal that is refused is an answer", () => {
  const site = siteOf("flat");
  must(start(["chown", "-R", `${NOBODY}:${NOBODY}`, site.root]));
  must(holdfast(["persist", site.app, "--yes"], { as: NOBODY }));
  const lock = readFileSync(join(site.shared, ".holdfast/lock/lock.1"), "utf8");
  writeFileSync(
    join(site.shared, ".holdfast/lock/lock.2"),
    lock.replace(/^pid=.*$/m, "pid=1").replace(/^start=.*$/m, "start=-"),
  );
  must(start(["chown", `${NOBODY}:${NOBODY}`, join(site.shared, ".holdfast/lock/lock.2")]));
  must(start(["rm", join(site.app, ".env")]));
  // Where /proc hides the processes of others (hidepid), only a signal tells.
  const hiding = "mount -t proc -o hidepid=2 proc /proc";
  const asNobody = `exec setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups "$0" "$@"`;
  const command = [process.execPath, program(), "persist", site.app, "--yes"];
  const refused = start([
    "unshare",
    "--mount",
    "sh",
    "-c",
    `${hiding} && ! kill -0 999999 2>/dev/null && ${asNobody}`,
    ...command,
  ]);
  expect(refused.code, refused.err).toBe(75);
  expect(refused.err).toContain("(process 1 on ");
});
