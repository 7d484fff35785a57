import { Argument, InvalidArgumentError, Option } from "commander";
import { nearest } from "../core/nearest.ts";
import { MODES, type Mode } from "../plan/survey.ts";

/** Arguments and options that several commands share, each made anew for each of them. */
export const app = (): Argument =>
  new Argument("[APP]", "the folder of one copy of the application's code").default(".", "the current folder");
export const shared = (): Argument =>
  new Argument("[SHARED]", "the folder of persistent data").default(null, "the site's own: SITE/shared");
export const mode = (): Argument =>
  new Argument("[MODE]", "auto decides for each entry by what shared records; no mode overwrites")
    .default("auto")
    .argParser(parseMode);
export const json = (): Option => new Option("--json", "print one JSON document instead of text");
export const yes = (): Option => new Option("-y, --yes", "do not ask before data is moved");
export const dryRun = (): Option => new Option("--dry-run", "show what would be done and change nothing");
export const maintenance = (): Option =>
  new Option("--maintenance", "the site is quiet: where no atomic exchange exists, allow a gap of some microseconds");

export const noBaseline = (): Option =>
  new Option(
    "--no-baseline",
    "do not list the files that are taken over: quicker with very many; shipped samples that are deleted later may come back",
  );
export const across = (): Option =>
  new Option("--across-filesystems", "copy data that lies on another file system than shared, while the site runs");
export const quiesce = (): Option =>
  new Option(
    "--quiesce <COMMAND>",
    "with --across-filesystems: stops the application for the last pass; run without a shell",
  );
export const resume = (): Option =>
  new Option("--resume <COMMAND>", "with --quiesce: lets the application go on, also after a failure");

function parseMode(text: string): Mode {
  const found = MODES.find((known) => known === text);
  if (found !== undefined) return found;
  const near = nearest(text, MODES);
  throw new InvalidArgumentError(`The modes are ${MODES.join(", ")}.${near === null ? "" : ` Did you mean ${near}?`}`);
}
