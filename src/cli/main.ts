import { VERSION } from "./version.ts";

// A reader or a terminal that went away (`| head -1`, a closed connection) must not end a run half-way: what cannot be printed is dropped.
process.on("SIGPIPE", () => undefined);
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

const argv = process.argv.slice(2);

/** Scripts ask for it again and again: it is told before the command line is even loaded. */
const isAskedForVersion = argv.length === 1 && ["-V", "--version"].includes(argv[0] ?? "");

if (isAskedForVersion) process.stdout.write(`${VERSION}\n`);
else process.exitCode = await runAll();

async function runAll(): Promise<number> {
  const { runCommandLine } = await import("./command-line.ts");
  return runCommandLine(argv, {
    out: (text) => {
      process.stdout.write(text);
    },
    err: (text) => {
      process.stderr.write(text);
    },
    context: async (options) => (await import("./context.ts")).processContext(options),
  });
}
