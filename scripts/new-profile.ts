/** `npm run new:profile NAME`: a profile to fill in, its example with one marker, its goldens, its page in docs/frameworks/, and the registry with it. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

function main(name: string | undefined): void {
  if (name === undefined || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new Error("Give the profile a name in small letters: npm run new:profile my-framework");
  }
  const profile = `src/profiles/${name}.ts`;
  if (existsSync(`${ROOT}${profile}`)) throw new Error(`"${profile}" is there already`);
  write(profile, profileText(name));
  write(`examples/${name}/tree/${name}.config.json`, "{}\n");
  write(`examples/${name}/tree/public/index.html`, "<!doctype html>\n");
  write(`examples/${name}/tree/public/uploads/.gitkeep`, "");
  run("generate-registry.ts");
  run("generate-framework-pages.ts");
  run("golden.ts", name);
  console.log(`Now fill in "${profile}"; docs/add-a-framework.md walks through it`);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(`${ROOT}${path}`), { recursive: true });
  writeFileSync(`${ROOT}${path}`, text, { flag: "wx" });
  console.log(`Wrote ${path}`);
}

/** The generators read the new profile, so each starts afresh. */
function run(script: string, ...args: string[]): void {
  execFileSync(process.execPath, ["--import", "tsx", `${ROOT}scripts/${script}`, ...args], {
    cwd: ROOT,
    stdio: "inherit",
  });
}

function profileText(name: string): string {
  const constant = name.replace(/-([a-z0-9])/g, (_whole, letter: string) => letter.toUpperCase());
  const title = name.replace(
    /(^|-)([a-z0-9])/g,
    (_whole, dash: string, letter: string) => (dash ? " " : "") + letter.toUpperCase(),
  );
  return `import type { Profile } from "./profile.ts";
import * as shape from "./shapes.ts";

const DOCS = "https://example.org/${name}/deployment";

/** ${title}. Say in one sentence where it keeps what must not be lost. */
export const ${constant}: Profile = {
  id: "${name}",
  title: "${title}",
  docs: DOCS,
  tier: "framework",
  markers: [
    {
      kind: "path",
      path: "${name}.config.json",
      weight: "proof",
      fact: "${name}.config.json is there",
    },
  ],
  version: [{ kind: "package", manager: "npm", name: "${name}" }],
  webRoots: ["public"],
  supersedes: [],
  reads: [],
  entries: [
    { ...shape.SECRET_FILE, path: ".env", when: "always", fact: "Settings of this installation", source: DOCS },
    { ...shape.USER_DIRECTORY, path: "public/uploads", fact: "What people upload", source: DOCS },
  ],
  code: ["src"],
  builds: ["dist"],
  advice: [],
};
`;
}

try {
  main(process.argv[2]);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
