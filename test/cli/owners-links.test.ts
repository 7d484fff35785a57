/** Links of the owner's own, inside data or in the place of code: moving what is around them moves where their texts start from, and no release may take their place unasked. */
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { holdfast, must, typed } from "../support/cli.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

const CODE = { "index.php": "<?php move_uploaded_file($_FILES['f']['tmp_name'], __DIR__ . '/uploads/' . $n);" };

/** The line that an output tells to type. */
const toldIn = (out: string): string => /ln -sfn .+/u.exec(out)?.[0] ?? "false";

/** A site with releases whose uploads have a link to a folder outside it, by `text`. */
function siteWithLink(text: string): { readonly site: string; readonly pictures: string } {
  const home = freshFolder();
  const site = join(home, "site");
  writeTree(join(site, "releases/1"), { ...CODE, "uploads/u.jpg": "u", "uploads/again": { link: "u.jpg" } });
  writeTree(join(home, "big"), { "pic.jpg": "pic" });
  symlinkSync("releases/1", join(site, "current"));
  symlinkSync(text, join(site, "releases/1/uploads/disk"));
  return { site, pictures: join(site, "current/uploads/disk/pic.jpg") };
}

it("one that will lead elsewhere is said before, by the check after, and the line that is told mends it", () => {
  const { site, pictures } = siteWithLink("../../../../big");
  expect(readFileSync(pictures, "utf8")).toBe("pic");
  const before = holdfast(["persist", site, "--dry-run"]).out;
  expect(before).toContain('"uploads/disk" is a link that climbs out of its folder (../../../../big)');
  expect(before).not.toContain("uploads/again");
  const { out } = must(holdfast(["persist", site, "--yes"]));
  expect(out).toContain("from where the data goes, where nothing is");
  expect(existsSync(pictures)).toBe(false);
  const check = must(holdfast(["check", site])).out;
  expect(check).toContain("⚠️ A link in the data leads to nothing, seen from shared: uploads/disk");
  must(typed(toldIn(check)));
  expect(readFileSync(pictures, "utf8")).toBe("pic");
  expect(must(holdfast(["check", site])).out).not.toContain("uploads/disk");
  expect(must(holdfast(["undo", site, "--yes"])).out).not.toContain("climbs");
  expect(readFileSync(pictures, "utf8")).toBe("pic");
});

it("an undo says it of one that was made for where shared is", () => {
  const { site, pictures } = siteWithLink("nowhere");
  must(holdfast(["persist", site, "--yes"]));
  symlinkSync("../../../big", join(site, "shared/uploads/pics"));
  const { out } = must(holdfast(["undo", site, "--yes"]));
  expect(out).toContain('"uploads/pics" is a link that climbs out of its folder (../../../big)');
  expect(out).not.toContain("uploads/disk");
  must(typed(toldIn(out)));
  expect(readFileSync(pictures.replace("disk", "pics"), "utf8")).toBe("pic");
});

it("nothing is said of one whose end goes along", () => {
  const home = freshFolder();
  const site = join(home, "site");
  mkdirSync(site);
  writeTree(join(site, "app"), {
    "index.php": `${CODE["index.php"]} move_uploaded_file($_FILES['g']['tmp_name'], __DIR__ . '/media/' . $n);`,
    "uploads/u.jpg": "u",
    "uploads/m": { link: "../media/m.jpg" },
    "media/m.jpg": "m",
  });
  const { out } = must(holdfast(["persist", join(site, "app"), "--yes"]));
  expect(out).not.toContain("climbs");
  expect(readFileSync(join(site, "app/uploads/m"), "utf8")).toBe("m");
});

it.each(["in place", "linked"])(
  "%s: a shipped folder that the owner moved to another disk is no release's to replace",
  (how) => {
    const home = freshFolder();
    const [web, disk] = [join(home, "web"), join(home, "disk")];
    const shipped = { "index.php": "<?php echo 1;", "images/logo.png": "logo" };
    writeTree(join(home, "v1"), { ...shipped, "fonts/f.woff": "f" });
    writeTree(join(home, "v2"), { ...shipped, "fonts/f.woff": "f", VERSION: "2" });
    writeTree(web, { "index.php": "<?php echo 1;", "fonts/f.woff": "f" });
    writeTree(disk, { "logo.png": "logo", "customer.png": "customer" });
    symlinkSync("../disk", join(web, "images"));
    const release = ["release", join(home, "v2"), "--shipped", join(home, "v1"), "--site", web, "--yes"];
    if (how === "in place") release.push("--in-place");
    const refused = holdfast(release);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('"images" is a link of yours (../disk)')]);
    must(holdfast((/decide [^;]+/u.exec(refused.err)?.[0] ?? "").split(" ")));
    const again = holdfast(release);
    if (how === "in place") {
      must(again);
      expect(readFileSync(join(web, "VERSION"), "utf8")).toBe("2");
    } else
      expect([again.code, again.err]).toEqual([2, expect.stringContaining("To keep it where it is: remove the link")]);
    expect(readFileSync(join(web, "images/customer.png"), "utf8")).toBe("customer");
  },
);

it("a link that its vendor ships is the vendor's", () => {
  const home = freshFolder();
  writeTree(join(home, "v1"), { "index.php": "<?php echo 1;", "img/logo.png": "logo", images: { link: "img" } });
  writeTree(join(home, "v2"), { "index.php": "<?php echo 2;", "images/logo.png": "logo 2" });
  mkdirSync(join(home, "web"));
  const release = (version: string) => holdfast(["release", join(home, version), "--site", join(home, "web"), "--yes"]);
  must(release("v1"));
  must(release("v2"));
  expect(readFileSync(join(home, "web/current/images/logo.png"), "utf8")).toBe("logo 2");
});
