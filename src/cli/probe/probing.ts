/** Asks a site over HTTP and judges the answers. */
import type { Diagnostic } from "../../core/diagnostic.ts";
import { PROBE_CHECKS, type ProbeCheck, type ProbeRequest, type WebAnswer } from "../../core/probe.ts";
import { type Canary, type CanaryPlace, canariesIn, sumOf } from "../../plan/probe/canary.ts";
import { judgeLive } from "../../verify/probe/live.ts";
import { judgePrivate } from "../../verify/probe/privates.ts";
import { PRIVATE_GROUPS, type ProbeSite, type UploadPlace } from "../../verify/probe/probe-site.ts";
import { judgeReachable, notMade, wallOf } from "../../verify/probe/reachable.ts";
import {
  judgeExecuted,
  judgeFresh,
  judgeServed,
  type PutFile,
  type PutUpload,
  scriptAddresses,
} from "../../verify/probe/uploads.ts";
import type { Deployment } from "../release/deployment.ts";
import { type Asked, withCanaries } from "./canaries.ts";
import { openWeb, type Web } from "./web.ts";
import { withRules } from "./with-rules.ts";

/** What is to be asked, and with what hands. */
export interface ProbeTerms {
  readonly url: string;
  /** How often the address itself is asked until it answers well. */
  readonly tries: number;
  readonly site: ProbeSite;
  readonly token: string;
  /** Takes the lock for the time in which canaries stand; null where nothing may be written, and `whyNot` then says why. */
  readonly holding: ((work: (deployment: Deployment) => Promise<Asked>) => Promise<Asked>) | null;
  readonly whyNot: string;
}

/** What came of it. */
export interface Probed {
  /** Without the login that it may have held. */
  readonly url: string;
  readonly release: string;
  readonly checks: readonly ProbeCheck[];
  readonly requests: readonly ProbeRequest[];
  /** Folders of uploads that were not asked about. */
  readonly leftOut: ProbeSite["leftOut"];
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes every check. Nothing is put on the disk where the address does not answer. All that was put is gone when it returns or throws. */
export async function probing(terms: ProbeTerms): Promise<Probed> {
  const { site } = terms;
  const web = openWeb(terms.url);
  const first = await web.first(terms.tries);
  const reachable = judgeReachable(first, web.address);
  const wall = wallOf(first);
  const rest =
    wall === null
      ? await askTheRest(terms, web)
      : { checks: PROBE_CHECKS.slice(1).map((id) => notMade(id, wall)), diagnostics: [] };
  return {
    url: web.address,
    release: site.release,
    checks: [reachable, ...rest.checks].map((check) => withRules(check, site)),
    requests: web.requests(),
    leftOut: site.leftOut,
    diagnostics: rest.diagnostics,
  };
}

interface Rest {
  readonly checks: readonly ProbeCheck[];
  readonly diagnostics: readonly Diagnostic[];
}

async function askTheRest(terms: ProbeTerms, web: Web): Promise<Rest> {
  const { site, token, holding } = terms;
  const canaries = canariesIn(placesOf(site), token, { webRoot: site.served, hasReleases: site.hasReleases });
  const urls = plainUrls(site);
  const php = canaries.filter(({ use }) => use === "php-marker").map((canary) => urlOf(canary, site));
  const others = canaries
    .filter(({ use }) => use !== "php-marker")
    .flatMap((canary) => (canary.use === "script" ? scriptAddresses(urlOf(canary, site)) : [urlOf(canary, site)]));
  if (holding === null || canaries.length === 0) {
    await web.all(urls);
    const refused = new Map(canaries.map(({ path }) => [path, terms.whyNot]));
    return { checks: judged(terms, canaries, { web, refused, before: null }), diagnostics: [] };
  }
  let before: WebAnswer | null = null;
  const ask = async (stop: AbortSignal | null): Promise<void> => {
    if (stop !== null) web.stopAt(stop);
    await web.all([...urls, ...others, ...php]);
    const [marker] = php;
    if (marker === undefined) return;
    before = web.answers(marker);
    // The front controller runs now; the marker tells whose it was.
    await web.first(1);
    await web.all(php);
  };
  const { refused, diagnostics } = await holding((deployment) => withCanaries(canaries, deployment, ask));
  return { checks: judged(terms, canaries, { web, refused, before }), diagnostics };
}

function plainUrls({ privates, uploads, build }: ProbeSite): string[] {
  return [
    ...PRIVATE_GROUPS.flatMap((group) => privates[group].map(({ url }) => url)),
    ...uploads.flatMap(({ sample }) => (sample === null ? [] : [sample.url])),
    ...(build === null ? [] : [build.url]),
  ];
}

/** Where canaries go: into the web root of what is live, which is code, and into the folders of uploads. */
function placesOf(site: ProbeSite): CanaryPlace[] {
  const root = { directory: site.servedAt, path: site.served };
  const markers: CanaryPlace[] = site.builtBy === null ? [{ use: "marker", ...root }] : [];
  const php: CanaryPlace[] = site.builtBy === null && site.isPhp ? [{ use: "php-marker", ...root }] : [];
  const inUploads = site.uploads.flatMap(({ directory, path, isUser }): CanaryPlace[] => [
    ...(isUser ? [{ use: "upload", directory, path } as const] : []),
    { use: "script", directory, path },
  ]);
  return [...markers, ...php, ...inUploads];
}

/** Its address, relative to the site's. */
function urlOf({ path }: Pick<Canary, "path">, { served }: ProbeSite): string {
  return served === "" ? path : path.slice(served.length + 1);
}

interface Seen {
  readonly web: Web;
  readonly refused: ReadonlyMap<string, string>;
  /** The PHP marker's first answer. */
  readonly before: WebAnswer | null;
}

function judged(
  { site, token }: ProbeTerms,
  canaries: readonly Canary[],
  { web, refused, before }: Seen,
): ProbeCheck[] {
  const fileOf = (use: Canary["use"], folder: string): PutFile | null => {
    const canary = canaries.find(
      (one) => one.use === use && one.path === `${folder === "" ? "" : `${folder}/`}${one.at.name}`,
    );
    if (canary === undefined) return null;
    return { url: urlOf(canary, site), content: canary.content, refused: refused.get(canary.path) ?? null };
  };
  const puts = site.uploads.map(
    (place: UploadPlace): PutUpload => ({
      place,
      file: fileOf("upload", place.path),
      script: fileOf("script", place.path),
    }),
  );
  const { answers } = web;
  const sum = sumOf(token);
  return [
    ...PRIVATE_GROUPS.map((group) => judgePrivate(group, site.privates[group], answers)),
    judgeServed(puts, answers),
    judgeFresh(puts, answers, site),
    judgeExecuted(puts, answers, { sum }),
    judgeLive(
      site,
      { file: fileOf("marker", site.served), php: fileOf("php-marker", site.served), sum, before },
      answers,
    ),
  ];
}
