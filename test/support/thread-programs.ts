import { execFileSync } from "node:child_process";
import { join } from "node:path";

const SCRIPT = 'import { threads } from "./scripts/build.mjs"; process.stdout.write(JSON.stringify(await threads()));';

/** The programs of other threads, as the build defines them: by name, each a text in JSON. */
export function threadDefinitions(): Readonly<Record<ThreadName, string>> {
  const text = execFileSync(process.execPath, ["--input-type=module", "-e", SCRIPT], {
    cwd: join(import.meta.dirname, "../.."),
    encoding: "utf8",
  });
  return JSON.parse(text) as Record<ThreadName, string>;
}

/** One of these programs as a text. */
export function threadProgram(name: ThreadName): string {
  return JSON.parse(threadDefinitions()[name]) as string;
}

type ThreadName = "__HOLDFAST_SECOND_THREAD__" | "__HOLDFAST_PERL_THREAD__";
