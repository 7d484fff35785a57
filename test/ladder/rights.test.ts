/** Owners, attributes and mount options that refuse a move, a link or any change, each for real. */
import { chownSync, lchownSync, lstatSync, readFileSync, readlinkSync, renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOUGHT_SCRIPT, holdfast, must, NOBODY, persist, type Site, siteOf, start } from "../support/cli.ts";
import { diskOf, memoryDiskAt, protect } from "../support/disks.ts";
import { expectReachable, expectSameAgain, lostSince } from "../support/intact.ts";
import { watchedProgram } from "../support/changing-calls.ts";
import { program } from "../support/program.ts";
import { manifest, writeTree } from "../support/tree.ts";

/** Another user than the site's: what a web server runs as. */
const SERVER = 33;
const OURS = { as: NOBODY } as const;
const PERSIST = "persist";

const uploads = (site: Site): string => join(site.app, "public/uploads");

/** Gives everything of a site to an unprivileged user. */
function ownedByNobody(site: Site): Site {
  must(start(["chown", "-R", `${NOBODY}:${NOBODY}`, site.root]));
  return site;
}

function notLive(site: Site): Site {
  renameSync(join(site.root, "current"), join(site.root, ".no-current"));
  return site;
}

describe("a folder of another owner without a write bit for us", () => {
  function withForeignUploads(site: Site): Site {
    ownedByNobody(site);
    must(start(["chown", "-R", `${SERVER}:${SERVER}`, uploads(site)]));
    return site;
  }

  it("flat: the plan knows it, the data stays, shared leads to it, and the chown is named", () => {
    const site = withForeignUploads(siteOf("flat"));
    const before = manifest(site.root);
    const plan = must(holdfast(["plan", site.app], OURS));
    expect(plan.out).toContain("because it belongs to another user and is not writable for this one");
    const first = must(holdfast([PERSIST, site.app, "--yes"], OURS));
    expect(first.out).toContain(`chown -R `);
    expect(readlinkSync(join(site.shared, "public/uploads"))).toBe("../../app/public/uploads");
    expectReachable(site.app);
    expect(lostSince(before, site.root)).toEqual([]);
    expect(expectSameAgain(site, [PERSIST, site.app, "--yes"], { ...first, ...OURS }).out).toContain("Nothing to do");
    must(start(["chown", "-R", `${NOBODY}:${NOBODY}`, uploads(site)]));
    must(holdfast([PERSIST, site.app, "--yes", "--maintenance"], OURS));
    expect(readlinkSync(uploads(site))).toBe("../../shared/public/uploads");
    expectReachable(site.app);
  });

  it("a release, live or not: refused with the chown, and taken over once that is done", () => {
    for (const site of [withForeignUploads(siteOf("releases")), notLive(withForeignUploads(siteOf("releases")))]) {
      const plan = holdfast(["plan", site.app], OURS);
      expect(plan.code).toBe(1);
      expect(plan.out).toContain(`chown -R `);
      const first = holdfast([PERSIST, site.app, "--yes"], OURS);
      expect(first.code).toBe(1);
      expect(first.out).toContain("not shared yet: public/uploads");
      expectReachable(site.app);
      expectSameAgain(site, [PERSIST, site.app, "--yes"], { ...first, ...OURS });
      must(start(["chown", "-R", `${NOBODY}:${NOBODY}`, uploads(site)]));
      must(holdfast([PERSIST, site.app, "--yes"], OURS));
      expect(readlinkSync(uploads(site))).toBe("../../../shared/public/uploads");
      expectReachable(site.app);
    }
  });

  it("the folder that holds it is another's: named as that folder", () => {
    const site = ownedByNobody(siteOf("releases"));
    chownSync(join(site.app, "public"), SERVER, SERVER);
    const plan = holdfast(["plan", site.app], OURS);
    expect(plan.out).toContain(`because the folder "${site.app}/public" that holds it belongs to another user`);
    const first = holdfast([PERSIST, site.app, "--yes"], OURS);
    expect(first.code).not.toBe(0);
    expectReachable(site.app);
  });
});

describe("files of another owner, which get no second name (fs.protected_hardlinks)", () => {
  function withForeignFiles(site: Site): Site {
    writeTree(site.shared, { "public/uploads/photo.jpg": "the user's", "public/uploads/only.txt": "only in shared" });
    writeTree(site.app, { "public/uploads/from-the-server.jpg": "made by the web server" });
    ownedByNobody(site);
    lchownSync(join(uploads(site), "from-the-server.jpg"), SERVER, SERVER);
    lchownSync(join(uploads(site), "photo.jpg"), SERVER, SERVER);
    return site;
  }

  it("is how this machine is set", () => {
    expect(readFileSync("/proc/sys/fs/protected_hardlinks", "utf8").trim()).toBe("1");
  });

  it.each(["flat", "releases"] as const)("%s, live: the merge is refused, and neither side changes", (layout) => {
    const site = withForeignFiles(siteOf(layout));
    const before = manifest(site.root);
    const first = holdfast([PERSIST, site.app, "--yes"], OURS);
    expect(first.code).toBe(1);
    expect(first.out).toContain("the system gives them no second name (fs.protected_hardlinks)");
    expect(first.out).toContain(`chown -R `);
    const after = manifest(site.root);
    for (const [path, what] of before) if (path.includes("public/uploads")) expect(after.get(path), path).toBe(what);
    expectSameAgain(site, [PERSIST, site.app, "--yes"], { ...first, ...OURS });
    must(start(["chown", "-R", `${NOBODY}:${NOBODY}`, uploads(site)]));
    must(holdfast([PERSIST, site.app, "--yes"], OURS));
    expect(readFileSync(join(uploads(site), "from-the-server.jpg"), "utf8")).toBe("made by the web server");
  });

  it("a release that is not live: its files are moved instead, and the loser is rescued", () => {
    const site = notLive(withForeignFiles(siteOf("releases")));
    const before = manifest(site.root);
    const first = must(holdfast([PERSIST, site.app, "--yes"], OURS));
    expect(readlinkSync(uploads(site))).toBe("../../../shared/public/uploads");
    expect(readFileSync(join(uploads(site), "from-the-server.jpg"), "utf8")).toBe("made by the web server");
    expect(readFileSync(join(uploads(site), "photo.jpg"), "utf8")).toBe("the user's");
    expect(first.out).toContain("1 file was rescued");
    expect(lostSince(before, site.root)).toEqual([]);
    expect(expectSameAgain(site, [PERSIST, site.app, "--yes"], { ...first, ...OURS }).out).toContain("Nothing to do");
  });
});

describe("chattr", () => {
  it("+i on the folder, flat: known beforehand, stays in place; in a release: refused", () => {
    const flat = siteOf("flat");
    protect("i", uploads(flat));
    expect(must(holdfast(["plan", flat.app])).out).toContain("because it is protected against changes (chattr +i)");
    const first = persist(flat.app);
    expect(readlinkSync(join(flat.shared, "public/uploads"))).toBe("../../app/public/uploads");
    expectReachable(flat.app);
    expect(expectSameAgain(flat, [PERSIST, flat.app, "--yes"], first).out).toContain("Nothing to do");

    const site = siteOf("releases");
    protect("i", uploads(site));
    const refused = holdfast([PERSIST, site.app, "--yes"]);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain(`chattr -i "${uploads(site)}" (as root)`);
    expectReachable(site.app);
    expectSameAgain(site, [PERSIST, site.app, "--yes"], refused);
  });

  it("+a on the folder: only the call tells; flat stays in place, a release is refused", () => {
    const flat = siteOf("flat");
    protect("a", uploads(flat));
    const first = persist(flat.app);
    expect(first.out).toContain("protected against changes (chattr +i or +a)");
    expect(first.out).toContain(`lsattr -d "${uploads(flat)}"`);
    expectReachable(flat.app);
    expect(expectSameAgain(flat, [PERSIST, flat.app, "--yes"], first).out).toContain("Nothing to do");

    const site = siteOf("releases");
    protect("a", uploads(site));
    const refused = holdfast([PERSIST, site.app, "--yes"]);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain("protected against changes (chattr +i or +a)");
    expectReachable(site.app);
    expectSameAgain(site, [PERSIST, site.app, "--yes"], refused);
  });

  it("+i on a file in the folder, both sides have it: refused, and nothing is lost", () => {
    const site = siteOf("flat");
    writeTree(site.shared, { "public/uploads/only.txt": "only in shared" });
    protect("i", join(uploads(site), "photo.jpg"));
    const before = manifest(site.root);
    const first = holdfast([PERSIST, site.app, "--yes"]);
    expect(first.code).toBe(1);
    expect(first.out).toContain("or they are protected (chattr +i)");
    expectReachable(site.app);
    expect(lostSince(before, site.root)).toEqual([]);
    expectSameAgain(site, [PERSIST, site.app, "--yes"], first);
  });

  it("+a on shared: nothing is lost, the site works, and it is taken over once that is off", () => {
    const site = siteOf("flat");
    writeTree(site.root, { shared: null });
    const before = manifest(site.app);
    must(start(["chattr", "+a", site.shared]));
    const first = holdfast([PERSIST, site.app, "--yes"]);
    must(start(["chattr", "-a", site.shared]));
    expect(first.code).not.toBe(0);
    expect(first.err + first.out).toContain("👉");
    expectReachable(site.app);
    persist(site.app);
    expectReachable(site.app);
    expect(lostSince(before, site.root)).toEqual([]);
    expect(persist(site.app).out).toContain("Nothing to do");
  });

  it("+i on shared: one message that names it, nothing is changed", () => {
    const site = siteOf("flat");
    writeTree(site.root, { shared: null });
    protect("i", site.shared);
    const before = manifest(site.root);
    const first = holdfast([PERSIST, site.app, "--yes"]);
    expect(first.code).toBe(2);
    expect(first.err).toContain(`"${site.shared}"`);
    expect(first.err).toContain("chattr -i");
    expect(manifest(site.root)).toEqual(before);
  });
});

it("a shared folder of another owner: refused before anything is changed, with the chown", () => {
  const site = ownedByNobody(siteOf("flat"));
  writeTree(site.root, { shared: null });
  const before = manifest(site.root);
  const first = holdfast([PERSIST, site.app, "--yes"], OURS);
  expect(first.code).toBe(2);
  expect(first.err).toContain(`chown -R `);
  expect(manifest(site.root)).toEqual(before);
});

describe("mount options", () => {
  it("nosymfollow: refused before anything is changed, because behind a link the site would not find its data", () => {
    const site = siteOf("flat", BOUGHT_SCRIPT, diskOf("ext4", "nosymfollow"));
    const before = manifest(site.root);
    const first = holdfast([PERSIST, site.app, "--yes"]);
    expect(first.code).toBe(2);
    expect(first.err).toContain("ext4");
    expect(first.err).toContain("nosymfollow");
    expect(manifest(site.root)).toEqual(before);
    expect(holdfast(["plan", site.app]).code).toBe(1);
  });

  it("read-only: refused before anything is changed; a site that needs nothing is only told so", () => {
    const folder = memoryDiskAt(join(siteOf("flat").root, "disk"));
    const site = siteOf("flat", BOUGHT_SCRIPT, folder);
    const settled = siteOf("flat", BOUGHT_SCRIPT, join(folder, "second"));
    persist(settled.app);
    must(start(["mount", "-o", "remount,ro", folder]));
    const before = manifest(folder);
    const first = holdfast([PERSIST, site.app, "--yes"]);
    expect(first.code).toBe(2);
    expect(first.err).toContain("on a file system that is mounted read-only");
    expect(persist(settled.app).out).toContain("Nothing to do");
    expect(holdfast(["recover", settled.app]).code).toBe(0);
    expect(manifest(folder)).toEqual(before);
  });
});

describe("a file system without links", () => {
  /** Runs a command with a system call that answers an error each time. */
  function withoutCall(site: Site, call: string, error: string): ReturnType<typeof holdfast> {
    return watchedProgram([process.execPath, program(), PERSIST, site.app, "--yes"], {
      strace: ["-e", `inject=${call}:error=${error}`],
    });
  }

  it.each(["flat", "releases"] as const)(
    "%s: symbolic links are refused (EPERM): the entries stay, by name",
    (layout) => {
      const site = siteOf(layout);
      const before = manifest(site.app);
      const first = withoutCall(site, "symlink", "EPERM");
      expect(first.code).toBe(1);
      expect(first.out).toContain("No link can be made in");
      expect(first.out).toContain("refuses them");
      expect(first.out).toContain("The site is live and complete; not shared yet: ");
      expect(manifest(site.app)).toEqual(before);
      expect(withoutCall(site, "symlink", "EPERM").code).toBe(1);
      expect(manifest(site.app)).toEqual(before);
      persist(site.app);
      expectReachable(site.app);
    },
  );

  it("hard links are refused (EPERM): our lock needs them, so nothing is begun, by name", () => {
    const site = siteOf("flat");
    const before = manifest(site.app);
    const first = withoutCall(site, "link", "EPERM");
    expect(first.code).toBe(1);
    expect(first.err).toContain("refuses second names (hard links)");
    expect(manifest(site.app)).toEqual(before);
    expect(lstatSync(join(site.app, ".env")).isFile()).toBe(true);
  });
});
