/** One page for each framework, in plain words for the owner of a site, made from the profile alone. */
import type { Marker, Profile, ProfileEntry, VersionSource } from "../profiles/profile.ts";
import { nameMatcher } from "../classify/pattern.ts";
import { cell, code, prose, table } from "./markdown.ts";

/** What a page says beside the profile. */
export interface PageContext {
  /** Every profile, for the titles of those that this one supersedes. */
  readonly profiles: readonly Profile[];
  /** Names of the folders under examples/ that show it. */
  readonly examples: readonly string[];
  /** Ids of the profiles that match its example as well. */
  readonly beside: readonly string[];
}

/** How each handling is called in a table, and what that means. */
const HANDLINGS = {
  link: { word: "kept", means: "it lives in shared; an update adds to it and replaces nothing in it" },
  merge: {
    word: "kept, updated",
    means: "it lives in shared; what an update ships is merged in where you have not changed it",
  },
  carry: {
    word: "carried",
    means: "it stays with the code; what was added on the server must come along to the next version",
  },
  "per-release": { word: "made anew", means: "each version of the code has its own" },
  release: { word: "parted", means: "it does not persist as a whole; its parts are judged one by one" },
} as const;
const MANIFESTS = {
  composer: "composer.json",
  npm: "package.json",
  pip: "the Python requirements",
  gem: "the Gemfile",
} as const;
const CLASS_WORDS = { user: "🟢", runtime: "🟣", asset: "🔵" } as const;
const TIERS = [
  { tier: "product", title: "Products", what: "Applications that are installed and then filled with content" },
  { tier: "framework", title: "Frameworks", what: "What an application of your own is built on" },
  { tier: "front-end", title: "Front ends", what: "What is built into files that a web server serves" },
  { tier: "language", title: "Languages", what: "Applications that follow no framework we know" },
] as const;
const MOST_NAMED = 3;

/** The page of one framework, as Markdown. */
export function renderFrameworkPage(profile: Profile, context: PageContext): string {
  const shown = shownEntries(profile, context);
  return [
    `# ${prose(profile.title)}\n`,
    `<!-- Generated from src/profiles/${profile.id}.ts by "npm run generate"; edit that file instead. -->\n`,
    introduction(profile, context),
    "## How it is recognised\n",
    recognition(profile, context),
    "## Which folder is served\n",
    `${servedFolder(profile)}\n`,
    ...entrySections(shown),
    ...folderSections(profile, shown),
    ...advice(profile),
    "## Look at your own site\n",
    "`holdfast inspect` says what it makes of your site, with its evidence; `holdfast inspect --path PATH` answers for any path. What it should judge otherwise you [decide yourself](../words.md#how-it-is-decided).\n",
  ].join("\n");
}

/** The list of all frameworks, with links to their pages. */
export function renderFrameworkIndex(profiles: readonly Profile[]): string {
  const sections = TIERS.map(({ tier, title, what }) => {
    const own = profiles
      .filter((profile) => profile.tier === tier)
      .sort((a, b) => (a.title.toLowerCase() < b.title.toLowerCase() ? -1 : 1));
    const rows = own.map((profile) => [`[${prose(profile.title)}](${profile.id}.md)`, mainEntries(profile)]);
    return `## ${title}\n\n${what}.\n\n${table(["framework", "what is kept above all"], rows)}`;
  });
  return [
    "# What is known about each framework\n",
    '<!-- Generated from src/profiles/ by "npm run generate"; edit those files instead. -->\n',
    `Holdfast knows ${profiles.length} frameworks and products. Each page says how one is recognised, what is kept and why, with the source of each fact. An application may match several: a shop on Symfony with a Vue front end is all three. What it does not know it finds out from the application's own code, and asks about what stays unclear.\n`,
    "One is missing, or a page is wrong? [Add it](../add-a-framework.md) in ten minutes.\n",
    ...sections,
  ].join("\n");
}

function introduction(profile: Profile, { beside, examples, profiles }: PageContext): string {
  const known = `What Holdfast knows about sites made with ${prose(profile.title)} ([its own documentation](${profile.docs})).`;
  const others = profiles.filter(({ id }) => beside.includes(id)).map(({ id, title }) => `[${prose(title)}](${id}.md)`);
  const also =
    others.length === 0
      ? ""
      : ` Such a site is also recognised as ${listed(others)}: what that page says applies as well.`;
  const shown = examples.map((name) => `[${name}](../../examples/${name}/classification.json)`);
  const example = shown.length === 0 ? "" : ` An example with what Holdfast makes of it: ${listed(shown)}.`;
  return `${known}${also}${example}\n`;
}

function recognition(profile: Profile, { profiles }: PageContext): string {
  const group = (weight: Marker["weight"], title: string): string[] => {
    const own = profile.markers
      .filter((marker) => marker.weight === weight)
      .map((marker) => `- ${markerWords(marker)}`);
    return own.length === 0 ? [] : [`${title}\n\n${own.join("\n")}\n`];
  };
  const silent = profiles.filter(({ id }) => profile.supersedes.includes(id)).map(({ title }) => prose(title));
  const versions = profile.version.map(versionWords);
  return [
    ...group("proof", "Any of these is enough:"),
    ...group("hint", "Any two of these are enough together:"),
    ...(versions.length === 0 ? [] : [`Its version is read from ${listed(versions, "or")}.\n`]),
    ...(silent.length === 0
      ? []
      : [`Where it matches, ${listed(silent)} ${silent.length === 1 ? "is" : "are"} not reported beside it.\n`]),
  ].join("\n");
}

function markerWords(marker: Marker): string {
  switch (marker.kind) {
    case "package":
      return `the package ${code(marker.name)} in ${MANIFESTS[marker.manager]}`;
    case "path":
      return marker.holds === undefined
        ? code(marker.path)
        : `${code(marker.path)} with ${code(marker.holds)} in its text`;
    case "suffix":
      return `files ending in ${code(marker.suffix)} ${marker.directory === "" ? "in the app's folder" : `in ${code(marker.directory)}`}`;
  }
}

function versionWords(source: VersionSource): string {
  return source.kind === "package"
    ? `the package ${code(source.name)}`
    : `${code(source.name)} in ${code(source.path)}`;
}

function servedFolder({ webRoots }: Profile): string {
  const [first, ...others] = webRoots.map((root) => (root === "" ? "the app's own folder" : code(root)));
  if (others.length === 0) return `The web root is ${first ?? "the app's own folder"}.`;
  return `The web root is the first of these that has an index page: ${listed([first ?? "", ...others], "or")}. Below, ${webRoots[0] === "" ? "the app's own folder" : code(webRoots[0] ?? "")} is meant.`;
}

/** An entry as its page shows it: with the kept folder that it lies in, if it lies in one. */
interface Shown {
  readonly entry: ProfileEntry;
  readonly path: string;
  readonly home: string | undefined;
  readonly handling: ProfileEntry["handling"];
}

/** The entries with what really happens to them: what lies in a kept folder is kept with it. */
function shownEntries(profile: Profile, context: PageContext): Shown[] {
  const matching = [profile, ...context.profiles.filter(({ id }) => context.beside.includes(id))];
  const homes = matching
    .flatMap(({ entries }) => entries)
    .filter(({ kind, handling }) => kind === "directory" && isKept(handling))
    .map(({ path, handling }) => ({ path: placed(path, profile), handling }));
  return profile.entries.map((entry) => {
    const path = placed(entry.path, profile);
    const above = ancestorPaths(path);
    const home = homes.find((kept) => above.some((ancestor) => nameMatcher(kept.path)(ancestor)));
    const handling = home === undefined || entry.handling === "per-release" ? entry.handling : home.handling;
    return { entry, path: `${path}${entry.kind === "directory" ? "/" : ""}`, home: home?.path, handling };
  });
}

function isKept(handling: ProfileEntry["handling"]): boolean {
  return handling === "link" || handling === "merge";
}

function ancestorPaths(path: string): string[] {
  const names = path.split("/");
  return names.slice(1).map((_name, index) => names.slice(0, index + 1).join("/"));
}

function entrySections(shown: readonly Shown[]): string[] {
  const kept = shown.filter(({ handling }) => isKept(handling));
  const carried = shown.filter(({ handling }) => handling === "carry");
  return [
    "## What is kept\n",
    kept.length === 0 ? "Nothing by itself. What your own code writes is found by reading it.\n" : entryTable(kept),
    ...(carried.length === 0 ? [] : ["## What is added to the code on the server\n", entryTable(carried)]),
  ];
}

/** A table of entries with a line on each word that it uses. */
function entryTable(shown: readonly Shown[]): string {
  const rows = shown.map(({ entry, path, home, handling }) => [
    `${CLASS_WORDS[entry.class]} ${cell(path)}`,
    prose(entry.fact),
    howWords(entry, home, handling),
    `[${sourceName(entry.source)}](${entry.source})`,
  ]);
  const used = new Set(shown.filter(({ home }) => home === undefined).map(({ handling }) => handling));
  const legend = [...used].map((handling) => `*${HANDLINGS[handling].word}*: ${HANDLINGS[handling].means}.`);
  return `${table(["path", "what it is", "what happens to it", "source"], rows)}\n${["🟢 made by people, 🟣 made by the system.", ...legend].join(" ")}\n`;
}

function howWords(entry: ProfileEntry, home: string | undefined, handling: ProfileEntry["handling"]): string {
  const within = home === undefined ? HANDLINGS[handling].word : `kept with ${cell(`${home}/`)} around it`;
  const more = [
    ...(home !== undefined && handling === "per-release" ? ["may be emptied at any time"] : []),
    ...(entry.chain === undefined ? [] : [`in shared it stands for ${cell(entry.chain)}`]),
    ...(entry.secret === true ? ["never made more readable than it was"] : []),
    ...(entry.database === true ? ["with its `-wal` and `-shm`"] : []),
    ...(entry.when === "ignored" ? ["only where .gitignore keeps it out of the repository"] : []),
    ...(entry.when === "uncommitted" ? ["only where the repository does not hold it"] : []),
  ];
  return [within, ...more].join("; ");
}

function folderSections(profile: Profile, shown: readonly Shown[]): string[] {
  const anew = shown.filter(({ handling }) => handling === "per-release");
  const parted = shown.filter(({ handling }) => handling === "release");
  const builds = profile.builds.map((path) => code(placed(path, profile)));
  const folders = profile.code.map((path) => code(placed(path, profile)));
  return [
    ...(anew.length + builds.length === 0 ? [] : ["## What is made again\n"]),
    ...(anew.length === 0 ? [] : [entryTable(anew)]),
    ...(builds.length === 0 ? [] : [`Made by a build or an installation, and never kept: ${listed(builds)}.\n`]),
    ...(folders.length + parted.length === 0 ? [] : ["## What comes with the code\n"]),
    ...(folders.length === 0 ? [] : [`${listed(folders)}. What is kept of their parts stands above.\n`]),
    ...(parted.length === 0 ? [] : [entryTable(parted)]),
  ];
}

function advice(profile: Profile): string[] {
  return profile.advice.length === 0
    ? []
    : ["## Advice\n", `${profile.advice.map((line) => `- ${prose(line)}.`).join("\n")}\n`];
}

/** The entries that every such site has, else any that people fill, else what they add to the code. */
function mainEntries(profile: Profile): string {
  const kept = profile.entries.filter((entry) => isKept(entry.handling) && entry.class === "user");
  const always = kept.filter(({ when }) => when === "always");
  const named = (entries: readonly ProfileEntry[]): string =>
    entries
      .slice(0, MOST_NAMED)
      .map(({ path, kind }) => cell(`${placed(path, profile)}${kind === "directory" ? "/" : ""}`))
      .join(", ");
  if (kept.length > 0) return named(always.length === 0 ? kept : always);
  const carried = profile.entries.filter(({ handling }) => handling === "carry");
  return carried.length === 0 ? "what its own code writes" : `what is added to ${named(carried)}`;
}

/** A path with the usual web root put in. */
function placed(path: string, { webRoots }: Profile): string {
  if (!path.startsWith("@/")) return path;
  const root = webRoots[0] ?? "";
  return root === "" ? path.slice(2) : `${root}/${path.slice(2)}`;
}

/** A source by a name that tells where the link leads: `deployphp/deployer: recipe/laravel.php`, `laravel.com`. */
function sourceName(url: string): string {
  const file = /^https:\/\/github\.com\/([^/]+\/[^/]+)\/blob\/[^/]+\/(.+)$/.exec(url);
  if (file !== null) return prose(`${file[1]}: ${file[2]}`);
  const repository = /^https:\/\/github\.com\/([^/]+\/[^/]+)/.exec(url);
  return prose(repository?.[1] ?? url.replace(/^https:\/\/(www\.)?/, "").replace(/\/.*$/, ""));
}

function listed(items: readonly string[], word: "and" | "or" = "and"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1) ?? ""}`;
}
