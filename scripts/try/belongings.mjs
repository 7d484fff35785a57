import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { StoryError } from "./stage.mjs";

/**
 * What belongs to the shop's owner, by path in the app: the bytes that must be found there after every step, read
 * the way the running application reads them.
 */
export function rememberBelongings(app, paths) {
  return new Map(paths.map((path) => [path, readFileSync(join(app, path))]));
}

/** Reads every belonging again and says so; the first one that is gone or differs ends the story. */
export function checkBelongings(app, belongings) {
  for (const [path, bytes] of belongings) {
    const now = read(join(app, path));
    if (now === null) throw new StoryError(`LOST: ${path} cannot be read any more`);
    if (!now.equals(bytes)) throw new StoryError(`CHANGED: ${path} has other bytes than before`);
  }
  const mode = (statSync(join(app, ".env")).mode & 0o777).toString(8);
  if (mode !== "600") throw new StoryError(`EXPOSED: .env has mode ${mode} and had 600`);
  console.log(
    `\n  ✔ Compared: all ${belongings.size} files of the owner are there byte for byte, .env still has mode 600`,
  );
}

/** Ends the story unless a file of the app holds this text (null: unless it is not there). */
export function expectText(app, path, text) {
  const now = read(join(app, path))?.toString() ?? null;
  if (text === null ? now !== null : !now?.includes(text))
    throw new StoryError(`${path} should ${text === null ? "not be there" : `hold "${text}"`}`);
}

function read(path) {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}
