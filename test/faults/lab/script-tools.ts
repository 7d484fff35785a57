/** The tools that a script calls, those that may change something behind a counter that can kill the whole run, or fail, right before the n-th call. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where a script runs: which shell, whose tools, and whether it can exchange two names. */
export interface Host {
  readonly id: string;
  readonly shell: readonly string[];
  readonly tools: "gnu" | "busybox";
  readonly exchange: boolean;
  /** Whose the site is, user and group alike; root runs the script. */
  readonly owner: number;
}

const ROOT = 0;
/** Anybody but root. */
const CUSTOMER = 4711;

/** The hosts that a script promises to work on. */
export const HOSTS: readonly Host[] = [
  { id: "dash", shell: ["dash"], tools: "gnu", exchange: true, owner: ROOT },
  { id: "bash", shell: ["bash"], tools: "gnu", exchange: true, owner: ROOT },
  { id: "busybox", shell: ["busybox", "sh"], tools: "busybox", exchange: true, owner: CUSTOMER },
  { id: "dash without exchange", shell: ["dash"], tools: "gnu", exchange: false, owner: CUSTOMER },
  { id: "busybox without exchange", shell: ["busybox", "sh"], tools: "busybox", exchange: false, owner: ROOT },
];

/** Tools that may change the disk. */
const CHANGING = ["ln", "mv", "mkdir", "rm", "chmod", "chown", "perl", "rmdir", "touch", "sync"];

const BUSYBOX = "/bin/busybox";

/** Makes the tools of a host in a folder, the changing ones behind the counter where they are `counted`; what to put in front of the PATH. */
export function makeTools(folder: string, host: Host, counted: boolean): string {
  const bin = join(folder, `tools-${host.tools}${counted ? "-counted" : ""}`);
  if (existsSync(bin)) return bin;
  mkdirSync(bin);
  const applets = host.tools === "gnu" ? [] : execFileSync(BUSYBOX, ["--list"], { encoding: "utf8" }).split("\n");
  const wrapped = counted ? CHANGING : ["sync"];
  for (const name of applets) if (name !== "" && !wrapped.includes(name)) symlinkSync(BUSYBOX, join(bin, name));
  for (const name of wrapped) {
    const real = realTool(name, applets);
    if (counted) writeFileSync(join(bin, name), counter(name, real), { mode: 0o755 });
    else symlinkSync(real, join(bin, name));
  }
  return bin;
}

function realTool(name: string, applets: readonly string[]): string {
  // What only a power cut would show is not looked at here, and a sync waits for everybody else's writing.
  if (name === "sync") return "/bin/true";
  if (applets.includes(name)) return `${BUSYBOX} ${name}`;
  return execFileSync("which", [name], { encoding: "utf8" }).trim();
}

function counter(name: string, real: string): string {
  return `#!/bin/dash
read -r n <"$LAB_COUNT"
n=$((n + 1))
echo $n >"$LAB_COUNT"
echo "${name} $*" >>"$LAB_COUNT.calls"
[ $n != "$LAB_KILL" ] || kill -KILL 0
[ $n != "$LAB_FAIL" ] || { echo "${name}: no space left" >&2; exit 1; }
exec ${real} "$@"
`;
}
