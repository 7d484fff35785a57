import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const IGNORE = "https://github.com/salesagility/SuiteCRM/blob/HEAD/.gitignore";
const UPGRADING = "https://docs.suitecrm.com/admin/installation-guide/upgrading/";
const EXTENSIONS = "https://docs.suitecrm.com/developer/extension-framework/";
const API = "https://docs.suitecrm.com/developer/api/developer-setup-guide/json-api/";

/** SuiteCRM 7. */
export const suitecrm: Profile = {
  id: "suitecrm",
  title: "SuiteCRM 7",
  docs: UPGRADING,
  tier: "product",
  markers: [{ kind: "path", path: "suitecrm_version.php", weight: "proof", fact: "suitecrm_version.php is there" }],
  version: [{ kind: "constant", path: "suitecrm_version.php", name: "$suitecrm_version" }],
  webRoots: [""],
  supersedes: ["php", "slim"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: "config.php",
      when: "always",
      fact: "Database password of this installation",
      source: UPGRADING,
    },
    {
      ...shape.SECRET_FILE,
      path: "config_override.php",
      fact: "Settings that the administration writes",
      source: IGNORE,
    },
    { ...shape.USER_DIRECTORY, path: "upload", when: "always", fact: "Attached files", source: IGNORE },
    {
      ...shape.ADD_ONS,
      path: "custom",
      fact: "What the owner has made in the studio, and extensions",
      source: EXTENSIONS,
    },
    { ...shape.SCRATCH, path: "custom/history", fact: "Earlier versions of layouts", source: IGNORE },
    { ...shape.ADD_ONS, path: "modules", fact: "Modules that were installed or built", source: EXTENSIONS },
    { ...shape.SECRET_FILE, path: "Api/V8/OAuth2/*.key", fact: "A key that signs tokens", source: API },
    { ...shape.RUNTIME_FILE, path: "suitecrm.log", fact: "The log", source: IGNORE },
    { ...shape.SCRATCH, path: "cache", fact: "Caches", source: IGNORE },
    { ...shape.EDITED_FILE, path: ".htaccess", fact: "The installer writes its rules into it", source: IGNORE },
    shape.PANEL_SETTINGS,
  ],
  code: ["include", "data", "lib", "themes", "vendor", "jssource", "install"],
  builds: [],
  advice: ["Run the quick repair in the administration after a deployment"],
};
