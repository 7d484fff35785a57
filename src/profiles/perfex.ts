import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const HELP = "https://help.perfexcrm.com";
const KEY = "https://help.perfexcrm.com/category/general-informations/page/2/";

/** Perfex CRM. A CodeIgniter 3 app, whose profile applies as well; uploads, media and modules lie beside application/. */
export const perfex: Profile = {
  id: "perfex",
  title: "Perfex CRM",
  docs: HELP,
  tier: "product",
  markers: [
    {
      kind: "path",
      path: "application/config/app-config-sample.php",
      weight: "proof",
      fact: "application/config/app-config-sample.php is there",
    },
    {
      kind: "path",
      path: "application/config/app-config.php",
      weight: "hint",
      fact: "application/config/app-config.php is there",
    },
    {
      kind: "path",
      path: "application/views/themes/perfex",
      weight: "hint",
      fact: "application/views/themes/perfex is there",
    },
  ],
  version: [],
  webRoots: [""],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: "application/config/app-config.php",
      when: "always",
      fact: "Database password and encryption key of this installation",
      source: KEY,
    },
    {
      ...shape.USER_DIRECTORY,
      path: "uploads",
      when: "always",
      fact: "Files of clients, projects, tickets and staff",
      source: HELP,
    },
    { ...shape.USER_DIRECTORY, path: "media", when: "always", fact: "The media library", source: HELP },
    { ...shape.USER_DIRECTORY, path: "backups", fact: "Backups of the database", source: HELP },
    { ...shape.ADD_ONS, path: "modules", fact: "Modules are installed here on the server", source: HELP },
    { ...shape.SCRATCH, path: "temp", fact: "Scratch space", source: HELP },
    { ...shape.USER_FILE, path: "assets/css/custom.css", fact: "The owner's style sheet", source: HELP },
    { ...shape.USER_FILE, path: "application/config/my_routes.php", fact: "The owner's own routes", source: HELP },
    {
      ...shape.USER_FILE,
      path: "application/helpers/my_functions_helper.php",
      fact: "The owner's own functions",
      source: HELP,
    },
    { ...shape.USER_FILE, path: "application/language/*/custom_lang.php", fact: "The owner's own texts", source: HELP },
  ],
  code: ["install"],
  builds: [],
  advice: [
    "Without application/config/app-config.php the stored passwords cannot be decrypted any more: keep a copy elsewhere",
  ],
};
