/** Commands load their part of the program when they are run. Here it is loaded before, so that the calls that loading makes are none of the command's. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../../../src/cli/commands");
let loaded: Promise<unknown> | null = null;

/** Resolves when every command's part is loaded. Call it where no calls are counted. */
export async function commandsLoaded(): Promise<void> {
  loaded ??= Promise.all(readdirSync(FOLDER).map((name) => import(/* @vite-ignore */ join(FOLDER, name))));
  await loaded;
}
