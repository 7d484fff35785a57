import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const IGNORE = "https://github.com/osTicket/osTicket/blob/HEAD/.gitignore";
const PLUGINS = "https://github.com/osTicket/osTicket-plugins/blob/HEAD/README.md";
const DOWNLOAD = "https://osticket.com/download/";

/** osTicket. Attachments lie in the database, unless a plugin stores them in files. */
export const osticket: Profile = {
  id: "osticket",
  title: "osTicket",
  docs: "https://docs.osticket.com",
  tier: "product",
  markers: [
    { kind: "path", path: "include/class.osticket.php", weight: "proof", fact: "include/class.osticket.php is there" },
    {
      kind: "path",
      path: "include/ost-sampleconfig.php",
      weight: "hint",
      fact: "include/ost-sampleconfig.php is there",
    },
  ],
  version: [{ kind: "constant", path: "bootstrap.php", name: "THIS_VERSION" }],
  webRoots: [""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: "include/ost-config.php",
      when: "always",
      fact: "Database password and salt of this installation",
      source: IGNORE,
    },
    { ...shape.ADD_ONS, path: "include/plugins", fact: "Plugins are installed here", source: PLUGINS },
    { ...shape.USER_FILE, path: "include/i18n/*.phar", fact: "A language pack", source: DOWNLOAD },
    {
      ...shape.USER_DIRECTORY,
      path: "attachments",
      fact: "Attached files, where the plugin for files is used",
      source: PLUGINS,
    },
    { ...shape.EDITED_FILE, path: ".htaccess", fact: "Rules of this installation", source: IGNORE },
    shape.PANEL_SETTINGS,
  ],
  code: ["include/staff", "include/client", "scp", "css", "js", "assets"],
  builds: [],
  advice: ["Remove the setup folder from each release"],
};
