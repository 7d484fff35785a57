import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const FROIDEN = "https://froiden.com";
const INSTALLER = "https://github.com/Froiden/laravel-installer";
const TRANSLATIONS = "https://github.com/barryvdh/laravel-translation-manager";

/** The bought scripts of Froiden (SocietyPro, Worksuite and their kin), on Laravel, whose profile applies as well. Uploads go to user-uploads. */
export const froiden: Profile = {
  id: "froiden",
  title: "Froiden scripts",
  docs: FROIDEN,
  tier: "product",
  markers: [
    { kind: "package", manager: "composer", name: "froiden/envato", weight: "proof" },
    { kind: "package", manager: "composer", name: "froiden/laravel-installer", weight: "proof" },
  ],
  version: [],
  webRoots: ["public", ""],
  supersedes: [],
  reads: [],
  entries: [
    {
      ...shape.USER_DIRECTORY,
      path: "@/user-uploads",
      when: "always",
      fact: "What people upload: the local disk has its root here",
      source: FROIDEN,
    },
    { ...shape.SCRATCH, path: "@/user-uploads/temp", fact: "Scratch space while pictures are cut", source: FROIDEN },
    {
      ...shape.RUNTIME_DIRECTORY,
      path: "@/user-uploads/import-files",
      fact: "Uploaded tables until they are imported",
      source: FROIDEN,
    },
    { ...shape.ADD_ONS, path: "lang", fact: "The translation manager writes edited texts here", source: TRANSLATIONS },
    {
      ...shape.ADD_ONS,
      path: "resources/lang",
      fact: "The translation manager writes edited texts here",
      source: TRANSLATIONS,
    },
    {
      ...shape.RUNTIME_FILE,
      path: "storage/.ignore_locales",
      fact: "Languages that the translation manager leaves out",
      source: TRANSLATIONS,
    },
    { ...shape.RUNTIME_FILE, path: "storage/legal", fact: "The mark of the checked purchase code", source: FROIDEN },
    {
      ...shape.RUNTIME_FILE,
      path: "storage/reviewed",
      fact: "The mark that the product was reviewed",
      source: FROIDEN,
    },
    { ...shape.SCRATCH, path: "storage/app/Modules", fact: "Modules while they are being unpacked", source: FROIDEN },
    {
      ...shape.USER_FILE,
      path: "@/css/app-custom.css",
      fact: "The owner's style sheet, loaded when it exists",
      source: FROIDEN,
    },
    {
      ...shape.RUNTIME_FILE,
      path: "@/install-version.txt",
      handling: "merge",
      fact: "It ships with the code, and the installer writes into it",
      source: INSTALLER,
    },
  ],
  code: [],
  builds: [],
  advice: ["Bought modules are in Modules: they stay with the code and go along to the next release"],
};
