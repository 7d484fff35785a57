import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { holdfast, must, type Site, siteOf } from "../support/cli.ts";
import { mountAt, unmountBelow } from "../support/mounts.ts";
import { expectRefused } from "../support/refused.ts";
import { sitterIn } from "../support/sitter.ts";
import { freshFolder } from "../support/tree.ts";

/** A bought script whose shared folder is on another disk. */
function acrossSite(options: { readonly size?: string } = {}): Site {
  const site = siteOf("flat");
  mountAt(site.shared, options);
  onTestFinished(() => {
    unmountBelow(site.root);
  });
  return site;
}

const ACROSS = ["--yes", "--across-filesystems"];

describe("data on another file system than shared", () => {
  it("is refused without the flag, which the message names", () => {
    const site = acrossSite();
    expectRefused(site, ["persist", site.app, "--yes"], {
      code: 2,
      says: "different file systems",
      next: "--across-filesystems",
    });
  });

  it("is taken over with it; the run after has nothing to do, with or without the flag", () => {
    const site = acrossSite();
    const first = must(holdfast(["persist", site.app, ...ACROSS]));
    expect(first.out).toContain("copied across file systems");
    expect(readFileSync(join(site.app, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
    expect(holdfast(["persist", site.app, "--yes"]).out).toContain("Nothing to do");
    expect(holdfast(["check", site.app]).code).toBe(0);
  });

  it("is refused with the numbers where shared has too little room", () => {
    const site = acrossSite({ size: "1m" });
    must(holdfast(["persist", site.app, ...ACROSS, "--dry-run"]));
    const big = join(site.app, "public/uploads/big.bin");
    writeFileSync(big, Buffer.alloc(1 << 20, 1));
    expectRefused(site, ["persist", site.app, ...ACROSS], { code: 2, says: "bytes", next: "Free some space" });
  });

  it("comes by a saved plan as well, which carries the decision and shows the commands", () => {
    const site = acrossSite();
    const file = join(freshFolder(), "plan.json");
    const shown = must(
      holdfast(["plan", site.app, "--across-filesystems", "--quiesce", "true now", "--resume", "true", "--out", file]),
    );
    expect(shown.out).toContain("before the last pass: true now");
    must(holdfast(["persist", site.app, "--yes", "--plan", file]));
    expect(existsSync(join(site.shared, "public/uploads/photo.jpg"))).toBe(true);
  });
});

it("a process in the old tree: exit 3, who it is, check shows it with its size, recover goes on and ends it", async () => {
  const site = acrossSite();
  const sitter = await sitterIn(join(site.app, "public/uploads"));
  const run = holdfast(["persist", site.app, ...ACROSS]);
  expect(run.code, run.out + run.err).toBe(3);
  expect(run.out).toContain(`sh (process ${sitter.pid})`);
  expect(holdfast(["check", site.app]).out).toMatch(
    /Kept from before it was linked.*public\/uploads \(1 file, 10 bytes/,
  );
  await sitter.does("echo late > late.txt");
  await sitter.leaves();
  expect(holdfast(["recover", site.app]).code).toBe(0);
  expect(readFileSync(join(site.shared, "public/uploads/late.txt"), "utf8")).toBe("late\n");
  expect(readdirSync(site.root).sort()).toEqual(["app", "shared"]);
  expect(holdfast(["recover", site.app]).out).toContain("Nothing to do");
});

describe("flags that do not fit together", () => {
  it.each([
    [["--quiesce", "true"], "belong to --across-filesystems"],
    [["--across-filesystems", "--resume", "true"], "nothing stops it"],
    [["--across-filesystems", "--quiesce", "sh -c 'x"], "not closed"],
    [["--across-filesystems", "--quiesce", " "], "no command in it"],
  ])("%j is an error of usage", (flags, says) => {
    const site = siteOf("flat");
    expectRefused(site, ["persist", site.app, "--yes", ...flags], { code: 64, says });
  });
});
