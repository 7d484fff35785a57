import {
  existsSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";
import { LIVE, writeVendorTree } from "./bought-script.ts";
import { holdfast, must, mustHoldfast, run } from "./holdfast.ts";

const LINKS = [".env", "storage", "public/user-uploads", "public/invoices", "public/storage"];
const DATA = ["public/user-uploads", "public/invoices", "public/qrcodes", "storage"];

describe.each(["flat", "releases"])("a bought script, live (%s)", (layout) => {
  it("the first deployment moves every byte of data, changes no mode, and leaves the vendor's assets with the code", () => {
    const { app, shared, up } = liveSite(layout);
    const before = DATA.map((path) => manifest(join(app, path)));

    mustHoldfast(app, "persist", app, "--yes");

    for (const [index, path] of DATA.entries()) {
      expect(lstatSync(join(app, path)).isSymbolicLink(), path).toBe(true);
      const after = manifest(join(shared, path));
      for (const [name, fact] of before[index] ?? []) expect(after.get(name), `${path}/${name}`).toBe(fact);
    }
    expect(readlinkSync(join(app, ".env"))).toBe(`${up}shared/.env`);
    expect(readlinkSync(join(app, "storage"))).toBe(`${up}shared/storage`);
    expect(readlinkSync(join(app, "public/user-uploads"))).toBe(`../${up}shared/public/user-uploads`);
    expect(statSync(join(shared, ".env")).mode & 0o777).toBe(0o600);
    for (const path of ["public/flags", "public/css", "Modules", "lang"])
      expect(lstatSync(join(app, path)).isDirectory(), path).toBe(true);
  });

  it("three broken links and a file written meanwhile: the recovery brings all back, once and for all", () => {
    const { app, shared } = liveSite(layout);
    mustHoldfast(app, "persist", app, "--yes");
    rmSync(join(app, "public/user-uploads"));
    rmSync(join(app, "storage"));
    rmSync(join(app, ".env"));
    writeTree(app, {
      "public/user-uploads/avatars/night.jpg": "uploaded at night",
      "storage/logs/laravel.log": "night",
    });
    expect(holdfast(app, "check").code).toBe(1);

    mustHoldfast(app, "recover", app, "--yes");

    expect(text(app, "public/user-uploads/avatars/night.jpg")).toBe("uploaded at night");
    expect(text(app, "public/user-uploads/avatars/-rf 'anna' $(id).jpg")).toBe("Anna");
    expect(text(app, "storage/logs/laravel.log")).toBe("night");
    expect(text(app, ".env")).toContain("DB_PASSWORD=live");
    const healed = manifest(shared);
    expect(mustHoldfast(app, "recover", app, "--yes")).not.toContain("rescued");
    expect(manifest(shared)).toEqual(healed);
  });
});

describe("a bought script and its vendor's updates", () => {
  it("the vendor's update brings code, flags and new demo files, and takes nothing of the owner's", () => {
    const { app, shared } = liveSite();
    mustHoldfast(app, "persist", app, "--yes");
    rmSync(join(app, "public/user-uploads/demo/lamp.jpg"));
    writeTree(app, { "public/user-uploads/avatars/maria.jpg": "Maria" });
    const before = DATA.map((path) => manifest(join(shared, path)));

    const said = update(app);

    for (const [index, path] of DATA.entries()) {
      const after = manifest(join(shared, path));
      for (const [name, fact] of before[index] ?? [])
        if (fact.startsWith("file")) expect(after.get(name), `${path}/${name}`).toBe(fact);
    }
    expect(text(app, "public/flags/at.svg")).toContain("2.0");
    expect(text(app, "public/css/app.css")).toContain("2.0");
    expect(text(app, "public/user-uploads/demo/new.jpg")).toBe("new demo");
    expect(text(app, "public/user-uploads/demo/banner.jpg")).toBe("a banner that the owner changed");
    expect(existsSync(join(app, "public/user-uploads/demo/lamp.jpg"))).toBe(false);
    expect(said).toMatch(/stays deleted.*demo\/lamp\.jpg/);
    expect(text(app, ".env")).toContain("DB_PASSWORD=live");
    expect(statSync(join(app, ".env")).mode & 0o777).toBe(0o600);
    for (const [kept, bytes] of [
      [".env", "DB_PASSWORD=vendor"],
      ["public/user-uploads/demo/banner.jpg", "demo banner"],
    ])
      expect(text(rescuedFrom(said, kept ?? ""), "")).toContain(bytes);
    expect(mustHoldfast(app, "check")).toContain("🎉 System is perfectly healthy!");
  });

  it("after three later updates deleted demo content is still gone", () => {
    const { app } = liveSite();
    mustHoldfast(app, "persist", app, "--yes");
    rmSync(join(app, "public/user-uploads/demo"), { recursive: true });
    for (let round = 0; round < 3; round++) {
      update(app);
      rmSync(`${app}-old`, { recursive: true });
      expect(existsSync(join(app, "public/user-uploads/demo/beach.jpg"))).toBe(false);
      expect(existsSync(join(app, "public/user-uploads/demo/lamp.jpg"))).toBe(false);
    }
    expect(text(app, "public/user-uploads/demo/new.jpg")).toBe("new demo");
  });

  it("add-on modules are known as such", () => {
    const { app } = liveSite();
    const { paths } = JSON.parse(mustHoldfast(app, "inspect", app, "--json", "--path", "Modules")) as {
      paths: { path: string; handling: string }[];
    };
    expect(paths).toContainEqual(expect.objectContaining({ path: "Modules", handling: "carry" }));
  });
});

describe.each(["flat", "releases"])("the manual setup guide of a real run (%s)", (layout) => {
  it("its lines for making links by hand and its repair each make a damaged site healthy, and all its commands work", () => {
    const { app, shared } = liveSite(layout);
    mustHoldfast(app, "persist", app, "--yes");
    const blocks = shellBlocks(readFileSync(join(shared, "MANUAL-SETUP-GUIDE.md"), "utf8"));
    for (const word of ["ln -s", "emergency-recovery.sh"]) {
      const repairs = blocks.filter((block) => block.includes(word));
      expect(repairs, word).not.toEqual([]);
      for (const path of LINKS) rmSync(join(app, path));
      expect(run(shared, "sh", "health-check.sh").code).toBe(1);

      for (const block of repairs) must("/", "sh", "-euc", block);

      expect(must(shared, "sh", "health-check.sh")).toContain("🎉 System is perfectly healthy!");
      expect(mustHoldfast(app, "persist", app, "--yes")).toContain("Nothing to do");
      expect(text(app, "public/invoices/1.pdf")).toBe("invoice 1");
    }
    for (const block of blocks) must("/", "sh", "-euc", block);
  });
});

interface Site {
  readonly app: string;
  readonly shared: string;
  /** From the app to the site. */
  readonly up: string;
}

/** A live site with names that a shell, a terminal or a decoder trips over. */
function liveSite(layout = "flat"): Site {
  const site = freshFolder();
  const app = join(site, layout === "flat" ? "app" : "releases/2026-01-01_00-00-00");
  if (layout !== "flat") writeTree(site, { current: { link: "releases/2026-01-01_00-00-00" } });
  writeVendorTree(app, "1.0");
  writeTree(app, LIVE);
  writeFileSync(
    Buffer.concat([Buffer.from(join(app, "public/user-uploads/caf")), Buffer.from([0xe9, 0x0a])]),
    "latin1",
  );
  symlinkSync("/etc/passwd", join(app, "public/user-uploads/planted.jpg"));
  return { app, shared: join(site, "shared"), up: layout === "flat" ? "../" : "../../" };
}

/** The vendor's new version takes the app's place, as the manual for owners of bought scripts says. */
function update(app: string): string {
  writeVendorTree(`${app}-new`, "2.0", {
    ".env": "APP_KEY=\nDB_PASSWORD=vendor\n",
    "public/user-uploads/demo/new.jpg": "new demo",
  });
  renameSync(app, `${app}-old`);
  renameSync(`${app}-new`, app);
  return mustHoldfast(app, "persist", app, "--yes");
}

/** Where the report says that the loser of this path is kept. */
function rescuedFrom(said: string, path: string): string {
  return (
    said
      .split("\n")
      .find((line) => line.includes("kept as ") && line.endsWith(`/${path}`))
      ?.replace(/.*kept as /, "") ?? said
  );
}

function text(folder: string, path: string): string {
  return readFileSync(join(folder, path), "utf8");
}

function shellBlocks(markdown: string): string[] {
  return [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");
}
