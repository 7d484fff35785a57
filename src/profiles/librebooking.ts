import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DOCS = "https://librebooking.readthedocs.io";
const IGNORE = "https://github.com/LibreBooking/librebooking/blob/HEAD/.gitignore";

/** LibreBooking, and Booked Scheduler, from which it comes. */
export const librebooking: Profile = {
  id: "librebooking",
  title: "LibreBooking",
  docs: DOCS,
  tier: "product",
  markers: [
    {
      kind: "path",
      path: "lib/Config/Configurator.php",
      weight: "proof",
      fact: "lib/Config/Configurator.php is there",
    },
    { kind: "path", path: "Web/schedule.php", weight: "hint", fact: "Web/schedule.php is there" },
    {
      kind: "path",
      path: "Presenters/SchedulePresenter.php",
      weight: "hint",
      fact: "Presenters/SchedulePresenter.php is there",
    },
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
    { ...shape.USER_DIRECTORY, path: "uploads", when: "always", fact: "Attached files", source: DOCS },
    {
      ...shape.USER_DIRECTORY,
      path: "Web/uploads/images",
      when: "always",
      fact: "Pictures of resources",
      source: DOCS,
    },
    { ...shape.USER_DIRECTORY, path: "Web/uploads/tos", fact: "Terms of service that were uploaded", source: DOCS },
    { ...shape.USER_FILE, path: "Web/img/custom-logo.png", fact: "The owner's logo", source: DOCS },
    { ...shape.USER_FILE, path: "Web/css/custom-style.css", fact: "The owner's style sheet", source: DOCS },
    { ...shape.ADD_ONS, path: "plugins", fact: "Plugins are installed and set up here", source: DOCS },
    { ...shape.SCRATCH, path: "tpl_c", fact: "Compiled templates", source: IGNORE },
  ],
  code: ["Controls", "Domain", "Pages", "Presenters", "lib", "tpl", "lang"],
  builds: [],
  advice: [],
};
