/** A guide of docs/ whose commands are typed by a test: what it shows, and what of it nobody has typed yet. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const DOCS = join(import.meta.dirname, "../../docs");

/** What a reader may type: a line of a block, or a command named in a sentence. */
const IN_SENTENCES = /`((?:holdfast|php|sh|scp|cat|MAINTENANCE=1) [^`\n]+)`/g;

/** The commands of one page, each to be typed at least once. */
export class Guide {
  readonly text: string;
  private readonly commands: readonly string[];
  private readonly typed = new Set<string>();

  constructor(page: string) {
    this.text = readFileSync(join(DOCS, page), "utf8");
    // What stands in none of these would be typed by nobody; `console` is typed by test/house/shown-output.test.ts.
    const kinds = [...this.text.matchAll(/^ *```(.*)\n[\s\S]*?^ *```$/gm)].map(([, kind = ""]) => kind);
    const odd = kinds.filter((kind) => !["sh", "console", "text"].includes(kind));
    if (odd.length > 0)
      throw new Error(`${page} has blocks that are none of sh, console and text: "${odd.join('", "')}"`);
    const blocks = [...this.text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = ""]) =>
      block.split("\n"),
    );
    const lines = blocks.map((line) => line.replace(/ +#.*$/, "").trim()).filter((line) => line !== "");
    const prose = this.text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, "");
    const named = [...prose.matchAll(IN_SENTENCES)].map(([, command = ""]) => command);
    this.commands = [...new Set([...lines, ...named])];
  }

  /** A command of the page, as it stands there; throws where it does not. */
  command(line: string): string {
    if (!this.commands.includes(line)) throw new Error(`The page has no command "${line}"`);
    this.typed.add(line);
    return line;
  }

  /** The lines of the one block that begins with this one. */
  block(first: string): string[] {
    const found = [...this.text.matchAll(/^ *```sh\n([\s\S]*?)\n *```$/gm)].map(([, block = ""]) => block.split("\n"));
    return found.find(([line]) => line === first) ?? [];
  }

  /** Commands that the page has and nobody has typed. */
  untyped(): string[] {
    return this.commands.filter((line) => !this.typed.has(line));
  }

  /** What stands under a heading as numbered steps, each without its number. */
  steps(heading: string): string[] {
    const [, under = ""] = this.text.split(`## ${heading}\n`);
    const [section = ""] = under.split("\n## ");
    return [...section.matchAll(/^\d+\. (.*(?:\n {3}.*)*)$/gm)].map(([, step = ""]) => step.replaceAll(/\n {3}/g, " "));
  }
}
