import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { classify, explain } from "../../src/classify/folder.ts";
import type { ClassifyInput } from "../../src/classify/classify.ts";
import { abs, rel } from "../../src/core/path.ts";
import { detect } from "../../src/detect/detect.ts";
import { readsOf, wantsText } from "../../src/detect/wants.ts";
import { profiles } from "../../src/profiles/index.ts";
import { scan } from "../../src/system/scan.ts";

const EXAMPLES = fileURLToPath(new URL("../../examples", import.meta.url));
const NAMES = readdirSync(EXAMPLES);

function read(example: string): ClassifyInput {
  const inventory = scan(abs(`${EXAMPLES}/${example}/tree`), { wants: wantsText, reads: readsOf(profiles) });
  return { inventory, detections: detect(inventory, profiles), decisions: [], record: null };
}

test.each(profiles.map(({ id }) => id))("profile %s has an example that it recognises", (id) => {
  const own = NAMES.filter((name) => name === id || name.startsWith(`${id}-`));
  const found = own.map((name) => read(name).detections.map((detection) => detection.id));
  expect(own.length).toBeGreaterThan(0);
  expect(found.filter((ids) => ids.includes(id))).not.toEqual([]);
});

test.each(NAMES)("example %s is first of all what its name says", (name) => {
  const [first] = read(name).detections;
  expect(name === first?.id || name.startsWith(`${first?.id ?? "?"}-`)).toBe(true);
});

/** What each of these applications must not lose, and what must not outlive its release. */
const JUDGED: readonly (readonly [example: string, path: string, says: string])[] = [
  ["bookingcore", "public/uploads/0000/1/2025/03/01/harbour.jpg", "user merge"],
  ["botble", "public/themes/harbour/css/style.integration.css", "user link"],
  ["botble", "public/themes/harbour/css/style.css", "asset release"],
  ["contao", "assets/images", "runtime link"],
  ["drupal", "web/sites/default/files/styles", "runtime link"],
  ["flarum", "public/assets/avatars", "user merge"],
  ["froiden", "public/css/app-custom.css", "user link"],
  ["humhub", "assets", "runtime per-release"],
  ["kimai", "var/data/invoices", "runtime link"],
  ["kirby", "media", "runtime per-release"],
  ["laravel", "storage/framework/views", "runtime link"],
  ["mastodon", "public/avatars", "asset release"],
  ["mastodon", "public/system/media_attachments", "user link"],
  ["october", "storage/cms", "runtime link"],
  ["october", "storage/cms/project.json", "user link"],
  ["opencart", "system/storage/vendor", "asset release"],
  ["opencart", "system/storage/download", "user link"],
  ["perfex", "application/config/app-config.php", "user link"],
  ["strapi", ".tmp/data.db", "user link"],
  ["symfony", "var", "runtime carry"],
  ["symfony", "var/cache", "runtime per-release"],
  ["ultimatepos", "public/files", "asset release"],
  ["uptime-kuma", "db/kuma.db", "asset release"],
  ["uptime-kuma", "data/kuma.db", "user link"],
  ["winter", "plugins", "user carry"],
];

test.each(JUDGED)("in example %s, %s is %s", (example, path, says) => {
  const verdict = explain(rel(path), read(example));
  expect(`${String(verdict.class)} ${verdict.handling}`).toBe(says);
});

test("only the example that shows it leaves something undecided", () => {
  const asking = NAMES.filter((name) => classify(read(name)).undecided.length > 0);
  expect(asking).toEqual(["laravel-bought"]);
});
