/** The options that the commands about releases share. */
import { InvalidArgumentError, Option } from "commander";

export const site = (): Option =>
  new Option("--site <DIR>", "the site; the one around the current folder unless given");
export const json = (): Option => new Option("--json", "print one JSON document instead of text");
export const yes = (): Option => new Option("-y, --yes", "do not ask");
export const dryRun = (): Option => new Option("--dry-run", "show what would be done and change nothing");
export const maintenance = (): Option =>
  new Option("--maintenance", "the site is quiet: where no atomic exchange exists, allow a gap of some microseconds");
export const checkUrl = (): Option =>
  new Option(
    "--check-url <URL>",
    "probe this address after the switch (as holdfast probe does); what fails and did not before switches back",
  ).argParser(parseUrl);

/** What the commands about releases have in common, as it was typed. */
export interface ReleaseFlags {
  readonly site?: string;
  readonly json?: true;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly maintenance?: true;
  readonly checkUrl?: string;
}

/** A whole number from 1 on. */
export function parseCount(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return number;
}

/** A whole address of a web server. */
export function parseUrl(text: string): string {
  if (!/^https?:\/\/[^\s/]+/.test(text)) throw new InvalidArgumentError("It must begin with http:// or https://.");
  if (!URL.canParse(text)) throw new InvalidArgumentError("It is no address: look at the host's name and the port.");
  return text;
}
