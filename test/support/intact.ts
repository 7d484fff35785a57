import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { BOUGHT_SCRIPT, holdfast, type Ended, type Site, type Starting } from "./cli.ts";
import type { TreeShape } from "./files.ts";
import { manifest } from "./tree.ts";

/** Every file of the shape is found by its path in the app, through whatever links, with its content and mode. */
export function expectReachable(app: string, shape: TreeShape = BOUGHT_SCRIPT): void {
  for (const [path, what] of Object.entries(shape)) {
    if (what === null || (typeof what === "object" && "link" in what)) continue;
    const whole = join(app, path);
    expect(readFileSync(whole, "utf8"), path).toBe(typeof what === "string" ? what : what.text);
    if (typeof what === "object") expect(statSync(whole).mode & 0o777, path).toBe(what.mode);
  }
}

/** The files below a folder that existed before and now are nowhere below it: mode, owner, time and content, whatever their path. */
export function lostSince(before: ReadonlyMap<string, string>, folder: string): string[] {
  const there = new Set(manifest(folder).values());
  return [...before].filter(([, what]) => what.startsWith("file") && !there.has(what)).map(([path]) => path);
}

/** What a run may write each time it is refused again: its journal, its lock, its line in the history, the same records. Nothing else may grow. */
const GROWS =
  /^shared\/(\.holdfast\/((journal|lock)\/.|shipped\.json$)|\.deployment-history$|\.persistence-config$|DEPLOYMENT-SUMMARY\.md$)/;

/** Runs the same command again (as it was started) and insists on the same answer, with nothing of the site changed and no debris. */
export function expectSameAgain(site: Site, args: readonly string[], first: Ended & Starting): Ended {
  const before = settledPart(site);
  const records = recordsOf(site);
  const again = holdfast(args, first);
  expect(again.code, again.out + again.err).toBe(first.code);
  expect(settledPart(site)).toEqual(before);
  expect(recordsOf(site)).toEqual(records);
  return again;
}

function recordsOf(site: Site): (string | null)[] {
  return [".persistence-config", ".holdfast/shipped.json"].map((name) => {
    const path = join(site.shared, name);
    return existsSync(path) ? readFileSync(path, "utf8") : null;
  });
}

function settledPart(site: Site): Map<string, string> {
  return new Map([...manifest(site.root)].filter(([path]) => !GROWS.test(path)));
}
