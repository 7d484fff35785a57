/** The programs that the tests run for real, with the Debian package of each: the one place that lists them. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./run-command.mjs";

const PACKAGES = [
  { name: "acl", programs: ["setfacl", "getfacl"] },
  { name: "apache2", programs: ["apache2"] },
  { name: "attr", programs: ["setfattr", "getfattr"] },
  { name: "bash", programs: ["bash"] },
  { name: "btrfs-progs", programs: ["mkfs.btrfs", "btrfs"] },
  { name: "busybox", programs: ["busybox"] },
  { name: "bzip2", programs: ["bzip2"] },
  { name: "caddy", programs: ["caddy"] },
  { name: "composer", programs: ["composer"] },
  { name: "dash", programs: ["dash"] },
  { name: "e2fsprogs", programs: ["mkfs.ext4", "chattr"] },
  { name: "fuse2fs", programs: ["fuse2fs"] },
  { name: "git", programs: ["git"] },
  { name: "libapache2-mod-php", like: ["/usr/lib/apache2/modules", /^libphp[\d.]*\.so$/] },
  { name: "mksh", programs: ["mksh"] },
  { name: "nginx-light", programs: ["nginx"] },
  { name: "openssh-client", programs: ["ssh", "scp", "ssh-keygen"] },
  { name: "openssh-server", programs: ["sshd"] },
  { name: "openssl", programs: ["openssl"] },
  { name: "passwd", programs: ["useradd", "userdel"] },
  { name: "perl", programs: ["perl"] },
  { name: "php-cli", programs: ["php"] },
  { name: "php-curl", extension: "curl" },
  { name: "php-fpm", like: ["/usr/sbin", /^php-fpm\d/] },
  { name: "php-laravel-framework", file: "/usr/share/php/Illuminate/autoload.php" },
  { name: "php-mbstring", extension: "mbstring" },
  { name: "php-sqlite3", extension: "pdo_sqlite" },
  { name: "php-xml", extension: "xml" },
  { name: "shellcheck", programs: ["shellcheck"] },
  { name: "sqlite3", programs: ["sqlite3"] },
  { name: "strace", programs: ["strace"] },
  { name: "tmux", programs: ["tmux"] },
  { name: "xfsprogs", programs: ["mkfs.xfs"] },
  { name: "xz-utils", programs: ["xz"] },
  { name: "zip", programs: ["zip"] },
  { name: "zsh", programs: ["zsh"] },
];

/** Installs what is missing where we may (Debian, as root, or in CI with sudo); otherwise names it and ends the run. */
export async function installTestPrograms() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const apt = aptCommand();
  if (apt !== undefined) {
    console.log(`Installing ${missing.join(" ")}`);
    await runCommand(apt[0], [...apt.slice(1), "update"], { show: true, env: QUIET });
    const install = ["-o", "DPkg::Lock::Timeout=300", "install", "-y", "--no-install-recommends", ...missing];
    await runCommand(apt[0], [...apt.slice(1), ...install], { show: true, env: QUIET });
  }
  const still = missingPackages();
  if (still.length === 0) return;
  console.error(
    `The tests run real programs, and these are missing:\n  ${still.join(" ")}\nOn Debian or Ubuntu:\n` +
      `  sudo apt-get update && sudo apt-get install --no-install-recommends ${still.join(" ")}`,
  );
  process.exit(1);
}

const QUIET = { DEBIAN_FRONTEND: "noninteractive" };

function missingPackages() {
  const modules = spawnSync("php", ["-m"], { encoding: "utf8" }).stdout ?? "";
  const extensions = new Set(modules.toLowerCase().split(/\s+/));
  return PACKAGES.filter((entry) => !isThere(entry, extensions)).map(({ name }) => name);
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
