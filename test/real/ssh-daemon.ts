/** A real sshd on 127.0.0.1 with keys of its own, which one user may log in to; for tests and the bench. Whoever starts it stops it. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./launched.ts";

/** What is started. */
export interface SshSetting {
  /** An empty folder that the user may enter; keys and settings go there. */
  readonly folder: string;
  readonly user: string;
  /** Where the user's programs are looked for first. */
  readonly bin: string;
  /** Stands in for the user's own folder, whose settings would run with every command. */
  readonly home?: string;
}

/** An sshd that runs. */
export interface SshDaemon {
  readonly port: number;
  /** The file of the private key that opens the door. */
  readonly keyFile: string;
  /** The server's public key as `ssh-keyscan` says it of `example.com`. */
  readonly knownHosts: string;
  /** Connections since it was started. */
  readonly connections: () => number;
  /** Commands that were asked for since then, each in a channel of its own. */
  readonly channels: () => number;
  readonly stop: () => Promise<void>;
}

const START_LIMIT_MS = 20_000;

/** Starts it, and waits until it listens. */
export async function launchSshd({ folder, user, bin, home }: SshSetting): Promise<SshDaemon> {
  for (const name of ["host", "user"]) keyPair(join(folder, name));
  const [port, log] = [await freePort(), join(folder, "log")];
  writeFileSync(join(folder, "config"), configOf({ folder, port, user, bin, ...(home === undefined ? {} : { home }) }));
  const stop = await startDaemon(folder, log);
  const [kind = "", host = ""] = readFileSync(join(folder, "host.pub"), "utf8").split(" ");
  const said = (pattern: RegExp): number => readFileSync(log, "utf8").match(pattern)?.length ?? 0;
  return {
    port,
    keyFile: join(folder, "user"),
    knownHosts: `example.com ${kind} ${host}\n`,
    connections: () => said(/^Connection from /gm),
    channels: () => said(/^Starting session: /gm),
    stop,
  };
}

function keyPair(file: string): void {
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", file]);
}

function configOf(of: SshSetting & { readonly port: number }): string {
  return `ListenAddress 127.0.0.1
Port ${of.port}
HostKey ${of.folder}/host
PidFile none
AuthorizedKeysFile ${of.folder}/user.pub
AllowUsers ${of.user}
AuthenticationMethods publickey
UsePAM no
StrictModes no
LogLevel VERBOSE
Subsystem sftp internal-sftp
SetEnv PATH=${of.bin}:/usr/local/bin:/usr/bin:/bin${of.home === undefined ? "" : ` HOME=${of.home}`}
`;
}

async function startDaemon(folder: string, log: string): Promise<() => Promise<void>> {
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
  const program = ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].find(existsSync) ?? "/usr/bin/sshd";
  const sshd = spawn(program, ["-D", "-f", join(folder, "config"), "-E", log], { stdio: "ignore" });
  const gone = once(sshd, "exit");
  const stop = async (): Promise<void> => {
    sshd.kill("SIGTERM");
    await gone;
  };
  const until = Date.now() + START_LIMIT_MS;
  // Not by a connection, which would be counted.
  while (!existsSync(log) || !readFileSync(log, "utf8").includes("Server listening")) {
    if (sshd.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`sshd did not start:\n${existsSync(log) ? readFileSync(log, "utf8") : ""}`);
    }
    await sleep(25);
  }
  return stop;
}
