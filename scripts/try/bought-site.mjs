/** A made-up bought script: a Laravel-shaped application as its vendor sells it, version 1 and version 2, and what a running site adds. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Version 1 as it runs on a server: installed, with settings, demo content, uploads and an add-on. */
export function makeLiveSite(app) {
  write(app, { ...vendorFiles("1.0"), ...DEMO });
  write(app, {
    ".env":
      "APP_NAME=Corner Shop\nAPP_KEY=base64:Y29ybmVyIHNob3AgY29ybmVyIHNob3AgY29ybmVyISE=\nDB_PASSWORD=open sesame\n",
    "public/user-uploads/logo/corner-shop.png": picture("our logo"),
    "public/user-uploads/avatars/anna.jpg": picture("Anna"),
    "public/user-uploads/avatars/Jörg & Söhne (1).jpg": picture("Jörg"),
    "public/invoices/INV-0001.pdf": "%PDF-1.4 invoice 1\n",
    "public/qrcodes/table-1.svg": "<svg>table 1</svg>\n",
    "storage/app/contracts/lease.pdf": "%PDF-1.4 our lease\n",
    "storage/logs/laravel.log": "[2026-01-05] local.INFO: installed\n",
    "storage/installed": "2026-01-05\n",
    "modules_statuses.json": '{ "Payroll": true }\n',
    "Modules/Payroll/module.json": '{ "name": "Payroll", "alias": "payroll" }\n',
    "Modules/Payroll/Http/PayrollController.php":
      "<?php\n\nnamespace Modules\\Payroll\\Http;\n\nclass PayrollController {}\n",
  });
  chmodSync(join(app, ".env"), 0o600);
}

/** Version 2 as the vendor's ZIP holds it: new code, new flags, the demo content again, and a sample .env. */
export function makeVendorUpdate(app) {
  write(app, { ...vendorFiles("2.0"), ...DEMO });
  write(app, {
    ".env": "APP_NAME=Demo\nAPP_KEY=\nDB_PASSWORD=secret\n",
    "public/flags/it.svg": "<svg>it 2.0</svg>\n",
    "public/user-uploads/logo/new-demo-logo.png": picture("a demo logo that 2.0 brings"),
  });
}

/** The picture of a made-up person: bytes that stand for a photograph. */
export function picture(text) {
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(`a picture: ${text}\n`)]);
}

const DEMO = {
  "public/user-uploads/demo/beach.jpg": picture("demo: beach"),
  "public/user-uploads/demo/lamp.jpg": picture("demo: lamp"),
};

function vendorFiles(version) {
  return {
    artisan: "#!/usr/bin/env php\n<?php\n$app = require_once __DIR__.'/bootstrap/app.php';\n",
    "bootstrap/app.php": `<?php\n\nreturn 'Corner Shop Pro ${version}';\n`,
    "bootstrap/cache/.gitignore": "*\n!.gitignore\n",
    "composer.json": '{ "require": { "php": "^8.1", "laravel/framework": "^10.0" } }\n',
    "config/filesystems.php": FILESYSTEMS,
    "app/Support/Files.php": FILES,
    "app/Services/QrCode.php": QR_CODE,
    "app/Http/InvoiceController.php": INVOICES,
    "lang/en/app.php": "<?php\n\nreturn ['welcome' => 'Welcome'];\n",
    "public/index.php": `<?php\n\necho 'version ${version}';\n`,
    "public/css/app.css": `body { color: #222 } /* ${version} */\n`,
    "public/js/app.js": `console.log("${version}");\n`,
    "public/flags/at.svg": `<svg>at ${version}</svg>\n`,
    "public/flags/jp.svg": `<svg>jp ${version}</svg>\n`,
    "public/invoices/.gitignore": "*\n!.gitignore\n",
    "public/qrcodes/.gitignore": "*\n!.gitignore\n",
    "storage/app/public/.gitignore": "*\n!.gitignore\n",
    "storage/framework/views/.gitignore": "*\n!.gitignore\n",
    "storage/logs/.gitignore": "*\n!.gitignore\n",
    ".env.example": "APP_NAME=Demo\nAPP_KEY=\nDB_PASSWORD=\nMAIL_FROM=\n",
  };
}

const FILESYSTEMS = `<?php

use App\\Support\\Files;

return [
    'default' => 'local',
    'disks' => [
        'local' => ['driver' => 'local', 'root' => public_path(Files::UPLOADS)],
        'storage' => ['driver' => 'local', 'root' => storage_path('app')],
    ],
];
`;

const FILES = `<?php

namespace App\\Support;

use Illuminate\\Http\\UploadedFile;

class Files
{
    public const UPLOADS = 'user-uploads';

    public static function keep(UploadedFile $file, string $folder): string
    {
        return $file->storeAs($folder, $file->hashName());
    }
}
`;

const QR_CODE = `<?php

namespace App\\Services;

class QrCode
{
    public function write(string $name, string $svg): void
    {
        file_put_contents(public_path('qrcodes/' . $name . '.svg'), $svg);
    }
}
`;

const INVOICES = `<?php

namespace App\\Http;

class InvoiceController
{
    public function download($pdf, int $number)
    {
        $pdf->save(public_path('invoices/INV-' . $number . '.pdf'));
    }
}
`;

function write(root, files) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}
