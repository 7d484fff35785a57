import { type TreeShape, writeTree } from "../support/tree.ts";

/** Writes a made-up bought script as its vendor's ZIP holds it: Laravel's shape, demo content, the disk's root behind a constant. */
export function writeVendorTree(app: string, version: string, more: TreeShape = {}): void {
  writeTree(app, {
    artisan: "<?php\n\n$app = require_once __DIR__ . '/bootstrap/app.php';\n",
    "bootstrap/app.php": `<?php\n\nreturn 'Desk Pro ${version}';\n`,
    "bootstrap/cache/.gitignore": "*\n!.gitignore\n",
    "composer.json": JSON.stringify({ version, require: { "laravel/framework": "^10.0" } }),
    "config/filesystems.php":
      "<?php\n\nuse App\\Support\\Files;\n\nreturn ['disks' => ['local' => ['driver' => 'local', 'root' => public_path(Files::FOLDER)]]];\n",
    "app/Support/Files.php":
      "<?php\n\nnamespace App\\Support;\n\nclass Files\n{\n    public const FOLDER = 'user-uploads';\n}\n",
    "app/Support/Codes.php":
      "<?php\n\nnamespace App\\Support;\n\nclass Codes\n{\n    public function put($code, $svg)\n    {\n        file_put_contents(public_path('qrcodes/' . $code . '.svg'), $svg);\n    }\n}\n",
    "app/Support/Invoices.php":
      "<?php\n\nnamespace App\\Support;\n\nclass Invoices\n{\n    public function put($pdf, $number)\n    {\n        $pdf->save(public_path('invoices/' . $number . '.pdf'));\n    }\n}\n",
    "lang/en/app.php": `<?php\n\nreturn ['hello' => 'Hello ${version}'];\n`,
    "public/index.php": `<?php\n\necho '${version}';\n`,
    "public/css/app.css": `/* ${version} */\n`,
    "public/flags/at.svg": `<svg><!-- ${version} --></svg>\n`,
    "public/flags/jp.svg": `<svg><!-- ${version} --></svg>\n`,
    "public/invoices/.gitkeep": "",
    "public/qrcodes/.gitkeep": "",
    "public/user-uploads/demo/beach.jpg": "demo beach",
    "public/user-uploads/demo/lamp.jpg": "demo lamp",
    "public/user-uploads/demo/banner.jpg": "demo banner",
    "storage/app/public/.gitignore": "*\n!.gitignore\n",
    "storage/logs/.gitignore": "*\n!.gitignore\n",
    ".env.example": "APP_KEY=\n",
    ...more,
  });
}

/** What an installed and used site has beyond the ZIP. */
export const LIVE: TreeShape = {
  ".env": { text: "APP_KEY=base64:bGl2ZQ==\nDB_PASSWORD=live\n", mode: 0o600 },
  "public/user-uploads/avatars/-rf 'anna' $(id).jpg": "Anna",
  "public/user-uploads/.hidden": "a dotfile",
  "public/user-uploads/empty": null,
  "public/user-uploads/demo/banner.jpg": "a banner that the owner changed",
  "public/invoices/1.pdf": { text: "invoice 1", mode: 0o640 },
  "public/qrcodes/a.svg": "<svg>a</svg>",
  "storage/installed": "2026-01-01",
  "storage/app/contract.pdf": "the contract",
  "Modules/Payroll/module.json": '{ "name": "Payroll" }',
  "Modules/Payroll/Payroll.php": "<?php\n",
  "modules_statuses.json": '{ "Payroll": true }',
};
