import { runCommandLine } from "./command-line.ts";

// A reader or a terminal that went away (`| head -1`, a closed connection) must not end a run half-way: what cannot be printed is dropped.
process.on("SIGPIPE", () => undefined);
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => {
    process.stdout.write(text);
  },
  err: (text) => {
    process.stderr.write(text);
  },
  context: async (options) => (await import("./context.ts")).processContext(options),
});
