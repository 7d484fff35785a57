import { decodeName } from "../core/bytes.ts";
import { HoldfastError } from "../core/error.ts";
import type { SiteLayout } from "../core/layout.ts";
import type { Observation } from "../core/observation.ts";
import { type AbsPath, abs, baseName, isInside, parentOf, rel } from "../core/path.ts";
import { EXAMPLES } from "../core/settings-files.ts";
import type { ExampleText, LiveSettings } from "../plan/env.ts";
import { SETTINGS_LIMIT } from "../apply/append-lines.ts";
import { sha256 } from "../system/digest.ts";
import { look, withDir, type Spot } from "../system/dir.ts";
import { readFileAt } from "../system/durable-file.ts";
import { observe } from "../system/observe.ts";
import { quoteShort } from "../core/shell.ts";

const ENV = rel(".env");

/** The examples that stand directly in an application's folder, best first. */
export function readExamples(app: AbsPath): ExampleText[] {
  return EXAMPLES.flatMap((name) => {
    const content = withDir(app, (dir) => readFileAt({ dir, name }, SETTINGS_LIMIT));
    return content === null ? [] : [{ name, text: decodeName(content) }];
  });
}

/** The settings that the application uses: what its `.env` is or leads to, else shared's. Throws with what to do where there are none. */
export function readLive(layout: SiteLayout): LiveSettings {
  const seen = observe(layout, { root: "app", path: ENV });
  const place = placeOf(seen, layout);
  return withDir(parentOf(place), (dir) => {
    const spot = { dir, name: baseName(place) };
    const content = readSettings(spot, layout);
    const fact = look(spot);
    if (content === null || fact === null) throw noSettings(layout);
    return {
      at: { directory: parentOf(place), name: baseName(place) },
      identity: fact.id,
      sha256: sha256(content),
      text: decodeName(content),
    };
  });
}

function readSettings(spot: Spot, layout: SiteLayout): Buffer | null {
  try {
    return readFileAt(spot, SETTINGS_LIMIT);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["EACCES", "EPERM"].includes(code)) throw denied(layout, code);
    throw error;
  }
}

function placeOf(seen: Observation, layout: SiteLayout): AbsPath {
  if (seen.kind === "file") return abs(`${seen.directory}/${seen.name}`);
  const end = seen.link?.end;
  if (end?.kind === "file") {
    if (!isInside(end.path, layout.shared) && !isInside(end.path, layout.app)) throw elsewhere(layout, end.path);
    return end.path;
  }
  if (end?.answer !== undefined) throw denied(layout, end.answer);
  const shared = observe(layout, { root: "shared", path: ENV });
  if (seen.kind === "absent" && shared.kind === "file") return abs(`${shared.directory}/${shared.name}`);
  throw noSettings(layout);
}

/** An empty file in its place would be taken over as the real one and hide that it is missing. */
function noSettings(layout: SiteLayout): HoldfastError {
  const { app, shared } = layout;
  const [example] = readExamples(app);
  const anew =
    example === undefined
      ? "make it there; then"
      : `copy the example and fill it in: cp ${quoteShort(`${app}/${example.name}`)} ${quoteShort(`${app}/.env`)}; then`;
  return new HoldfastError({
    code: "no-settings",
    message: `There is no ".env", neither in "${app}" nor in "${shared}"; nothing was changed`,
    hint: `Put the site's own there, from a backup or the old server. For a new site, ${anew} run: holdfast persist ${quoteShort(app)}`,
    exit: "problems",
  });
}

function denied({ app }: SiteLayout, answer: string): HoldfastError {
  return new HoldfastError({
    code: "settings-denied",
    message: `"${app}/.env", or what it leads to, may not be read by this user (${answer})`,
    hint: "Run the command as a user that may read it, or as root",
    exit: "problems",
  });
}

function elsewhere({ app }: SiteLayout, path: AbsPath): HoldfastError {
  return new HoldfastError({
    code: "settings-elsewhere",
    message: `"${app}/.env" leads to "${path}", which is neither the application's nor shared's; nothing was changed`,
    hint: `Compare them by hand: diff ${quoteShort(path)} ${quoteShort(`${app}/.env.example`)}`,
  });
}
