import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type TreeShape, writeTree } from "../../support/files.ts";

const LARAVEL: TreeShape = {
  "composer.json": '{"require":{"laravel/framework":"^11.0"}}',
  artisan: "",
  "bootstrap/app.php": "<?php",
  "public/index.php": "<?php",
  "public/css/app.css": "body{}",
};

/** Writes a small Laravel application with more in it. */
export function writeLaravel(folder: string, more: TreeShape): void {
  mkdirSync(folder, { recursive: true });
  writeTree(folder, { ...LARAVEL, ...more });
}

/** Data as a live application has it: nested, empty, secret, a link, several kinds of entry. */
export const LIVE_DATA: TreeShape = {
  ".env": { text: "APP_KEY=live", mode: 0o600 },
  "storage/app/public/a.jpg": "live picture",
  "storage/logs/laravel.log": "log",
  "public/uploads/u.txt": "live upload",
  "public/uploads/deep/v.txt": { text: "deep upload", mode: 0o640 },
  "public/uploads/empty": null,
  "public/uploads/latest": { link: "deep/v.txt" },
  "public/invoices/1.pdf": "invoice",
};

/** A path below the root. */
export function below(root: string, ...names: string[]): string {
  return join(root, ...names);
}
