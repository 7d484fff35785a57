import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { outputOf } from "../timing/process.ts";
import { type BenchSite, siteBelow, writeCode } from "./site.ts";

/** A site that has so many entries, each a link in the application; made below an empty folder by a first run. */
export function linkedSite(program: string, folder: string, entries: number): BenchSite {
  const site = siteBelow(folder);
  writeCode(site.app);
  const paths: Record<string, string> = {};
  for (let index = 0; index < entries; index++) {
    const path = `data/part${index % 10}/people's files ${index}`;
    mkdirSync(join(site.app, path), { recursive: true });
    writeFileSync(join(site.app, path, "one.txt"), `${index}\n`);
    paths[path] = "user";
  }
  writeFileSync(join(site.app, "holdfast.json"), JSON.stringify({ paths }, null, 2));
  outputOf({ argv: [process.execPath, program, "persist", site.app, "--yes"] });
  return site;
}
