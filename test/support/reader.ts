/** Who reads a guide and types what it says. */
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { freshHome } from "../house/shown-output.ts";
import { type Ended, must, typed } from "./cli.ts";
import { freshFolder } from "./tree.ts";

/** Somebody's home, and their terminal in it. */
export class Reader {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;

  constructor(home: string = freshFolder()) {
    this.home = home;
    chmodSync(home, 0o755);
    this.env = { HOME: home, PATH: `${freshHome()}/.local/bin:${process.env["PATH"] ?? ""}` };
  }

  /** Types a line in that folder of the home. */
  types(line: string, cwd = ""): Ended {
    return typed(line, { cwd: join(this.home, cwd), env: this.env });
  }

  /** The same; insists on exit 0, and gives back what was printed. */
  has(line: string, cwd = ""): string {
    return must(this.types(line, cwd)).out;
  }
}
