import {
  chmodSync,
  chownSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
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
  NOBODY,
  persistedSite,
  type Site,
  siteOf,
  start,
} from "../support/cli.ts";
import { manifest, writeTree } from "../support/tree.ts";

const NEWER = "# Mail\nMAIL_HOST=smtp.example.com\nAPP_KEY=\nNEW_CERT='line one\nline two'\n";

function withExample(layout: Site["layout"], example = NEWER): Site {
  const site = persistedSite(layout, { ...BOUGHT_SCRIPT, ".env.example": example });
  return site;
}

const liveOf = (site: Site): string => join(site.shared, ".env");
const textOf = (site: Site): string => readFileSync(liveOf(site), "utf8");

interface Document {
  readonly examples: readonly { readonly name: string; readonly missing: readonly { readonly key: string }[] }[];
  readonly state: string;
  readonly diagnostics: readonly { readonly code: string }[];
}

describe.each(LAYOUTS)("env in the %s layout", (layout) => {
  it("lists what the example has and the settings in use have not, with the comment above, and changes nothing", () => {
    const site = withExample(layout);
    const before = manifest(site.root);
    const { code, out } = holdfast(["env"], { cwd: site.root });
    expect(code).toBe(0);
    expect(out).toContain(
      "2 settings of .env.example are not in it:\n      # Mail\n      MAIL_HOST=smtp.example.com\n",
    );
    expect(out).toContain("      NEW_CERT='line one\n      line two'\n");
    expect(out).toContain(`--add-missing`);
    expect(out).not.toContain("secret");
    expect(manifest(site.root)).toEqual(before);
  });

  it("adds the lines as they stand behind what is there, and a second run changes nothing", () => {
    const site = withExample(layout);
    must(holdfast(["env", "--add-missing"], { cwd: site.app }));
    expect(textOf(site)).toBe(
      "APP_KEY=live\nDB_PASSWORD=secret\n# Mail\nMAIL_HOST=smtp.example.com\nNEW_CERT='line one\nline two'\n",
    );
    const before = manifest(site.root);
    const again = must(holdfast(["env", "--add-missing"], { cwd: site.app }));
    expect(again.out).toContain("✅ It has every setting of .env.example");
    expect(manifest(site.root)).toEqual(before);
    expect(must(holdfast(["history", site.root])).out).toContain("env of");
  });

  it("keeps the file as it was in the retired folder", () => {
    const site = withExample(layout);
    must(holdfast(["env", site.app, "--add-missing"]));
    const kept = [...manifest(join(site.shared, ".holdfast/retired"))].filter(([path]) => path.endsWith("/.env"));
    expect(kept).toHaveLength(1);
  });
});

describe("env --add-missing", () => {
  it("keeps owner, mode, line ends and the mark at the beginning, and ends a last line that has no end", () => {
    const site = withExample("flat");
    writeFileSync(liveOf(site), "\uFEFFAPP_KEY=x\r\nDB_PASSWORD=y\r\nMAIL_HOST=z");
    chmodSync(liveOf(site), 0o640);
    chownSync(liveOf(site), NOBODY, NOBODY);
    must(holdfast(["env", site.app, "--add-missing"]));
    expect(textOf(site)).toBe("\uFEFFAPP_KEY=x\r\nDB_PASSWORD=y\r\nMAIL_HOST=z\r\nNEW_CERT='line one\r\nline two'\r\n");
    const { mode, uid, gid } = statSync(liveOf(site));
    expect([mode & 0o7777, uid, gid]).toEqual([0o640, NOBODY, NOBODY]);
  });

  it("never adds a name that its owner has commented out, and says so", () => {
    const site = withExample("flat", "A=1\nB=2\n");
    writeFileSync(liveOf(site), "# A=mine\n");
    const { out } = must(holdfast(["env", site.app, "--add-missing"]));
    expect(out).toContain("Not counted, because it has them in a comment: A");
    expect(textOf(site)).toBe("# A=mine\nB=2\n");
  });

  it("keeps bytes that are no UTF-8", () => {
    const site = withExample("flat", "A=1\n");
    writeFileSync(liveOf(site), Buffer.from("X=\xe4\xff\n", "latin1"));
    must(holdfast(["env", site.app, "--add-missing"]));
    expect(readFileSync(liveOf(site)).toString("latin1")).toBe("X=\xe4\xff\nA=1\n");
  });

  it("puts no empty file where there is none, and says what to do", () => {
    const site = withExample("flat");
    for (const path of [join(site.app, ".env"), liveOf(site)]) unlinkSync(path);
    const before = manifest(site.root);
    const { code, err } = holdfast(["env", site.app, "--add-missing"]);
    expect(code).toBe(1);
    expect(err).toContain('There is no ".env"');
    expect(err).toContain(`cp ${site.app}/.env.example ${site.app}/.env`);
    expect(manifest(site.root)).toEqual(before);
    unlinkSync(join(site.app, ".env.example"));
    expect(holdfast(["env", site.app]).err).toContain("make it there; then run: holdfast persist");
  });

  it("writes into the file that the application uses: a real one that an editor put in the place of the link", () => {
    const site = withExample("flat", "A=1\n");
    unlinkSync(join(site.app, ".env"));
    writeFileSync(join(site.app, ".env"), "EDITED=1\n");
    must(holdfast(["env", site.app, "--add-missing"]));
    expect(readFileSync(join(site.app, ".env"), "utf8")).toBe("EDITED=1\nA=1\n");
    expect(textOf(site)).toBe("APP_KEY=live\nDB_PASSWORD=secret\n");
  });

  it("refuses a file outside the site", () => {
    const site = withExample("flat", "A=1\n");
    const outside = `${site.root}.env`;
    renameSync(liveOf(site), outside);
    symlinkSync(outside, liveOf(site));
    const { code, err } = holdfast(["env", site.app, "--add-missing"]);
    expect([code, err.includes("neither the application's nor shared's")]).toEqual([2, true]);
    expect(readFileSync(outside, "utf8")).toBe("APP_KEY=live\nDB_PASSWORD=secret\n");
    rmSync(outside);
  });

  it("refuses a site that was never persisted, and lists all the same", () => {
    const site = siteOf("flat", { ...BOUGHT_SCRIPT, ".env.example": "A=1\n" });
    expect(holdfast(["env", site.app]).out).toContain("A=1");
    const refused = holdfast(["env", site.app, "--add-missing"]);
    expect([refused.code, refused.err.includes("has not been persisted")]).toEqual([1, true]);
    expect(readdirSync(site.root)).toEqual(["app"]);
  });

  it("as another user than the file's leaves it as it is", () => {
    const site = withExample("flat", "A=1\n");
    must(start(["chown", "-R", `${NOBODY}:${NOBODY}`, site.root]));
    chownSync(liveOf(site), 0, 0);
    chmodSync(liveOf(site), 0o644);
    const { code, out } = holdfast(["env", site.app, "--add-missing"], { as: NOBODY });
    expect([code, out.includes("belongs to another user")]).toEqual([1, true]);
    expect(textOf(site)).toBe("APP_KEY=live\nDB_PASSWORD=secret\n");
  });

  it("says in JSON what is missing where, and changes nothing on a dry run", () => {
    const site = withExample("flat");
    writeTree(site.app, { ".env.dist": "MAIL_HOST=\nDIST=1\n" });
    const { code, json } = holdfastJson(["env", "--site", site.root, "--add-missing", "--dry-run"]);
    const { examples, state } = json as Document;
    expect([code, state]).toEqual([0, "would add"]);
    expect(examples.map(({ name, missing }) => [name, missing.map(({ key }) => key)])).toEqual([
      [".env.example", ["MAIL_HOST", "NEW_CERT"]],
      [".env.dist", ["DIST"]],
    ]);
    expect(textOf(site)).toBe("APP_KEY=live\nDB_PASSWORD=secret\n");
    expect(lstatSync(join(site.app, ".env")).isSymbolicLink()).toBe(true);
  });
});
