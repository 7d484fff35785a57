/** Takes over folders of a live site one after the other while a visitor stays at the one that is next. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { bundled } from "./bundle.ts";
import { persistWith } from "../../support/engine.ts";

/** What a visitor met, and what stands afterwards. */
export interface Conversions {
  readonly conversions: number;
  readonly visits: number;
  readonly acknowledged: number;
  readonly errors: Readonly<Record<string, number>>;
  /** Folders that are another inode afterwards, or whose link does not lead to it, or where an acknowledged write is missing. */
  readonly wrong: readonly string[];
}

/** How the folders are converted: by the program, or (to show that the visitor would notice) by renaming and linking. */
export type Way = "program" | "rename-then-link";

/** Converts `count` folders of a site below `folder`. */
export async function convertLive(folder: string, count: number, way: Way): Promise<Conversions> {
  const site = mkdtempSync(join(folder, "live-"));
  const app = join(site, "app");
  mkdirSync(app, { recursive: true });
  const names = Array.from({ length: count }, (_, index) => `d${index}`);
  for (const name of names) {
    mkdirSync(join(app, name));
    writeFileSync(join(app, name, "f"), "kept");
  }
  const inodes = names.map((name) => statSync(join(app, name)).ino);
  const visitor = await bundled("test/faults/lab/live-reader.ts");
  const child = spawn(process.execPath, [visitor, app, String(count), String(Date.now() + 300_000)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    said += part;
  });
  try {
    await once(child.stdout, "data");
    convert(site, names, way);
    await once(child, "close");
  } finally {
    child.kill("SIGKILL");
  }
  const met = JSON.parse(said.split("\n")[1] ?? "") as Pick<Conversions, "errors" | "visits" | "acknowledged">;
  const wrong = names.filter((name, index) => !isRight(site, name, inodes[index] ?? 0));
  rmSync(site, { recursive: true });
  rmSync(visitor, { force: true });
  return { conversions: count, ...met, wrong };
}

function convert(site: string, names: readonly string[], way: Way): void {
  if (way === "program")
    persistWith(
      join(site, "app"),
      names.map((path) => ({ path })),
    );
  else for (const name of names) naively(site, name);
}

function isRight(site: string, name: string, inode: number): boolean {
  const [inApp, inShared] = [join(site, "app", name), join(site, "shared", name)];
  if (!existsSync(inShared) || !existsSync(join(inShared, "written"))) return false;
  return lstatSync(inApp).isSymbolicLink() && lstatSync(inShared).ino === inode && statSync(inApp).ino === inode;
}

/** As slow as the program is between two folders, so that the visitor is there when it happens. */
const PAUSE_MS = 2;

function naively(site: string, name: string): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  mkdirSync(join(site, "shared"), { recursive: true });
  renameSync(join(site, "app", name), join(site, "shared", name));
  symlinkSync(`../shared/${name}`, join(site, "app", name));
}
