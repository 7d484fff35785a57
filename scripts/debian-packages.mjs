/** Debian packages by what they bring: which are missing here, and installing them where we may. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./run-command.mjs";

/** Installs what is missing where we may (Debian, as root, or in CI with sudo); returns the names of what is missing still. */
export async function installPackages(packages) {
  const missing = missingOf(packages);
  const apt = missing.length === 0 ? undefined : aptCommand();
  if (apt === undefined) return missing;
  console.log(`Installing ${missing.join(" ")}`);
  await runCommand(apt[0], [...apt.slice(1), "update"], { show: true, env: QUIET });
  const install = ["-o", "DPkg::Lock::Timeout=300", "install", "-y", "--no-install-recommends", ...missing];
  await runCommand(apt[0], [...apt.slice(1), ...install], { show: true, env: QUIET });
  return missingOf(packages);
}

/** What somebody types to install packages. */
export function installLine(names) {
  return `sudo apt-get update && sudo apt-get install --no-install-recommends ${names.join(" ")}`;
}

const QUIET = { DEBIAN_FRONTEND: "noninteractive" };

function missingOf(packages) {
  const modules = spawnSync("php", ["-m"], { encoding: "utf8" }).stdout ?? "";
  const extensions = new Set(modules.toLowerCase().split(/\s+/));
  return packages.filter((entry) => !isThere(entry, extensions)).map(({ name }) => name);
}

function isThere({ programs = [], extension, file, like }, extensions) {
  if (like !== undefined && !hasLike(...like)) return false;
  if (file !== undefined && !existsSync(file)) return false;
  if (extension !== undefined && !extensions.has(extension)) return false;
  return programs.every(isOnPath);
}

/** True where a folder has a name of this form: some carry a version. */
function hasLike(folder, pattern) {
  return existsSync(folder) && readdirSync(folder).some((name) => pattern.test(name));
}

/** Debian keeps `mkfs` out of an ordinary user's PATH. */
function isOnPath(program) {
  const folders = [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/sbin"];
  return folders.some((folder) => folder !== "" && existsSync(join(folder, program)));
}

/** On somebody's own machine a passwordless sudo is no permission to install things. */
function aptCommand() {
  if (!isOnPath("apt-get")) return undefined;
  if (process.getuid?.() === 0) return ["apt-get"];
  const inCi = (process.env["CI"] ?? "") !== "";
  if (inCi && spawnSync("sudo", ["-n", "true"]).status === 0) return ["sudo", "-n", "-E", "apt-get"];
  return undefined;
}
