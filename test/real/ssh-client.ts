/** A machine that reaches a test's server by ssh, under the name that the pages use. */
import { freshFolder, writeTree } from "../support/tree.ts";
import type { SshServer } from "./ssh-server.ts";

/** Somebody's home there. */
export interface SshClient {
  readonly home: string;
  /** Its `ssh` and `scp` find `example.com` on 127.0.0.1, with the keys of the home's `.ssh`. */
  readonly PATH: string;
}

/** Makes a home without keys: `.ssh/id_ed25519` and `.ssh/known_hosts` are the test's to write. */
export function sshClient({ port }: SshServer): SshClient {
  const home = freshFolder("holdfast-client-");
  writeTree(home, {
    ".ssh/config": `Host example.com
HostName 127.0.0.1
Port ${port}
HostKeyAlias example.com
IdentityFile ${home}/.ssh/id_ed25519
IdentitiesOnly yes
IdentityAgent none
UserKnownHostsFile ${home}/.ssh/known_hosts
GlobalKnownHostsFile /dev/null
StrictHostKeyChecking yes
BatchMode yes
`,
    ...Object.fromEntries(
      ["ssh", "scp"].map((name) => [
        `bin/${name}`,
        { text: `#!/bin/sh\nexec /usr/bin/${name} -F ${home}/.ssh/config "$@"\n`, mode: 0o755 },
      ]),
    ),
  });
  return { home, PATH: `${home}/bin:${process.env["PATH"] ?? ""}` };
}
