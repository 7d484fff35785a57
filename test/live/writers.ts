/**
 * Real writers for tests of a site in use, in one process of its own: started with the folder to write in, a file for acknowledgements, a pause in
 * milliseconds. Each line of the acknowledgements is one write that had returned without an error before the line was written.
 *
 *   new      a file under a temporary name, renamed to its own
 *   held     a line through a handle that is kept open
 *   app      a line through a handle opened for it
 *   config   a file written anew and renamed over the one before; only the last can be asked for
 */
import { appendFileSync, closeSync, existsSync, openSync, renameSync, writeFileSync, writeSync } from "node:fs";

const [, , folder = "", ledger = "", pauseMs = "3"] = process.argv;
const acknowledged = openSync(ledger, "a");
let held = openSync(`${folder}/held.log`, "a");
let isEnding = false;
const failures: string[] = [];
/** Files made lately, with when they were acknowledged, and those of them that were looked for and not found. */
const recent: { readonly path: string; readonly since: number }[] = [];
const unseen = new Set<{ readonly path: string; readonly since: number }>();
let staleMs = 0;

process.chdir("/");
process.on("SIGTERM", () => {
  isEnding = true;
});

function acknowledge(tag: string, write: () => void): void {
  try {
    write();
    writeSync(acknowledged, `${tag}\n`);
  } catch (error) {
    failures.push((error as NodeJS.ErrnoException).code ?? String(error));
  }
}

/** For how long what had been written was not to be seen: until it is there again. */
function lookBack(): void {
  for (const file of [...recent.slice(-40), ...unseen]) {
    if (!existsSync(file.path)) unseen.add(file);
    else if (unseen.delete(file)) staleMs = Math.max(staleMs, performance.now() - file.since);
  }
  recent.splice(0, Math.max(0, recent.length - 40));
}

function round(number: number): void {
  acknowledge(`new ${number}`, () => {
    writeFileSync(`${folder}/n${number}.part`, `content ${number}`);
    renameSync(`${folder}/n${number}.part`, `${folder}/n${number}`);
    recent.push({ path: `${folder}/n${number}`, since: performance.now() });
  });
  acknowledge(`held ${number}`, () => writeSync(held, `h${number}\n`));
  acknowledge(`app ${number}`, () => {
    appendFileSync(`${folder}/app.log`, `a${number}\n`);
  });
  acknowledge(`config ${number}`, () => {
    writeFileSync(`${folder}/config.tmp`, `v${number}\n`);
    renameSync(`${folder}/config.tmp`, `${folder}/config`);
  });
  // As a worker does that opens its log again now and then.
  if (number % 150 === 0) {
    closeSync(held);
    held = openSync(`${folder}/held.log`, "a");
  }
}

function turn(number: number): void {
  for (let next = number; next < number + 10; next++) round(next);
  lookBack();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(pauseMs));
  if (!isEnding) {
    setImmediate(turn, number + 10);
    return;
  }
  writeSync(acknowledged, `end ${JSON.stringify({ failures, staleMs: Math.ceil(staleMs) })}\n`);
}

turn(1);
