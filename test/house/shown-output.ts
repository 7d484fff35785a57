/**
 * What the pages show of a terminal is what the program prints: the blocks marked `console` of a page are typed, one after the other, on a site made for
 * that, and their output is compared with the page, or written into it (`HOLDFAST_WRITE_PAGES=1 npx vitest run test/house/shown-output.test.ts`).
 */
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { program } from "../support/program.ts";
import { typed } from "../support/cli.ts";
import { freshFolder } from "../support/tree.ts";

/** Where the pages say that things are. */
const HOME = "/home/me";

/** A home folder whose terminal has `holdfast` on its path. */
export function freshHome(): string {
  const home = freshFolder();
  mkdirSync(join(home, ".local/bin"), { recursive: true });
  symlinkSync(program(), join(home, ".local/bin/holdfast"));
  return home;
}

/** Runs every `console` block of a page and gives back the page with what was printed in the place of what it shows. */
export function withRealOutput(page: string, home: string, site: string): string {
  return page.replaceAll(/```console\n([\s\S]*?)```/g, (_whole, block: string) => {
    const commands = block.split("\n").filter((line) => line.startsWith("$ "));
    const shown = commands.map((line) => `${line}\n${printed(line.slice(2), home, site)}`);
    return `\`\`\`console\n${shown.join("\n")}\`\`\``;
  });
}

/** `site` is where the page says that `example.com` stands. */
function printed(command: string, home: string, site: string): string {
  const env = { HOME: home, PATH: `${join(home, ".local/bin")}:${process.env["PATH"] ?? ""}`, NO_COLOR: "1" };
  const { out } = typed(`(${command}) 2>&1`, { cwd: join(home, "example.com"), env });
  return out.replaceAll(join(home, "example.com"), site).replaceAll(home, HOME);
}

/** A page without what is another each time: when, how old, how large, which run. */
export function comparable(page: string): string {
  return page
    .replaceAll(/\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d(-\d+)?/g, "RELEASE")
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, "TIME")
    .replaceAll(/\d+ (second|minute)s? ago/g, "AGO")
    .replaceAll(/[\d.]+ (bytes|kB|MB)\b/g, "SIZE")
    .replaceAll(/ +/g, " ");
}
