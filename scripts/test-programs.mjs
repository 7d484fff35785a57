/** The programs that the tests run for real, with the Debian package of each: the one place that lists them. */
import { installLine, installPackages } from "./debian-packages.mjs";

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

/** Installs what is missing where we may; otherwise names it and ends the run. */
export async function installTestPrograms() {
  const missing = await installPackages(PACKAGES);
  if (missing.length === 0) return;
  console.error(
    `The tests run real programs, and these are missing:\n  ${missing.join(" ")}\nOn Debian or Ubuntu:\n  ${installLine(missing)}`,
  );
  process.exit(1);
}
