import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { userInfo } from "node:os";
import type { Bench, Line, Row } from "../row.ts";
import { launchSshd, type SshDaemon } from "../../test/real/ssh-daemon.ts";
import { atMost, faster } from "../timing/line.ts";
import { outputOf } from "../timing/process.ts";
import { race, type Side } from "../timing/rounds.ts";
import { spreadOf } from "../timing/statistics.ts";
import { writeDelivery } from "../trees/small-delivery.ts";
import { capDeploy } from "./capistrano.ts";
import { milliseconds } from "./limits.ts";

/** A deployment from one machine to another, which is this one over ssh. */
export const sshDeploymentRow: Row = {
  ids: ["14"],
  title: "A deployment over ssh on loopback",
  programs: ["cap", "ssh", "scp", "sshd", "ssh-keygen", "tar"],
  sets: [],
  copies: [],
  run: async (bench) => {
    const folder = bench.scratch("ssh");
    chmodSync(folder, 0o755);
    const [sshdFolder, bin] = [made(folder, "sshd"), made(folder, "bin")];
    symlinkSync(bench.program, join(bin, "holdfast"));
    symlinkSync(process.execPath, join(bin, "node"));
    const { username: user } = userInfo();
    const daemon = await launchSshd({ folder: sshdFolder, user, bin, home: made(folder, "home") });
    try {
      return measured(bench, { folder, user, daemon });
    } finally {
      await daemon.stop();
    }
  },
};

interface Ground {
  readonly folder: string;
  readonly user: string;
  readonly daemon: SshDaemon;
}

function measured({ rounds }: Bench, ground: Ground): Line[] {
  const { folder, user, daemon } = ground;
  const delivery = made(folder, "delivery");
  writeDelivery(delivery);
  const site = made(folder, "cap-site");
  const ssh = { user, port: daemon.port, keyFile: daemon.keyFile };
  const cap = capDeploy({ folder: made(folder, "cap"), delivery, site, ssh });
  const { release: own, connect } = ownSides(ground, delivery);
  const { ours, theirs, idle } = race({ ours: own, theirs: cap, idle: connect }, { rounds });
  const [ourTrips, theirTrips] = [own, cap].map((side) => tripsOf(side, daemon));
  if (ourTrips === undefined || theirTrips === undefined) throw new Error("Nothing was counted");
  const words = { what: "a later deployment over ssh", ours: "tar, scp, ssh holdfast release" };
  const beside = `cap deploy over ssh (${theirTrips.connections} connections, ${theirTrips.channels} commands)`;
  return [
    {
      ...words,
      ours: `${words.ours} (connections; ${ourTrips.channels} commands)`,
      theirs: beside,
      unit: "connections",
      bound: atMost(3),
      samples: [Math.max(ourTrips.connections, ourTrips.channels)],
    },
    faster({ ...words, theirs: beside, why: connectLimit(idle, theirs) }, { ours, theirs }, 5),
  ];
}

/** What no deployment over two connections goes below. */
function connectLimit(idle: readonly number[], theirs: readonly number[]): string {
  const part = spreadOf(idle).median / spreadOf(theirs).median;
  return `two connections that do nothing take ${milliseconds(idle)}, ${part.toFixed(2)} of all that cap takes; the rest is one release (row 13)`;
}

/** Packing it, sending it, releasing it; and the same two connections without anything to do. */
function ownSides(
  { folder, user, daemon }: Ground,
  delivery: string,
): { readonly release: Side; readonly connect: Side } {
  const known = join(folder, "known-hosts");
  writeFileSync(known, daemon.knownHosts.replace("example.com", `[127.0.0.1]:${daemon.port}`));
  const site = made(folder, "site");
  const [archive, sent] = [join(folder, "release.tar.gz"), join(folder, "sent.tar.gz")];
  const options = `-i "${daemon.keyFile}" -o IdentitiesOnly=yes -o UserKnownHostsFile="${known}" -F none`;
  const script = [
    `tar -czf "${archive}" -C "${delivery}" .`,
    `scp -q ${options} -P ${daemon.port} "${archive}" "${user}@127.0.0.1:${sent}"`,
    `ssh ${options} -p ${daemon.port} "${user}@127.0.0.1" "holdfast release '${sent}' --site '${site}' --again --yes && rm '${sent}'"`,
  ].join(" && ");
  const idle = `ssh ${options} -p ${daemon.port} "${user}@127.0.0.1" true`;
  return { release: { argv: ["sh", "-c", script] }, connect: { argv: ["sh", "-c", `${idle} && ${idle}`] } };
}

function tripsOf(side: Side, daemon: SshDaemon): { readonly connections: number; readonly channels: number } {
  const before = { connections: daemon.connections(), channels: daemon.channels() };
  outputOf(side);
  return {
    connections: daemon.connections() - before.connections,
    channels: daemon.channels() - before.channels,
  };
}

function made(folder: string, name: string): string {
  mkdirSync(join(folder, name), { recursive: true });
  return join(folder, name);
}
