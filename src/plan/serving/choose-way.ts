import { displayName } from "../../core/bytes.ts";
import type { Answer, Call, DocumentRoot, KeptHost, TriedFolder } from "../../core/host.ts";
import { baseName, parentOf } from "../../core/path.ts";
import { WAYS, type Way } from "../../core/serving.ts";

/** Whether one way to serve works on a host, and why. */
export interface WayChoice {
  readonly way: Way;
  readonly possible: boolean;
  /** A sentence without a full stop. */
  readonly reason: string;
}

/** Which ways there are on a host. */
export interface Choice {
  /** The best of the possible ones; null where none is. */
  readonly recommended: Way | null;
  /** Why nothing has to change: the site is served as it stands; null where it is not. A sentence without a full stop. */
  readonly stands: string | null;
  /** All five, best first. */
  readonly ways: readonly WayChoice[];
  /** What has to be done by hand, or to be asked, before a way works or works better; a sentence each. */
  readonly manual: readonly string[];
}

/** The recommended way to serve a site on a host, the other possible ones, and why the rest is not. */
export function chooseWay(facts: KeptHost): Choice {
  const ground = groundOf(facts);
  const ways = WAYS.map((way): WayChoice => {
    const against = AGAINST[way](ground) ?? facts.refused[way] ?? null;
    return { way, possible: against === null, reason: against ?? FOR[way](ground) };
  });
  const stands = standing(ground);
  const isPossible = (wanted: Way): boolean => ways.some(({ way, possible }) => way === wanted && possible);
  // Who has chosen to do without links has had his reasons.
  const chosen = facts.way === "in-place" && isPossible("in-place") ? facts.way : null;
  const recommended = chosen ?? (stands === null ? (BEST_FIRST.find(isPossible) ?? null) : null);
  return { recommended, stands, ways, manual: manualSteps(ground, { recommended, stands }) };
}

/** Where links work, an application that is its own document root is served well: its data is behind links in it. */
function standing(ground: Ground): string | null {
  const { facts, root, noLinks, noWriting } = ground;
  if (!facts.asItStands || facts.way === "in-place" || root === null) return null;
  if ((noWriting ?? noLinks ?? notServed(ground)) !== null) return null;
  return `${displayName(root.path)} is the application's own folder; links to its data have their place in it`;
}

/** Files are only replaced in place where nothing better works: it is the one way that is not atomic. */
const BEST_FIRST: readonly Way[] = ["link", "entries", "loader", "server", "in-place"];

/** What the ways depend on. */
interface Ground {
  readonly facts: KeptHost;
  readonly root: DocumentRoot | null;
  /** Why links cannot be made or are not followed on the disk; null where they work. */
  readonly noLinks: string | null;
  /** Why nothing can be written; null where it can. */
  readonly noWriting: string | null;
}

function groundOf(facts: KeptHost): Ground {
  const root = facts.documentRoots.find(({ path }) => path === facts.documentRoot) ?? null;
  // The folder above a document root may belong to the host; it only decides whether the root's name can be changed.
  const own = facts.folders.filter(({ path }) => [facts.site, facts.shared, root?.path].includes(path));
  return {
    facts,
    root,
    noLinks: firstRefusal(own, ["link", "relative-link", "follow"]),
    noWriting: facts.descriptors ? firstRefusal(own, ["write"]) : NO_PROC,
  };
}

const NO_PROC = "there is no /proc here, without which Holdfast changes nothing";

const IN_WORDS: Readonly<Partial<Record<Call, string>>> = {
  write: "nothing can be written",
  link: "no link can be made",
  "relative-link": "no relative link can be made",
  follow: "links are not followed",
};

function firstRefusal(folders: readonly TriedFolder[], calls: readonly Call[]): string | null {
  for (const { path, calls: answered } of folders) {
    const call = calls.find((one) => isRefusal(answered[one]));
    if (call !== undefined) return `${IN_WORDS[call] ?? call} in ${displayName(path)} (${answered[call]})`;
  }
  return null;
}

function isRefusal(answer: Answer): boolean {
  return answer !== "ok" && answer !== "not tried";
}

type Judge<T> = Readonly<Record<Way, (ground: Ground) => T>>;

/** Why a way does not work; null where nothing is known against it. */
const AGAINST: Judge<string | null> = {
  link: (ground) => ground.noWriting ?? ground.noLinks ?? notServed(ground) ?? notOurs(ground) ?? fixed(ground),
  entries: (ground) =>
    ground.noWriting ?? ground.noLinks ?? notServed(ground) ?? noRealRoot(ground) ?? occupied(ground),
  loader: (ground) =>
    ground.noWriting ??
    ground.noLinks ??
    notServed(ground) ??
    noFrontController(ground) ??
    noRealRoot(ground) ??
    occupied(ground),
  "in-place": ({ facts, noWriting }) =>
    noWriting ??
    (facts.releases
      ? "the live code is a release that current leads to by a link; this way is for code in one folder"
      : null),
  server: ({ facts, noWriting }) =>
    noWriting ??
    (facts.user.uid === 0 ? null : "only root, or the host's support, can change the server's configuration"),
};

/** Why a way that works is good or bad. */
const FOR: Judge<string> = {
  link: ({ facts, root }) =>
    `${rootName(root)} becomes one link, so a deployment is one rename and no visitor sees half of it${owners(facts)}`,
  entries: ({ facts, root }) =>
    `${rootName(root)} stays a real folder, as some panels want it; each name in it is a link, renewed one by one${beside(root)}${owners(facts)}`,
  loader: ({ root }) =>
    `${rootName(root)} stays a real folder with an index.php of its own that loads the live release; what the host puts there stays${beside(root)}`,
  "in-place": () =>
    "no link is needed: code is brought in file by file around the data, and a visitor may meet old and new files for a moment",
  server: () => "as root, the server can be pointed at current, or the folder be mounted there",
};

function notServed({ facts: { server } }: Ground): string | null {
  return server?.links === "not-followed" ? `the web server at ${displayName(server.url)} does not follow links` : null;
}

function notOurs({ root }: Ground): string | null {
  if (root === null || root.holds === "nothing" || root.holds === "this-site") return null;
  if (root.holds === "another-site") return `${displayName(root.path)} serves another site`;
  return `${displayName(root.path)} holds ${foreignWords(root)} of somebody else's, which would no longer be reached`;
}

function foreignWords({ foreign, more }: DocumentRoot): string {
  return foreign.length + more === 1 ? "a file or folder" : `${foreign.length + more} files and folders`;
}

/** A real folder can be shared with what else stands in it, but for the names that both want. */
function occupied({ root }: Ground): string | null {
  if (root?.holds === "another-site") return `${displayName(root.path)} serves another site`;
  const clash = root?.clashing[0];
  if (root === null || clash === undefined) return null;
  return `${displayName(root.path)} holds another ${displayName(clash)} than this site's, which would have to go`;
}

function beside(root: DocumentRoot | null): string {
  return root?.holds === "others" ? `; ${foreignWords(root)} of somebody else's stay where they are` : "";
}

/** A real folder can only become a link where its name can be changed: its parent may belong to the host. */
function fixed({ facts, root }: Ground): string | null {
  if (root === null || root.kind === "link") return null;
  const above = folderAt(facts, parentOf(root.path));
  if (above === null || !isRefusal(above.calls.write)) return null;
  return `${displayName(root.path)} is fixed: its name cannot be changed in ${displayName(above.path)} (${above.calls.write})`;
}

function folderAt({ folders }: KeptHost, path: string): TriedFolder | null {
  return folders.find((folder) => folder.path === path) ?? null;
}

function noRealRoot({ root }: Ground): string | null {
  if (root === null) return "no document root was found";
  return root.kind === "link" ? `${displayName(root.path)} is a link already` : null;
}

function noFrontController({ facts }: Ground): string | null {
  return facts.frontController ? null : "this application has no index.php that could load another";
}

function rootName(root: DocumentRoot | null): string {
  return root === null ? "the document root" : displayName(root.path);
}

function owners({ server }: KeptHost): string {
  return server?.links === "owner-match" ? "; the server compares owners, which Holdfast sees to" : "";
}

function manualSteps(
  ground: Ground,
  { recommended, stands }: Pick<Choice, "recommended" | "stands">,
): readonly string[] {
  const { facts, root, noWriting } = ground;
  const other = facts.documentRoots.filter(({ path }) => path !== root?.path);
  return [
    ...(facts.descriptors
      ? []
      : [
          "There is no /proc here, so Holdfast changes nothing on this host itself: have it done by a script, which needs only sh (holdfast plan APP --script FILE)",
        ]),
    ...(recommended === null && stands === null && facts.descriptors ? [nothingWorks(noWriting)] : []),
    ...(stands !== null || realRootWithReleases(ground, recommended) ? [MORE_WITH_RELEASES] : []),
    ...(recommended === "in-place" ? [NO_SNAPSHOTS] : []),
    ...(root === null ? [noRoot(other)] : []),
    ...(root !== null && root.holds === "others"
      ? [
          `Look at what stands in ${displayName(root.path)}; move what is not needed to a folder beside it, then run this command again`,
        ]
      : []),
    ...(facts.server?.links === "not-followed"
      ? ["Ask the host whether links may be followed (FollowSymLinks or SymLinksIfOwnerMatch in Apache's Options)"]
      : []),
    ...(facts.server?.links === "unknown"
      ? ["The address did not answer with the file that was put there: see whether it is served from that folder"]
      : []),
  ];
}

const MORE_WITH_RELEASES =
  "More ways are open once its releases stand beside each other: holdfast release NEW.zip --layout releases";

/** True where a real document root works here, and only a site with releases may have one. */
function realRootWithReleases(ground: Ground, recommended: Way | null): boolean {
  const { releases, webRoot, refused, way } = ground.facts;
  if (releases || webRoot === null || refused.entries === undefined || way === "in-place") return false;
  return recommended !== "link" && AGAINST.entries(ground) === null;
}

const NO_SNAPSHOTS = "Without links there are no snapshots of the data: use the host's own backup, and look into it";

function nothingWorks(noWriting: string | null): string {
  const why = noWriting === null ? "No way to serve works here" : `Nothing works here: ${noWriting}`;
  return `${why}. Run it as the user that owns the site, free some space, or bring files in with the panel's file manager: code only, never over the folders of data`;
}

function noRoot(other: readonly DocumentRoot[]): string {
  if (other.length === 0)
    return "No document root was found here: see in the panel which folder the domain is served from, or point the server at current";
  const names = other.map(({ path }) => baseName(parentOf(path)) + "/" + baseName(path)).map(displayName);
  return `Which of these serves this site cannot be told by looking: ${names.join(", ")}. Name its address with --url, or see in the panel`;
}
