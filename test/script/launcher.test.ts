import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { renderLauncher } from "../../src/script/launcher.ts";
import { SHELLS } from "./portable-tree.ts";

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true });
});

const PROGRAM = `console.log(JSON.stringify([process.argv[1], ...process.argv.slice(2)])); process.exit(3);\n`;

interface App {
  readonly app: string;
  readonly bin: string;
}

/** An app with the launcher, and a folder for programs on the PATH that has nothing in it but what a test puts there. */
function buildApp(): App {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "holdfast launcher ")));
  roots.push(root);
  const [app, bin] = [join(root, "an app's folder"), join(root, "bin")];
  mkdirSync(join(app, "scripts"), { recursive: true });
  mkdirSync(bin);
  writeFileSync(join(app, "scripts/ultimate-persistence.sh"), renderLauncher("0.1.0"));
  return { app, bin };
}

const program = (path: string, text = PROGRAM): void => writeFileSync(path, text, { mode: 0o755 });
const fakeNode = (app: App, version: string): void => program(join(app.bin, "node"), `#!/bin/sh\necho ${version}\n`);
const realNode = (app: App): void => program(join(app.bin, "node"), `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);

function launch(
  app: App,
  args: readonly string[],
  options: { shell?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
) {
  const [command = "bash", ...flags] = options.shell ?? ["bash"];
  const found = spawnSync("sh", ["-c", `command -v ${command}`], { encoding: "utf8" }).stdout.trim();
  const env = { PATH: app.bin, ...options.env };
  return spawnSync(found, [...flags, "scripts/ultimate-persistence.sh", ...args], {
    cwd: app.app,
    encoding: "utf8",
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

describe("renderLauncher()", () => {
  it.each(Object.keys(SHELLS))(
    "hands the specification's arguments to the program beside itself, under %s",
    (shell) => {
      const app = buildApp();
      realNode(app);
      writeFileSync(join(app.app, "scripts/holdfast.mjs"), PROGRAM);
      const { stdout, status, stderr } = launch(app, [app.app, `${app.app}/../shared`, "auto"], {
        shell: SHELLS[shell] ?? [],
      });
      expect(stderr).toBe("");
      expect(JSON.parse(stdout)).toEqual([
        join(app.app, "scripts/holdfast.mjs"),
        "persist",
        "--yes",
        app.app,
        `${app.app}/../shared`,
        "auto",
      ]);
      expect(status).toBe(3);
    },
  );

  it("prefers the program that HOLDFAST names, with or without Node.js", () => {
    const app = buildApp();
    realNode(app);
    writeFileSync(join(app.app, "scripts/holdfast.mjs"), "process.exit(9)");
    writeFileSync(join(app.app, "mine.mjs"), PROGRAM);
    expect(JSON.parse(launch(app, ["a b"], { env: { HOLDFAST: join(app.app, "mine.mjs") } }).stdout)).toEqual([
      join(app.app, "mine.mjs"),
      "persist",
      "--yes",
      "a b",
    ]);
    program(join(app.app, "mine"), `#!/bin/sh\nprintf '<%s>' "$@"\n`);
    expect(launch(app, ["a b"], { env: { HOLDFAST: join(app.app, "mine") } }).stdout).toBe("<persist><--yes><a b>");
    const wrong = launch(app, [], { env: { HOLDFAST: "/nowhere/holdfast" } });
    expect([wrong.status, wrong.stderr]).toEqual([
      1,
      '❌ HOLDFAST is set to "/nowhere/holdfast", and there is no such file.\n',
    ]);
  });

  it("takes the one on the PATH last", () => {
    const app = buildApp();
    realNode(app);
    program(join(app.bin, "holdfast"), `#!/bin/sh\nprintf '<%s>' "$@"\n`);
    expect(launch(app, ["x"]).stdout).toBe("<persist><--yes><x>");
  });

  it("says how to get the program when there is none", () => {
    const { status, stderr } = launch(buildApp(), []);
    expect(status).toBe(1);
    expect(stderr).toContain("npm install --global holdfast@0.1.0");
    expect(stderr).toContain("put holdfast.mjs beside this script: scripts/holdfast.mjs");
  });

  it("says so when Node.js is missing", () => {
    const app = buildApp();
    writeFileSync(join(app.app, "scripts/holdfast.mjs"), PROGRAM);
    const { status, stderr } = launch(app, []);
    expect([status, stderr.includes("Node.js is not installed here, and Holdfast needs it (20.19 or newer)")]).toEqual([
      1,
      true,
    ]);
  });

  it.each([
    ["v18.20.4", 1],
    ["v20.18.3", 1],
    ["v9.9.9", 1],
    ["nonsense", 1],
    ["v20.19.0", 0],
    ["v22.1.0", 0],
    ["v100.0.0", 0],
  ])("judges Node.js %s", (version, status) => {
    const app = buildApp();
    fakeNode(app, version);
    writeFileSync(join(app.app, "scripts/holdfast.mjs"), PROGRAM);
    const run = launch(app, []);
    expect([run.status, run.stderr.includes("needs 20.19 or newer")]).toEqual([status, status === 1]);
  });

  it("passes shellcheck", () => {
    expect(
      spawnSync("shellcheck", ["-s", "sh", "-"], { input: renderLauncher("0.1.0"), encoding: "utf8" }).stdout,
    ).toBe("");
  });
});
