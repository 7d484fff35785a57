/** The programs that the bench measures against and measures with, with the Debian package of each: the one place that lists them. */
import { installLine, installPackages } from "./debian-packages.mjs";

const PACKAGES = [
  { name: "apache2-utils", programs: ["ab"] },
  { name: "borgbackup", programs: ["borg"] },
  { name: "btrfs-progs", programs: ["mkfs.btrfs"] },
  { name: "capistrano", programs: ["cap"] },
  { name: "git", programs: ["git"] },
  { name: "nginx-light", programs: ["nginx"] },
  { name: "openssh-client", programs: ["ssh", "scp", "ssh-keygen"] },
  { name: "openssh-server", programs: ["sshd"] },
  { name: "openssl", programs: ["openssl"] },
  { name: "php-cli", programs: ["php"] },
  { name: "php-fpm", like: ["/usr/sbin", /^php-fpm\d/] },
  { name: "php-laravel-framework", file: "/usr/share/php/Illuminate/autoload.php" },
  { name: "php-mbstring", extension: "mbstring" },
  { name: "php-xml", extension: "xml" },
  { name: "restic", programs: ["restic"] },
  { name: "rsync", programs: ["rsync"] },
  { name: "time", file: "/usr/bin/time" },
  { name: "xfsprogs", programs: ["mkfs.xfs"] },
];

/** Installs what is missing where we may; otherwise names it, and what needs it is told as not measured. */
export async function installBenchPrograms() {
  const missing = await installPackages(PACKAGES);
  if (missing.length === 0) return;
  console.log(
    `Missing, so that some rows are not measured:\n  ${missing.join(" ")}\nOn Debian or Ubuntu:\n  ${installLine(missing)}`,
  );
}
