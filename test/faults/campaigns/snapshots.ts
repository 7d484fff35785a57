/** R14: a small snapshot, each of its bits flipped in turn; and what it brings back compared with what was there. */
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { verifySnapshot } from "../../../src/apply/snapshot/verify-snapshot.ts";
import { withSnapshot } from "../../../src/apply/snapshot/read-snapshots.ts";
import { decodeName } from "../../../src/core/bytes.ts";
import { abs } from "../../../src/core/path.ts";
import { runInProcess } from "../lab/in-process.ts";
import { freshSite } from "../lab/trial.ts";
import { below } from "../scenarios/shapes.ts";
import { snapshotTake } from "../scenarios/snapshot.ts";
import type { Scenario } from "../scenario.ts";
import type { Campaign, Finding, Unit } from "./campaign.ts";

const A_UNIT = 2000;
const SITES = 20;
const BITS = 8;
const WHOLE_EVERY = 100;
const NAME = "small";

/** Data of all kinds: empty, one byte, several blocks, nested, strange names, links, modes, times before 1970, a hard link, a hole, attributes. */
const small: Scenario = {
  ...snapshotTake,
  id: "snapshot-small",
  make: async (root, holdfast) => {
    await snapshotTake.make(root, holdfast);
    const data = below(root, "shared/public/uploads");
    writeFileSync(join(data, "empty.txt"), "");
    writeFileSync(join(data, "one"), "1", { mode: 0o600 });
    writeFileSync(join(data, "blocks.bin"), Buffer.alloc(1500, 7));
    writeFileSync(Buffer.concat([Buffer.from(join(data, "odd-")), Buffer.from([0xff, 0x0a])]), "odd");
    mkdirSync(join(data, "shut"), { mode: 0o500 });
    symlinkSync("../nowhere", join(data, "dangling"));
    const shell = [
      "ln one twice",
      "truncate -s 4096 hole && printf x >> hole",
      "touch -d '1969-06-01 00:00:00.123456789' one",
      "chown 65534:65534 blocks.bin && chmod 4711 blocks.bin",
      "setfattr -n user.origin -v camera blocks.bin || true",
      "touch -h -d '2001-02-03 04:05:06.789012345' dangling",
    ].join(" && ");
    const { status, stderr } = spawnSync("sh", ["-c", shell], { cwd: data, encoding: "utf8" });
    if (status !== 0) throw new Error(`The site cannot be made: ${stderr}`);
    await holdfast(below(root, "app"), ["snapshot", "--name", NAME]);
  },
};

export const snapshots: Campaign = {
  id: "R14",
  promise:
    "each bit of each file and of the manifest of a small snapshot flipped: named as damaged; restored bit by bit with modes, owners, times, links",
  units: async (folder) => {
    const { root } = await freshSite(small, folder);
    const all = filesOf(snapshotOf(root)).reduce((sum, path) => sum + statSync(path).size * BITS, 0);
    const parts = Math.ceil(all / A_UNIT);
    const flips = Array.from(
      { length: parts },
      (_, part): Unit => ({ id: `bits ${part}`, run: () => flip(folder, part) }),
    );
    const restores = Array.from(
      { length: SITES },
      (_, index): Unit => ({ id: `restore ${index}`, run: () => bringBack(folder, index) }),
    );
    return [...flips, ...restores];
  },
  lacks: (_sums, isWhole) => (isWhole ? [] : ["not every bit was flipped yet"]),
};

function snapshotOf(root: string): string {
  return below(root, "shared/.holdfast/snapshots", NAME);
}

/** The regular files of a snapshot, in one order. */
function filesOf(folder: string): Buffer[] {
  const found: Buffer[] = [];
  const walk = (path: Buffer): void => {
    for (const name of readdirSync(path, { encoding: "buffer" }).sort((a, b) => a.compare(b))) {
      const at = Buffer.concat([path, Buffer.from("/"), name]);
      const stats = lstatSync(at);
      if (stats.isDirectory()) walk(at);
      else if (stats.isFile()) found.push(at);
    }
  };
  walk(Buffer.from(folder));
  return found;
}

/** The bits from `part` times the length of a unit on, counted through all files. */
async function flip(folder: string, part: number): Promise<Finding> {
  const { root } = await freshSite(small, folder);
  const violations: string[] = [];
  const whole = faultsOf(root);
  if (whole.length > 0) violations.push(`damaged before anything was flipped: ${whole.join("; ")}`);
  let bits = 0;
  let position = 0;
  for (const path of filesOf(snapshotOf(root))) {
    const content = readFileSync(path);
    const first = Math.max(0, part * A_UNIT - position);
    const last = Math.min(content.length * BITS, (part + 1) * A_UNIT - position);
    for (let bit = first; bit < last; bit++) {
      const flipped = Buffer.from(content);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      writeFileSync(path, flipped);
      // All of it is read back for some; for the others what the file itself is asked.
      const within = bit % WHOLE_EVERY === 0 ? "" : pathIn(root, path);
      if (faultsOf(root, within).length === 0) violations.push(`bit ${bit} of ${path.toString("latin1")} was not seen`);
      bits++;
    }
    if (last > first) writeFileSync(path, content);
    position += content.length * BITS;
  }
  return { violations, counts: { bits } };
}

/** The path of a file of the data, as the manifest has it; empty for the manifest itself. */
function pathIn(root: string, file: Buffer): string {
  const data = Buffer.byteLength(`${snapshotOf(root)}/data/`);
  return file.length > data && file.subarray(0, data).toString().endsWith("/data/")
    ? decodeName(file.subarray(data))
    : "";
}

/** What verifying says, as `snapshot verify` does it; a damaged manifest is a fault too. */
function faultsOf(root: string, within = ""): string[] {
  return withSnapshot(abs(below(root, "shared/.holdfast/snapshots")), NAME, (own, sealed) =>
    sealed === null
      ? ["the manifest is damaged"]
      : verifySnapshot(own, sealed.manifest, within).map(({ path, what }) => `${path} ${what}`),
  );
}

/** The data is damaged in another way each time, and brought back. */
async function bringBack(folder: string, index: number): Promise<Finding> {
  const { root } = await freshSite(small, folder);
  const shared = below(root, "shared");
  const before = printsOf(shared);
  const names = [".env", "public", "storage", "bootstrap"].filter(
    (_name, number) => ((index % 15) + 1) & (1 << number),
  );
  for (const name of names) rmSync(join(shared, name), { recursive: true });
  if (index >= 15) writeFileSync(join(shared, names[0] ?? "x"), "in the way");
  const ending = await runInProcess({ cwd: below(root, "app"), argv: ["restore", NAME, "--yes"] }, null);
  const after = printsOf(shared);
  const differing = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  return {
    violations: [
      ...(ending.code === 0 ? [] : [`the restore ended with ${ending.code}:\n${ending.text}`]),
      ...differing.map(
        (path) => `${path} was ${before.get(path) ?? "not there"} and is ${after.get(path) ?? "not there"}`,
      ),
    ],
    counts: { restored: before.size },
  };
}

/** Kind, mode, owner, time to the nanosecond, link text or content, attributes and number of names of everything in shared that is data. */
function printsOf(shared: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (path: Buffer): void => {
    for (const name of readdirSync(path, { encoding: "buffer" })) {
      const at = Buffer.concat([path, Buffer.from("/"), name]);
      const shown = at.toString("latin1").slice(shared.length + 1);
      if (/^(\.holdfast|\.persistence-config|\.deployment-history|[A-Z-]+\.md|[a-z-]+\.sh)$/.test(shown)) continue;
      const stats = lstatSync(at, { bigint: true });
      const content = stats.isFile()
        ? readFileSync(at).toString("base64")
        : stats.isSymbolicLink()
          ? readlinkSync(at)
          : "";
      const names = stats.isFile() ? stats.nlink : 0n;
      found.set(shown, [stats.mode, stats.uid, stats.gid, stats.mtimeNs, names, attributesOf(at), content].join(" "));
      if (stats.isDirectory()) walk(at);
    }
  };
  walk(Buffer.from(shared));
  return found;
}

function attributesOf(path: Buffer): string {
  const { stdout } = spawnSync("getfattr", ["-h", "-d", "-m", "user.", "--absolute-names", path.toString("latin1")]);
  return stdout.toString("latin1").split("\n").slice(1).join(" ");
}
