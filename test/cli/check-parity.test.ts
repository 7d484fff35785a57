import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { countsOf, holdfast, LAYOUTS, persistedSite, type Site, start } from "../support/cli.ts";
import { writeTree } from "../support/tree.ts";

/** Ways in which a site breaks, one after the other. */
const BREAKING: Readonly<Record<string, (site: Site) => void>> = {
  "a link is gone": ({ app }) => {
    unlinkSync(join(app, "storage"));
  },
  "a link leads nowhere": ({ app }) => {
    unlinkSync(join(app, "public/uploads"));
    symlinkSync("/nowhere", join(app, "public/uploads"));
  },
  "a link leads to another folder": ({ app, shared }) => {
    unlinkSync(join(app, "public/media"));
    symlinkSync(join(shared, "public/avatars"), join(app, "public/media"));
  },
  "a link's text is absolute": ({ app, shared }) => {
    unlinkSync(join(app, "public/avatars"));
    symlinkSync(join(shared, "public/avatars"), join(app, "public/avatars"));
  },
  "a real folder stands where a link belongs": ({ app }) => {
    unlinkSync(join(app, "public/qrcodes"));
    writeTree(app, { "public/qrcodes/new.png": "new" });
  },
  "a real file stands where a link belongs": ({ app }) => {
    unlinkSync(join(app, ".env"));
    writeFileSync(join(app, ".env"), "edited", { mode: 0o644 });
  },
  "data is gone from shared": ({ shared }) => {
    rmSync(join(shared, "public/invoices"), { recursive: true });
  },
  "a file stands in shared where a folder belongs": ({ shared }) => {
    rmSync(join(shared, "public/exports"), { recursive: true });
    writeFileSync(join(shared, "public/exports"), "a file");
  },
  "the chain of public/storage is broken": ({ shared }) => {
    unlinkSync(join(shared, "public/storage"));
    mkdirSync(join(shared, "public/storage"));
  },
  "an owner cannot write": ({ shared }) => {
    chmodSync(join(shared, "public/user-uploads"), 0o555);
  },
  "an asset has become a link": ({ app }) => {
    renameSync(join(app, "public/flags"), join(app, "flags-elsewhere"));
    symlinkSync("../flags-elsewhere", join(app, "public/flags"));
  },
  "settings are missing": ({ app }) => {
    writeFileSync(join(app, ".env.example"), "APP_KEY=\nDB_PASSWORD=\nMAIL_HOST=\nexport QUEUE = x\n");
  },
};

/** A secret that everybody may read. */
function exposed({ shared }: Site): void {
  chmodSync(join(shared, ".env"), 0o644);
}

function expectSame(site: Site): void {
  const ours = holdfast(["check", site.app]);
  const portable = start(["sh", join(site.shared, "health-check.sh"), site.app]);
  expect(ours.out.split("\n")).toEqual(portable.out.split("\n"));
  expect(ours.code).toBe(portable.code);
  expect(ours.err + portable.err).toBe("");
  expect(ours.code).toBe(countsOf(ours.out).failed > 0 ? 1 : 0);
}

describe.each(LAYOUTS)("check and the portable health check in the %s layout", (layout) => {
  it("print the same lines on a healthy site", () => {
    expectSame(persistedSite(layout));
  });

  it.each(Object.keys(BREAKING))("print the same lines where %s", (name) => {
    const site = persistedSite(layout);
    const healthy = holdfast(["check", site.app]).out;
    BREAKING[name]?.(site);
    expect(holdfast(["check", site.app]).out).not.toBe(healthy);
    expectSame(site);
  });

  it("print the same lines where everything is broken at once", () => {
    const site = persistedSite(layout);
    for (const breaking of Object.values(BREAKING)) breaking(site);
    expectSame(site);
  });

  it("print the same lines where a secret can be read by everybody", () => {
    const site = persistedSite(layout);
    exposed(site);
    expectSame(site);
  });
});
