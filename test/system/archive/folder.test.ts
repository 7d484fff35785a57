/** A folder as a delivery, while somebody works in it: what changes between the look and the reading is no delivery. */
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ARRIVAL_LIMITS } from "../../../src/core/arrival.ts";
import { abs } from "../../../src/core/path.ts";
import { acceptListing } from "../../../src/plan/arrival/listing.ts";
import { contentDigest } from "../../../src/system/archive/content-digest.ts";
import { openSource } from "../../../src/system/archive/open-source.ts";
import { freshFolder, writeTree } from "../../support/tree.ts";

const BUILD = {
  "build/index.php": "<?php",
  "build/public/a": "a",
  "build/link": { link: "public/a" },
  secret: "12345",
};

/** Reads a folder through; `meanwhile` is called before the content of `index.php` is read. */
function read(folder: string, meanwhile: () => void): string {
  const archive = openSource(abs(join(folder, "build")), ARRIVAL_LIMITS);
  let text = "";
  archive.readThrough((index) => {
    if (archive.entries.at(index)?.name !== "index.php") return null;
    meanwhile();
    return { write: (part) => (text += Buffer.from(part).toString("latin1")), end: () => undefined };
  });
  return text;
}

it.each<readonly [string, (build: string) => void]>([
  [
    "becomes a link out of it",
    (build) => {
      unlinkSync(join(build, "index.php"));
      symlinkSync("../secret", join(build, "index.php"));
    },
  ],
  [
    "becomes a folder",
    (build) => {
      unlinkSync(join(build, "index.php"));
      mkdirSync(join(build, "index.php"));
    },
  ],
  [
    "grows",
    (build) => {
      appendFileSync(join(build, "index.php"), "more");
    },
  ],
  [
    "is emptied",
    (build) => {
      writeFileSync(join(build, "index.php"), "");
    },
  ],
  [
    "is gone",
    (build) => {
      unlinkSync(join(build, "index.php"));
    },
  ],
])("a file that %s is not read", (_, change) => {
  const folder = freshFolder();
  writeTree(folder, BUILD);
  expect(read(folder, () => undefined)).toBe("<?php");
  expect(() =>
    read(folder, () => {
      change(join(folder, "build"));
    }),
  ).toThrow();
});

it("a file that is written to while it is read is no delivery, though it is as long as before", () => {
  const folder = freshFolder();
  writeTree(folder, BUILD);
  const archive = openSource(abs(join(folder, "build")), ARRIVAL_LIMITS);
  const write = (): void => {
    writeFileSync(join(folder, "build/index.php"), "<?xml");
  };
  expect(() => {
    archive.readThrough((index) =>
      archive.entries.at(index)?.name === "index.php" ? { write, end: () => undefined } : null,
    );
  }).toThrow(/changed while it was read/);
});

it("what came, went or was renamed since it was listed is noticed", () => {
  for (const change of [
    (build: string) => {
      writeFileSync(join(build, "more"), "");
    },
    (build: string) => {
      unlinkSync(join(build, "link"));
    },
    (build: string) => {
      renameSync(join(build, "public/a"), join(build, "public/b"));
    },
    (build: string) => {
      const { atime, mtime } = statSync(join(build, "public"));
      unlinkSync(join(build, "public/a"));
      utimesSync(join(build, "public"), atime, mtime);
    },
    (build: string) => {
      unlinkSync(join(build, "link"));
      symlinkSync("index.php", join(build, "link"));
    },
  ]) {
    const folder = freshFolder();
    writeTree(folder, BUILD);
    const archive = openSource(abs(join(folder, "build")), ARRIVAL_LIMITS);
    change(join(folder, "build"));
    expect(() => {
      archive.readThrough(() => null);
    }).toThrow(/changed while it was read/);
  }
});

it("the same build is known again whatever its times are, and another is not", () => {
  const digestOf = (change: (build: string) => void): string => {
    const folder = freshFolder();
    writeTree(folder, BUILD);
    change(join(folder, "build"));
    const archive = openSource(abs(join(folder, "build")), ARRIVAL_LIMITS);
    const listing = acceptListing({ ...archive, source: archive.path }, { limits: ARRIVAL_LIMITS, root: "." });
    const content = contentDigest(archive, listing);
    archive.readThrough(content.sinkOf);
    return content.digest();
  };
  const plain = digestOf(() => undefined);
  expect(digestOf(() => undefined)).toBe(plain);
  for (const change of [
    (build: string) => {
      writeFileSync(join(build, "index.php"), "<?php ");
    },
    (build: string) => {
      chmodSync(join(build, "index.php"), 0o755);
    },
    (build: string) => {
      renameSync(join(build, "public/a"), join(build, "public/b"));
    },
    (build: string) => {
      unlinkSync(join(build, "link"));
      symlinkSync("index.php", join(build, "link"));
    },
  ])
    expect(digestOf(change)).not.toBe(plain);
});

it("a folder that is too deep is refused", () => {
  const folder = freshFolder();
  mkdirSync(join(folder, "build", ...Array.from({ length: 90 }, () => "d")), { recursive: true });
  const archive = openSource(abs(join(folder, "build")), ARRIVAL_LIMITS);
  expect(() => acceptListing({ ...archive, source: archive.path }, { limits: ARRIVAL_LIMITS, root: null })).toThrow(
    /deeper than 64/,
  );
});
