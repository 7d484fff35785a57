import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const IGNORE = "https://github.com/LibreBooking/librebooking/blob/HEAD/.gitignore";

/** LibreBooking, and Booked Scheduler, from which it comes. */
export const librebooking: Profile = {
  id: "librebooking",
  title: "LibreBooking",
  docs: "https://librebooking.readthedocs.io",
  tier: "product",
  markers: [
    { kind: "path", path: "lib/Config/ConfigKeys.php", weight: "proof", fact: "lib/Config/ConfigKeys.php is there" },
  ],
  version: [],
  webRoots: ["Web", ""],
  supersedes: ["php"],
  reads: [],
  entries: [
    {
      ...shape.SECRET_FILE,
      path: "config/config.php",
      when: "always",
      fact: "Database password of this installation",
      source: IGNORE,
    },
    { ...shape.USER_FILE, path: "config/log4php.config.xml", fact: "Settings of the log", source: IGNORE },
    { ...shape.USER_DIRECTORY, path: "uploads", when: "always", fact: "Attached files", source: IGNORE },
    {
      ...shape.USER_DIRECTORY,
      path: "Web/uploads/images",
      when: "always",
      fact: "Pictures of resources",
      source: IGNORE,
    },
    { ...shape.USER_DIRECTORY, path: "Web/uploads/tos", fact: "Terms of service that were uploaded", source: IGNORE },
    { ...shape.USER_FILE, path: "Web/img/custom-logo.png", fact: "The owner's logo", source: IGNORE },
    { ...shape.USER_FILE, path: "Web/custom-favicon.png", fact: "The owner's icon", source: IGNORE },
    { ...shape.USER_FILE, path: "lang/*/*-custom.tpl", fact: "The owner's texts of mails", source: IGNORE },
    { ...shape.ADD_ONS, path: "plugins", fact: "Plugins are installed and set up here", source: IGNORE },
    { ...shape.SCRATCH, path: "tpl_c", fact: "Compiled templates", source: IGNORE },
  ],
  code: ["Controls", "Domain", "Pages", "Presenters", "lib", "tpl", "lang"],
  builds: [],
  advice: [],
};
