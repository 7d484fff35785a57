import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { BOUGHT_SCRIPT, persist, siteOf } from "../support/cli.ts";
import { delivered } from "../support/deliveries-of.ts";
import { comparable, freshHome, withRealOutput } from "./shown-output.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The bought script as the page's reader has it: live in `example.com/app`, with two updates of its vendor's in the home folder. */
function boughtScript(): string {
  const home = freshHome();
  const site = siteOf("flat", {
    ...BOUGHT_SCRIPT,
    "composer.json": '{"name":"acme/shop","version":"1.0","require":{"laravel/framework":"^11.0"}}',
    "public/index.php": "<?php // 1.0",
    "public/css/app.css": "css, edited on the server",
  });
  renameSync(site.root, join(home, "example.com"));
  persist(join(home, "example.com/app"));
  const vendor = { root: join(home, "example.com") };
  for (const version of ["1.0", "1.1", "1.2"]) {
    const more = version === "1.1" ? { "database/migrations/2026_01_05_add_coupons.php": "<?php" } : {};
    const folder = delivered(vendor, version, more);
    execFileSync("zip", ["-qr", join(home, `shop-${version}.zip`), `shop-${version}`], { cwd: join(folder, "..") });
    execFileSync("rm", ["-r", folder]);
  }
  return home;
}

/** The site that the night's reader is called to: three releases, and something that was rescued. */
function atNight(): string {
  const home = boughtScript();
  const run = (line: string): void => {
    execFileSync("bash", ["-c", line], { cwd: join(home, "example.com"), env: { ...process.env, HOME: home } });
  };
  const holdfast = `"$HOME/.local/bin/holdfast"`;
  run(`${holdfast} release ~/shop-1.1.zip --yes --shipped ~/shop-1.0.zip`);
  run(`echo '<?php system("id");' > app/public/door.php; echo '<x/>' > app/public/sitemap.xml`);
  run(`${holdfast} release ~/shop-1.2.zip --yes`);
  return home;
}

/** An empty site, and two builds of an application as a pipeline sends them. */
function byPipeline(): string {
  const home = freshHome();
  mkdirSync(join(home, "example.com/shared"), { recursive: true });
  writeFileSync(join(home, "example.com/shared/.env"), "APP_KEY=live\n", { mode: 0o600 });
  for (const [version, commit] of [
    ["1.0", "4f2a9c1"],
    ["1.1", "b81d03e"],
  ] as const) {
    const folder = delivered({ root: join(home, "example.com") }, version);
    execFileSync("tar", ["-czf", join(home, `example-${commit}.tar.gz`), "-C", folder, "."]);
    execFileSync("rm", ["-r", folder]);
  }
  return home;
}

/** A site on a server, and the copy of it that was brought home. */
function withoutNode(): string {
  const home = freshHome();
  for (const place of ["copy", "example.com"]) renameSync(siteOf("flat").root, join(home, place));
  return home;
}

const PAGES = [
  { page: "docs/bought-script.md", home: boughtScript, site: "/home/me/example.com" },
  { page: "docs/at-night.md", home: atNight, site: "/home/me/example.com" },
  { page: "docs/without-node.md", home: withoutNode, site: "/home/me/example.com" },
  { page: "docs/agency-ci.md", home: byPipeline, site: "/var/www/example.com" },
];

it.each(PAGES)("$page shows what the program prints", ({ page, home, site }) => {
  const path = join(ROOT, page);
  const shown = readFileSync(path, "utf8");
  const real = withRealOutput(shown, home(), site);
  expect(real).toContain("```console");
  if (process.env["HOLDFAST_WRITE_PAGES"] === "1") writeFileSync(path, real);
  else expect(comparable(real)).toBe(comparable(shown));
});
