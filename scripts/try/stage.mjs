import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ROOT } from "../run-command.mjs";

/** Something did not go as the story says; the message is for the reader. */
export class StoryError extends Error {}

/**
 * A folder for the story, which is kept: `site` is where the commands run, `bin` holds a command `holdfast` that starts
 * the program built from this clone.
 */
export function makeStage() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "holdfast-try-")));
  const bin = join(folder, "bin");
  const site = join(folder, "corner-shop.example");
  mkdirSync(bin);
  mkdirSync(site);
  const program = join(ROOT, "dist", "holdfast.mjs");
  writeFileSync(join(bin, "holdfast"), `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(program)} "$@"\n`);
  chmodSync(join(bin, "holdfast"), 0o755);
  return { folder, bin, site };
}

/** Prints a heading and what the reader is about to see. */
export function say(heading, ...lines) {
  console.log(`\n━━ ${heading}`);
  for (const line of lines) console.log(`   ${line}`);
}

/** Prints the command, runs it in the site with `sh`, prints what it says. Another exit code than `code` ends the story. */
export function run(stage, command, { code = 0 } = {}) {
  console.log(`\n$ ${command}`);
  const result = spawnSync("sh", ["-c", command], {
    cwd: stage.site,
    encoding: "utf8",
    env: { ...process.env, PATH: `${stage.bin}${delimiter}${process.env.PATH}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  print(result.stdout ?? "");
  if (result.status === code) return;
  // The lines of progress that a pipe gets are for a log; they are shown only when they can explain a failure.
  print(result.stderr ?? "");
  const ended = result.error?.message ?? `exit code ${result.status ?? result.signal}`;
  throw new StoryError(`That command should have ended with ${code}: ${ended}`);
}

function print(output) {
  if (output !== "") console.log(output.trimEnd().replace(/^(?=.)/gm, "  "));
}

function quoted(word) {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
