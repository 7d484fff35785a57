/** A shared folder that is not where the links of the live code lead, or not what they need: nothing begins with empty folders by itself. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { holdfast, must } from "../support/cli.ts";
import { freshFolder, type TreeShape, writeTree } from "../support/tree.ts";

const CODE: TreeShape = {
  "index.php": "<?php move_uploaded_file($_FILES['f']['tmp_name'], 'uploads/'.$name);",
  "uploads/demo.jpg": "demo",
  VERSION: "1",
};

interface Shop {
  readonly root: string;
  readonly site: string;
  readonly delivery: (version: string) => string;
}

/** A site with releases and a customer's upload in shared. */
function shop(): Shop {
  const root = freshFolder();
  const site = join(root, "site");
  mkdirSync(site);
  const delivery = (version: string): string => {
    writeTree(join(root, `v${version}`), { ...CODE, VERSION: version });
    return join(root, `v${version}`);
  };
  must(holdfast(["release", delivery("1"), "--site", site, "--yes"]));
  writeTree(site, { "shared/uploads/mine.jpg": "mine" });
  must(holdfast(["release", delivery("2"), "--site", site, "--yes"]));
  return { root, site, delivery };
}

const COMMANDS: readonly (readonly string[])[] = [
  ["check"],
  ["persist", "--yes"],
  ["recover", "--yes"],
  ["rollback", "--yes"],
  ["undo", "--yes"],
  ["prune", "--keep", "1", "--yes"],
];

describe("a shared folder that is away", () => {
  it.each(["that does not exist", "that is an empty folder, as a disk that is not mounted"])(
    "%s: no command makes another",
    (how) => {
      const { root, site, delivery } = shop();
      const live = readlinkSync(join(site, "current"));
      renameSync(join(site, "shared"), join(root, "away"));
      const isEmpty = how.includes("empty");
      if (isEmpty) mkdirSync(join(site, "shared"));
      for (const command of [...COMMANDS, ["release", delivery("3"), "--yes"]]) {
        const { code, err } = holdfast(command, { cwd: site });
        expect(code, command.join(" ")).toBe(1);
        expect(err, command.join(" ")).toContain(
          `into "${site}/shared", which ${isEmpty ? "is empty" : "does not exist"}`,
        );
      }
      expect(readlinkSync(join(site, "current"))).toBe(live);
      if (isEmpty) rmdirSync(join(site, "shared"));
      expect(existsSync(join(site, "shared"))).toBe(false);
      renameSync(join(root, "away"), join(site, "shared"));
      must(holdfast(["release", delivery("3"), "--site", site, "--yes"]));
      expect(readFileSync(join(site, "current/uploads/mine.jpg"), "utf8")).toBe("mine");
    },
  );
});

it("a release whose data could not be linked is not made live, not even for the moment of a look", () => {
  const { root, site, delivery } = shop();
  mkdirSync(join(root, "disk"));
  renameSync(join(site, "shared/uploads"), join(root, "disk/uploads"));
  symlinkSync("../../disk/uploads", join(site, "shared/uploads"));
  const before = lstatSync(join(site, "current"), { bigint: true });
  const { code, err } = holdfast(["release", delivery("3"), "--site", site, "--yes"]);
  expect(code, err).toBe(1);
  expect(err).toContain('stopped at "links": Real folder where a link belongs: uploads');
  // The very link, not one that was made again: it has never led elsewhere meanwhile.
  expect(lstatSync(join(site, "current"), { bigint: true })).toMatchObject({
    ino: before.ino,
    mtimeNs: before.mtimeNs,
  });
  expect(readFileSync(join(site, "current/uploads/mine.jpg"), "utf8")).toBe("mine");
});

describe("a link in the place of the shared folder, as somebody leaves one who moved it to another disk", () => {
  it("is said for what it is by every command, and nothing is changed", () => {
    const { root, site, delivery } = shop();
    const [live, link] = [readlinkSync(join(site, "current")), join(site, "shared")];
    renameSync(link, join(root, "disk"));
    symlinkSync("../disk", link);
    for (const command of [...COMMANDS, ["release", delivery("3"), "--yes"]]) {
      const { code, err } = holdfast(command, { cwd: site });
      expect(code, command.join(" ")).toBe(1);
      expect(err, command.join(" ")).toContain(`"${link}" is a link to "${join(root, "disk")}"`);
      expect(err, command.join(" ")).toContain(`mount --bind ${join(root, "disk")} ${link}`);
    }
    expect(readlinkSync(join(site, "current"))).toBe(live);
    expect(readFileSync(join(site, "current/uploads/mine.jpg"), "utf8")).toBe("mine");
    // What the hint says for the same disk.
    rmSync(link);
    renameSync(join(root, "disk"), link);
    must(holdfast(["release", delivery("3"), "--site", site, "--yes"]));
    expect(readFileSync(join(site, "current/uploads/mine.jpg"), "utf8")).toBe("mine");
  });
});
