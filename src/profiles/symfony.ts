import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DEPLOYER = "https://github.com/deployphp/deployer/blob/master/recipe/symfony.php";
const ENV_CHANGES = "https://symfony.com/doc/current/configuration/dot-env-changes.html";
const CONFIGURATION = "https://symfony.com/doc/current/configuration.html";
const SESSIONS = "https://symfony.com/doc/current/session.html";
const JWT = "https://github.com/lexik/LexikJWTAuthenticationBundle";
const SECRETS = "https://symfony.com/doc/current/configuration/secrets.html";
const UPLOADS = "https://symfony.com/doc/current/controller/upload_file.html";
const DOCTRINE = "https://symfony.com/doc/current/doctrine.html";

/** Symfony. Its .env is code; .env.local holds the settings. Products built on it have profiles of their own, which add to this one. */
export const symfony: Profile = {
  id: "symfony",
  title: "Symfony",
  docs: "https://symfony.com/doc/current/deployment.html",
  tier: "framework",
  markers: [
    { kind: "package", manager: "composer", name: "symfony/framework-bundle", weight: "proof" },
    { kind: "path", path: "bin/console", weight: "hint", fact: "bin/console is there" },
    { kind: "path", path: "config/bundles.php", weight: "proof", fact: "config/bundles.php is there" },
  ],
  version: [{ kind: "package", manager: "composer", name: "symfony/framework-bundle" }],
  webRoots: ["public", "web"],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: ".env.local",
      when: "always",
      fact: "Settings of this installation",
      source: DEPLOYER,
    },
    {
      ...shape.SECRET_FILE,
      path: ".env",
      when: "ignored",
      fact: "Settings of this installation, as before Symfony 4.2",
      source: ENV_CHANGES,
    },
    { ...shape.SECRET_FILE, path: ".env.prod.local", fact: "Settings of this installation", source: CONFIGURATION },
    {
      ...shape.SECRET_FILE,
      path: ".env.local.php",
      fact: "Settings, compiled by composer dump-env",
      source: CONFIGURATION,
    },
    {
      ...shape.PARTS,
      path: "var",
      fact: "Writable; only some of its folders persist, each judged by itself",
      source: DEPLOYER,
    },
    { ...shape.RUNTIME_DIRECTORY, path: "var/log", when: "always", fact: "Logs", source: DEPLOYER },
    { ...shape.SCRATCH, path: "var/cache", when: "always", fact: "Compiled for one release", source: DEPLOYER },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "var/sessions",
      fact: "Sessions: without them everybody is logged out",
      source: SESSIONS,
    },
    { ...shape.USER_DIRECTORY, path: "config/jwt", secret: true, fact: "Keys that sign tokens", source: JWT },
    { ...shape.SECRET_FILE, path: "config/jwt/*.pem", fact: "A key that signs tokens", source: JWT },
    {
      ...shape.USER_DIRECTORY,
      path: "config/secrets/prod",
      secret: true,
      handling: "merge",
      fact: "The vault with its decryption key",
      source: SECRETS,
    },
    {
      ...shape.SECRET_FILE,
      path: "config/secrets/prod/*.decrypt.private.php",
      fact: "The decryption key of the vault",
      source: SECRETS,
    },
    { ...shape.USER_DIRECTORY, path: "public/uploads", fact: "The usual upload folder", source: UPLOADS },
    { ...shape.DATABASE_FILE, path: "var/*.db", fact: "A SQLite database", source: DOCTRINE },
    { ...shape.DATABASE_FILE, path: "var/*.sqlite", fact: "A SQLite database", source: DOCTRINE },
    { ...shape.DATABASE_FILE, path: "data/*.sqlite", fact: "A SQLite database", source: DOCTRINE },
    { ...shape.DATABASE_FILE, path: "data/*.db", fact: "A SQLite database", source: DOCTRINE },
  ],
  code: [
    ".env",
    "src",
    "config",
    "templates",
    "migrations",
    "translations",
    "assets",
    "bin",
    "tests",
    "vendor",
    "node_modules",
  ],
  builds: ["public/bundles", "public/build", "public/assets"],
  advice: ["Run composer dump-env prod only where .env.local is linked already"],
};
