/** Finds on disk what a web server must not give away, with what it holds, so that an answer can be compared in memory. */
import { NAMES } from "../../core/layout.ts";
import { type AbsPath, abs } from "../../core/path.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { namesAt } from "../../system/names.ts";
import { endOf } from "../../system/observe.ts";
import { readBeginning } from "../../system/small-file.ts";
import { exposures, type Known, type PrivateGroup } from "../../verify/probe/probe-site.ts";

/** Where a site's parts are. */
export interface Ground {
  readonly site: AbsPath;
  readonly app: AbsPath;
  readonly shared: AbsPath;
  readonly servedAt: AbsPath;
  readonly hasReleases: boolean;
  /** Paths of entries that are secret, relative to the application. */
  readonly secrets: readonly string[];
}

const ENV = /^\.env([.~_-]|$)/;
const HARMLESS = /\.(example|dist|sample|template)$/;
const LOG_FOLDERS = [
  "storage/logs",
  "var/log",
  "var/logs",
  "logs",
  "log",
  "writable/logs",
  "application/logs",
  "tmp/logs",
];
/** What is compared of a file; a log may grow meanwhile. */
const COMPARED = 16_384;
const MOST_FILES = 6;

/** What nobody may fetch, in its groups. */
export function privateFiles(ground: Ground): Readonly<Record<PrivateGroup, readonly Known[]>> {
  return { env: envFiles(ground), git: gitFiles(ground), logs: logFiles(ground), shared: sharedFiles(ground) };
}

function envFiles(ground: Ground): Known[] {
  const { app, shared } = ground;
  const names = namesAt(app).filter((name) => ENV.test(name) && !HARMLESS.test(name) && name !== ".env");
  const paths = [".env", ...names.sort().slice(0, MOST_FILES), ...ground.secrets.filter((path) => !ENV.test(path))];
  const inApp = paths.flatMap((path) => knownAt(abs(`${app}/${path}`), ground));
  const inShared = paths.map((path) => abs(`${shared}/${path}`)).filter((path) => lookAt(bytes(path)) !== null);
  // Whatever the site has: this is the first thing that strangers ask for.
  return unique([
    { ...readKnown(abs(`${app}/.env`)), url: ".env" },
    ...inApp,
    ...inShared.flatMap((path) => knownAt(path, ground)),
  ]);
}

function gitFiles(ground: Ground): Known[] {
  const folders = [ground.app, ground.site].filter((folder) => lookAt(bytes(`${folder}/.git`)) !== null);
  const found = folders.flatMap((folder) =>
    ["HEAD", "config"].flatMap((name) => knownAt(abs(`${folder}/.git/${name}`), ground)),
  );
  return unique([{ url: ".git/HEAD", content: null, isWhole: false }, ...found]);
}

/** The newest file of each folder of logs. */
function logFiles(ground: Ground): Known[] {
  return unique(
    LOG_FOLDERS.flatMap((folder) => {
      const name = newestIn(abs(`${ground.app}/${folder}`));
      if (name === null) return [];
      const inShared = abs(`${ground.shared}/${folder}/${name}`);
      return [
        ...knownAt(abs(`${ground.app}/${folder}/${name}`), ground),
        ...(lookAt(bytes(inShared)) === null ? [] : knownAt(inShared, ground)),
      ];
    }),
  );
}

function newestIn(folder: AbsPath): string | null {
  const end = endOf(folder, ".");
  if (end.kind !== "directory") return null;
  const files = namesAt(end.path).flatMap((name) => {
    const fact = lookAt(bytes(`${end.path}/${name}`));
    return fact?.kind === "file" && fact.size > 0 && !name.startsWith(".") ? [{ name, at: fact.mtimeNs }] : [];
  });
  return files.sort((a, b) => (a.at < b.at ? 1 : -1))[0]?.name ?? null;
}

function sharedFiles(ground: Ground): Known[] {
  const names = [NAMES.config, NAMES.healthCheck, NAMES.history];
  return unique(names.flatMap((name) => knownAt(abs(`${ground.shared}/${name}`), ground)));
}

function knownAt(path: AbsPath, ground: Ground): Known[] {
  const known = readKnown(path);
  return exposures(path, ground).map((url) => ({ ...known, url }));
}

function readKnown(path: AbsPath): Omit<Known, "url"> {
  const end = endOf(abs(path.slice(0, path.lastIndexOf("/"))), path.slice(path.lastIndexOf("/") + 1));
  const found = end.kind === "file" ? readBeginning(bytes(end.path), COMPARED) : null;
  return { content: found?.bytes ?? null, isWhole: found?.isWhole ?? false };
}

function unique(all: readonly Known[]): Known[] {
  return [...new Map([...all].reverse().map((one) => [one.url, one])).values()].reverse();
}
