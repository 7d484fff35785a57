import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DOCS = "https://docs.botble.com/cms";
const PLUGINS = "https://docs.botble.com/cms/plugin-development";

/** Botble CMS and the bought scripts built on it (Flex Home, Shopwise and their kin), on Laravel, whose profile applies as well. */
export const botble: Profile = {
  id: "botble",
  title: "Botble",
  docs: DOCS,
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "botble/platform", weight: "proof" },
    { kind: "package", manager: "composer", name: "botble/theme", weight: "hint" },
    { kind: "path", path: "platform/core", weight: "hint", fact: "platform/core is there" },
    { kind: "path", path: "platform/plugins", weight: "hint", fact: "platform/plugins is there" },
  ],
  version: [{ kind: "package", manager: "composer", name: "botble/platform" }],
  webRoots: ["public", ""],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "public/storage",
      when: "always",
      fact: "The media library; a real folder in many versions, with demo pictures in it",
      source: DOCS,
    },
    { ...shape.ADD_ONS, path: "platform/plugins", fact: "Plugins are unpacked here on the server", source: PLUGINS },
    { ...shape.ADD_ONS, path: "platform/themes", fact: "Themes are unpacked and edited here", source: DOCS },
    {
      ...shape.ADD_ONS,
      path: "resources/lang",
      fact: "The translation plugin copies and edits texts here",
      source: DOCS,
    },
    { ...shape.ADD_ONS, path: "lang", fact: "The translation plugin copies and edits texts here", source: DOCS },
    {
      ...shape.USER_DIRECTORY,
      path: "storage/app/email-templates",
      fact: "Mail templates that were edited",
      source: DOCS,
    },
    { ...shape.USER_DIRECTORY, path: "storage/app/backup", fact: "Backups that people asked for", source: DOCS },
    { ...shape.SECRET_FILE, path: "storage/.license", fact: "The licence of this installation", source: DOCS },
    {
      ...shape.USER_FILE,
      path: "storage/settings.json",
      fact: "Settings, where they are kept in a file",
      source: DOCS,
    },
    { ...shape.RUNTIME_FILE, path: "storage/installing", fact: "The mark of an installation under way", source: DOCS },
    { ...shape.RUNTIME_FILE, path: "storage/cache_keys.json", fact: "Which caches there are", source: DOCS },
    {
      ...shape.USER_FILE,
      path: "@/themes/*/css/style.integration.css",
      fact: "The custom CSS editor writes it",
      source: DOCS,
    },
    {
      ...shape.RUNTIME_FILE,
      path: "@/sitemap.xml",
      fact: "The site map that the sitemap package writes",
      source: DOCS,
    },
  ],
  code: ["platform/core", "platform/packages", "@/themes"],
  builds: [],
  advice: [
    "Published styles in public/themes are made again by php artisan cms:theme:assets:publish; the custom style sheet among them is kept",
  ],
};
