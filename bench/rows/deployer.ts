/** A whole deployment by Deployer on its own machine: the program where one is pointed at, else the commands that it sends. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SHARED_FOLDERS } from "../trees/small-delivery.ts";
import type { Command } from "../timing/process.ts";

/** Where it deploys to, and from which folder. */
export interface DeployerSetting {
  /** An empty folder for its recipe. */
  readonly folder: string;
  readonly delivery: string;
  readonly site: string;
}

/** The command that deploys once with the Deployer at a path. */
export function deployerDeploy(program: string, { folder, delivery, site }: DeployerSetting): Command {
  const recipe = join(folder, "deploy.php");
  writeFileSync(
    recipe,
    `<?php
namespace Deployer;
require 'recipe/common.php';
localhost();
set('deploy_path', ${phpText(site)});
set('keep_releases', 10000);
set('shared_dirs', [${SHARED_FOLDERS.map(phpText).join(", ")}]);
task('deploy:update_code', function () { run('cp -a ' . ${phpText(`${delivery}/.`)} . ' {{release_path}}'); });
task('deploy', ['deploy:prepare', 'deploy:publish']);
`,
  );
  return { argv: ["php", program, "-f", recipe, "deploy", "-n", "localhost"], cwd: folder };
}

function phpText(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/**
 * The commands of `deploy` in Deployer 7.5 (recipe/deploy/*.php), each sent to a shell of its own as it does, without the time of PHP: setup, lock, release,
 * update_code, shared, symlink, unlock.
 */
export function deployerCommands({ delivery, site }: DeployerSetting): Command {
  const shared = SHARED_FOLDERS.flatMap((folder) => [
    `[ -d "$site/shared/${folder}" ] || { mkdir -p "$site/shared/${folder}"; [ ! -d "$release/${folder}" ] || cp -r "$release/${folder}" "$site/shared/$(dirname "${folder}")"; }`,
    `rm -rf "$release/${folder}"`,
    `mkdir -p "$(dirname "$release/${folder}")"`,
    `ln -nfs --relative "$site/shared/${folder}" "$release/${folder}"`,
  ]);
  const sent = [
    '[ -d "$site" ] || mkdir -p "$site"; [ -d "$site/.dep" ] || mkdir "$site/.dep"; [ -d "$site/releases" ] || mkdir "$site/releases"; [ -d "$site/shared" ] || mkdir "$site/shared"',
    '[ ! -f "$site/.dep/deploy.lock" ] && echo bench > "$site/.dep/deploy.lock"',
    'mkdir -p "$release"; ln -nfs --relative "$release" "$site/release"',
    'cp -a "$delivery/." "$release"',
    ...shared,
    'mv -T "$site/release" "$site/current"',
    'rm -f "$site/.dep/deploy.lock"',
  ];
  const script = `release=$site/releases/$(ls "$site/releases" 2>/dev/null | wc -l); export release\n${sent.map((line) => `bash -c ${shellText(line)} || exit 1`).join("\n")}`;
  return { argv: ["bash", "-c", script], env: { site, delivery } };
}

function shellText(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
