import {
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { holdfast, must, siteOf } from "../support/cli.ts";
import { delivered, listed, live, liveVersion, packed } from "../support/deliveries-of.ts";
import { program } from "../support/program.ts";
import { expectRefused } from "../support/refused.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";
import { current, hooked, release, SHOP, shop, text, update } from "./shop.ts";

describe("releases and the way back", () => {
  it("07: neither prune nor rollback takes away what is live or the way back", () => {
    const site = siteOf("releases", SHOP);
    expectRefused(site, ["rollback", "--site", site.root], { code: 2, says: "has no release that was live before" });
    must(update(site, "1.1"));
    must(update(site, "1.2"));
    const waits = must(release(site, delivered(site, "1.3"), "--no-activate"));
    expect(waits.out).toContain("is ready and waits");
    const { out } = must(holdfast(["prune", "--keep", "1", "--site", site.root, "--yes"]));
    // What the first release held when it arrived nobody knows: it stays until its owner says so.
    expect(out).toContain("it is pinned: it may hold what nothing else does");
    expect(listed(site).map(({ version, state }) => [version, state])).toEqual([
      ["1.2", "live"],
      ["1.1", "previous"],
      [null, "adopted"],
    ]);
    must(holdfast(["rollback", "--site", site.root]));
    expect(liveVersion(site)).toBe("1.1");
    expect(existsSync(live(site, "public/uploads/photo.jpg"))).toBe(true);
  });

  it("08: check writes nothing, recover removes nothing, and going back by itself keeps what was written meanwhile", () => {
    const site = shop();
    const before = manifest(site.root);
    holdfast(["check", site.app]);
    expect(manifest(site.root)).toEqual(before);

    unlinkSync(live(site, "public/uploads"));
    writeTree(live(site), { "public/uploads/real.jpg": "in a real folder" });
    must(holdfast(["recover", site.app]));
    expect(text(site.shared, "public/uploads/real.jpg")).toBe("in a real folder");

    const hooks = { "after-activate": ["echo paid > public/uploads/meanwhile.txt; exit 1"] };
    const { code, err } = update(site, "1.1", hooked(hooks));
    expect(code).toBe(1);
    expect(err).toContain("is live, as before");
    expect(liveVersion(site)).toBe("1.0");
    expect(text(live(site, "public/uploads/meanwhile.txt"))).toBe("paid\n");
    expect(text(live(site, "public/uploads/photo.jpg"))).toBe("demo photo");
  });

  it("12: killed on the way, what was live is live; the same command goes on; half an archive is refused", () => {
    const site = shop();
    const before = current(site);
    const marker = join(site.root, "..", "killed");
    const hooks = { "before-activate": [`test -e ${marker} || { touch ${marker}; kill -9 $PPID; }`] };
    const source = delivered(site, "1.1", hooked(hooks));
    expect(release(site, source).code).toBe(null);
    expect(current(site)).toBe(before);
    expect(text(live(site, "public/uploads/photo.jpg"))).toBe("demo photo");
    must(release(site, source));
    expect(liveVersion(site)).toBe("1.1");
    expect(listed(site)).toHaveLength(2);

    const archive = packed(delivered(site, "1.2"));
    const whole = text(archive).length;
    writeFileSync(archive, Buffer.from(text(archive), "latin1").subarray(0, whole / 2));
    const settled = manifest(site.root);
    const half = release(site, archive);
    expect(half.code).toBe(2);
    expect(half.err).toContain("👉");
    expect(manifest(site.root)).toEqual(settled);
  });

  it("14: no link of ours holds a release's path: they lead on when the release is gone", () => {
    const site = siteOf("releases", SHOP);
    // As artisan storage:link makes it.
    symlinkSync(join(site.app, "storage/app/public"), join(site.app, "public/storage"));
    for (const version of ["1.1", "1.2"]) must(update(site, version));
    const texts = [...manifest(site.shared), ...manifest(`${live(site)}/`)].map(([, what]) => what);
    expect(texts.filter((what) => what.startsWith("link ") && what.includes("releases/"))).toEqual([]);
    renameSync(site.app, join(site.root, "..", "gone"));
    expect(text(live(site, "public/storage/a.jpg"))).toBe("picture a");
    expect(readlinkSync(live(site, "bootstrap/cache"))).toContain(current(site).replace("releases/", ""));
  });

  it("17: a folder at current is refused, leftovers of other deployers do not mislead, of two at once one waits", () => {
    const site = shop();
    symlinkSync("releases/gone", join(site.root, "current.new"));
    symlinkSync("gone", join(site.root, "releases/current"));
    const other = delivered(site, "1.2");
    const answer = join(freshFolder(), "answer");
    const second = `node ${program()} release ${other} --site ${site.root} --yes`;
    must(update(site, "1.1", hooked({ build: [`${second} 2> ${answer}; test $? = 75`] })));
    expect(text(answer)).toContain('"holdfast release" (process ');
    expect(liveVersion(site)).toBe("1.1");
    expect(current(site)).toMatch(/^releases\/\d{4}-/);

    unlinkSync(join(site.root, "current"));
    mkdirSync(join(site.root, "current"));
    const args = ["release", other, "--site", site.root, "--yes"];
    expectRefused(site, args, { code: 2, says: "is a real folder or file, not a link", next: "mv " });
    expect(readdirSync(join(site.root, "current"))).toEqual([]);
  });
});
