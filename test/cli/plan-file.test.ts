import {
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { holdfast, LAYOUTS, must, persistedSite, type Site, siteOf } from "../support/cli.ts";
import { expectRefused } from "../support/refused.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

interface SavedPlan {
  readonly operations: readonly { readonly kind: string; readonly path: string; readonly reason: string }[];
}

/** The plan of a site, saved; it lies outside the site. */
function saved(site: Site): string {
  const file = join(freshFolder(), "a plan.json");
  must(holdfast(["plan", site.app, "--out", file]));
  return file;
}

const planIn = (file: string): SavedPlan => JSON.parse(readFileSync(file, "utf8")) as SavedPlan;

/** What is no record of the time of a run. */
function settled(root: string): Map<string, string> {
  const own = /^shared\/(\.holdfast|\.persistence-config|\.deployment-history|DEPLOYMENT|MANUAL|health-|emergency-)/;
  return new Map([...manifest(root)].filter(([path]) => !own.test(path)));
}

describe.each(LAYOUTS)("a saved plan in the %s layout", (layout) => {
  it("is applied exactly: what a plan leaves out is not done", () => {
    const site = siteOf(layout);
    const file = saved(site);
    const whole = planIn(file);
    const operations = whole.operations.filter(({ path }) => path !== "public/media");
    expect(operations.length).toBeLessThan(whole.operations.length);
    writeFileSync(file, JSON.stringify({ ...whole, operations }));
    holdfast(["persist", site.app, "--plan", file, "--yes"]);
    expect(lstatSync(join(site.app, "public/media")).isDirectory()).toBe(true);
    expect(lstatSync(join(site.app, "public/uploads")).isSymbolicLink()).toBe(true);
  });

  it("does the same as persist without it", () => {
    const site = siteOf(layout);
    const file = saved(site);
    const { out } = must(holdfast(["persist", site.app, "--plan", file, "--yes"]));
    expect(out).toContain("🎉 System is perfectly healthy!");
    const after = settled(site.root);
    expect(must(holdfast(["persist", site.app, "--yes"])).out).toContain("Nothing to do");
    expect(settled(site.root)).toEqual(after);
  });

  it("gives a reason for each operation, and follows its published schema", () => {
    const schema = JSON.parse(
      readFileSync(new URL("../../schema/plan.schema.json", import.meta.url), "utf8"),
    ) as object;
    const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
    const first = siteOf(layout);
    const plans = [planIn(saved(first)), planIn(saved(brokenSite(layout)))];
    for (const plan of plans) {
      validate(plan);
      expect(validate.errors ?? []).toEqual([]);
      expect(plan.operations.length).toBeGreaterThan(0);
      for (const { reason } of plan.operations) expect(reason.length).toBeGreaterThan(5);
    }
    expect(validate({ ...plans[0], operations: [{ kind: "delete", path: "x", reason: "y" }] })).toBe(false);
  });
});

function brokenSite(layout: Site["layout"]): Site {
  const site = persistedSite(layout);
  unlinkSync(join(site.app, "public/uploads"));
  writeTree(site.app, { "public/uploads/new.jpg": "new" });
  unlinkSync(join(site.app, "storage"));
  return site;
}

/** What may happen to a disk between a plan and its application; each is something that the plan relies on. */
const CHANGES: Readonly<Record<string, { readonly where: string; readonly change: (site: Site) => void }>> = {
  "a folder was replaced by another": {
    where: "public/uploads",
    change: ({ app }) => {
      renameSync(join(app, "public/uploads"), join(app, "public/old"));
      mkdirSync(join(app, "public/uploads"));
    },
  },
  "a folder became a link": {
    where: "public/media",
    change: ({ app }) => {
      rmSync(join(app, "public/media"), { recursive: true });
      symlinkSync("avatars", join(app, "public/media"));
    },
  },
  "a file was written anew": {
    where: ".env",
    change: ({ app }) => {
      writeFileSync(join(app, ".env.new"), "APP_KEY=edited");
      renameSync(join(app, ".env.new"), join(app, ".env"));
    },
  },
  "shared has it now": {
    where: "public/qrcodes",
    change: ({ shared }) => {
      writeTree(shared, { "public/qrcodes/other.png": "other" });
    },
  },
};

describe("a saved plan whose disk has changed", () => {
  it.each(Object.keys(CHANGES))("is refused, naming where: %s", (name) => {
    const change = CHANGES[name];
    const site = siteOf("flat");
    const file = saved(site);
    change?.change(site);
    const before = settled(site.root);
    const { code, err } = holdfast(["persist", site.app, "--plan", file, "--yes"]);
    expect(err).toContain("The disk has changed since the plan was made");
    expect(err).toContain(change?.where ?? "nothing");
    expect(err).toContain("👉 Make a new one with: holdfast plan --out FILE");
    expect(code).toBe(2);
    expect(settled(site.root)).toEqual(before);
  });

  it("is applied all the same where only files inside a folder came and went", () => {
    const site = siteOf("flat");
    const file = saved(site);
    writeTree(site.app, { "public/uploads/new.jpg": "new" });
    unlinkSync(join(site.app, "public/uploads/photo.jpg"));
    must(holdfast(["persist", site.app, "--plan", file, "--yes"]));
    expect(readFileSync(join(site.shared, "public/uploads/new.jpg"), "utf8")).toBe("new");
  });
});

describe("a plan file that cannot be used", () => {
  it.each([
    ["malformed JSON", "{\n  oops\n", "line 2, column 3"],
    ["no plan", '{"a": 1}', "is not a plan"],
  ])("%s: refused", (_, text, says) => {
    const site = siteOf("flat");
    const file = join(freshFolder(), "plan.json");
    writeFileSync(file, text);
    expectRefused(site, ["persist", site.app, "--plan", file, "--yes"], { code: 2, says, next: "holdfast plan --out" });
  });

  it("not there: refused", () => {
    const site = siteOf("flat");
    expectRefused(site, ["persist", site.app, "--plan", "/nowhere/plan.json", "--yes"], {
      code: 64,
      says: "/nowhere/plan.json",
    });
  });

  it("of another app: refused, naming both", () => {
    const [one, other] = [siteOf("flat"), siteOf("flat")];
    const refused = { code: 2, says: `made for "${one.app}", not for "${other.app}"` };
    expectRefused(other, ["persist", other.app, "--plan", saved(one), "--yes"], refused);
  });

  it("is not written over a file that is no plan; an earlier plan is replaced", () => {
    const site = siteOf("flat");
    writeFileSync(join(site.root, "precious.txt"), "precious");
    expectRefused(site, ["plan", site.app, "--out", join(site.root, "precious.txt")], {
      code: 2,
      says: "precious.txt",
    });
  });
});
