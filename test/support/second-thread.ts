import { execFileSync } from "node:child_process";
import { join } from "node:path";

const SCRIPT = 'import { secondThread } from "./scripts/build.mjs"; process.stdout.write(await secondThread());';

/** The second thread's program as a text, as the build puts it into the program. */
export function secondThreadProgram(): string {
  return execFileSync(process.execPath, ["--input-type=module", "-e", SCRIPT], {
    cwd: join(import.meta.dirname, "../.."),
    encoding: "utf8",
  });
}
