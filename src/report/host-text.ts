import { displayName } from "../core/bytes.ts";
import type { Call, DocumentRoot, HostFacts, ServedLinks, TriedFolder } from "../core/host.ts";
import type { Choice, WayChoice } from "../plan/serving/choose-way.ts";
import { bytesInWords } from "./amounts.ts";
import { count } from "./marks.ts";

/** What `host` prints. */
export interface HostPage {
  readonly facts: HostFacts;
  readonly choice: Choice;
  /** False with `--dry-run`: nothing was tried. */
  readonly tried: boolean;
}

/** What a host allows, for somebody who has had a long day. */
export function renderHost({ facts, choice, tried }: HostPage): string {
  return [
    `🏠 What this host allows: ${displayName(facts.site)}`,
    ...whereLines(facts),
    "",
    "📁 Document root (the folder that the web server shows)",
    ...rootLines(facts),
    "",
    "🔧 Tried in these folders, and removed again",
    ...(tried ? callLines(facts.folders) : ["ℹ️  Nothing was tried: a dry run only looks"]),
    ...serverLines(facts),
    "",
    ...choiceLines(facts, choice),
  ].join("\n");
}

function whereLines(facts: HostFacts): string[] {
  const { user, panel, jailed, home, room, quota } = facts;
  const who = user.name === null ? `user ${user.uid}` : `${displayName(user.name)} (user ${user.uid})`;
  const inodes = room.inodes === null ? "" : `, ${count(room.inodes, "more file")}`;
  const programs = facts.programs.filter(({ path }) => path !== null).map(({ name }) => name);
  return [
    `   You are ${who}, at home in ${displayName(home)}`,
    ...(panel === null ? [] : [`   Panel: ${panel.name} (seen by ${panel.signs.map(displayName).join(", ")})`]),
    ...(jailed ? ["   This user sees a part of the machine only"] : []),
    `   Programs: ${programs.length === 0 ? "none of those that help" : programs.join(", ")}`,
    `   Free: ${bytesInWords(room.bytes)}${inodes}${quota === null ? "" : `; ${quotaWords(quota)}`}`,
    ...ownerLines(facts),
  ];
}

function quotaWords(quota: NonNullable<HostFacts["quota"]>): string {
  const bytes = quota.limitBytes === null ? "no limit" : `of ${bytesInWords(quota.limitBytes)}`;
  const files = quota.limitFiles === null ? "" : `, ${quota.usedFiles} of ${count(quota.limitFiles, "file")}`;
  return `your quota: ${bytesInWords(quota.usedBytes)} ${bytes} used${files}`;
}

/** Only where something belongs to somebody else than the site's folder does. */
function ownerLines({ owners, site }: HostFacts): string[] {
  const uid = owners.find(({ path }) => path === site)?.owner.uid;
  const others = owners.filter(({ owner }) => owner.uid !== uid);
  if (others.length === 0) return [`   Everything of the site belongs to user ${uid ?? "?"}`];
  const words = others.map(({ path, owner }) => `${displayName(path)} to user ${owner.uid}`);
  return [`   The site's folder belongs to user ${uid ?? "?"}, ${words.join(", ")}`];
}

const HELD: Readonly<Record<DocumentRoot["holds"], string>> = {
  nothing: "nothing of anybody's in it",
  "this-site": "this site's",
  "another-site": "another site's: left alone",
  others: "somebody else's files in it: kept",
};

function rootLines({ documentRoots, documentRoot }: HostFacts): string[] {
  if (documentRoots.length === 0) return ["   None was found in the site's folder or above it"];
  return documentRoots.flatMap((root) => {
    const mark = root.path === documentRoot ? "👉" : "  ";
    const where =
      root.leadsTo === null ? (root.kind === "link" ? " leads nowhere" : "") : ` → ${displayName(root.leadsTo)}`;
    const line = `${mark} ${displayName(root.path)}${where}: a ${root.kind === "link" ? "link" : "real folder"}, ${HELD[root.holds]}`;
    if (root.holds !== "others") return [line];
    const more = root.more === 0 ? "" : ` and ${root.more} more`;
    return [line, `      not of this site: ${root.foreign.map(displayName).join(", ")}${more}`];
  });
}

const TRIED_WORDS: Readonly<Record<Call, string>> = {
  write: "writing files",
  "sync-file": "making a file safe against a power cut",
  "sync-folder": "making names safe against a power cut",
  link: "links",
  "relative-link": "relative links",
  follow: "following links",
  "hard-link": "second names of a file",
  exchange: "letting two names change places in one step",
};

/** What works everywhere is one line; each thing that does not is one of its own. */
function callLines(folders: readonly TriedFolder[]): string[] {
  if (folders.length === 0) return ["ℹ️  Nothing could be tried: there is no /proc here"];
  const calls = Object.keys(TRIED_WORDS) as Call[];
  const works = calls.filter((call) => folders.every((folder) => folder.calls[call] === "ok"));
  const fails = folders.flatMap((folder) =>
    calls
      .filter((call) => folder.calls[call] !== "ok" && folder.calls[call] !== "not tried")
      .map((call) => `❌ ${TRIED_WORDS[call]} in ${displayName(folder.path)}: ${folder.calls[call]}`),
  );
  const across = folders.flatMap((folder) =>
    folder.across
      .filter(({ answer }) => answer !== "ok")
      .map(({ path, answer }) => `❌ moving from ${displayName(folder.path)} to ${displayName(path)}: ${answer}`),
  );
  const together =
    folders.length < 2 || across.length > 0 || folders.some(({ across: others }) => others.length === 0)
      ? []
      : ["moving from one of these folders to another"];
  const worked = [...works.map((call) => TRIED_WORDS[call]), ...together];
  return [
    `   ${folders.map(({ path }) => displayName(path)).join(", ")}`,
    ...(worked.length === 0 ? [] : [`✅ ${worked.join(", ")}`]),
    ...fails,
    ...across,
  ];
}

const LINK_WORDS: Readonly<Record<ServedLinks, string>> = {
  followed: "✅ links are followed, whoever owns them",
  "owner-match": "⚠️  links are followed only where a link and what it leads to have one owner",
  "not-followed": "❌ links are not followed",
  unknown: "❌ it does not serve that folder, so nothing is known of links",
};

const ASKED_WORDS = { real: "a file", own: "the same through a link", other: "through a link to another owner's file" };

function serverLines({ server }: HostFacts): string[] {
  if (server === null) return ["ℹ️  How the web server treats links was not asked: add --url https://your-site"];
  return [
    "",
    `🌐 The web server at ${displayName(server.url)}${server.software === null ? "" : ` (${displayName(server.software)})`}`,
    ...server.asked.map(
      ({ what, url, answer }) =>
        `   ${ASKED_WORDS[what]}: ${displayName(answer)} (${displayName(url.replace(/\?.*/, ""))})`,
    ),
    LINK_WORDS[server.links],
  ];
}

function choiceLines({ way }: HostFacts, { recommended, stands, ways, manual }: Choice): string[] {
  const best = ways.find(({ way }) => way === recommended);
  const others = ways.filter(({ way }) => way !== recommended);
  const now = way === null ? [] : [`🌐 Served now: ${way}`];
  const head =
    stands !== null
      ? [`👉 Recommended: nothing has to change, it is served as it stands`, `   ${stands}`]
      : best === undefined
        ? ["❌ No way to serve the site works here as things are"]
        : [`👉 Recommended: ${best.way}${best.way === way ? ", as it is" : ""}`, `   ${best.reason}`];
  return [
    ...now,
    ...head,
    ...others.filter(({ possible }) => possible).map((one) => `   also possible: ${wayLine(one)}`),
    ...others.filter(({ possible }) => !possible).map((one) => `   not here: ${wayLine(one)}`),
    ...manual.map((line) => `✋ ${line}`),
  ];
}

function wayLine({ way, reason }: WayChoice): string {
  return `${way} (${reason})`;
}
