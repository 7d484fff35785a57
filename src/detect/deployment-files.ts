/** Files that tell how an application is deployed, by their names: what its containers are made from, and what other deployment tools are told. */
import { baseName, type RelPath, segmentsOf } from "../core/path.ts";

/** Deeper ones belong to examples and to parts of the application. */
const DEEPEST = 3;
const QUIET = /^(\..+|([\w-]+[-_])?tests?|examples?|samples?|vendor|node_modules)$/;
const DOCKERFILE = /^([\w.-]+\.)?dockerfile(\.[\w.-]+)?$/i;
const COMPOSE = /^(docker-)?compose([\w.-]*)\.ya?ml$/i;
const README = /^((docs|docker)\/)?(readme|install(ation)?|docker|deploy(ment|ing)?)\.(md|rst|txt)$/i;
const DEPLOYERS =
  /^(deploy\.(php|ya?ml)|config\/deploy(\/[\w-]+)?\.rb|\.platform\.app\.yaml|\.(upsun|platform)\/[\w-]+\.ya?ml)$/;

/** True for a Dockerfile near the app's root. */
export function isDockerfile(path: RelPath): boolean {
  return DOCKERFILE.test(baseName(path)) && isNear(path);
}

/** True for a Compose file near the app's root. */
export function isComposeFile(path: RelPath): boolean {
  return COMPOSE.test(baseName(path)) && isNear(path);
}

/** True for what Capistrano, Mina, Deployer, Upsun and Platform.sh are told. */
export function isDeployerFile(path: RelPath): boolean {
  return DEPLOYERS.test(path);
}

/** True for the text that tells how the application is run. */
export function isReadme(path: RelPath): boolean {
  return README.test(path);
}

function isNear(path: RelPath): boolean {
  const folders = segmentsOf(path).slice(0, -1);
  return folders.length < DEEPEST && !folders.some((folder) => QUIET.test(folder));
}
