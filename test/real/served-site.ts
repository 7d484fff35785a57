/** A site as it is served in the tests of the ways to serve, and what its visitors ask for. */
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { must, persistedSite, type Site, holdfast } from "../support/cli.ts";
import { delivered } from "../support/deliveries-of.ts";
import type { Asked } from "./constant-load.ts";

/** Ways that a site is moved to. */
export const WAYS = ["link", "entries", "loader", "server"] as const;
export type TestedWay = (typeof WAYS)[number];

/** Whatever is not there is answered with 404, also where the server hands every name to the front controller. */
const front = (version: string): string => `<?php
if ($_SERVER['REQUEST_URI'] !== '/') { http_response_code(404); exit('nothing here'); }
echo 'version ${version} of shop';
`;

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
  "public/index.php": front("1"),
  "public/upload.php": UPLOAD,
  "public/css/app.css": "/* 1 */",
  "public/only-one.txt": "1",
  ".env": { text: `APP_KEY=${SECRET}`, mode: 0o600 },
  "public/uploads/old.txt": "old upload",
};

/** A site that is served in that way; its document root was there before anything of ours, as a panel makes it. */
export function servedSite(way: TestedWay): Site {
  const site = persistedSite("releases", CODE);
  chmodSync(join(site.shared, "public/uploads"), 0o777);
  if (way !== "server") mkdirSync(join(site.root, "public_html"));
  must(holdfast(["serve", way, "--site", site.root, "--yes"]));
  return site;
}

/** The next version, as its vendor ships it. */
export function nextVersionOf(site: Site): string {
  return delivered(site, "2.0", {
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
    { path: "/", wrong: isThere("version 1 of ", "version 2 of ") },
    { path: "/css/app.css", wrong: isThere("/* 1 */", "/* 2 */") },
    { path: "/uploads/old.txt", wrong: isThere("old upload") },
    { path: upload, wrong: isThere("before") },
    { path: "/.env", wrong: isPrivate },
    { path: "/../.env", wrong: isPrivate },
  ];
}
