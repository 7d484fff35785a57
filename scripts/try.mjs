/**
 * `npm run try`: shows the main job on a made-up shop in a temporary folder, on a fresh machine that has git and Node.
 * Ends with 1 when a command did not do what it should, or when one byte of the shop's data is not where it belongs.
 */
import { installDependencies, requireNode } from "./dependencies.mjs";
import { runCommand } from "./run-command.mjs";

requireNode();
await installDependencies();
const built = await runCommand(process.execPath, ["scripts/build.mjs"]);
if (built.code !== 0) {
  console.error(`The program could not be built:\n${built.output}`);
  process.exit(1);
}
const { tellStory } = await import("./try/story.mjs");
process.exitCode = await tellStory();
