/** One trial of a script for servers without Node.js: a site, a run that is killed or met with a failure, what completes it, and what the oracle says. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Belongings, losses, shapeOf, unreachable } from "../oracle.ts";
import type { Scenario } from "../scenario.ts";
import { program as built } from "../../support/program.ts";
import { runInProcess } from "./in-process.ts";
import { type Host, makeTools } from "./script-tools.ts";
import { freshSite } from "./trial.ts";

const LOOKING = { xattrs: false };

/** What becomes of a run: which call of a changing tool it is killed at or fails, and who completes it. */
export interface Mishap {
  readonly at: number;
  readonly how: "killed" | "failed";
  /** `owner`: the script, run by the user whose site it is. */
  readonly by: "script" | "program" | "recovery" | "owner";
}

/** Where a script runs. */
interface Place {
  /** Holds the script and the tools. */
  readonly folder: string;
  readonly root: string;
  readonly host: Host;
  /** Who runs it, user and group alike; root where nobody is named. */
  readonly by?: number;
}

interface Ran {
  readonly code: number | null;
  readonly text: string;
}

/** What an undisturbed run of the script does. */
export interface KnownScript {
  readonly scenario: Scenario;
  readonly host: Host;
  /** Each call of a tool that may change something, in order: its name and its arguments. */
  readonly calls: readonly string[];
  readonly shape: readonly string[];
}

/** Runs the script undisturbed, and insists that it ends well and that its repetition changes nothing. */
export async function undisturbedScript(scenario: Scenario, host: Host, folder: string): Promise<KnownScript> {
  const { root, before } = await scriptedSite({ scenario, host, folder });
  const ran = runScript({ folder, root, host }, COUNTED);
  const violations = [
    ...wrongEnd(ran, "the undisturbed run"),
    ...found(before, root, true),
    ...repeats({ folder, root, host }),
  ];
  if (violations.length > 0) throw new Error(`${scenario.id} on ${host.id}: ${violations.join("\n")}\n${ran.text}`);
  return { scenario, host, calls: callsIn(folder), shape: shapeOf(root) };
}

/** Tries one mishap; the sentences say how the promise was broken. */
export async function tryMishap(known: KnownScript, folder: string, { at, how, by }: Mishap): Promise<string[]> {
  const { scenario, host } = known;
  const { root, before } = await scriptedSite({ scenario, host, folder });
  const mishap = how === "killed" ? { LAB_KILL: String(at) } : { LAB_FAIL: String(at) };
  const first = runScript({ folder, root, host }, { ...COUNTED, ...mishap });
  // Without an exchange the site is quiet while it is taken over, and has a gap.
  const violations = found(before, root, host.exchange);
  if (by === "recovery") {
    const script = join(root, "shared/emergency-recovery.sh");
    if (existsSync(script)) ended({ folder, root, host }, { argv: [script, join(root, scenario.cwd)], env: null });
    violations.push(...found(before, root, true));
  }
  if (by === "program") {
    const ending = await program(known, root);
    if (ending.code !== 0) violations.push(`the program ended with ${ending.code}:\n${ending.text}`);
    violations.push(...found(before, root, true));
  }
  if (by === "owner") {
    violations.push(...wrongEnd(runScript({ folder, root, host, by: host.owner }, null), "the owner's run after"));
    violations.push(...found(before, root, true));
  }
  const again = runScript({ folder, root, host }, null);
  violations.push(
    ...wrongEnd(again, "the run after"),
    ...found(before, root, true),
    ...repeats({ folder, root, host }),
  );
  violations.push(...otherShape(known, root, by));
  return violations.length === 0 ? [] : [...violations, `first run: ${first.text}`];
}

/** The program goes on, as the user whose site it is: as root it does not trust the journal of another. */
async function program({ scenario, host }: KnownScript, root: string): Promise<{ code: number | null; text: string }> {
  const cwd = join(root, scenario.cwd);
  if (host.owner === 0) return runInProcess({ cwd, argv: scenario.again }, null);
  const id = host.owner;
  const words = [`--reuid=${id}`, `--regid=${id}`, "--clear-groups", process.execPath, built(), ...scenario.again];
  const { status, stdout, stderr } = spawnSync("setpriv", words, { cwd, encoding: "utf8" });
  return { code: status, text: `${stdout}${stderr}` };
}

/** The site of a scenario, with the script for it in `folder`/plan.sh. */
async function scriptedSite(options: {
  readonly scenario: Scenario;
  readonly host: Host;
  readonly folder: string;
}): Promise<{ root: string; before: Belongings }> {
  const { scenario, host, folder } = options;
  const site = await freshSite(scenario, folder, host.owner);
  if (host.owner !== 0) chmodSync(folder, 0o755);
  const words = scenario.argv.slice(1).filter((word) => word !== "--yes");
  const argv = ["plan", ...words, "--script", join(folder, "plan.sh")];
  const ending = await runInProcess({ cwd: join(site.root, scenario.cwd), argv }, null);
  if (ending.code !== 0) throw new Error(`${scenario.id}: no script was written\n${ending.text}`);
  chmodSync(join(folder, "plan.sh"), 0o644);
  return site;
}

/** What the counter of the tools is told; null: the tools are not counted, which is faster. */
type Told = Readonly<Record<string, string>> | null;

const COUNTED = { LAB_KILL: "", LAB_FAIL: "" };

function runScript(place: Place, env: Told): Ran {
  const quiet = place.host.exchange ? [] : ["--maintenance"];
  return ended(place, { argv: [join(place.folder, "plan.sh"), ...quiet], env });
}

function ended(
  { folder, root, host, by = 0 }: Place,
  run: { readonly argv: readonly string[]; readonly env: Told },
): Ran {
  const count = join(folder, "count");
  writeFileSync(count, "0\n");
  if (run.env !== null) writeFileSync(`${count}.calls`, "");
  const bin = makeTools(folder, host, run.env !== null);
  // A session of its own, so that a kill ends the shell with all that it started.
  const as = by === 0 ? [] : ["/usr/bin/setpriv", `--reuid=${by}`, `--regid=${by}`, "--clear-groups"];
  const done = spawnSync("/usr/bin/setsid", ["-w", ...as, ...host.shell, ...run.argv], {
    cwd: root,
    encoding: "utf8",
    env: {
      PATH: `${bin}:/usr/bin:/bin`,
      LAB_COUNT: count,
      ...(host.exchange ? {} : { HOLDFAST_RENAMEAT2: "none" }),
      ...run.env,
    },
  });
  return { code: done.status, text: `${done.stdout}${done.stderr}` };
}

function callsIn(folder: string): string[] {
  return readFileSync(join(folder, "count.calls"), "utf8").trimEnd().split("\n");
}

function wrongEnd({ code, text }: Ran, what: string): string[] {
  return code === 0 ? [] : [`${what} ended with ${code}:\n${text}`];
}

function found(before: Belongings, root: string, live: boolean): string[] {
  return [
    ...losses(before, root, LOOKING).map((path) => `lost: ${path}`),
    ...(live ? unreachable(before).map((path) => `out of reach: ${path}`) : []),
  ];
}

/** A further run ends well and changes nothing at all. */
function repeats(place: Place): string[] {
  const { root } = place;
  const listed = listing(root);
  const further = runScript(place, null);
  const changed = listing(root) === listed ? [] : [`the repetition changed something:\n${further.text}`];
  return [...wrongEnd(further, "the repetition"), ...changed];
}

function listing(root: string): string {
  return spawnSync("find", [root, "-printf", "%p %i %y %l %s %m %T@\\n"], { encoding: "utf8" }).stdout;
}

/** Folders that emergency-recovery.sh made before have the mode that it gives them. */
function otherShape(known: KnownScript, root: string, by: Mishap["by"]): string[] {
  const compared = (lines: readonly string[]): string[] =>
    by === "recovery" ? lines.map((line) => line.replace(/ directory \d+ /, " directory ")) : [...lines];
  const [shape, now] = [compared(known.shape), compared(shapeOf(root))];
  const missing = shape.filter((line) => !now.includes(line));
  const extra = now.filter((line) => !shape.includes(line));
  if (missing.length + extra.length === 0) return [];
  return [`the end differs from an undisturbed run's: missing ${missing.join("; ")}; extra ${extra.join("; ")}`];
}
