/** What host recommends, serve takes: for each kind of site as it stands, its line to go on with is typed as it is printed. */
import { chmodSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { HostFacts } from "../../src/core/host.ts";
import type { Way } from "../../src/core/serving.ts";
import type { Choice } from "../../src/plan/serving/choose-way.ts";
import { BOUGHT_SCRIPT, type Ended, must, siteOf, start } from "../support/cli.ts";
import { program } from "../support/program.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

/** A script as it is sold, whose web root is its own folder. */
const FLAT_SCRIPT = {
  "index.php": "<?php require 'includes/config.php'; move_uploaded_file($a, __DIR__.'/uploads/'.$b);",
  "includes/config.php": "<?php $db = 'mine';",
  "uploads/photo.jpg": "photo",
  "otherdomain.com/index.html": "other",
};

class Home {
  readonly path = freshFolder();

  constructor() {
    mkdirSync(join(this.path, "bin"));
    writeFileSync(join(this.path, "bin/holdfast"), `#!/bin/sh\nexec '${process.execPath}' '${program()}' "$@"\n`);
    chmodSync(join(this.path, "bin/holdfast"), 0o755);
  }

  sh(script: string): Ended {
    const env = { HOME: this.path, PATH: `${join(this.path, "bin")}:/usr/bin:/bin` };
    return start(["sh", "-c", script], { cwd: this.path, env });
  }

  ok(script: string): string {
    const { out, err } = must(this.sh(script));
    return out + err;
  }

  put(name: string, shape: Parameters<typeof writeTree>[1]): this {
    mkdirSync(join(this.path, name), { recursive: true });
    writeTree(join(this.path, name), shape);
    return this;
  }

  /** A site with a release, none of it persisted. */
  releases(): this {
    renameSync(siteOf("releases").root, join(this.path, "site"));
    return this;
  }
}

interface Kind {
  readonly kind: string;
  readonly home: () => Home;
  /** What host is asked about, and what serve has to name. */
  readonly asked: string;
  readonly site: string;
  readonly recommended: Way | null;
  readonly stands: boolean;
  readonly next: RegExp | null;
}

const flat = (): Home => new Home().put("public_html", FLAT_SCRIPT);
const persisted = (): Home => {
  const home = flat();
  home.ok("holdfast persist public_html --yes");
  return home;
};
const beside = (): Home => new Home().put("shop/app", BOUGHT_SCRIPT).put("public_html", {});
const released = (root: Parameters<typeof writeTree>[1]): Home => {
  const home = new Home().releases().put("public_html", root);
  home.ok("holdfast persist site/current --yes");
  return home;
};

const KINDS: readonly Kind[] = [
  {
    kind: "a flat site in its document root, new",
    home: flat,
    asked: "public_html",
    site: "public_html",
    recommended: null,
    stands: true,
    next: /persist .*public_html --dry-run$/,
  },
  {
    kind: "a flat site in its document root, persisted",
    home: persisted,
    asked: "public_html",
    site: "public_html",
    recommended: null,
    stands: true,
    next: /check .*public_html$/,
  },
  {
    kind: "a home with a flat site in its document root, new",
    home: flat,
    asked: "~",
    site: "public_html",
    recommended: null,
    stands: true,
    next: /persist .*public_html --dry-run$/,
  },
  {
    kind: "a home with a flat site in its document root, persisted",
    home: persisted,
    asked: "~",
    site: "public_html",
    recommended: null,
    stands: true,
    next: /check .*public_html$/,
  },
  {
    kind: "a flat site beside its document root, new",
    home: beside,
    asked: "shop/app",
    site: "shop/app",
    recommended: "link",
    stands: false,
    next: /persist .*app --dry-run$/,
  },
  {
    kind: "a flat site beside its document root, persisted",
    home: () => {
      const home = beside();
      home.ok("holdfast persist shop/app --yes");
      return home;
    },
    asked: "shop/app",
    site: "shop/app",
    recommended: "link",
    stands: false,
    next: /serve link .*--dry-run$/,
  },
  {
    kind: "a site with releases, new",
    home: () => new Home().releases().put("public_html", {}),
    asked: "site",
    site: "site",
    recommended: "link",
    stands: false,
    next: /persist .*current --dry-run$/,
  },
  {
    kind: "a site with releases, persisted",
    home: () => released({}),
    asked: "site",
    site: "site",
    recommended: "link",
    stands: false,
    next: /serve link .*--dry-run$/,
  },
  {
    kind: "a site with releases and data in its document root",
    home: () => released({ "uploads/ftp.txt": "by FTP" }),
    asked: "site",
    site: "site",
    recommended: "link",
    stands: false,
    next: /serve link .*--dry-run$/,
  },
  {
    kind: "a site with releases and somebody's file in its document root",
    home: () => released({ "google1.html": "x" }),
    asked: "site",
    site: "site",
    recommended: "entries",
    stands: false,
    next: /serve entries .*--dry-run$/,
  },
  {
    kind: "a site without links",
    home: () => {
      const home = flat();
      home.ok("holdfast serve in-place --site public_html");
      return home;
    },
    asked: "public_html",
    site: "public_html",
    recommended: "in-place",
    stands: false,
    next: /check .*public_html$/,
  },
  {
    kind: "a home without an application",
    home: () => new Home().put("public_html", { "index.html": "soon" }),
    asked: "~",
    site: "",
    recommended: "entries",
    stands: false,
    next: null,
  },
];

type Page = HostFacts & Choice;
interface Served {
  readonly documentRoot: string | null;
  readonly ways: readonly { readonly way: Way; readonly refusal: string | null }[];
}

describe("host and serve", () => {
  it.each(KINDS)("agree on $kind", ({ home: made, asked, site, recommended, stands, next }) => {
    const home = made();
    const page = JSON.parse(home.ok(`holdfast host ${asked} --json`)) as Page;
    expect(page.recommended).toBe(recommended);
    expect(page.stands !== null).toBe(stands);
    const lines = [...home.ok(`holdfast host ${asked}`).matchAll(/^Next: (.*)$/gm)].map(([, line = ""]) => line);
    expect(lines).toHaveLength(next === null ? 0 : 1);
    const [line] = lines;
    if (next === null || line === undefined) return;
    expect(line).toMatch(next);
    const before = manifest(join(home.path, "public_html"));
    home.ok(line);
    expect(manifest(join(home.path, "public_html"))).toEqual(before);

    const answer = home.sh(`holdfast serve --site ${site} --json`);
    if (answer.code !== 0) {
      expect([answer.err.includes("Take it over first: holdfast persist"), line.includes("persist")]).toEqual([
        true,
        true,
      ]);
      return;
    }
    const served = JSON.parse(answer.out) as Served;
    if (page.documentRoot !== null) expect(served.documentRoot).toBe(page.documentRoot);
    const refused = served.ways.filter(({ refusal }) => refusal !== null).map(({ way }) => way);
    const possible = page.ways.filter((one) => one.possible).map(({ way }) => way);
    expect(possible.filter((way) => refused.includes(way))).toEqual([]);
  });

  it.each(KINDS.filter(({ next }) => next !== null))(
    "what host calls possible is not refused for $kind, once its data is taken over",
    ({ home: made, asked, site }) => {
      const home = made();
      const page = JSON.parse(home.ok(`holdfast host ${asked} --json`)) as Page;
      for (const { way, possible } of page.ways) {
        if (!possible || way === "in-place") continue;
        const root = page.documentRoot === null || way === "server" ? "" : ` --document-root '${page.documentRoot}'`;
        const { code, err } = home.sh(`holdfast serve ${way} --site ${site}${root} --dry-run`);
        // Its hint is the line that host prints.
        if (code !== 0) expect(err).toContain("Take it over first: holdfast persist");
      }
    },
  );

  it("a home with several applications is told to ask about each", () => {
    const home = new Home().put("public_html", FLAT_SCRIPT).put("domains/a.example/public_html", FLAT_SCRIPT);
    const lines = [...home.ok("holdfast host ~").matchAll(/^Next: (.*)$/gm)].map(([, line = ""]) => line);
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(home.ok(line)).toContain("served as it stands");
  });

  it("the application in another site's document root is not proposed, and neither is a link to another site", () => {
    const home = persisted().put("e/shop", BOUGHT_SCRIPT);
    home.ok("holdfast persist e/shop --yes");
    const shown = home.ok("holdfast serve --site e/shop");
    expect(shown).toContain(`Document root: ${join(home.path, "e/shop/public")} (the application itself)`);
    expect(shown).not.toContain(`${home.path}/public_html`);
    home.ok("mv public_html other && ln -s other/ public_html");
    expect(home.ok("holdfast serve --site e/shop")).not.toContain(`${home.path}/public_html`);
  });

  it("another domain's folder in the document root is called so", () => {
    const page = JSON.parse(flat().ok("holdfast host public_html --json")) as Page;
    expect(page.documentRoots.find(({ path }) => path.endsWith("/otherdomain.com"))).toMatchObject({
      holds: "another-site",
    });
  });

  it("how it is served now is said by both", () => {
    const home = flat();
    home.ok("holdfast serve in-place --site public_html");
    expect(home.ok("holdfast host public_html")).toContain("Served now: in-place");
    expect(home.ok("holdfast serve --site public_html")).toContain("is served by in-place");
    expect(persisted().ok("holdfast serve --site public_html")).toContain("is served as it stands");
  });

  it("serve tells what host found out against a way", () => {
    const home = released({});
    home.ok("holdfast host site");
    const kept = join(home.path, "site/shared/.holdfast/host.json");
    home.ok(`sed -i 's/"follow": "ok"/"follow": "ELOOP"/' '${kept}'`);
    const served = JSON.parse(home.ok("holdfast serve --site site --json")) as Served;
    expect(served.ways.find(({ way }) => way === "link")?.refusal).toContain("links are not followed");
  });
});
