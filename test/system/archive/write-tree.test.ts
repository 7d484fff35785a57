/** Making the tree, while somebody plants and swaps things in it: nothing is written over, through a link, or taken from one. */
import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type AcceptedListing, ARRIVAL_LIMITS } from "../../../src/core/arrival.ts";
import { abs } from "../../../src/core/path.ts";
import { acceptListing } from "../../../src/plan/arrival/listing.ts";
import type { Archive } from "../../../src/system/archive/archive.ts";
import { openSource } from "../../../src/system/archive/open-source.ts";
import { writeTree } from "../../../src/system/archive/write-tree.ts";
import { withDir } from "../../../src/system/dir.ts";
import { tarOf } from "../../support/tar-bytes.ts";
import { freshFolder, writeTree as plant } from "../../support/tree.ts";

const HOW = { owner: null, durable: true };

interface Scene {
  readonly tree: string;
  readonly outside: string;
  readonly make: (hooks?: Hooks) => void;
}

interface Hooks {
  readonly before?: () => void;
  readonly after?: () => void;
  readonly listing?: (listing: AcceptedListing) => AcceptedListing;
}

function scene(): Scene {
  const folder = freshFolder();
  plant(folder, { "outside/kept": "somebody else's", tree: null });
  const path = abs(join(folder, "update.tar"));
  writeFileSync(
    path,
    tarOf([
      { name: "a", data: "the vendor's" },
      { name: "public", type: "5" },
      { name: "public/b", data: "b" },
      { name: "copy", type: "1", linkName: "a" },
      { name: "link", type: "2", linkName: "a" },
    ]),
  );
  const make = ({ before, after, listing = (whole) => whole }: Hooks = {}): void => {
    const archive = openSource(path, ARRIVAL_LIMITS);
    const readThrough: Archive["readThrough"] = (sinkOf) => {
      before?.();
      archive.readThrough(sinkOf);
      after?.();
    };
    const accepted = acceptListing({ ...archive, source: path }, { limits: ARRIVAL_LIMITS, root: null });
    try {
      withDir(abs(join(folder, "tree")), (dir) => {
        writeTree(dir, { ...archive, readThrough }, { listing: listing(accepted), how: HOW });
      });
    } finally {
      archive.close();
    }
  };
  return { tree: join(folder, "tree"), outside: join(folder, "outside"), make };
}

it("makes files, copies and links", () => {
  const { tree, make } = scene();
  make();
  expect(readFileSync(join(tree, "public/b"), "utf8")).toBe("b");
  expect(readFileSync(join(tree, "copy"), "utf8")).toBe("the vendor's");
  expect(readFileSync(join(tree, "link"), "utf8")).toBe("the vendor's");
});

it("never writes over anything: not a file, not through a link to one", () => {
  for (const planted of ["file", "link"]) {
    const { tree, outside, make } = scene();
    if (planted === "file") writeFileSync(join(tree, "a"), "planted, and longer than what comes");
    else symlinkSync(join(outside, "kept"), join(tree, "a"));
    expect(make).toThrow(/EEXIST|file already exists/);
    expect(readFileSync(join(outside, "kept"), "utf8")).toBe("somebody else's");
    if (planted === "file") expect(readFileSync(join(tree, "a"), "utf8")).toBe("planted, and longer than what comes");
  }
});

it("a folder that was planted stops it", () => {
  const { tree, outside, make } = scene();
  symlinkSync(outside, join(tree, "public"));
  expect(make).toThrow(/EEXIST|file already exists/);
  expect(existsSync(join(outside, "b"))).toBe(false);
});

it("a folder that became a link is not gone into", () => {
  const { tree, outside, make } = scene();
  const before = (): void => {
    renameSync(join(tree, "public"), join(tree, "moved"));
    symlinkSync(outside, join(tree, "public"));
  };
  expect(() => {
    make({ before });
  }).toThrow(/ENOTDIR|ELOOP/);
  expect(existsSync(join(outside, "b"))).toBe(false);
});

it("a file that became a link is not copied from", () => {
  const { tree, outside, make } = scene();
  writeFileSync(join(outside, "secret"), "12 letters!!");
  const after = (): void => {
    unlinkSync(join(tree, "a"));
    symlinkSync(join(outside, "secret"), join(tree, "a"));
  };
  expect(() => {
    make({ after });
  }).toThrow(/ELOOP/);
  expect(existsSync(join(tree, "copy"))).toBe(false);
});

it("what comes out shorter than it should is no file of a release", () => {
  const { make } = scene();
  const listing = (whole: AcceptedListing): AcceptedListing => ({
    ...whole,
    nodes: whole.nodes.map((node) => (node.path === "a" ? { ...node, size: node.size + 1 } : node)),
  });
  expect(() => {
    make({ listing });
  }).toThrow(/came out shorter/);
});

it("a folder in the place of a copy stops it", () => {
  const { tree, make } = scene();
  mkdirSync(join(tree, "copy"));
  expect(make).toThrow(/EEXIST|file already exists/);
});
