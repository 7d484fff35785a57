/**
 * `npm run exam:cost [--evidence]`: what `inspect` costs on a tree of 100,000 files, in seconds and memory: a bought script with its code and 96,000 uploads.
 * Three runs of the built program, each a process of its own; the quickest counts, since others use the machine too.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commit, machine } from "../faults/evidence.ts";

const ROOT = join(import.meta.dirname, "../..");
const UPLOADS = 96_000;
const CODE = 4_000;
const MOST_SECONDS = 3;
const MOST_MIB = 250;

const folder = mkdtempSync(join(tmpdir(), "holdfast-cost-"));
try {
  makeTree(join(folder, "app"));
  const runs = [1, 2, 3].map(() => measured(join(folder, "app")));
  const seconds = Math.min(...runs.map((run) => run.seconds));
  const mib = Math.max(...runs.map((run) => run.mib));
  const isReached = seconds < MOST_SECONDS && mib < MOST_MIB;
  const row = `| ${new Date().toISOString().slice(0, 10)} | ${machine()} | ${commit()} | ${UPLOADS + CODE} | ${seconds.toFixed(2)} | ${Math.round(mib)} | ${isReached ? "yes" : "no"} |`;
  console.log(row);
  if (process.argv.includes("--evidence")) appendFileSync(join(ROOT, "docs/evidence/inspect-cost.md"), `${row}\n`);
  process.exitCode = isReached ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function makeTree(app: string): void {
  cpSync(join(ROOT, "examples/laravel-bought/tree"), app, { recursive: true });
  const body =
    "public function index($request) { return view('a')->with(['b' => $this->c($request->all())]); }\n".repeat(40);
  for (let index = 0; index < CODE; index++) {
    const at = join(app, `app/Http/Controllers/Area${index % 40}`);
    if (index < 40) mkdirSync(at, { recursive: true });
    writeFileSync(join(at, `C${index}.php`), `<?php\nclass C${index} {\n${body}}\n`);
  }
  for (let index = 0; index < UPLOADS; index++) {
    const at = join(app, `public/user-uploads/${index % 2400}`);
    if (index < 2400) mkdirSync(at, { recursive: true });
    writeFileSync(join(at, `${index}.jpg`), "");
  }
}

function measured(app: string): { readonly seconds: number; readonly mib: number } {
  const peak = join(folder, "peak");
  const started = performance.now();
  const run = spawnSync(
    process.execPath,
    ["--import", join(import.meta.dirname, "peak.mjs"), join(ROOT, "dist/holdfast.mjs"), "inspect", app],
    { env: { ...process.env, HOLDFAST_PEAK_FILE: peak }, stdio: "ignore" },
  );
  if (run.status !== 0) throw new Error(`inspect ended with ${run.status}; is dist/ built?`);
  return { seconds: (performance.now() - started) / 1000, mib: Number(readFileSync(peak, "utf8")) / 1024 };
}
