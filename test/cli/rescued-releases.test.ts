/** What was rescued from a copy of the code that is not live: put back means, on the site again. */
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { holdfast, holdfastJson, must } from "../support/cli.ts";
import { freshFolder, manifest, type TreeShape, writeTree } from "../support/tree.ts";

const CODE: TreeShape = {
  "index.php": "<?php move_uploaded_file($_FILES['f']['tmp_name'], 'uploads/' . $n);",
  "lib/a.php": "<?php",
  "uploads/demo.jpg": "demo",
};

interface Shop {
  readonly root: string;
  /** The site's folder, or the flat application's. */
  readonly site: string;
  /** A path of what is live. */
  readonly live: (path: string) => string;
  readonly release: (version: number) => void;
}

/** A site made by `release`, or a flat application, both of version 1. */
function shop(layout: "releases" | "flat"): Shop {
  const root = freshFolder();
  const site = join(root, layout === "flat" ? "site/app" : "site");
  const deliver = (version: number): string => {
    const folder = join(root, `v${version}`);
    mkdirSync(folder, { recursive: true });
    writeTree(folder, { ...CODE, VERSION: String(version) });
    return folder;
  };
  const release = (version: number): void => {
    const shipped = version === 2 && layout === "flat" ? ["--shipped", join(root, "v1")] : [];
    must(holdfast(["release", deliver(version), "--site", site, ...shipped, "--yes"]));
  };
  mkdirSync(site, { recursive: true });
  if (layout === "releases") release(1);
  else {
    deliver(1);
    writeTree(site, { ...CODE, VERSION: "1" });
    must(holdfast(["persist", site, "--yes"]));
  }
  const live = (path: string): string => join(layout === "flat" ? site : realpathSync(join(site, "current")), path);
  return { root, site, live, release };
}

const text = (path: string): string => readFileSync(path, "utf8");
const rescued = ({ site }: Shop, ...args: string[]) => holdfast(["rescued", ...args, "--site", site, "--yes"]);

/** The run that rescued something of this name. */
function runOf({ site }: Shop, kept: string): string {
  const { runs } = holdfastJson(["rescued", "--site", site]).json as {
    readonly runs: readonly { readonly id: string; readonly groups: readonly { readonly kept: string }[] }[];
  };
  const found = runs.filter(({ groups }) => groups.some((group) => group.kept === kept));
  expect(found).toHaveLength(1);
  return found[0]?.id ?? "";
}

/** Folders that hold a copy of the code and are not live. */
const resting = ({ site }: Shop, layout: string): string[] =>
  layout === "flat"
    ? readdirSync(join(site, "..")).filter((name) => name.startsWith(".app-"))
    : readdirSync(join(site, "releases"));

describe.each(["releases", "flat"] as const)("what was rescued from an older release, %s layout", (layout) => {
  it("comes to the same path of what is live", () => {
    const of = shop(layout);
    writeTree(of.live(""), { "mine.php": "<?php // mine", "lib/a.php": "<?php // edited" });
    of.release(2);
    expect([existsSync(of.live("mine.php")), text(of.live("lib/a.php"))]).toEqual([false, "<?php"]);
    const { out } = must(rescued(of, "restore", runOf(of, "lib")));
    expect(out).toContain(`✅ Put back: ${of.live("mine.php")}`);
    expect(text(of.live("mine.php"))).toBe("<?php // mine");
    expect(text(of.live("lib/a.php"))).toBe("<?php // edited");
  });

  it("comes there as well where its release was pruned, which does not come into being again", () => {
    const of = shop(layout);
    of.release(2);
    const [old = ""] = resting(of, layout);
    const trees = join(of.site, layout === "flat" ? ".." : "releases");
    of.release(3);
    writeTree(join(trees, old), { "Docs/late.pdf": "late" });
    must(holdfast(["prune", "--keep", "1", "--site", of.site, "--yes"]));
    expect(existsSync(join(trees, old))).toBe(false);
    const run = runOf(of, "Docs");
    must(rescued(of, "restore", run));
    expect(text(of.live("Docs/late.pdf"))).toBe("late");
    expect(existsSync(join(trees, old))).toBe(false);
    expect(must(holdfast(["releases", "--site", of.site])).out).not.toContain("is there again");
  });
});

describe("what was put back already", () => {
  function withMine(): Shop & { readonly run: string } {
    const of = shop("releases");
    writeTree(of.live(""), { "mine.php": "<?php // mine" });
    of.release(2);
    const run = runOf(of, "mine.php");
    must(rescued(of, "restore", run));
    return { ...of, run };
  }

  it("is told with its place; after another release that is what is live then", () => {
    const of = withMine();
    expect(must(rescued(of, "restore", of.run)).out).toContain(`✅ It was put back already: ${of.live("mine.php")}`);
    of.release(3);
    expect(existsSync(of.live("mine.php"))).toBe(false);
    const ended = rescued(of, "restore", of.run);
    expect([ended.code, ended.err.includes("does not stand there any more")]).toEqual([1, true]);
  });

  it("does not come to another place as well: that fails, with the line that copies it", () => {
    const of = withMine();
    const before = manifest(of.site);
    const to = join(of.site, "shared/uploads/mine.php");
    const ended = rescued(of, "restore", `${of.run}/mine.php`, "--to", to);
    expect([ended.code, existsSync(to)]).toEqual([1, false]);
    expect(ended.err).toContain(`cp -a ${of.live("mine.php")} ${to}`);
    expect(manifest(of.site)).toEqual(before);
  });

  it("and stands there no more is no success", () => {
    const of = withMine();
    unlinkSync(of.live("mine.php"));
    const ended = rescued(of, "restore", of.run);
    expect(ended.code).toBe(1);
    expect(ended.err).toContain("does not stand there any more");
  });
});

it("where nothing is live, a release that is gone is not made again", () => {
  const of = shop("releases");
  of.release(2);
  const [old = ""] = resting(of, "releases");
  of.release(3);
  writeTree(join(of.site, "releases", old), { "Docs/late.pdf": "late" });
  must(holdfast(["prune", "--keep", "1", "--site", of.site, "--yes"]));
  const run = runOf(of, "Docs");
  unlinkSync(join(of.site, "current"));
  const ended = rescued(of, "restore", run);
  expect(ended.code).toBe(2);
  expect(ended.err).toContain("no release is live");
  expect(existsSync(join(of.site, "releases", old))).toBe(false);
});

it("two files that belong at one path are refused together, and each comes by itself", () => {
  const of = shop("releases");
  const [name = ""] = resting(of, "releases");
  const kept = ["Docs/late.pdf", "Docs/late.pdf.2"];
  const origins = kept.map((path, index) => ({
    kept: path,
    place: { root: "site", path: `releases/${["gone", name][index] ?? ""}/Docs/late.pdf` },
    reason: "only the removed release held it",
    whole: true,
  }));
  const note = {
    schema: 1,
    command: "prune",
    at: "2026-01-01T00:00:00Z",
    release: null,
    origins,
    items: [],
    putBack: [],
  };
  writeTree(join(of.site, "shared/.holdfast/rescued"), {
    "tx-000099.json": JSON.stringify(note),
    "tx-000099/Docs/late.pdf": "one",
    "tx-000099/Docs/late.pdf.2": "two",
  });
  const before = manifest(of.site);
  const ended = rescued(of, "restore", "99");
  expect([ended.code, manifest(of.site)]).toEqual([2, before]);
  expect(ended.err).toContain("both belong at");
  must(rescued(of, "restore", "99/Docs/late.pdf"));
  expect(text(of.live("Docs/late.pdf"))).toBe("one");
  must(rescued(of, "restore", "99/Docs/late.pdf.2"));
  expect(text(of.live("Docs/late.pdf"))).toBe("two");
});
