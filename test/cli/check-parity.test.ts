import {
  chmodSync,
  lchownSync,
  mkdirSync,
  readdirSync,
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
  countsOf,
  holdfast,
  LAYOUTS,
  persist,
  persistedSite,
  type Site,
  siteOf,
  start,
  typed,
} from "../support/cli.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

/** Ways in which a site breaks, one after the other. */
const BREAKING: Readonly<Record<string, (site: Site) => void>> = {
  "a secret can be read by everybody": ({ shared }) => {
    chmodSync(join(shared, ".env"), 0o644);
  },
  "a link is not its data's owner's": ({ app, shared }) => {
    lchownSync(join(app, "public/media"), 65534, 65534);
    lchownSync(join(shared, "public/storage"), 65534, 65534);
  },
  "a link is gone": ({ app }) => {
    unlinkSync(join(app, "storage"));
  },
  "a link leads nowhere": ({ app }) => {
    unlinkSync(join(app, "public/uploads"));
    symlinkSync("/nowhere", join(app, "public/uploads"));
  },
  "a link in shared leads nowhere": ({ shared }) => {
    rmSync(join(shared, "public/media"), { recursive: true });
    symlinkSync("/nowhere", join(shared, "public/media"));
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
  "an owner cannot write behind public/storage": ({ shared }) => {
    chmodSync(join(shared, "storage/app/public"), 0o555);
  },
  "the chain of public/storage is broken": ({ shared }) => {
    unlinkSync(join(shared, "public/storage"));
    mkdirSync(join(shared, "public/storage"));
  },
  "an owner cannot write": ({ shared }) => {
    chmodSync(join(shared, "public/user-uploads"), 0o555);
  },
  "a run did not finish": ({ shared }) => {
    writeFileSync(join(shared, ".holdfast/journal/tx-000009.json"), "{}");
  },
  "an asset has become a link": ({ app }) => {
    renameSync(join(app, "public/flags"), join(app, "flags-elsewhere"));
    symlinkSync("../flags-elsewhere", join(app, "public/flags"));
  },
  "settings are missing": ({ app }) => {
    writeFileSync(join(app, ".env.example"), "APP_KEY=\nDB_PASSWORD=\nMAIL_HOST=\nexport QUEUE = x\n");
  },
};

/** Insists that both print the same and end the same; hands back what they print. */
function expectSame(site: Site, why: string): string {
  const ours = holdfast(["check", site.app]);
  const portable = start(["sh", join(site.shared, "health-check.sh"), site.app]);
  expect(ours.out.split("\n"), why).toEqual(portable.out.split("\n"));
  expect(ours.code, why).toBe(portable.code);
  expect(ours.err + portable.err).toBe("");
  expect(ours.code).toBe(countsOf(ours.out).failed > 0 ? 1 : 0);
  return ours.out;
}

describe.each(LAYOUTS)("check and the portable health check in the %s layout", (layout) => {
  it("print the same lines after each of many things broke, one after the other", () => {
    const site = persistedSite(layout);
    let before = expectSame(site, "nothing is broken");
    for (const [name, breaking] of Object.entries(BREAKING)) {
      breaking(site);
      const after = expectSame(site, name);
      expect(after, name).not.toBe(before);
      before = after;
    }
  });

  it("print the same lines below a folder whose name a shell would act on", () => {
    const folder = join(freshFolder(), 'it\'s $(touch pwned) "here"');
    mkdirSync(folder);
    const site = siteOf(layout, BOUGHT_SCRIPT, folder);
    persist(site.app);
    for (const breaking of Object.values(BREAKING)) breaking(site);
    expectSame(site, "all of it");
    const repair = /🔧 To repair: (.*)/u.exec(holdfast(["check", site.app]).out)?.[1] ?? "exit 99";
    expect(typed(repair, { cwd: folder }).code).not.toBe(99);
    expect(readdirSync(folder)).toEqual(["site"]);
  });
});
