/** A real sshd on 127.0.0.1 with keys of its own, and an ordinary user who may log in with one. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { userInfo } from "node:os";
import { onTestFinished } from "vitest";
import { freshFolder } from "../support/tree.ts";
import { freePort } from "./server.ts";

/** What a test and its pipeline know of the server. */
export interface SshServer {
  readonly port: number;
  /** The user's name; not root, unless the tests run as nobody else. */
  readonly user: string;
  readonly uid: number;
  /** The private key that opens the door. */
  readonly key: string;
  /** The server's public key as `ssh-keyscan` says it of `example.com`. */
  readonly knownHosts: string;
  /** The user's own folder. */
  readonly home: string;
  /** Connections since it was started. */
  readonly connections: () => number;
}

const START_LIMIT_MS = 20_000;

/** Starts it; it and the user are gone at the end of the test. `bin` is where the user's programs are looked for first. */
export async function startSshServer(bin: string): Promise<SshServer> {
  const folder = freshFolder("holdfast-sshd-");
  chmodSync(folder, 0o755);
  const home = join(folder, "home");
  mkdirSync(home);
  const { user, uid, gid } = ordinaryUser(home);
  chownSync(home, uid, gid);
  for (const name of ["host", "user"]) keyPair(join(folder, name));
  const [port, log] = [await freePort(), join(folder, "log")];
  writeFileSync(join(folder, "config"), configOf({ folder, port, user, bin }));
  await startDaemon(folder, log);
  const [kind = "", host = ""] = readFileSync(join(folder, "host.pub"), "utf8").split(" ");
  return {
    port,
    user,
    uid,
    home,
    key: readFileSync(join(folder, "user"), "utf8"),
    knownHosts: `example.com ${kind} ${host}\n`,
    connections: () => readFileSync(log, "utf8").match(/^Connection from /gm)?.length ?? 0,
  };
}

/** A user made for the test, where we may; else whoever runs it. */
function ordinaryUser(home: string): { readonly user: string; readonly uid: number; readonly gid: number } {
  if (process.getuid?.() !== 0) {
    const { username: user, uid, gid } = userInfo();
    return { user, uid, gid };
  }
  const user = `holdfast-${process.pid}`;
  // An account without a password, which is not the same as a locked one.
  execFileSync("useradd", ["--no-create-home", "--home-dir", home, "--shell", "/bin/bash", "--password", "*", user]);
  onTestFinished(() => {
    execFileSync("userdel", ["--force", user], { stdio: "ignore" });
  });
  const idOf = (which: string): number => Number(execFileSync("id", [which, user], { encoding: "utf8" }));
  return { user, uid: idOf("-u"), gid: idOf("-g") };
}

function keyPair(file: string): void {
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", file]);
}

function configOf(of: { readonly folder: string; readonly port: number; readonly user: string; readonly bin: string }) {
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
SetEnv PATH=${of.bin}:/usr/local/bin:/usr/bin:/bin
`;
}

async function startDaemon(folder: string, log: string): Promise<void> {
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
  const program = ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].find(existsSync) ?? "/usr/bin/sshd";
  const sshd = spawn(program, ["-D", "-f", join(folder, "config"), "-E", log], { stdio: "ignore" });
  const gone = once(sshd, "exit");
  onTestFinished(async () => {
    sshd.kill("SIGTERM");
    await gone;
  });
  const until = Date.now() + START_LIMIT_MS;
  // Not by a connection, which would be counted.
  while (!existsSync(log) || !readFileSync(log, "utf8").includes("Server listening")) {
    if (sshd.exitCode !== null || Date.now() > until)
      throw new Error(`sshd did not start:\n${existsSync(log) ? readFileSync(log, "utf8") : ""}`);
    await sleep(25);
  }
}
