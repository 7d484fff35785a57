import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { HANDLINGS } from "../../src/core/entry.ts";
import { BOUGHT_SCRIPT, holdfast, holdfastJson, must, type Site, siteOf } from "../support/cli.ts";
import type { TreeShape } from "../support/tree.ts";

const SCRIPT: TreeShape = {
  ...BOUGHT_SCRIPT,
  "app/Http/Upload.php":
    "<?php\n$file->move(public_path('images'), $name);\n$file->move(public_path('covers'), 'x');\n",
  "public/images/hero.png": "hero",
  "public/logos/shop.png": "logo",
};

function inspected(
  args: readonly string[] = [],
  shape: TreeShape = SCRIPT,
): { readonly site: Site; readonly out: string } {
  const site = siteOf("flat", shape);
  return { site, out: must(holdfast(["inspect", site.app, ...args])).out };
}

interface PathDocument {
  readonly path: string;
  readonly class: string | null;
  readonly handling: string;
  readonly evidence: readonly {
    readonly fact: string;
    readonly where: string;
    readonly strength: string;
    readonly against?: true;
  }[];
  readonly changes: readonly { readonly path: string; readonly class: string; readonly line: string }[];
}

interface Document {
  readonly paths: readonly PathDocument[];
  readonly undecided: readonly Record<string, unknown>[];
}

function document(args: readonly string[], shape: TreeShape = SCRIPT): Document {
  return holdfastJson(["inspect", siteOf("flat", shape).app, ...args]).json as Document;
}

describe("inspect", () => {
  it("says in a line what decided, and below it what spoke against that", () => {
    const { out } = inspected();
    expect(out).toContain(
      [
        "  🟢 public/images/ — The code writes to public/images (move) [app/Http/Upload.php:2]",
        '       against it: "images" is a usual name for files that ship with the code',
      ].join("\n"),
    );
    expect(out).toContain(
      "  🟢 public/covers/ (not there yet) — The code writes to public/covers (move) [app/Http/Upload.php:3]\n",
    );
    expect(out).toContain('  🔵 public/flags/ — "flags" is a usual name for files that ship with the code\n');
    expect(out).toContain("🔵 comes with the code   🟢 made by people   🟣 made by the system");
  });

  it("lists what is undecided with the question, the exact line, and the command that asks", () => {
    const { out, site } = inspected();
    expect(out).toContain("❔ 1 path to decide; until then they stay with the code:");
    expect(out).toContain(
      'public/logos: Do people or the running system put files into public/logos? If so it is "user"',
    );
    expect(out).toContain('holdfast.json: "public/logos": "user"');
    expect(out).toContain(`👉 Answer them with: holdfast decide ${site.app}\n`);
  });
});

describe("inspect --path", () => {
  it("tells the whole story of one path", () => {
    const { out, site } = inspected(["--path", "public/images"]);
    expect(out).toContain(`🟢 public/images/
   user: people made it
   merge: it lives in shared, and each release has a link to it; shipped files that nobody here changed are updated
   Decided by:
     code (the code)              The code writes to public/images (move) [app/Http/Upload.php:2]
   Also seen:
     content (what it holds)      It holds 1 file that could be shipped or uploaded [public/images]
   Against it:
     name (the name)              "images" is a usual name for files that ship with the code [public/images]
   To change it, this line in holdfast.json:
     "public/images": "asset"
       or run: holdfast decide ${site.app} --set public/images=asset
`);
  });

  it("tells several at once, in their order, also of paths that are not there, and only these", () => {
    const { out } = inspected([
      "--path",
      "public/logos",
      "--path",
      "public/covers/new.jpg",
      "--path",
      "no/such/file.txt",
    ]);
    const heads = [...out.matchAll(/^(?:🟢|🔵|🟣|❔) (.*)$/gmu)].map(([, head]) => head);
    expect(heads).toEqual([
      "public/logos/",
      "public/covers/new.jpg (not there yet)",
      "no/such/file.txt (not there yet)",
    ]);
    expect(out).not.toContain("Comes with the code");
  });

  it("of an undecided path gives both lines that would settle it", () => {
    const { out, site } = inspected(["--path", "public/logos"]);
    expect(out).toContain(`   To settle it, one of these lines in holdfast.json:
     "public/logos": "user"
       or run: holdfast decide ${site.app} --set public/logos=user
     "public/logos": "asset"
       or run: holdfast decide ${site.app} --set public/logos=asset
`);
  });

  it("of a path in a linked entry says with what it goes, since a line of its own does nothing", () => {
    const { out, site } = inspected(["--path", "public/uploads/photo.jpg"]);
    expect(out).toContain(
      "It goes with public/uploads, which lives in shared as a whole; to change that, this line in holdfast.json:",
    );
    expect(out).toContain('     "public/uploads": "asset"\n');
    expect(must(holdfast(["decide", site.app, "--set", "public/uploads/photo.jpg=asset", "--dry-run"])).out).toContain(
      '⚠️ "public/uploads/photo.jpg": "asset"\n     public/uploads lives in shared as a whole, so a line about what lies in it does nothing by itself',
    );
  });

  it("explains every handling in plain words", () => {
    for (const handling of HANDLINGS) {
      const { out } = inspected(["--path", "public/logos"], {
        ...SCRIPT,
        "holdfast.json": `{ "paths": { "public/logos": { "class": "user", "handling": "${handling}" } } }`,
      });
      expect(out).toMatch(new RegExp(`^   ${handling}: it [a-z ,;]{30,}`, "m"));
      expect(out).toContain("decision (your own word)");
    }
  });

  it.each(["..", "/etc", "a/../../b", ""])("refuses %j, which is no path in the application", (path) => {
    expect(holdfast(["inspect", siteOf("flat").app, "--path", path]).code).toBe(64);
  });
});

describe("what a line that inspect gives does", () => {
  it.each([["public/images"], ["public/logos"], ["public/flags"], ["public/uploads/photo.jpg"], [".env.local"]])(
    "for %s",
    (path) => {
      for (const change of document(["--path", path]).paths[0]?.changes ?? []) {
        const changed = document(["--path", change.path], {
          ...SCRIPT,
          "holdfast.json": `{ "paths": { ${change.line} } }`,
        });
        expect(changed.paths[0]).toMatchObject({ path: change.path, class: change.class });
        expect(changed.paths[0]?.evidence[0]?.strength).toBe("decision");
      }
      expect(document(["--path", path]).paths[0]?.changes.length).toBeGreaterThan(0);
    },
  );
});

describe("the JSON document of inspect, as docs/json.md has it", () => {
  const FIELDS = ["app", "frameworks", "limits", "notes", "paths", "schema", "undecided", "webRoot"];
  const OF_A_PATH = ["changes", "class", "evidence", "handling", "kind", "path", "present"];

  it("has the same fields with and without --path", () => {
    for (const args of [[], ["--path", "public/images", "--path", "public/logos"]]) {
      const found = document(args);
      expect(Object.keys(found).sort()).toEqual(FIELDS);
      for (const path of found.paths) expect(Object.keys(path).sort()).toEqual(OF_A_PATH);
      for (const open of found.undecided)
        expect(Object.keys(open).sort()).toEqual(["evidence", "kind", "line", "path", "question"]);
    }
  });

  it("marks what speaks against a verdict, strongest evidence first", () => {
    const [images] = document(["--path", "public/images"]).paths;
    expect(images?.evidence.map(({ strength, against }) => [strength, against])).toEqual([
      ["code", undefined],
      ["name", true],
      ["content", undefined],
    ]);
  });

  it("names the paths as they were asked for", () => {
    const site = siteOf("flat", SCRIPT);
    const whole = join(site.app, "public/images");
    const { json } = holdfastJson(["inspect", site.app, "--path", whole, "--path", "./public/images/"]);
    expect((json as Document).paths.map(({ path }) => path)).toEqual([whole, "./public/images/"]);
  });
});
