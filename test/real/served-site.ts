/** A site as it is served in the tests of the ways to serve, and what its visitors ask for. */
import { chmodSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { must, persistedSite, type Site, siteOf, holdfast } from "../support/cli.ts";
import { delivered, live } from "../support/deliveries-of.ts";
import { type TreeShape, writeTree } from "../support/tree.ts";
import type { Asked } from "./constant-load.ts";

/** Ways that a site is moved to. */
export const WAYS = ["link", "entries", "loader", "server", "in-place"] as const;
export type TestedWay = (typeof WAYS)[number];

/** A page is made by two files. Whatever is not there is answered with 404, also where the server hands every name to the front controller. */
const front = (version: string): string => `<?php
if ($_SERVER['REQUEST_URI'] !== '/') { http_response_code(404); exit('nothing here'); }
echo 'version ${version} of shop, with ', file_get_contents(__DIR__ . '/../part.txt');
`;

const part = (version: string): string => `part ${version}`;

/** Between the two files of a page, in the order of their names: what is replaced one by one takes some time. */
const rest = (version: string): TreeShape =>
  Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`parts/${index}.php`, `<?php // ${version}`]));

const UPLOAD = `<?php
$name = 'uploads/' . basename($_FILES['photo']['name']);
if (!move_uploaded_file($_FILES['photo']['tmp_name'], __DIR__ . '/' . $name)) { http_response_code(500); exit('not kept'); }
echo $name;
`;

const SECRET = "never-to-be-seen";

const CODE = {
  "composer.json": '{"name":"acme/shop","version":"1.0","require":{"laravel/framework":"^11.0"}}',
  artisan: "",
  "bootstrap/app.php": "<?php",
  "part.txt": part("1"),
  ...rest("1"),
  "public/index.php": front("1"),
  "public/upload.php": UPLOAD,
  "public/css/app.css": "/* 1 */",
  "public/only-one.txt": "1",
  ".env": { text: `APP_KEY=${SECRET}`, mode: 0o600 },
  "public/uploads/old.txt": "old upload",
};

/** A site that is served in that way; its document root was there before anything of ours, as a panel makes it. */
export function servedSite(way: TestedWay): Site {
  if (way === "in-place") return siteWithoutLinks();
  const site = persistedSite("releases", CODE);
  chmodSync(join(site.shared, "public/uploads"), 0o777);
  if (way !== "server") mkdirSync(join(site.root, "public_html"));
  must(holdfast(["serve", way, "--site", site.root, "--yes"]));
  return site;
}

function siteWithoutLinks(): Site {
  const site = siteOf("flat", CODE);
  chmodSync(live(site, "public/uploads"), 0o777);
  must(holdfast(["serve", "in-place", "--site", site.app, "--yes"]));
  return site;
}

/** Where the server finds what it serves. */
export function documentRootOf(way: TestedWay, site: Site): string {
  return way === "in-place" ? live(site, "public") : join(site.root, "public_html");
}

/** What is typed for the next version. A site that was never seen to get its first has to be told what that was. */
export function releaseOf(way: TestedWay, site: Site): string[] {
  const old = way === "in-place" ? ["--shipped", firstVersionOf(site)] : [];
  return ["release", nextVersionOf(site), ...old, "--site", live(site), "--yes"];
}

function firstVersionOf(site: Site): string {
  const folder = join(dirname(site.root), "shop-1.0");
  mkdirSync(folder);
  writeTree(folder, Object.fromEntries(Object.entries(CODE).filter(([path]) => !/^\.env$|uploads/.test(path))));
  return folder;
}

/** The next version, as its vendor ships it. */
function nextVersionOf(site: Site): string {
  return delivered(site, "2.0", {
    "part.txt": part("2"),
    ...rest("2"),
    "public/index.php": front("2"),
    "public/upload.php": UPLOAD,
    "public/css/app.css": "/* 2 */",
    "public/new/deep.txt": "new",
  });
}

/** What must be there at every instant, and what nobody may ever get. */
export function askedOf(upload: string): Asked[] {
  const isThere =
    (...texts: readonly string[]): Asked["wrong"] =>
    (status, body) =>
      status === 200 && texts.some((text) => body.startsWith(text)) ? null : `${status} ${body.slice(0, 80)}`;
  const isPrivate: Asked["wrong"] = (status, body) =>
    status === 200 || body.includes(SECRET) ? `given out: ${status} ${body.slice(0, 80)}` : null;
  return [
    {
      path: "/",
      wrong: isThere("version 1 of ", "version 2 of "),
      isMixed: (body) => /^version (\d).*part (?!\1)/.test(body),
    },
    { path: "/css/app.css", wrong: isThere("/* 1 */", "/* 2 */") },
    { path: "/uploads/old.txt", wrong: isThere("old upload") },
    { path: upload, wrong: isThere("before") },
    { path: "/.env", wrong: isPrivate },
    { path: "/../.env", wrong: isPrivate },
  ];
}
