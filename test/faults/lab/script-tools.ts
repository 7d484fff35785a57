/** The tools that a script calls, each behind a counter that can kill the whole run, or fail, right before the n-th call that may change something. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where a script runs: which shell, whose tools, and whether it can exchange two names. */
export interface Host {
  readonly id: string;
  readonly shell: readonly string[];
  readonly tools: "gnu" | "busybox";
  readonly exchange: boolean;
}

/** The hosts that a script promises to work on. */
export const HOSTS: readonly Host[] = [
  { id: "dash", shell: ["dash"], tools: "gnu", exchange: true },
  { id: "bash", shell: ["bash"], tools: "gnu", exchange: true },
  { id: "busybox", shell: ["busybox", "sh"], tools: "busybox", exchange: true },
  { id: "dash without exchange", shell: ["dash"], tools: "gnu", exchange: false },
  { id: "busybox without exchange", shell: ["busybox", "sh"], tools: "busybox", exchange: false },
];

/** Tools that may change the disk. */
const CHANGING = ["ln", "mv", "mkdir", "rm", "chmod", "chown", "perl", "rmdir", "touch", "sync"];

/** Makes the tools of a host in a folder; what to put in front of the PATH. */
export function makeTools(folder: string, host: Host): string {
  const bin = join(folder, `tools-${host.tools}`);
  if (existsSync(bin)) return bin;
  mkdirSync(bin);
  const busybox = "/bin/busybox";
  const applets = host.tools === "gnu" ? [] : execFileSync(busybox, ["--list"], { encoding: "utf8" }).split("\n");
  for (const name of applets) if (name !== "" && !CHANGING.includes(name)) symlinkSync(busybox, join(bin, name));
  for (const name of CHANGING) {
    // What only a power cut would show is not looked at here, and a sync waits for everybody else's writing.
    const real =
      name === "sync"
        ? "true"
        : applets.includes(name)
          ? `${busybox} ${name}`
          : execFileSync("which", [name], { encoding: "utf8" }).trim();
    const text = `#!/bin/dash
read -r n <"$LAB_COUNT"
n=$((n + 1))
echo $n >"$LAB_COUNT"
[ $n != "$LAB_KILL" ] || kill -KILL 0
[ $n != "$LAB_FAIL" ] || { echo "${name}: no space left" >&2; exit 1; }
exec ${real} "$@"
`;
    writeFileSync(join(bin, name), text, { mode: 0o755 });
  }
  return bin;
}
