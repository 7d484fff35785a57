import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { git } from "../support/git.ts";
import { oneFileProgram } from "../support/program.ts";
import { freshFolder, writeTree } from "../support/tree.ts";
import { sshClient } from "./ssh-client.ts";
import { type SshServer, startSshServer } from "./ssh-server.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/agency-ci.md"), "utf8");
const BLOCKS = [...PAGE.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, kind = "", text = ""]) => ({ kind, text }));

/** The one block of that kind in which the words stand. */
function block(kind: string, words: string): string {
  const found = BLOCKS.filter((one) => one.kind === kind && one.text.includes(words));
  expect(found.length, `blocks with "${words}"`).toBe(1);
  return found[0]?.text ?? "";
}

const DEPLOY = block("sh", "scp -q");
const ROLLBACK = block("sh", "holdfast rollback");

interface Step {
  readonly name?: string;
  readonly run?: string;
}

interface Workflow {
  readonly on: object;
  readonly env: object;
  readonly jobs: Readonly<Record<"deploy" | "rollback", { readonly steps: readonly Step[] }>>;
}

interface Pipeline {
  readonly variables: object;
  readonly default: { readonly before_script: readonly string[] };
  readonly deploy: { readonly script: readonly string[] };
  readonly rollback: { readonly script: readonly string[]; readonly rules: readonly { readonly when?: string }[] };
}

const GITHUB = parse(block("yaml", "actions/checkout")) as Workflow;
const GITLAB = parse(block("yaml", "CI_COMMIT_BRANCH")) as Pipeline;

const stepOf = (job: "deploy" | "rollback", name: string): string =>
  GITHUB.jobs[job].steps.find((step) => step.name === name)?.run ?? "";

/** Each takes some seconds, on a busy machine a quarter of a minute and more. */
const FOUR_DEPLOYMENTS = 400_000;

it("the recipes of GitHub Actions and GitLab CI are the lines of plain ssh", () => {
  expect(stepOf("deploy", "Build, send, release")).toBe(DEPLOY);
  expect(stepOf("rollback", "Roll back")).toBe(ROLLBACK);
  expect(stepOf("rollback", "Key")).toBe(stepOf("deploy", "Key"));
  expect(Object.keys(GITHUB.on)).toEqual(["push", "workflow_dispatch"]);
  expect(GITLAB.deploy.script).toEqual([DEPLOY]);
  expect(GITLAB.rollback.script).toEqual([ROLLBACK]);
  expect(GITLAB.rollback.rules[0]?.when).toBe("manual");
  for (const settings of [GITHUB.env, GITLAB.variables])
    expect(
      Object.entries(settings)
        .map(([name, value]) => `export ${name}=${value}`)
        .join("\n"),
    ).toBe(block("sh", "export DEPLOY_SERVER").trim());
});

it("each recipe deploys over a real sshd, as an ordinary user, with two connections, and a third takes it back", {
  timeout: FOUR_DEPLOYMENTS,
}, async () => {
  const server = await startSshServer(serverPrograms());
  const site = join(server.home, "www/example.com");
  for (const made of [dirname(site), site]) owned(server, made);
  const shop = shopInGit();

  const plain = client(server, site);
  writeTree(plain.home, {
    ".ssh/id_ed25519": { text: server.key, mode: 0o600 },
    ".ssh/known_hosts": server.knownHosts,
  });
  deploys(server, 2, () => plain.runs(shop.commit("1"), DEPLOY));
  expect(live(site)).toBe("1");
  writeFileSync(join(site, "current/storage/app/public/photo.jpg"), "a visitor's");
  chownSync(join(site, "current/storage/app/public/photo.jpg"), server.uid, -1);

  const github = client(server, site);
  const secrets = { DEPLOY_KEY: server.key.trimEnd(), DEPLOY_KNOWN_HOSTS: server.knownHosts };
  deploys(server, 2, () => {
    github.runs(shop.folder, stepOf("deploy", "Key"), secrets);
    return github.runs(shop.commit("2"), DEPLOY);
  });
  expect(live(site)).toBe("2");

  const gitlab = client(server, site);
  const files = { DEPLOY_KEY: join(gitlab.home, "key"), DEPLOY_KNOWN_HOSTS: join(gitlab.home, "hosts") };
  writeTree(gitlab.home, { key: server.key, hosts: server.knownHosts });
  deploys(server, 2, () => {
    gitlab.runs(shop.folder, GITLAB.default.before_script.join("\n"), files);
    return gitlab.runs(shop.commit("3"), DEPLOY);
  });
  expect(live(site)).toBe("3");

  const said = deploys(server, 1, () => gitlab.runs(shop.folder, ROLLBACK));
  expect(said).toContain("🟢 Live: release ");
  expect(live(site)).toBe("2");
  expect(readFileSync(join(site, "current/storage/app/public/photo.jpg"), "utf8")).toBe("a visitor's");
  expect(readdirSync(server.home).filter((name) => name.endsWith(".tar.gz"))).toEqual([]);
  expect(execFileSync("find", [site, "!", "-uid", String(server.uid)], { encoding: "utf8" })).toBe("");
});

it("a release that fails on the server ends the job, and what was live is live", async () => {
  const server = await startSshServer(serverPrograms());
  const site = join(server.home, "www/example.com");
  for (const made of [dirname(site), site]) owned(server, made);
  const shop = shopInGit();
  const plain = client(server, site);
  writeTree(plain.home, {
    ".ssh/id_ed25519": { text: server.key, mode: 0o600 },
    ".ssh/known_hosts": server.knownHosts,
  });
  plain.runs(shop.commit("1"), DEPLOY);
  writeTree(shop.folder, { "holdfast.json": '{"hooks":{"before-activate":["false"]}}' });
  expect(() => plain.runs(shop.commit("2"), DEPLOY)).toThrow(/ended with 1[\s\S]*hook before-activate/);
  expect(live(site)).toBe("1");
});

/** Runs a deployment, which must not take more connections than that. */
function deploys(server: SshServer, most: number, work: () => string): string {
  const before = server.connections();
  const said = work();
  expect(server.connections() - before).toBe(most);
  return said;
}

/** The program as the page installs it, in a folder that everybody may read. */
function serverPrograms(): string {
  const bin = freshFolder("holdfast-bin-");
  copyFileSync(oneFileProgram(), join(bin, "holdfast"));
  writeFileSync(join(bin, "node"), `#!/bin/sh\nexec ${process.execPath} "$@"\n`);
  for (const path of [bin, join(bin, "holdfast"), join(bin, "node")]) chmodSync(path, 0o755);
  return bin;
}

function owned({ uid }: SshServer, folder: string): void {
  mkdirSync(folder);
  chownSync(folder, uid, -1);
}

function live(site: string): string {
  return readFileSync(join(site, "current/public/build/version"), "utf8");
}

/** A machine that deploys. */
function client(server: SshServer, site: string) {
  const { home, PATH } = sshClient(server);
  const settings = { DEPLOY_SERVER: `${server.user}@example.com`, DEPLOY_SITE: site };
  const runs = (cwd: string, lines: string, more: Readonly<Record<string, string>> = {}): string => {
    const env = { PATH, HOME: home, ...settings, ...more };
    const { status, stdout, stderr } = spawnSync("bash", ["-c", lines], { cwd, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`The lines ended with ${status}\n${stdout}\n${stderr}`);
    return stdout;
  };
  return { home, runs };
}

/** An application in Git whose build writes its version. */
function shopInGit() {
  const folder = join(freshFolder("holdfast-shop-"), "shop");
  mkdirSync(folder);
  const lock = {
    name: "shop",
    version: "1.0.0",
    lockfileVersion: 3,
    requires: true,
    packages: { "": { name: "shop" } },
  };
  writeTree(folder, {
    "composer.json": '{"name":"acme/shop","require":{"laravel/framework":"^11.0"}}',
    artisan: "#!/usr/bin/env php\n",
    "public/index.php": "<?php",
    "storage/app/public/.gitignore": "*\n!.gitignore\n",
    "package.json": JSON.stringify({
      name: "shop",
      scripts: { build: "mkdir -p public/build && cp source public/build/version" },
    }),
    "package-lock.json": JSON.stringify(lock),
    ".gitignore": "public/build\nnode_modules\n",
  });
  git(folder, ["init", "--quiet"]);
  /** Commits that version, and gives back the folder that the pipeline works in. */
  const commit = (version: string): string => {
    writeFileSync(join(folder, "source"), version);
    git(folder, ["add", "--all"]);
    git(folder, ["commit", "--quiet", "--message", version]);
    return folder;
  };
  return { folder, commit };
}
