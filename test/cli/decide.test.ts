import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { applyFiles } from "../../src/apply/apply-files.ts";
import { abs } from "../../src/core/path.ts";
import { planDecide } from "../../src/plan/decide.ts";
import {
  BOUGHT_SCRIPT,
  type Ended,
  holdfast,
  holdfastJson,
  must,
  NOBODY,
  persistedSite,
  type Site,
  siteOf,
  start,
} from "../support/cli.ts";
import { program } from "../support/program.ts";
import { openTerminal, type Terminal } from "../support/terminal.ts";
import { freshFolder, manifest, type TreeShape, writeTree } from "../support/tree.ts";

/** Two folders of which nothing says what they are. */
const UNCLEAR: TreeShape = {
  ...BOUGHT_SCRIPT,
  "public/logos/shop.png": "logo",
  "public/pattern-pieces/one.png": "one",
};

function unclear(shape: TreeShape = UNCLEAR): Site {
  return siteOf("flat", shape);
}

function fileOf(site: Site): string {
  return readFileSync(join(site.app, "holdfast.json"), "utf8");
}

interface Document {
  readonly wrote: string;
  readonly decided: readonly unknown[];
  readonly undecided: readonly { readonly path: string; readonly line: string }[];
  readonly error?: { readonly code: string };
}

function document(...args: readonly string[]): Document {
  return holdfastJson(["decide", ...args]).json as Document;
}

describe("decide --list", () => {
  it("prints each undecided path with its question, what was seen, and the exact line; changes nothing", () => {
    const site = unclear();
    const before = manifest(site.root);
    const { code, out } = holdfast(["decide", site.app, "--list"]);
    expect(code).toBe(0);
    expect(out).toContain("❔ 2 paths to decide; until then they stay with the code:");
    expect(out).toContain("public/logos: Do people or the running system put files into public/logos?");
    expect(out).toContain("seen: It holds 1 file that could be shipped or uploaded\n");
    expect(out).toContain('holdfast.json: "public/logos": "user"');
    expect(document(site.app, "--list").undecided.map(({ path, line }) => [path, line])).toEqual([
      ["public/logos", '"public/logos": "user"'],
      ["public/pattern-pieces", '"public/pattern-pieces": "user"'],
    ]);
    expect(manifest(site.root)).toEqual(before);
  });

  it("says when there is nothing to decide", () => {
    expect(must(holdfast(["decide", siteOf("flat").app, "--list"])).out).toContain("✅ Nothing to decide");
    expect(must(holdfast(["decide", siteOf("flat").app])).out).toContain("✅ Nothing to decide");
  });
});

describe("decide without a terminal and without --set", () => {
  it("prints the list, what to do, and ends with 1; changes nothing", () => {
    const site = unclear();
    const before = manifest(site.root);
    const { code, out } = holdfast(["decide", site.app]);
    expect(code).toBe(1);
    expect(out).toContain('holdfast.json: "public/logos": "user"');
    expect(out).toContain(
      `👉 Nobody is there to ask; say what each is, for example: holdfast decide ${site.app} --set public/logos=user`,
    );
    expect(holdfastJson(["decide", site.app]).code).toBe(1);
    expect(manifest(site.root)).toEqual(before);
  });
});

describe("decide --set", () => {
  it("makes the file as init makes it, with the decisions in it, which are in force at once", () => {
    const site = unclear();
    const { out } = must(
      holdfast(["decide", site.app, "--set", "public/logos=user", "--set", "public/pattern-pieces=asset"]),
    );
    expect(out).toContain("✅ Written to holdfast.json:");
    expect(out).toContain("it lives in shared, and each release has a link to it");
    expect(fileOf(site)).toContain("// What Holdfast cannot know, or gets wrong.");
    expect(fileOf(site)).toContain('    "public/logos": "user",\n    "public/pattern-pieces": "asset"\n');
    expect(statSync(join(site.app, "holdfast.json")).mode & 0o777).toBe(0o644);
    expect(document(site.app, "--list").undecided).toEqual([]);
    must(holdfast(["persist", site.app, "--yes"]));
    expect(lstatSync(join(site.app, "public/logos")).isSymbolicLink()).toBe(true);
  });

  it("takes a handling, a pattern, and a path spelled from the root of the disk", () => {
    const site = unclear();
    const set = [
      "public/logos=user:merge",
      "public/themes/*/custom=user",
      `${site.app}/public/pattern-pieces/=runtime`,
      "marker.txt=user",
    ];
    const { decided } = document(site.app, ...set.flatMap((one) => ["--set", one]));
    expect(decided).toEqual([
      {
        path: "public/logos",
        line: '"public/logos": { "class": "user", "handling": "merge" }',
        class: "user",
        handling: "merge",
      },
      { path: "public/themes/*/custom", line: '"public/themes/*/custom": "user"', class: null, handling: null },
      { path: "public/pattern-pieces", line: '"public/pattern-pieces": "runtime"', class: "runtime", handling: "link" },
      {
        path: "marker.txt",
        line: '"marker.txt": { "class": "user", "kind": "file" }',
        class: "user",
        handling: "link",
      },
    ]);
  });

  it("keeps the owner's text, mode and remarks, and changes nothing a second time", () => {
    const own = '{\n\t// ours\n\t"paths": {\n\t\t"public/pattern-pieces": "asset", // by the designer\n\t},\n}\n';
    const site = unclear({ ...UNCLEAR, "holdfast.json": { text: own, mode: 0o640 } });
    must(holdfast(["decide", site.app, "--set", "public/logos=user"]));
    expect(fileOf(site)).toBe(own.replace("designer\n", 'designer\n\t\t"public/logos": "user"\n'));
    expect(statSync(join(site.app, "holdfast.json")).mode & 0o777).toBe(0o640);
    const before = manifest(site.root);
    expect(must(holdfast(["decide", site.app, "--set", "public/logos=user"])).out).toContain("nothing was changed");
    expect(manifest(site.root)).toEqual(before);
  });

  it("names the schema only where init has put it", () => {
    const site = unclear();
    must(holdfast(["init", site.app]));
    const made = fileOf(site);
    expect(made).toContain('"$schema": "./scripts/holdfast.schema.json"');
    expect(existsSync(join(site.app, "scripts/holdfast.schema.json"))).toBe(true);
    must(holdfast(["decide", site.app, "--set", "public/logos=user"]));
    expect(fileOf(site)).toContain('"public/logos": "user"');
    const other = unclear();
    must(holdfast(["decide", other.app, "--set", "public/logos=user"]));
    expect(fileOf(other)).not.toContain("$schema");
  });

  it("takes the decisions in force along where a release came without its file", () => {
    const site = persistedSite("flat", {
      ...UNCLEAR,
      "holdfast.json": '{ "paths": { "public/pattern-pieces": { "handling": "merge" } } }',
    });
    start(["rm", join(site.app, "holdfast.json")]);
    must(holdfast(["decide", site.app, "--set", "public/logos=user"]));
    expect(fileOf(site)).toContain(
      '"public/pattern-pieces": { "class": "user", "handling": "merge" },\n    "public/logos": "user"',
    );
  });

  it("shows what it would write with --dry-run", () => {
    const site = unclear();
    const before = manifest(site.root);
    const { out } = must(holdfast(["decide", site.app, "--set", "public/logos=user", "--dry-run"]));
    expect(out).toContain('📝 Would write to holdfast.json:\n  🟢 "public/logos": "user"');
    expect(manifest(site.root)).toEqual(before);
  });
});

describe("decide refuses, and changes nothing:", () => {
  it.each<readonly [string, string, RegExp]>([
    ["no class", "public/logos", /is not PATH=CLASS or PATH=CLASS:HANDLING/],
    ["no path", "=user", /is not PATH=CLASS/],
    ["too many words", "a=user:link:now", /is not PATH=CLASS/],
    ["a class that is none", "public/logos=usr", /none of asset, user, runtime; did you mean user\?/],
    [
      "a handling that is none",
      "public/logos=user:lnik",
      /none of link, merge, carry, per-release, release; did you mean link\?/,
    ],
    ["a path that leaves the app", "../x=user", /leaves the app/],
    ["another absolute path", "/etc=user", /leaves the app/],
    ["the web root", "public=user", /"public" is the web root/],
    ["a pattern that starts with !", "!a=user", /starts with "!"/],
  ])("%s", (_, set, says) => {
    const site = unclear();
    const before = manifest(site.root);
    const ended = holdfast(["decide", site.app, "--set", set]);
    expect(ended.code).toBe(64);
    expect(ended.err).toMatch(says);
    expect(ended.err).toContain("👉");
    expect(manifest(site.root)).toEqual(before);
  });

  it.each<readonly [string, TreeShape[string] | Buffer, RegExp]>([
    [
      "a file that it does not understand",
      '{ "pathes": {} }',
      /"pathes" is not a key that Holdfast knows; did you mean "paths"\?/,
    ],
    ["a link instead of a file", { link: "elsewhere.json" }, /cannot be read/],
    ["a file that is not UTF-8", Buffer.from('{ "paths": { "caf\xe9": "user" } }', "latin1"), /is not UTF-8/],
    ["a file in UTF-16", Buffer.from('\uFEFF{ "paths": {} }', "utf16le"), /is not UTF-8/],
  ])("%s", (_, content, says) => {
    const site = unclear();
    if (Buffer.isBuffer(content)) writeFileSync(join(site.app, "holdfast.json"), content);
    else writeTree(site.app, { "holdfast.json": content ?? null, "elsewhere.json": "{}" });
    const before = manifest(site.root);
    const ended = holdfast(["decide", site.app, "--set", "public/logos=user"]);
    expect(ended.code).toBe(2);
    expect(ended.err).toMatch(says);
    expect(ended.err).toContain("👉");
    expect(manifest(site.root)).toEqual(before);
  });

  it("a file that may not be read, or a folder that may not be written to", () => {
    const site = unclear({ ...UNCLEAR, "holdfast.json": { text: "{}", mode: 0o600 } });
    const asNobody = (): Ended => holdfast(["decide", site.app, "--set", "public/logos=user"], { as: NOBODY });
    expect(asNobody()).toMatchObject({
      code: 2,
      err: expect.stringMatching(/cannot be read: not readable \(EACCES\)/),
    });
    chmodSync(join(site.app, "holdfast.json"), 0o644);
    expect(asNobody()).toMatchObject({ code: 1, err: expect.stringContaining("EACCES") });
    expect(fileOf(site)).toBe("{}");
    expect(readdirSync(site.app).filter((name) => name.startsWith(".holdfast"))).toEqual([]);
  });
});

describe("a file that somebody else changes at the same time", () => {
  const root = (): string => {
    const folder = freshFolder();
    writeFileSync(join(folder, "holdfast.json"), "{}");
    return folder;
  };
  const planned = (folder: string, now: string | null) =>
    planDecide(
      { now, next: '{ "paths": { "a": "user" } }', owner: { uid: 0, gid: 0, mode: 0o644 }, leftover: false },
      { app: abs(folder) },
    );

  it("is left as it is, with nothing beside it", () => {
    const folder = root();
    const plan = planned(folder, "{}");
    writeFileSync(join(folder, "holdfast.json"), "{ /* mine */ }");
    expect(() => applyFiles(plan, { asRoot: false })).toThrow(/was changed by somebody else while this command ran/);
    expect(readFileSync(join(folder, "holdfast.json"), "utf8")).toBe("{ /* mine */ }");
    expect(readdirSync(folder)).toEqual(["holdfast.json"]);
  });

  it("is left where it appeared although none was there", () => {
    const folder = root();
    expect(applyFiles(planned(folder, null), { asRoot: false })).toEqual(["holdfast.json"]);
    expect(readFileSync(join(folder, "holdfast.json"), "utf8")).toBe("{}");
    expect(readdirSync(folder)).toEqual(["holdfast.json"]);
  });
});

describe("decide on a terminal", () => {
  const terminal = (site: Site): Terminal => openTerminal(`'${process.execPath}' '${program()}' decide '${site.app}'`);

  it("asks about each path, with what was seen, and writes the answers", { timeout: 60_000 }, async () => {
    const site = unclear();
    const { press, shows } = terminal(site);
    const first = await shows(/1\/2 {2}Do people or the running system put files into public\/logos\?/);
    expect(first).toContain("It holds 1 file that could be shipped or uploaded [public/logos]");
    for (const choice of ["user     people made it", "asset    it comes", "runtime  the system", "skip     not now"])
      expect(first).toContain(choice);
    press("Up", "Up", "Up", "Enter");
    await shows(/2\/2 {2}Do people or the running system put files into public\/pattern-pieces\?/);
    press("Enter");
    const end = await shows(/ended with/);
    expect(end).toContain("ended with 0");
    expect(end).toContain("❔ 1 path still to decide: public/pattern-pieces");
    expect(fileOf(site)).toContain('    "public/logos": "user"\n');
  });

  it("keeps what was answered when somebody stops in the middle, if they say so", { timeout: 60_000 }, async () => {
    const site = unclear();
    const { press, shows } = terminal(site);
    await shows(/1\/2 /);
    press("Up", "Up", "Enter");
    await shows(/2\/2 /);
    press("C-c");
    await shows(/Write the 1 answered so far\?/);
    press("Enter");
    await shows(/ended with 0/);
    expect(fileOf(site)).toContain('    "public/logos": "asset"\n');
  });

  it("changes nothing when somebody stops at once", { timeout: 60_000 }, async () => {
    const site = unclear();
    const before = manifest(site.root);
    const { press, shows } = terminal(site);
    await shows(/1\/2 /);
    press("C-c");
    expect(await shows(/ended with/)).toContain("ended with 2");
    expect(manifest(site.root)).toEqual(before);
  });
});
