import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { must } from "./holdfast.ts";

const MANIFESTS = join(import.meta.dirname, "front-ends");
const CACHE = join(import.meta.dirname, "../../.cache/front-ends");

/** Installs Next.js, Vite, Vue and React of the lock file's exact versions, once for all runs on this machine. */
export function installFrontEnds(): void {
  if (existsSync(installed())) return;
  const staged = `${installed()}.${process.pid}`;
  mkdirSync(staged, { recursive: true });
  for (const name of ["package.json", "package-lock.json"]) copyFileSync(join(MANIFESTS, name), join(staged, name));
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  execFileSync("npm", args, { cwd: staged, stdio: "pipe", timeout: INSTALL_LIMIT });
  try {
    renameSync(staged, installed());
  } catch (error) {
    // Another test file installed the same packages meanwhile.
    if (!existsSync(installed())) throw error;
    rmSync(staged, { recursive: true });
  }
}

/** A fresh site folder on the cache's file system, so that packages can be given to an app without copying them. */
export function frontEndSite(): string {
  const site = mkdtempSync(join(CACHE, "site-"));
  onTestFinished(() => {
    rmSync(site, { recursive: true, force: true });
  });
  return site;
}

/** Gives an app its `node_modules`, as a real folder of hard links. */
export function givePackages(app: string): void {
  must(app, ...packagesCommand());
}

/** The command that does so in the folder in which it runs. */
export function packagesCommand(): readonly [string, ...string[]] {
  return ["cp", "-al", join(installed(), "node_modules"), "node_modules"];
}

/** `npm run build`; gives back what it printed, and throws when it fails. */
export function build(app: string): string {
  return must(app, "env", "NEXT_TELEMETRY_DISABLED=1", "npm", "run", "build");
}

/** Links below a folder that lead to nothing. */
export function danglingLinks(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => {
    const path = join(folder, name);
    return lstatSync(path).isSymbolicLink() && statSync(path, { throwIfNoEntry: false }) === undefined;
  });
}

/** Some 380 MB come from the registry, the first time. */
export const INSTALL_LIMIT = 300_000;

function installed(): string {
  const lock = readFileSync(join(MANIFESTS, "package-lock.json"));
  return join(CACHE, createHash("sha256").update(lock).digest("hex").slice(0, 16));
}
