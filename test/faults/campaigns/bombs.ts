import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundled } from "../lab/bundle.ts";
import { BOMBS, type Bomb } from "../lab/bombs.ts";
import type { Finding, Unit } from "./campaign.ts";

const MOST_MB = 128;

/** Each bomb in a process of its own, whose memory is that of nothing else. */
export function bombUnits(folder: string): Promise<readonly Unit[]> {
  return Promise.resolve(
    BOMBS.map((bomb): Unit => ({ id: `bomb: ${bomb.name}`, isLong: true, run: () => defused(bomb, folder) })),
  );
}

async function defused(bomb: Bomb, folder: string): Promise<Finding> {
  const room = join(folder, "bomb");
  mkdirSync(join(room, "releases"), { recursive: true });
  const program = await bundled("test/faults/lab/judged-archive.ts");
  try {
    const path = join(room, "delivery");
    writeFileSync(path, bomb.bytes());
    const limits = JSON.stringify(bomb.limits ?? {});
    const text = execFileSync(process.execPath, [program, path, join(room, "releases"), limits], { encoding: "utf8" });
    const said = JSON.parse(text) as { readonly code: string; readonly peak: number };
    const peak = Math.ceil(said.peak / 1024);
    return {
      violations: [
        ...(said.code === bomb.expected ? [] : [`${bomb.name}: ${said.code} and not ${bomb.expected}`]),
        ...(peak > 0 && peak < MOST_MB ? [] : [`${bomb.name}: ${peak} MB of memory`]),
        ...(existsSync(join(room, "releases/new")) === (bomb.expected === "accepted")
          ? []
          : [`${bomb.name}: half-made`]),
      ],
      counts: { bombs: 1, [`MB for ${bomb.name}`]: peak },
    };
  } finally {
    rmSync(program, { force: true });
    rmSync(room, { recursive: true, force: true });
  }
}
