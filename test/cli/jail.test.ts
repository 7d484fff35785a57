/** A host that shows its users their home and nothing of the machine, as CageFS can: a chroot without /proc, entered as an ordinary user. */
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOUGHT_SCRIPT, type Ended, must, NOBODY, start } from "../support/cli.ts";
import { program } from "../support/program.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

/** The jail; what is mounted in it is gone when the command in it has ended. */
function jail(): { readonly home: string; readonly types: (line: string) => Ended } {
  const root = freshFolder("holdfast-jail-");
  const home = join(root, "home/me");
  const node = process.execPath;
  for (const folder of ["usr", "etc", "tmp", "holdfast", dirname(node), "home/me/site/app"])
    mkdirSync(join(root, folder), { recursive: true });
  for (const name of ["bin", "lib", "lib64", "sbin"])
    if (lstatSync(`/${name}`, { throwIfNoEntry: false })?.isSymbolicLink() === true)
      symlinkSync(readlinkSync(`/${name}`), join(root, name));
  cpSync(join(program(), "../.."), join(root, "holdfast"), { recursive: true });
  writeTree(join(home, "site/app"), BOUGHT_SCRIPT);
  must(start(["chmod", "755", root]));
  must(start(["chown", "-R", `${NOBODY}:${NOBODY}`, home]));
  mkdirSync(join(root, "dev"));
  must(start(["mknod", "-m", "666", join(root, "dev/null"), "c", "1", "3"]));
  const mounts = ["/usr", "/etc", ...(node.startsWith("/usr/") ? [] : [dirname(node)])];
  const enter = [
    ...mounts.map((path) => `mount --bind '${path}' '${root}${path}'`),
    `exec chroot --userspec=${NOBODY}:${NOBODY} '${root}' /usr/bin/env -i HOME=/home/me PATH=/usr/bin:/bin sh -c "$1"`,
  ].join(" && ");
  const types = (line: string): Ended => {
    const said = `cd /home/me/site && holdfast() { '${node}' /holdfast/cli/main.mjs "$@"; } && ${line}`;
    return start(["unshare", "--mount", "sh", "-c", enter, "enter", said]);
  };
  return { home, types };
}

describe("a jail without /proc", () => {
  it("is looked at and planned for; a change is refused with the way that is left", () => {
    const { home, types } = jail();
    const before = manifest(home);
    expect(must(types("holdfast inspect app")).out).toContain("public/uploads");
    expect(must(types("holdfast plan app")).out).toContain("public/uploads");
    const host = types("holdfast host app");
    expect(host.out).toContain("This user sees a part of the machine only");
    expect(host.out).toContain("holdfast plan APP --script FILE");
    for (const line of ["persist app --yes", "serve in-place --site app", "recover app", "snapshot take --site app"]) {
      const ended = types(`holdfast ${line}`);
      expect(ended.code, `${line}: ${ended.out}${ended.err}`).toBeGreaterThan(0);
      expect(ended.out + ended.err, line).not.toContain("/proc/self/fd");
    }
    expect(types("holdfast persist app --yes").err).toContain("There is no /proc here");
    expect(manifest(home)).toEqual(before);
  });

  it("a script does the plan there, and its own scripts check and repair the site", () => {
    const { home, types } = jail();
    must(types("holdfast plan app --script ../plan.sh"));
    const ran = must(types("sh ../plan.sh"));
    expect(ran.err).toBe("");
    expect(readlinkSync(join(home, "site/app/public/uploads"))).toBe("../../shared/public/uploads");
    expect(must(types("holdfast check app")).out).toContain("❌ 0 failed");
    expect(must(types("sh shared/health-check.sh")).out).toContain("❌ 0 failed");
    must(types("rm app/public/uploads && sh shared/emergency-recovery.sh"));
    expect(readFileSync(join(home, "site/app/public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
    expect(existsSync(join(home, "site/shared/.persistence-config"))).toBe(true);
  });
});
