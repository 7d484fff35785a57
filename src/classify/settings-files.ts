/**
 * Files of settings whose text nobody reads: one for which a sample ships beside it, and one that .gitignore names by its path. Each installation
 * has its own, and no release brings it.
 */
import type { Inventory } from "../core/inventory.ts";
import { ancestorsOf, baseName, join, parentOf, type RelPath, segmentsOf } from "../core/path.ts";
import type { Claim } from "./claim.ts";
import { needsItsNeighbours } from "./credentials.ts";
import { isIgnored, ROOT_IGNORE } from "./ignored.ts";
import { isCodeName } from "./names.ts";

/** Deeper ones belong to parts of an application. */
const DEEPEST = 5;
const SAMPLE = "samples?|examples?|dist|defaults?|templates?|skeleton|skel|tmpl";
/** `config.php.dist`, `config.sample.php`, `config_example.py`, `dist-config.php`. */
const LAST = new RegExp(`^(.+)[._-](?:${SAMPLE})$`, "i");
const MIDDLE = new RegExp(`^(.+)[._-](${SAMPLE})(\\.[a-z0-9]{1,8})$`, "i");
const FIRST = new RegExp(`^(${SAMPLE})[._-](.+\\.[a-z0-9]{1,8})$`, "i");
/** Words that also tell one template from another. */
const LOOSE = /^(default|template)s?$/i;

const DATA = /\.(ya?ml|json|ini|conf|cfg|toml|xml|env|properties|inc)$/i;
const CODE = /\.(php|py|rb|[cm]?js|[cm]?ts)$/i;
/** What files of settings are called. */
const SETTINGS =
  /conf|setting|param(eter)?s|secret|credential|database|connection|api_?key|session_?key|(^|[-_.])(db|env|local)([-_.]|$)/i;
const SETTINGS_FOLDER = /^(conf(ig)?|cfg|settings|etc)$/i;
const KEY = /\.(key|pem)$|(^|[._-])(api|session|secret|private|app|encryption)[-_]?key(\.\w+)?$/i;
/** Styles and scripts of the owner's own. */
const OWN = /^(custom|user|local)[\w.-]*\.(css|js|csv|txt)$|[-_](custom|user|local)\.(css|js|csv|txt)$/i;
/** What everybody asks the site itself for, and each owner puts there; a build's tool that makes the map of the site makes some as well. */
const SITE = /^((public|public_html|web|www|htdocs|html)\/)?(robots\.txt|favicon\.ico|(app-)?ads\.txt|humans\.txt)$/i;
/** Of what tools write, what an installation fills in where a sample ships. */
const FILLED_IN = /^(robots\.txt|manifest\.json|site\.webmanifest)$/i;
/** What a browser asks for is for everybody to read. */
const SERVED = /^(public|public_html|web|www|htdocs|html|static|assets)\/.*\.(json|js|css|xml|txt)$/i;
/** Settings of tools, of the web server and of the build, and what a tool writes for itself. */
const TOOLS =
  /^(\.|(phpunit|phpstan|phpcs|psalm|rector|infection|behat|deptrac|robots|docker|compose|codecov|grunt|gulp|webpack|vite|babel|eslint|jest|cypress|playwright|tsconfig|package|composer|bower|lerna|nx|turbo|nginx|apache|httpd|lighttpd|supervisord?|php(-fpm)?\.|manifest|mix-manifest|sitemap|vagrant|homestead|crowdin|renovate|sonar|build|desktop\.ini|nosetests|clover|junit|modules\.xml|captainfile|auth\.json|web\.config))|[-_.](lock|cache|config\.[cm]?[jt]s)$|lock\.(json|ya?ml)$/i;
/** What programs write about the code and its building. */
const MADE = /manifest|stats|report|coverage|bundle|cache|swagger|openapi|schema|types|version|info|log|dump/i;
/** What stands there is a developer's, or an example as a whole. */
const QUIET =
  /^(\..*|docs?|docker|examples?|samples?|demos?|stubs|skeletons?|contrib|vendor|node_modules|tools|scripts|build|ci|setup|(\w+_)?install(er)?)$|(^|[_-])te?sts?([_-]|$)|^test[A-Z]/;
/** Types, tests and spare copies. */
const BESIDES = /\.d\.[cm]?ts$|(test|spec)\.\w+$|\.(bak|old|orig)\.\w+$/;

/** What the name of a file of settings, or a rule about it, says. Nothing where git tracks it. */
export function claimsBySettingsFile(path: RelPath, inventory: Inventory): Claim[] {
  if (inventory.git?.tracked.has(path) === true) return [];
  const sample = samplesIn(inventory).get(path);
  if (sample !== undefined)
    return [claimOf(path, inventory, { fact: "A sample of it ships beside it", where: sample })];
  const exact = namedWhole(path, inventory);
  if (exact !== undefined)
    return [claimOf(path, inventory, { fact: "It is kept out of the repository by its whole path", where: exact })];
  if (!isPlace(path)) return [];
  if (TOOLS.test(baseName(path)) && !KEY.test(baseName(path)) && !SITE.test(path)) return [];
  const rules = isNamedLikeSettings(path) || isOfTheSite(path, inventory) ? ruleAbout(path, inventory) : undefined;
  if (rules === undefined) return [];
  return [claimOf(path, inventory, { fact: "It is kept out of the repository by its own name", where: rules })];
}

/** The paths of such files, whether or not they stand. */
export function settingsFiles(inventory: Inventory): RelPath[] {
  const named = [...inventory.texts].flatMap(([file, text]) =>
    baseName(file) === ".gitignore" ? namesIn(text).map((name) => join(parentOf(file), name)) : [],
  );
  return [...new Set([...samplesIn(inventory).keys(), ...named])].filter(
    (path) => claimsBySettingsFile(path, inventory).length > 0,
  );
}

/** It stays a file of the code where it needs the files beside it. */
function claimOf(path: RelPath, inventory: Inventory, seen: { readonly fact: string; readonly where: string }): Claim {
  return {
    path,
    kind: "file",
    class: "user",
    evidence: { ...seen, strength: "placeholder" },
    ...(needsItsNeighbours(path, inventory) ? { handling: "carry" as const } : {}),
    ...(OWN.test(baseName(path)) || SERVED.test(path) || SITE.test(path) || FILLED_IN.test(baseName(path))
      ? {}
      : { extras: { secret: true } }),
  };
}

const known = new WeakMap<Inventory, ReadonlyMap<RelPath, RelPath>>();

/** The files that a sample is of, each with the sample. */
function samplesIn(inventory: Inventory): ReadonlyMap<RelPath, RelPath> {
  const cached = known.get(inventory);
  if (cached !== undefined) return cached;
  const found = new Map<RelPath, RelPath>();
  for (const node of inventory.nodes.values()) {
    if (node.kind !== "file") continue;
    const name = isPlace(node.path) ? meantBy(node.path) : undefined;
    if (name !== undefined && (!TOOLS.test(name) || FILLED_IN.test(name)))
      found.set(join(parentOf(node.path), name), node.path);
    const ruled = ruledBeside(node.path, inventory);
    if (ruled !== undefined) found.set(ruled, node.path);
  }
  known.set(inventory, found);
  return found;
}

/** Whatever it is, of code and of tools too: the file that a sample is of, where a rule names it by its path as well. */
function ruledBeside(sample: RelPath, inventory: Inventory): RelPath | undefined {
  const whole = meantByForm(baseName(sample));
  if (whole === undefined || isOfTools(whole)) return undefined;
  if (ancestorsOf(sample).some((above) => OF_OTHERS.test(baseName(above)))) return undefined;
  const path = join(parentOf(sample), whole);
  return ruleAbout(path, inventory) === undefined ? undefined : path;
}

/** What a sample is of by the form of its name alone; `index.template.html` is what a build makes a page from. */
function meantByForm(sample: string): string | undefined {
  const whole = LAST.exec(sample)?.[1];
  if (whole !== undefined) return whole;
  const [, start, word = "", end = ""] = MIDDLE.exec(sample) ?? [];
  return start === undefined || LOOSE.test(word) ? undefined : `${start}${end}`;
}

/** What Compose is told is the machine's, and the rest of what tools are told the code's. */
function isOfTools(name: string): boolean {
  return TOOLS.test(name) && !/^(docker-)?compose/.test(name) && !FILLED_IN.test(name);
}

/** Settings in the form of data, among code too, where a rule spells the path out; and what Compose is told on this machine, which it reads by that very name. */
function namedWhole(path: RelPath, inventory: Inventory): RelPath | undefined {
  const name = baseName(path);
  if (ancestorsOf(path).some((above) => OF_OTHERS.test(baseName(above)))) return undefined;
  if (COMPOSE.test(name)) return ruleAbout(path, inventory);
  const isSettings = SETTINGS.test(name) && DATA.test(name) && !TOOLS.test(name) && path.includes("/");
  if (!isSettings || !rulesOf(ROOT_IGNORE, inventory).has(path)) return undefined;
  return ruleAbout(path, inventory);
}

const COMPOSE = /^(docker-)?compose(\.override)?\.ya?ml$/;

/** What nobody deploys. */
const OF_OTHERS = /^(vendor|node_modules|examples?|samples?|tests?)$/;

/** The name of the file that a sample is of; undefined for what is no sample of settings. */
function meantBy(path: RelPath): string | undefined {
  const sample = baseName(path);
  const whole = LAST.exec(sample)?.[1];
  if (whole !== undefined) return isFilledIn(whole, path) ? whole : undefined;
  const middle = MIDDLE.exec(sample);
  if (middle !== null) return settingsOnly(`${middle[1]}${middle[3]}`, middle[2] ?? "", path);
  const [, word = "", rest = ""] = FIRST.exec(sample) ?? [];
  return rest === "" || LOOSE.test(word) ? undefined : settingsOnly(rest, word, path);
}

function isFilledIn(name: string, sample: RelPath): boolean {
  return DATA.test(name) || FILLED_IN.test(name) || OWN.test(name) || isOwnCode(name, sample);
}

/** Whatever it is called, code whose sample ends in `.dist` is filled in by whoever installs. */
function isOwnCode(name: string, sample: RelPath): boolean {
  return isCodeOfSettings(name, sample) || (CODE.test(name) && /\.dist$/i.test(sample) && !BESIDES.test(name));
}

function settingsOnly(name: string, word: string, sample: RelPath): string | undefined {
  if (/^dist$/i.test(word) && /\.(php|py|rb)$/i.test(name) && !BESIDES.test(name)) return name;
  const isOfData = DATA.test(name) && (!LOOSE.test(word) || SETTINGS.test(name));
  return isCodeOfSettings(name, sample) || isOfData ? name : undefined;
}

/** Code that is named like settings, or lies in a folder of them. */
function isCodeOfSettings(name: string, beside: RelPath): boolean {
  return (
    CODE.test(name) && (SETTINGS.test(name) || SETTINGS_FOLDER.test(baseName(parentOf(beside)))) && !BESIDES.test(name)
  );
}

function isNamedLikeSettings(path: RelPath): boolean {
  const name = baseName(path);
  if (meantBy(path) !== undefined) return false;
  const named = SETTINGS.test(name) || SETTINGS_FOLDER.test(baseName(parentOf(path)));
  return (
    KEY.test(name) || OWN.test(name) || isCodeOfSettings(name, path) || (DATA.test(name) && (named || !MADE.test(name)))
  );
}

function isOfTheSite(path: RelPath, inventory: Inventory): boolean {
  return SITE.test(path) && !(inventory.texts.get("package.json" as RelPath) ?? "").includes("sitemap");
}

function isPlace(path: RelPath): boolean {
  return (
    segmentsOf(path).length <= DEEPEST &&
    !ancestorsOf(path).some(
      (above) => QUIET.test(baseName(above)) || (isCodeName(baseName(above)) && !OWN.test(baseName(path))),
    )
  );
}

/** The .gitignore that names the file by its path, or by its name alone. */
function ruleAbout(path: RelPath, inventory: Inventory): RelPath | undefined {
  const home = (["", ...ancestorsOf(path)] as const).find((above) => {
    const below = above === "" ? path : path.slice(above.length + 1);
    const named = rulesOf(join(above, ".gitignore"), inventory);
    return named.has(below) || named.has(baseName(path));
  });
  if (home === undefined || isIgnored(inventory, path, "file") !== true) return undefined;
  return join(home, ".gitignore");
}

const splitRules = new WeakMap<Inventory, Map<RelPath, ReadonlySet<string>>>();

/** {@link namesIn} of one .gitignore, split once. */
function rulesOf(file: RelPath, inventory: Inventory): ReadonlySet<string> {
  const cached = splitRules.get(inventory) ?? new Map<RelPath, ReadonlySet<string>>();
  splitRules.set(inventory, cached);
  const found = cached.get(file) ?? new Set(namesIn(inventory.texts.get(file) ?? ""));
  cached.set(file, found);
  return found;
}

/** What the rules name without a sign that stands for several names. */
function namesIn(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const name = line.trim().replace(/^\//, "");
    return name === "" || /^[#!]|[*?[\]\\]|\/$|\/\/|^\.{1,2}\//.test(name) ? [] : [name];
  });
}
