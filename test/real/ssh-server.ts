/** A real sshd on 127.0.0.1 with keys of its own, and an ordinary user who may log in with one. */
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { userInfo } from "node:os";
import { onTestFinished } from "vitest";
import { freshFolder } from "../support/tree.ts";
import { launchSshd } from "./ssh-daemon.ts";

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

/** Starts it; it and the user are gone at the end of the test. `bin` is where the user's programs are looked for first. */
export async function startSshServer(bin: string): Promise<SshServer> {
  const folder = freshFolder("holdfast-sshd-");
  chmodSync(folder, 0o755);
  const home = join(folder, "home");
  mkdirSync(home);
  const { user, uid, gid } = ordinaryUser(home);
  chownSync(home, uid, gid);
  const daemon = await launchSshd({ folder, user, bin });
  onTestFinished(daemon.stop);
  const { port, knownHosts, connections } = daemon;
  return { port, user, uid, home, key: readFileSync(daemon.keyFile, "utf8"), knownHosts, connections };
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
