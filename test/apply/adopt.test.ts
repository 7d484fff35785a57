import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { applyWith, persistWith, planWith } from "../support/engine.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

const UPLOADS = { path: "public/uploads" };
const ENV = { path: ".env", kind: "file" as const, secret: true };
const STORAGE = { path: "storage", needs: ["app/public", "framework/views", "logs"] };
const CHAIN = { path: "public/storage", chain: "storage/app/public" };

function liveApp(): string {
  const site = freshFolder();
  writeTree(site, {
    "app/.env": { text: "APP_KEY=one\n", mode: 0o600 },
    "app/storage/app/public/a.jpg": "picture",
    "app/storage/.hidden": "dot",
    "app/storage/logs": null,
    "app/public/uploads/sub/b.txt": "b",
    "app/public/uploads/empty": null,
    "app/public/uploads/planted": { link: "/etc/passwd" },
    "app/public/css/app.css": "css",
  });
  writeFileSync(
    Buffer.concat([Buffer.from(join(site, "app/public/uploads/")), Buffer.from([0xff, 0xfe, 0x0a])]),
    "odd name",
  );
  return site;
}

describe.each(["koffi", "perl"] as const)("persist through %s", (way) => {
  it("takes a live flat app over, keeps every byte and mode, and has the specification's link texts", () => {
    const site = liveApp();
    const before = {
      storage: manifest(join(site, "app/storage")),
      uploads: manifest(join(site, "app/public/uploads")),
    };
    const result = persistWith(join(site, "app"), [STORAGE, ENV, UPLOADS, CHAIN], { way });
    expect(result.kind).toBe("applied");
    expect(readlinkSync(join(site, "app/storage"))).toBe("../shared/storage");
    expect(readlinkSync(join(site, "app/.env"))).toBe("../shared/.env");
    expect(readlinkSync(join(site, "app/public/uploads"))).toBe("../../shared/public/uploads");
    expect(readlinkSync(join(site, "app/public/storage"))).toBe("../../shared/public/storage");
    expect(readlinkSync(join(site, "shared/public/storage"))).toBe("../storage/app/public");
    expect(manifest(join(site, "shared/public/uploads"))).toEqual(before.uploads);
    const after = manifest(join(site, "shared/storage"));
    for (const [name, what] of before.storage) expect(after.get(name), name).toBe(what);
    expect(lstatSync(join(site, "shared/.env")).mode & 0o777).toBe(0o600);
    expect(lstatSync(join(site, "shared/storage/framework/views")).isDirectory()).toBe(true);
  });
});

it("persist run twice plans nothing the second time", () => {
  const site = liveApp();
  persistWith(join(site, "app"), [STORAGE, ENV, UPLOADS, CHAIN]);
  expect(planWith(join(site, "app"), [STORAGE, ENV, UPLOADS, CHAIN]).operations).toEqual([]);
});

it("a release that is not live gets the releases layout's link texts", () => {
  const site = freshFolder();
  writeTree(site, { "releases/r1/storage/x": "1", "releases/r1/public/uploads/y": "2" });
  persistWith(join(site, "releases/r1"), [
    STORAGE,
    UPLOADS,
    CHAIN,
    { path: "bootstrap/cache", handling: "per-release", class: "runtime", pooled: true },
  ]);
  expect(readlinkSync(join(site, "releases/r1/storage"))).toBe("../../shared/storage");
  expect(readlinkSync(join(site, "releases/r1/public/uploads"))).toBe("../../../shared/public/uploads");
  expect(readlinkSync(join(site, "releases/r1/bootstrap/cache"))).toBe("../../../shared/bootstrap/cache/r1");
});

it("without exchange a live app is adopted in place, and one that is not live is renamed and linked", () => {
  const site = liveApp();
  const result = persistWith(join(site, "app"), [UPLOADS], { way: "none" });
  expect(result.kind === "applied" && result.outcome.inPlace).toEqual(["public/uploads"]);
  expect(lstatSync(join(site, "app/public/uploads")).isDirectory()).toBe(true);
  expect(readlinkSync(join(site, "shared/public/uploads"))).toBe("../../app/public/uploads");
  const other = freshFolder();
  writeTree(other, { "releases/r1/public/uploads/y": "2" });
  persistWith(join(other, "releases/r1"), [UPLOADS], { way: "none" });
  expect(readlinkSync(join(other, "releases/r1/public/uploads"))).toBe("../../../shared/public/uploads");
  expect(readFileSync(join(other, "shared/public/uploads/y"), "utf8")).toBe("2");
});

it("a plan whose entry was replaced meanwhile is stale and nothing is done", () => {
  const site = liveApp();
  const plan = planWith(join(site, "app"), [UPLOADS]);
  renameSync(join(site, "app/public/uploads"), join(site, "app/public/old"));
  mkdirSync(join(site, "app/public/uploads"));
  const result = applyWith(plan);
  expect(result.kind === "stale" && result.premise?.path).toBe(join(site, "app/public/uploads"));
  expect(lstatSync(join(site, "app/public/uploads")).isDirectory()).toBe(true);
});

it("adopt() completes what a run left after its placeholder", () => {
  const site = liveApp();
  mkdirSync(join(site, "shared/public"), { recursive: true });
  symlinkSync("../../shared/public/uploads", join(site, "shared/public/uploads"));
  persistWith(join(site, "app"), [UPLOADS]);
  expect(readlinkSync(join(site, "app/public/uploads"))).toBe("../../shared/public/uploads");
  expect(readFileSync(join(site, "shared/public/uploads/sub/b.txt"), "utf8")).toBe("b");
});

it("a link that the owner made to somewhere that exists is left alone and named", () => {
  const site = liveApp();
  const elsewhere = freshFolder();
  writeTree(elsewhere, { "photos/p.jpg": "p" });
  writeTree(site, { "app/public/media": { link: join(elsewhere, "photos") } });
  const plan = planWith(join(site, "app"), [{ path: "public/media" }]);
  expect(plan.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["link-left-alone"]);
  expect(plan.operations.some((operation) => operation.path === "public/media")).toBe(false);
});

it("a file that nobody has is guarded: no dangling link, adopted by the next run that sees it", () => {
  const site = liveApp();
  unlinkSync(join(site, "app/.env"));
  persistWith(join(site, "app"), [ENV]);
  expect(lstatSync(join(site, "app/.env"), { throwIfNoEntry: false })).toBeUndefined();
  writeFileSync(join(site, "app/.env"), "APP_KEY=two\n");
  persistWith(join(site, "app"), [ENV]);
  expect(readlinkSync(join(site, "app/.env"))).toBe("../shared/.env");
});

it("makes the folders that an entry needs inside it, also where a run that was cut off has left its placeholder", () => {
  const site = liveApp();
  writeTree(site, { "shared/storage": { link: "../shared/storage" } });
  persistWith(join(site, "app"), [STORAGE]);
  expect(readdirSync(join(site, "shared")).filter((name) => !name.startsWith("."))).toEqual(["storage"]);
  expect(lstatSync(join(site, "shared/storage/framework/views")).isDirectory()).toBe(true);
  expect(planWith(join(site, "app"), [STORAGE]).operations).toEqual([]);
});
