import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const BACKUPS = "https://www.kimai.org/documentation/backups.html";
const IGNORE = "https://github.com/kimai/kimai/blob/HEAD/.gitignore";
const PLUGINS = "https://www.kimai.org/documentation/plugins.html";
const TEMPLATES = "https://www.kimai.org/documentation/invoices.html";

/** Kimai. A Symfony app, whose profile applies as well; invoices and plugins lie below var/. */
export const kimai: Profile = {
  id: "kimai",
  title: "Kimai",
  docs: "https://www.kimai.org/documentation/",
  tier: "product",
  markers: [
    { kind: "path", path: "config/packages/kimai.yaml", weight: "proof", fact: "config/packages/kimai.yaml is there" },
    {
      kind: "path",
      path: "src/Constants.php",
      holds: "Kimai",
      weight: "proof",
      fact: "src/Constants.php speaks of Kimai",
    },
  ],
  version: [{ kind: "constant", path: "src/Constants.php", name: "VERSION" }],
  webRoots: ["public"],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: ".env",
      when: "always",
      fact: "Database password of this installation",
      source: IGNORE,
    },
    { ...shape.SECRET_FILE, path: "config/packages/local.yaml", fact: "Settings of this installation", source: IGNORE },
    {
      ...shape.USER_DIRECTORY,
      path: "var/data",
      when: "always",
      fact: "Uploads and the SQLite database",
      source: BACKUPS,
    },
    { ...shape.RUNTIME_DIRECTORY, path: "var/data/invoices", fact: "Invoices that were written", source: BACKUPS },
    { ...shape.USER_DIRECTORY, path: "var/invoices", fact: "The owner's templates for invoices", source: TEMPLATES },
    { ...shape.USER_DIRECTORY, path: "var/export", fact: "The owner's templates for exports", source: BACKUPS },
    { ...shape.ADD_ONS, path: "var/plugins", fact: "Plugins are installed here", source: PLUGINS },
  ],
  code: [],
  builds: [],
  advice: [],
};
