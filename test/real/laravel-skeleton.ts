import { type TreeShape, writeTree } from "../support/tree.ts";

/**
 * Writes a small Laravel application that runs on Debian's php-laravel-framework: a page, an upload through
 * `disk('public')`, and notes in an SQLite database. `version` is what the page says, `packages` are discovered ones.
 */
export function writeLaravel(app: string, version: string, packages: TreeShape = {}): void {
  writeTree(app, {
    artisan: { text: ARTISAN, mode: 0o755 },
    "bootstrap/app.php": BOOTSTRAP,
    "bootstrap/cache/.gitignore": KEEP_FOLDER,
    "composer.json": COMPOSER,
    "vendor/autoload.php": AUTOLOAD,
    "config/app.php": CONFIG_APP,
    "config/filesystems.php": CONFIG_FILESYSTEMS,
    "config/view.php": CONFIG_VIEW,
    "config/database.php": CONFIG_DATABASE,
    "config/logging.php": CONFIG_LOGGING,
    "app/Providers/AppServiceProvider.php": PROVIDER,
    "routes/web.php": ROUTES,
    "public/index.php": INDEX,
    "resources/views/page.blade.php": `version ${version} of {{ config('app.name') }}\n`,
    "storage/app/public/.gitignore": KEEP_FOLDER,
    "storage/framework/cache/data/.gitignore": KEEP_FOLDER,
    "storage/framework/sessions/.gitignore": KEEP_FOLDER,
    "storage/framework/views/.gitignore": KEEP_FOLDER,
    "storage/logs/.gitignore": KEEP_FOLDER,
    ...packages,
  });
}

/** A package that a later release brings, as Composer records it. */
export const BLOG_PACKAGE: TreeShape = {
  "vendor/composer/installed.json": JSON.stringify({
    packages: [{ name: "acme/blog", extra: { laravel: { providers: ["Acme\\Blog\\BlogServiceProvider"] } } }],
  }),
  "vendor/acme/blog/BlogServiceProvider.php": `<?php

namespace Acme\\Blog;

class BlogServiceProvider extends \\Illuminate\\Support\\ServiceProvider
{
}
`,
};

/** The settings that are made on the server. */
export const LIVE_ENV =
  "APP_NAME=Holdfast\nAPP_ENV=production\nAPP_DEBUG=true\nAPP_KEY=base64:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n";

const KEEP_FOLDER = "*\n!.gitignore\n";

const COMPOSER = JSON.stringify({
  require: { "laravel/framework": "^8.0" },
  autoload: { "psr-4": { "App\\": "app/" } },
});

const AUTOLOAD = `<?php

require_once '/usr/share/php/Illuminate/autoload.php';

spl_autoload_register(function ($class) {
    $roots = ['App\\\\' => __DIR__ . '/../app/', 'Acme\\\\Blog\\\\' => __DIR__ . '/acme/blog/'];
    foreach ($roots as $prefix => $folder) {
        $file = $folder . str_replace('\\\\', '/', substr($class, strlen($prefix))) . '.php';
        if (strncmp($class, $prefix, strlen($prefix)) === 0 && is_file($file)) {
            require $file;
        }
    }
});
`;

const BOOTSTRAP = `<?php

$app = new Illuminate\\Foundation\\Application(dirname(__DIR__));
$app->singleton(Illuminate\\Contracts\\Http\\Kernel::class, Illuminate\\Foundation\\Http\\Kernel::class);
$app->singleton(Illuminate\\Contracts\\Console\\Kernel::class, Illuminate\\Foundation\\Console\\Kernel::class);
$app->singleton(Illuminate\\Contracts\\Debug\\ExceptionHandler::class, Illuminate\\Foundation\\Exceptions\\Handler::class);

return $app;
`;

const ARTISAN = `#!/usr/bin/env php
<?php

require __DIR__ . '/vendor/autoload.php';
$app = require_once __DIR__ . '/bootstrap/app.php';
$kernel = $app->make(Illuminate\\Contracts\\Console\\Kernel::class);
exit($kernel->handle(new Symfony\\Component\\Console\\Input\\ArgvInput, new Symfony\\Component\\Console\\Output\\ConsoleOutput));
`;

const INDEX = `<?php

require __DIR__ . '/../vendor/autoload.php';
$app = require_once __DIR__ . '/../bootstrap/app.php';
$kernel = $app->make(Illuminate\\Contracts\\Http\\Kernel::class);
$kernel->handle(Illuminate\\Http\\Request::capture())->send();
`;

const CONFIG_APP = `<?php

return [
    'name' => env('APP_NAME', 'unnamed'),
    'env' => env('APP_ENV', 'production'),
    'debug' => (bool) env('APP_DEBUG', false),
    'key' => env('APP_KEY'),
    'cipher' => 'AES-256-CBC',
    'timezone' => 'UTC',
    'locale' => 'en',
    'providers' => [
        Illuminate\\Bus\\BusServiceProvider::class,
        Illuminate\\Cache\\CacheServiceProvider::class,
        Illuminate\\Foundation\\Providers\\ConsoleSupportServiceProvider::class,
        Illuminate\\Database\\DatabaseServiceProvider::class,
        Illuminate\\Encryption\\EncryptionServiceProvider::class,
        Illuminate\\Filesystem\\FilesystemServiceProvider::class,
        Illuminate\\Foundation\\Providers\\FoundationServiceProvider::class,
        Illuminate\\Queue\\QueueServiceProvider::class,
        Illuminate\\Session\\SessionServiceProvider::class,
        Illuminate\\Translation\\TranslationServiceProvider::class,
        Illuminate\\Validation\\ValidationServiceProvider::class,
        Illuminate\\View\\ViewServiceProvider::class,
        App\\Providers\\AppServiceProvider::class,
    ],
    'aliases' => [],
];
`;

const CONFIG_FILESYSTEMS = `<?php

return [
    'default' => 'local',
    'disks' => [
        'local' => ['driver' => 'local', 'root' => storage_path('app')],
        'public' => ['driver' => 'local', 'root' => storage_path('app/public'), 'visibility' => 'public'],
    ],
    'links' => [public_path('storage') => storage_path('app/public')],
];
`;

const CONFIG_VIEW = `<?php

return ['paths' => [resource_path('views')], 'compiled' => realpath(storage_path('framework/views'))];
`;

const CONFIG_DATABASE = `<?php

return [
    'default' => 'sqlite',
    'connections' => ['sqlite' => ['driver' => 'sqlite', 'database' => database_path('database.sqlite'), 'prefix' => '']],
    'migrations' => 'migrations',
];
`;

const CONFIG_LOGGING = `<?php

return ['default' => 'single', 'channels' => ['single' => ['driver' => 'single', 'path' => storage_path('logs/laravel.log')]]];
`;

const PROVIDER = `<?php

namespace App\\Providers;

class AppServiceProvider extends \\Illuminate\\Support\\ServiceProvider
{
    public function boot()
    {
        $this->loadRoutesFrom(base_path('routes/web.php'));
    }
}
`;

const ROUTES = `<?php

use Illuminate\\Http\\Request;
use Illuminate\\Support\\Facades\\DB;
use Illuminate\\Support\\Facades\\Route;

Route::get('/', fn () => view('page'));

Route::post('/photos', function (Request $request) {
    $photo = $request->file('photo');

    return '/storage/' . $photo->storeAs('photos', $photo->getClientOriginalName(), 'public');
});

Route::post('/notes/{text}', fn (string $text) => DB::table('notes')->insertGetId(['text' => $text]));
Route::get('/notes', fn () => DB::table('notes')->orderBy('id')->pluck('text')->implode(','));
`;
