import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DOCS = "https://docs.bookingcore.org";
const INSTALLER = "https://github.com/rashidlaasri/LaravelInstaller";
const PURIFIER = "https://github.com/mewebstudio/Purifier";

/** Booking Core and the scripts built on it, on Laravel, whose profile applies as well. Demo pictures and page templates ship inside the upload folder. */
export const bookingcore: Profile = {
  id: "bookingcore",
  title: "Booking Core",
  docs: DOCS,
  tier: "product",
  markers: [
    {
      kind: "path",
      path: "config/bc.php",
      holds: "BC_ACTIVE_THEME",
      weight: "proof",
      fact: "config/bc.php speaks of BC_ACTIVE_THEME",
    },
    { kind: "path", path: "modules/Booking", weight: "hint", fact: "modules/Booking is there" },
    { kind: "path", path: "custom/ServiceProvider.php", weight: "hint", fact: "custom/ServiceProvider.php is there" },
  ],
  version: [],
  webRoots: ["public", ""],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "@/uploads",
      when: "always",
      handling: "merge",
      fact: "The media library; demo pictures and page templates ship in it",
      source: DOCS,
    },
    { ...shape.USER_DIRECTORY, path: "@/uploads/0000", fact: "What people upload, by year and user", source: DOCS },
    { ...shape.USER_DIRECTORY, path: "@/uploads/csv_media", fact: "Tables that people upload", source: DOCS },
    { ...shape.SCRATCH, path: "@/uploads/ical", fact: "Calendars fetched from other sites", source: DOCS },
    { ...shape.ADD_ONS, path: "plugins", fact: "Plugins are installed here on the server", source: DOCS },
    { ...shape.ADD_ONS, path: "custom", fact: "The place for the owner's own code", source: DOCS },
    { ...shape.ADD_ONS, path: "themes", fact: "Bought themes are unpacked here", source: DOCS },
    { ...shape.ADD_ONS, path: "resources/lang", fact: "The language module writes translations here", source: DOCS },
    {
      ...shape.SCRATCH,
      path: "storage/app/purifier",
      fact: "Definitions that the HTML purifier has compiled",
      source: PURIFIER,
    },
    {
      ...shape.RUNTIME_FILE,
      path: "storage/tmp-update.zip",
      fact: "An update while it is unpacked",
      source: INSTALLER,
    },
  ],
  code: ["modules", "@/custom", "@/module", "@/uploads/demo", "@/uploads/templates"],
  builds: [],
  advice: ["Demo pictures of a new version are added to public/uploads and replace nothing there"],
};
