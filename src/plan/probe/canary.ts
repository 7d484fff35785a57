/**
 * Canaries: small files of a name that nobody can guess, put where a web server shall be asked for them and taken away again. What each holds follows
 * from its token, so that an answer can be compared byte by byte.
 */
import { type AbsPath, segmentsOf } from "../../core/path.ts";
import type { At, DropCanary, PutCanary } from "../operation.ts";
import type { Plan } from "../plan.ts";
import type { PlanFrame } from "../release/release-plan.ts";
import { planAbout } from "../snapshot/snapshot-plan.ts";

/** What a canary is for: a file and a script in the web root, a file and a script in a folder of uploads. */
const ENDINGS = { marker: "txt", "php-marker": "php", upload: "gif", script: "php" } as const;
type CanaryUse = keyof typeof ENDINGS;

/** One canary. */
export interface Canary {
  readonly use: CanaryUse;
  readonly at: At;
  readonly content: string;
  /** As its owner knows it, relative to the application. */
  readonly path: string;
}

/** The name of a canary. */
function canaryName(use: CanaryUse, token: string): string {
  return `holdfast-probe-${token}.${ENDINGS[use]}`;
}

/** True for a name of a canary. */
export function isCanaryName(name: string): boolean {
  return /^holdfast-probe-[0-9a-f]{32}\.(txt|gif|php)$/.test(name);
}

/** What the harmless script of a folder of uploads prints where it is executed; its own text does not hold it. */
export function sumOf(token: string): string {
  const [a, b] = addends(token);
  return `holdfast-${a + b}`;
}

function addends(token: string): readonly [number, number] {
  return [Number.parseInt(token.slice(0, 7), 16), Number.parseInt(token.slice(7, 14), 16)];
}

/** What the marker through PHP has to know of the site. */
export interface MarkerGround {
  /** Relative to the application; `""` is the application itself. */
  readonly webRoot: string;
  /** True where copies of the code stand side by side in one folder that holds nothing else. */
  readonly hasReleases: boolean;
}

/** What a canary holds. */
function canaryContent(use: CanaryUse, token: string, ground: MarkerGround): string {
  const [a, b] = addends(token);
  if (use === "marker") return `holdfast probe ${token}\n`;
  // The shortest beginning of a picture: folders of uploads that let nothing but pictures through let it through.
  if (use === "upload") return `GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;holdfast probe ${token}\n`;
  if (use === "script")
    return `<?php echo 'holdfast-' . (${a} + ${b}); // a test of Holdfast's, removed within seconds\n`;
  return phpMarker([a, b], ground);
}

/**
 * Tells which copy of the code PHP answers from: its own (a new name, so that the realpath cache decides), and, where opcache may be asked, how often the
 * front controllers of this copy and of others were run out of its memory: asked before and after the site, that tells whose was run. Times would not:
 * opcache counts in whole seconds, and keeps no file that is younger than two (opcache.file_update_protection). Names no path.
 */
function phpMarker([a, b]: readonly [number, number], ground: MarkerGround): string {
  return `<?php
// A test of Holdfast's, removed within seconds: it tells which release PHP answers from.
header('Content-Type: text/plain');
header('Cache-Control: no-store');
$runs = ['own' => 0, 'other' => 0];
${ground.hasReleases ? countSource(ground.webRoot) : ""}
$checks = ini_get('opcache.enable') && !ini_get('opcache.validate_timestamps') ? 'never' : 'yes';
echo 'holdfast-' . (${a} + ${b}), ' ', PHP_SAPI, ' ', PHP_MAJOR_VERSION, '.', PHP_MINOR_VERSION, ' ', $runs['own'], ' ', $runs['other'], ' ', $checks, "\n";
`;
}

/** Adds to `$runs` how often front controllers were run: the first time puts one into memory, and is no hit yet. */
function countSource(webRoot: string): string {
  const depth = segmentsOf(webRoot).length;
  const below = webRoot === "" ? "" : `/${webRoot.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}`;
  return `$status = function_exists('opcache_get_status') ? @opcache_get_status(true) : false;
foreach (is_array($status) && isset($status['scripts']) ? $status['scripts'] : [] as $path => $script) {
    $copy = dirname($path, ${depth + 1});
    if ($path !== $copy . '${below}/index.php' || dirname($copy) !== dirname(__DIR__, ${depth + 1})) continue;
    $runs[dirname($path) === __DIR__ ? 'own' : 'other'] += 1 + $script['hits'];
}`;
}

/** A place for canaries. */
export interface CanaryPlace {
  readonly use: CanaryUse;
  readonly directory: AbsPath;
  /** The folder as its owner knows it, relative to the application; `""` is the application itself. */
  readonly path: string;
}

/** The canaries of one run. */
export function canariesIn(places: readonly CanaryPlace[], token: string, ground: MarkerGround): Canary[] {
  return places.map(({ use, directory, path }) => {
    const name = canaryName(use, token);
    const shown = path === "" ? name : `${path}/${name}`;
    return { use, at: { directory, name }, content: canaryContent(use, token, ground), path: shown };
  });
}

/**
 * Plans canaries: all are put, then all are taken away, in one transaction. Between the two the server is asked; killed there, the run that completes the
 * transaction takes them away.
 */
export function canaryPlan(canaries: readonly Canary[], frame: PlanFrame): Plan {
  const put = canaries.map(
    ({ at, content, path }): PutCanary => ({
      kind: "put-canary",
      path,
      at,
      content,
      reason: "the web server is asked for it",
    }),
  );
  const drop = canaries.map(
    ({ at, content, path }): DropCanary => ({
      kind: "drop-canary",
      path,
      at,
      content,
      reason: "the web server has been asked",
    }),
  );
  return planAbout(frame, { operations: [...put, ...drop] });
}
