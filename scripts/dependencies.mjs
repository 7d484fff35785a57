/** Makes a fresh clone able to run: the Node packages of package-lock.json. Needs nothing but Node itself. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, runCommand } from "./run-command.mjs";

/** Refuses a Node that is too old, in a sentence instead of a syntax error later on. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Node 20.19 or newer is needed, this is ${process.versions.node}: see https://nodejs.org/en/download`);
  process.exit(1);
}

/** Installs the packages of package-lock.json where they are missing or other versions stand there. */
export async function installDependencies() {
  if (areInstalled()) return;
  console.log("Installing the Node packages of package-lock.json");
  const args = ["ci", "--ignore-scripts", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  const { code } = await runCommand("npm", args, { show: true });
  if (code === 0) return;
  console.error('"npm ci" failed; the lines above say why. With the network back, run this again');
  process.exit(1);
}

/** npm leaves a list of what it installed; it must hold every package of the lock, optional ones of other systems apart. */
function areInstalled() {
  const wanted = packagesOf("package-lock.json");
  const there = packagesOf("node_modules/.package-lock.json");
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === "" || there[path]?.version === version || (optional && !(path in there)),
  );
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(ROOT, file), "utf8")).packages;
  } catch (error) {
    if (error.code === "ENOENT") return {};
    throw error;
  }
}
