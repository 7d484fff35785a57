import { createHash } from "node:crypto";
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type GivenVerdict, persistWith, planWith, Stopped } from "../support/engine.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

const UPLOADS = { path: "public/uploads" };
const ENV = { path: ".env", kind: "file" as const, secret: true };
const BOTH: readonly GivenVerdict[] = [UPLOADS, ENV];
const text = (...parts: string[]): string => readFileSync(join(...parts), "utf8");

/** A site whose first run is stopped before the operation of this kind. */
function stoppedAt(kind: string, app = "app"): string {
  const site = freshFolder();
  writeTree(site, {
    [`${app}/composer.json`]: "{}",
    [`${app}/.env`]: "A=1",
    [`${app}/public/uploads/u`]: "live",
    "shared/public/uploads/u": "old",
  });
  const step = planWith(join(site, app), BOTH).operations.findIndex((operation) => operation.kind === kind);
  expect(() => persistWith(join(site, app), BOTH, { stopBefore: step })).toThrow(Stopped);
  return site;
}

/** A file of the journal as it would be had it been written when the disk had this device number. */
function renumber(path: string, device: string): void {
  const { dev } = lstatSync(path);
  const body = readFileSync(path, "utf8").split("\n")[1];
  if (body === undefined || body === "") return;
  writeFileSync(path, sealedText(body.replaceAll(`"${dev}:`, `"${device}:`).replaceAll(`"${dev}"`, `"${device}"`)));
}

function sealedText(body: string): string {
  const head = `holdfast-journal 1 ${Buffer.byteLength(body)} ${createHash("sha256").update(body).digest("hex")}`;
  return `${head}\n${body}\n`;
}

const journalOf = (site: string): string[] => readdirSync(join(site, "shared/.holdfast/journal"));

describe("an unfinished run", () => {
  it("is completed by the next one, which then has nothing left to do", () => {
    const site = stoppedAt("merge");
    expect(persistWith(join(site, "app"), BOTH)).toMatchObject({ kind: "stale", completed: 1 });
    expect(text(site, "shared/public/uploads/u")).toBe("live");
    expect(planWith(join(site, "app"), BOTH).operations).toEqual([]);
  });

  it("whose release was removed since does not block the site", () => {
    const site = stoppedAt("write-record", "releases/1");
    rmSync(join(site, "releases/1"), { recursive: true });
    writeTree(site, { "releases/2/composer.json": "{}", "releases/2/.env": "A=2" });
    persistWith(join(site, "releases/2"), BOTH);
    persistWith(join(site, "releases/2"), BOTH);
    expect(readlinkSync(join(site, "releases/2/.env"))).toBe("../../shared/.env");
    expect(text(site, "shared/.env")).toBe("A=1");
    expect(text(site, "shared/public/uploads/u")).toBe("old");
  });

  it("whose entry was replaced since is left at that entry, and the site is planned anew", () => {
    const site = stoppedAt("merge");
    renameSync(join(site, "app/public/uploads"), join(site, "app/public/elsewhere"));
    writeTree(site, { "app/public/uploads/n": "new" });
    const resumed = persistWith(join(site, "app"), BOTH);
    expect(resumed.kind === "stale" && resumed.resumed.diagnostics.map(({ code }) => code)).toEqual([
      "unfinished-step-left",
    ]);
    persistWith(join(site, "app"), BOTH);
    expect(readlinkSync(join(site, "app/public/uploads"))).toBe("../../shared/public/uploads");
    expect([text(site, "shared/public/uploads/n"), text(site, "app/public/elsewhere/u")]).toEqual(["new", "live"]);
  });

  it("is completed though the machine has started anew and the disk has another device number", () => {
    const site = stoppedAt("write-record");
    const journal = join(site, "shared/.holdfast/journal");
    for (const name of readdirSync(journal)) renumber(join(journal, name), "4711");
    expect(persistWith(join(site, "app"), BOTH)).toMatchObject({
      kind: "stale",
      completed: 1,
      resumed: { diagnostics: [] },
    });
    expect(planWith(join(site, "app"), BOTH).operations).toEqual([]);
  });

  it("with a damaged journal is named, and the journal is kept", () => {
    const site = stoppedAt("merge");
    const journal = join(site, "shared/.holdfast/journal", "tx-000001.json");
    truncateSync(journal, 100);
    const resumed = persistWith(join(site, "app"), BOTH);
    expect(resumed.kind === "stale" && resumed.resumed.diagnostics.map(({ code }) => code)).toEqual([
      "journal-damaged",
    ]);
    expect(journalOf(site)).toContain("tx-000001.damaged");
    persistWith(join(site, "app"), BOTH);
    expect(text(site, "shared/public/uploads/u")).toBe("live");
  });
});

describe("a journal that is not ours to carry out", () => {
  function forge(site: string, plan: unknown): string {
    const path = join(site, "shared/.holdfast/journal/tx-000009.json");
    writeFileSync(path, sealedText(JSON.stringify(plan)), { mode: 0o600 });
    return path;
  }

  function finished(): string {
    const site = freshFolder();
    writeTree(site, { "app/.env": "A=1" });
    persistWith(join(site, "app"), [ENV]);
    return site;
  }

  it("is refused when another user wrote it", () => {
    const site = finished();
    const forged = forge(site, planWith(join(site, "app"), [ENV, UPLOADS]));
    chownSync(forged, 65_534, 65_534);
    expect(() => persistWith(join(site, "app"), [ENV, UPLOADS])).toThrowError(/another user \(uid 65534\)/);
  });

  it.each([
    ["a file outside the site", { at: { directory: "/tmp", name: "holdfast-forged" } }],
    ["a name that is none of ours", { at: { directory: "SHARED", name: "index.php" } }],
    ["a set-uid mode", { mode: 0o4755 }],
  ])("is damage when it asks for %s", (_what, change) => {
    const site = finished();
    const plan = planWith(join(site, "app"), [ENV, UPLOADS]);
    const write = {
      kind: "write-file",
      path: "x",
      reason: "r",
      at: { directory: "SHARED", name: "health-check.sh" },
      content: "forged",
      mode: 0o755,
      owner: plan.owner,
      exclusive: false,
      ...change,
    };
    const forged = JSON.parse(
      JSON.stringify({ ...plan, operations: [write] }).replaceAll("SHARED", join(site, "shared")),
    ) as unknown;
    forge(site, forged);
    const result = persistWith(join(site, "app"), [ENV]);
    expect(result.kind === "stale" && result.resumed.diagnostics.map(({ code }) => code)).toEqual(["journal-damaged"]);
    expect(existsSync("/tmp/holdfast-forged")).toBe(false);
    expect(existsSync(join(site, "shared/index.php"))).toBe(false);
  });
});

it("a lost journal does not make a transaction number be used twice", () => {
  const site = freshFolder();
  writeTree(site, { "app/public/uploads/u": "1", "shared/public/uploads/s": "2" });
  persistWith(join(site, "app"), [UPLOADS]);
  rmSync(join(site, "shared/.holdfast/journal"), { recursive: true });
  rmSync(join(site, "app/public/uploads"));
  mkdirSync(join(site, "app/public/uploads"));
  persistWith(join(site, "app"), [UPLOADS]);
  expect(readdirSync(join(site, "shared/.holdfast/retired")).sort()).toEqual(["tx-000001", "tx-000002"]);
  expect(lstatSync(join(site, "app/public/uploads")).isSymbolicLink()).toBe(true);
});

it("a folder that replaced the whole app, even under the same inode number, is new code: shared wins", () => {
  const site = freshFolder();
  writeTree(site, { "app/index.php": "<?php", "app/.env": "A=live", "app/public/uploads/logo.png": "the customer's" });
  persistWith(join(site, "app"), BOTH);
  // What an unzip into the emptied folder leaves: the same folder, none of our links.
  for (const name of readdirSync(join(site, "app"))) rmSync(join(site, "app", name), { recursive: true });
  writeTree(site, { "app/index.php": "<?php", "app/.env": "A=vendor", "app/public/uploads/logo.png": "the vendor's" });
  const result = persistWith(join(site, "app"), BOTH);
  expect([text(site, "shared/.env"), text(site, "shared/public/uploads/logo.png")]).toEqual([
    "A=live",
    "the customer's",
  ]);
  expect(result.kind === "applied" && result.outcome.rescued.map(({ kept }) => text(kept)).sort()).toEqual([
    "A=vendor",
    "the vendor's",
  ]);
});

it("a copy of the app is known again though the disk has another device number by now", () => {
  const site = freshFolder();
  writeTree(site, { "app/composer.json": "{}", "app/.env": "A=1", "app/public/uploads/u": "u" });
  persistWith(join(site, "app"), BOTH);
  const record = join(site, "shared/.persistence-config");
  const { dev } = lstatSync(record);
  writeFileSync(record, text(record).replace(`"id": "${dev}:`, '"id": "4711:'));
  expect(planWith(join(site, "app"), BOTH).operations).toEqual([]);
  rmSync(join(site, "app/public/uploads"));
  writeTree(site, { "app/public/uploads/u": "edited" });
  persistWith(join(site, "app"), BOTH);
  expect(text(site, "shared/public/uploads/u")).toBe("edited");
});

it("without any file that names a version the code never counts as unchanged: both .env stay", () => {
  const site = freshFolder();
  writeTree(site, { "app/start.php": "<?php", "app/.env": "A=1", "app/public/uploads/u": "u" });
  persistWith(join(site, "app"), BOTH);
  rmSync(join(site, "app/.env"));
  writeFileSync(join(site, "app/.env"), "A=2");
  expect(planWith(join(site, "app"), BOTH).diagnostics.map(({ code }) => code)).toEqual(["two-versions"]);
});

it("a link that works and leads to another folder of shared is left alone and named", () => {
  const site = freshFolder();
  writeTree(site, { "app/public/uploads": { link: "../../shared/uploads" }, "shared/uploads/photo.jpg": "photo" });
  const plan = planWith(join(site, "app"), [UPLOADS]);
  expect(plan.diagnostics.map(({ code }) => code)).toEqual(["link-left-alone"]);
  persistWith(join(site, "app"), [UPLOADS]);
  expect(text(site, "app/public/uploads/photo.jpg")).toBe("photo");
});

it("a link to a disk that is not mounted is left alone and named", () => {
  const site = freshFolder();
  writeTree(site, { "app/public/uploads": { link: "/mnt/not-mounted/uploads" } });
  expect(planWith(join(site, "app"), [UPLOADS]).diagnostics.map(({ code }) => code)).toEqual(["dangling-link"]);
});

it("add-on modules that stayed in the earlier copy are named when new code arrives", () => {
  const site = freshFolder();
  const modules = { path: "Modules", handling: "carry" as const };
  writeTree(site, {
    "app/composer.json": "{}",
    "app/.env": "A=1",
    "app/public/uploads/u": "u",
    "app/Modules/Zoom/module.json": "{}",
  });
  persistWith(join(site, "app"), [...BOTH, modules]);
  expect(planWith(join(site, "app"), [...BOTH, modules]).diagnostics).toEqual([]);
  renameSync(join(site, "app"), join(site, "app-old"));
  writeTree(site, { "app/composer.json": "{}", "app/Modules": null });
  expect(planWith(join(site, "app"), [...BOTH, modules]).diagnostics.map(({ code, path }) => [code, path])).toEqual([
    ["carry-by-hand", "Modules"],
  ]);
});
