import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const TWELVE_FACTOR = "https://12factor.net/config";

/** Plain PHP, and bought scripts that follow no framework we know. */
export const php: Profile = {
  id: "php",
  title: "PHP",
  docs: "https://www.php.net/manual/features.file-upload.php",
  tier: "language",
  markers: [
    { kind: "path", path: "composer.json", weight: "hint", fact: "composer.json is there" },
    { kind: "path", path: "index.php", weight: "proof", fact: "index.php is there" },
    { kind: "path", path: "public/index.php", weight: "proof", fact: "public/index.php is there" },
    { kind: "suffix", directory: "", suffix: ".php", weight: "proof", fact: "PHP files stand in the app's folder" },
    { kind: "suffix", directory: "public", suffix: ".php", weight: "proof", fact: "PHP files stand in public" },
    {
      kind: "suffix",
      directory: "public_html",
      suffix: ".php",
      weight: "proof",
      fact: "PHP files stand in public_html",
    },
    { kind: "suffix", directory: "htdocs", suffix: ".php", weight: "proof", fact: "PHP files stand in htdocs" },
    { kind: "suffix", directory: "www", suffix: ".php", weight: "proof", fact: "PHP files stand in www" },
    { kind: "suffix", directory: "web", suffix: ".php", weight: "proof", fact: "PHP files stand in web" },
    { kind: "suffix", directory: "src", suffix: ".php", weight: "hint", fact: "PHP files stand in src" },
  ],
  version: [],
  webRoots: ["public", "public_html", "htdocs", "www", "web", "webroot", ""],
  supersedes: [],
  reads: [],
  entries: [
    { ...shape.SECRET_FILE, path: ".env", fact: "Settings of this installation", source: TWELVE_FACTOR },
    { ...shape.SECRET_FILE, path: ".env.local", fact: "Settings of this machine", source: TWELVE_FACTOR },
    ...shape.PANEL_FILES,
  ],
  code: ["vendor", "node_modules", "src", "tests"],
  builds: [],
  advice: ["Deny the execution of PHP below upload folders in the web server's configuration"],
};
