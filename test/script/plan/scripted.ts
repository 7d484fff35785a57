import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Ended, type Layout, type Site, siteOf, start } from "../../support/cli.ts";
import { typedIn } from "../../support/in-process.ts";
import { freshFolder, type TreeShape } from "../../support/tree.ts";

/** A site, and the script that carries out what `persist` would do to it. */
export interface Scripted {
  readonly site: Site;
  readonly script: string;
}

/** A site that was never persisted, with its script. */
export function scripted(layout: Layout, shape?: TreeShape): Promise<Scripted> {
  return scriptFor(siteOf(layout, shape));
}

/** The script for a site as it is now. */
export async function scriptFor(site: Site, ...flags: readonly string[]): Promise<Scripted> {
  const script = join(freshFolder("holdfast script's "), "plan.sh");
  const ending = await typedIn("/", "plan", site.app, ...flags, "--script", script);
  if (ending.code !== 0) throw new Error(`No script was written:\n${ending.text}`);
  return { site, script };
}

/** Runs a script, as root where the tests are, with what is given. */
export function runs(
  { script }: Pick<Scripted, "script">,
  options: {
    readonly shell?: readonly string[];
    readonly args?: readonly string[];
    readonly env?: Record<string, string>;
    readonly cwd?: string;
  } = {},
): Ended & { readonly said: string } {
  const { shell = ["sh"], args = [], env = {}, cwd = "/" } = options;
  const ended = start([...shell, script, ...args], { cwd, env });
  return { ...ended, said: `${ended.out}${ended.err}` };
}

/** The lines of a script. */
export function linesOf({ script }: Scripted): string[] {
  return readFileSync(script, "utf8").split("\n");
}
