import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  BOUGHT_SCRIPT,
  holdfast,
  holdfastJson,
  LAYOUTS,
  must,
  persist,
  persistedSite,
  type Site,
} from "../support/cli.ts";
import { manifest, writeTree } from "../support/tree.ts";

const text = (...names: string[]): string => readFileSync(join(...names), "utf8");

/** An editor replaced the link of `.env` by a real file, and shared's has other content: the app's wins, shared's is rescued. */
function withRescuedEnv(layout: Site["layout"]): Site {
  const site = persistedSite(layout, BOUGHT_SCRIPT);
  unlinkSync(join(site.app, ".env"));
  writeFileSync(join(site.app, ".env"), "APP_KEY=edited\n", { mode: 0o600 });
  persist(site.app);
  expect(text(site.shared, ".env")).toBe("APP_KEY=edited\n");
  return site;
}

interface Listed {
  readonly runs: readonly {
    readonly id: string;
    readonly command: string;
    readonly groups: readonly {
      readonly kept: string;
      readonly files: number;
      readonly place: { readonly root: string; readonly path: string };
      readonly why: readonly string[];
    }[];
  }[];
}

function listOf(site: Site): Listed["runs"] {
  return (holdfastJson(["rescued", "--site", site.root]).json as Listed).runs;
}

describe.each(LAYOUTS)("rescued in the %s layout", (layout) => {
  it("lists what was rescued, where it stood and why, and changes nothing", () => {
    const site = withRescuedEnv(layout);
    const before = manifest(site.root);
    const { code, out } = holdfast(["rescued"], { cwd: site.root });
    expect(code).toBe(0);
    expect(out).toMatch(/▪ 2 .* by persist/);
    expect(out).toContain(".env   1 file, 32 bytes, stood at shared/.env");
    expect(out).toContain("why: ");
    expect(out).not.toContain("nobody noted why");
    const [run] = listOf(site);
    expect(run?.groups[0]).toMatchObject({ kept: ".env", files: 1, place: { root: "shared", path: ".env" } });
    expect(holdfast(["rescued", "show", "2"], { cwd: site.root }).out).toContain("stood at shared/.env");
    expect(manifest(site.root)).toEqual(before);
  });

  it("puts it back, and what stood there is rescued in turn with its reason", () => {
    const site = withRescuedEnv(layout);
    const { out } = must(holdfast(["rescued", "restore", "2/.env", "--yes"], { cwd: site.root }));
    expect(out).toContain(`✅ Put back: ${site.shared}/.env`);
    expect(text(site.shared, ".env")).toBe("APP_KEY=live\nDB_PASSWORD=secret\n");
    expect(lstatSync(join(site.shared, ".env")).mode & 0o777).toBe(0o600);
    expect(text(site.app, ".env")).toBe("APP_KEY=live\nDB_PASSWORD=secret\n");
    const runs = listOf(site);
    expect(runs).toHaveLength(1);
    expect(runs[0]?.groups[0]).toMatchObject({
      kept: ".env",
      why: ["what had been rescued (2) was put back in its place"],
    });
    const [id] = runs.map((run) => run.id);
    must(holdfast(["rescued", "restore", id ?? "", "--yes"], { cwd: site.root }));
    expect(text(site.shared, ".env")).toBe("APP_KEY=edited\n");
  });

  it("a second time there is nothing to do, and nothing is changed", () => {
    const site = withRescuedEnv(layout);
    must(holdfast(["rescued", "restore", "2", "--yes"], { cwd: site.root }));
    const before = manifest(site.root);
    expect(must(holdfast(["rescued", "restore", "2", "--yes"], { cwd: site.root })).out).toContain(
      "✅ It was put back already",
    );
    expect(manifest(site.root)).toEqual(before);
  });

  it("drops only when told so, and then nothing else", () => {
    const site = withRescuedEnv(layout);
    const before = manifest(site.root);
    const asked = holdfast(["rescued", "drop", "2"], { cwd: site.root });
    expect(asked.code).toBe(2);
    expect(asked.err).toContain("--yes");
    expect(must(holdfast(["rescued", "drop", "2", "--dry-run"], { cwd: site.root })).out).toContain("× .env");
    expect(manifest(site.root)).toEqual(before);
    must(holdfast(["rescued", "drop", "2", "--yes"], { cwd: site.root }));
    expect(listOf(site)).toEqual([]);
    expect(readdirSync(join(site.shared, ".holdfast/rescued"))).toEqual([]);
    expect(text(site.shared, ".env")).toBe("APP_KEY=edited\n");
  });

  it("check says how much lies there", () => {
    const site = withRescuedEnv(layout);
    const { code, out } = holdfast(["check", site.app]);
    expect(code).toBe(0);
    expect(out).toMatch(/ℹ️ Rescued, and kept until you drop it: 1 file, 32 bytes/);
  });
});

describe("many files", () => {
  /** Three uploads that shared has otherwise, told that shared wins. */
  function withThree(): Site {
    const site = persistedSite("flat", BOUGHT_SCRIPT);
    unlinkSync(join(site.app, "public/uploads"));
    writeTree(site.app, {
      "public/uploads/photo.jpg": "another photo",
      "public/uploads/deep/a.txt": "a of the app",
      "public/uploads/deep/b.txt": "b of the app",
    });
    writeTree(site.shared, { "public/uploads/deep/a.txt": "a", "public/uploads/deep/b.txt": "b" });
    persist(site.app);
    return site;
  }

  it("of one folder are one group; a folder of them comes back file by file, and the rest of shared's stays", () => {
    const site = withThree();
    const [run] = listOf(site);
    expect(run?.groups).toHaveLength(1);
    expect(run?.groups[0]).toMatchObject({ kept: "public/uploads", files: 3 });
    expect(run?.groups[0]?.why).toEqual([expect.stringContaining("version")]);
    const stays = text(site.shared, "public/uploads/photo.jpg");
    must(holdfast(["rescued", "restore", "2/public/uploads/deep", "--yes"], { cwd: site.root }));
    expect(["a", "b"].map((name) => text(site.shared, `public/uploads/deep/${name}.txt`))).toEqual(["a", "b"]);
    expect(text(site.shared, "public/uploads/photo.jpg")).toBe(stays);
    expect(listOf(site).map(({ groups }) => groups[0]?.files)).toEqual([1, 2]);
  });

  it("one of them can be put elsewhere, and dropped by itself", () => {
    const site = withThree();
    must(
      holdfast(
        ["rescued", "restore", "2/public/uploads/deep/a.txt", "--to", "shared/public/uploads/old/a.txt", "--yes"],
        {
          cwd: site.root,
        },
      ),
    );
    expect(text(site.shared, "public/uploads/old/a.txt")).toBe("a");
    must(holdfast(["rescued", "drop", "2/public/uploads/deep/b.txt", "--yes"], { cwd: site.root }));
    expect(listOf(site).map(({ groups }) => groups[0]?.files)).toEqual([1]);
  });
});

describe("what the portable script rescued, or was put there by hand", () => {
  it("is listed without a reason, and comes back where its owner says", () => {
    const site = persistedSite("flat", BOUGHT_SCRIPT);
    writeTree(site.shared, { ".holdfast/rescued/recover-20260102T030405Z-77/public/uploads/x.txt": "x" });
    expect(holdfast(["rescued"], { cwd: site.root }).out).toContain("nobody noted why");
    const id = "recover-20260102T030405Z-77/public/uploads/x.txt";
    const refused = holdfast(["rescued", "restore", id, "--yes"], { cwd: site.root });
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("--to");
    must(holdfast(["rescued", "restore", id, "--to", "shared/public/uploads/x.txt", "--yes"], { cwd: site.root }));
    expect(text(site.shared, "public/uploads/x.txt")).toBe("x");
  });
});

describe("bad input changes nothing", () => {
  const cases: readonly {
    readonly what: string;
    readonly args: readonly string[];
    readonly code: number;
    readonly says: string;
  }[] = [
    { what: "an unknown run", args: ["restore", "99", "--yes"], code: 2, says: "Nothing was rescued under" },
    { what: "an unknown path", args: ["restore", "2/.enw", "--yes"], code: 2, says: "Did you mean 2/.env?" },
    { what: "a path that climbs", args: ["drop", "2/../../journal", "--yes"], code: 2, says: "has nothing" },
    { what: "no ID", args: ["restore", "--yes"], code: 64, says: "What to restore is missing" },
    { what: "an unknown action", args: ["restor", "2"], code: 64, says: "Did you mean restore?" },
    {
      what: "a place outside the site",
      args: ["restore", "2/.env", "--to", "/etc/holdfast-test", "--yes"],
      code: 2,
      says: "outside the site",
    },
    {
      what: "a place in our own folder",
      args: ["restore", "2/.env", "--to", "shared/.holdfast/journal/x", "--yes"],
      code: 2,
      says: "own folder",
    },
  ];
  it.each(cases)("$what", ({ args, code, says }) => {
    const site = withRescuedEnv("flat");
    const before = manifest(site.root);
    const ended = holdfast(["rescued", ...args], { cwd: site.root });
    expect(ended.code).toBe(code);
    expect(ended.err).toContain(says);
    expect(manifest(site.root)).toEqual(before);
  });

  it("a place behind a link that somebody else made is not followed out of the site", () => {
    const site = withRescuedEnv("flat");
    const outside = `${site.root}-outside`;
    mkdirSync(outside);
    renameSync(join(site.shared, "public/media"), join(site.shared, "public/media-was"));
    symlinkSync(outside, join(site.shared, "public/media"));
    const ended = holdfast(["rescued", "restore", "2/.env", "--to", "shared/public/media/x", "--yes"], {
      cwd: site.root,
    });
    expect(ended.code).toBe(2);
    expect(existsSync(join(outside, "x"))).toBe(false);
    rmSync(outside, { recursive: true });
  });
});
