import type { AbsPath } from "../../core/path.ts";
import type { ProbeCheck } from "../../core/probe.ts";
import { failedChecks } from "../../report/probe-text.ts";
import { layoutOf } from "../../plan/release/release-plan.ts";
import { portableSiteOf } from "../../script/from-record.ts";
import { checkUnlinked } from "../../verify/check-site.ts";
import { checkNow } from "../checking.ts";
import { isInPlace } from "./in-place.ts";
import { probing, type Probed } from "../probe/probing.ts";
import { readProbeSite } from "../probe/reading.ts";
import { whyNotToWrite } from "../probe/writable.ts";
import type { Deployment } from "./deployment.ts";
import type { Fault } from "./failed-step.ts";

/** What was wrong before a switch: it is no reason to go back. */
export interface KnownFaults {
  /** Of the health check, as texts. */
  readonly texts: ReadonlySet<string>;
  /** Checks over HTTP that failed. */
  readonly checks: ReadonlySet<string>;
}

export const NOTHING_KNOWN: KnownFaults = { texts: new Set(), checks: new Set() };

/** Going back would help against these whatever was before. */
const ALWAYS_COUNT: readonly string[] = ["reachable", "release-live"];
/** A server that was restarted with the switch needs a moment. */
const TRIES = 5;

/** What is wrong with what is live; nothing where nothing is. */
export async function knownFaults(
  app: AbsPath | null,
  checkUrl: string | null,
  deployment: Deployment,
): Promise<KnownFaults> {
  if (app === null) return NOTHING_KNOWN;
  const texts = failuresOf(app, deployment);
  if (checkUrl === null) return { texts, checks: new Set() };
  deployment.tell(`asking ${withoutLogin(checkUrl)} before the switch`);
  const probed = await asking({ url: checkUrl, tries: 1 }, deployment);
  const failed = (probed?.checks ?? []).filter(({ id, ok }) => ok === false && !ALWAYS_COUNT.includes(id));
  return { texts, checks: new Set(failed.map(({ id }) => id)) };
}

/** What the health check says is failed, as texts. */
function failuresOf(app: AbsPath, deployment: Deployment): ReadonlySet<string> {
  const { site } = deployment.look();
  const { report } = checkNow(app, site.shared, deployment.context);
  return new Set((report?.lines ?? []).filter(({ status }) => status === "failed").map(({ text }) => text));
}

/**
 * What keeps a copy of the code that waits from going live: an entry that is not linked would be seen by visitors, without its data, until the look
 * afterwards. Null where nothing does. What is wrong with what is live as well is no reason.
 */
export function unlinked(
  next: { readonly app: AbsPath; readonly release: string; readonly known: KnownFaults },
  deployment: Deployment,
): Fault | null {
  const found = deployment.look();
  const { site, record } = found;
  if (record === null || isInPlace(found)) return null;
  const layout = layoutOf(site, { app: next.app, release: next.release, live: false });
  const lines = checkUnlinked({ site: portableSiteOf(record, layout, []), layout, retired: [] });
  const failed = lines.filter(({ status, text }) => status === "failed" && !next.known.texts.has(text));
  if (failed.length === 0) return null;
  const reasons = deployment.outcome().diagnostics.filter(({ severity }) => severity === "problem");
  return {
    step: "links",
    why: failed.map(({ text }) => text).join("; "),
    output: reasons.map(({ message, hint = "" }) => `   ${message}\n   👉 ${hint}`).join("\n"),
  };
}

/** What looking at what is live came to. */
export interface Looked {
  /** Null where all is well. */
  readonly fault: Fault | null;
  /** What was asked over HTTP; null where nothing was. */
  readonly checks: readonly ProbeCheck[] | null;
}

/** Whether something is wrong with what is live that was not wrong before it was. */
export async function looking(
  about: { readonly app: AbsPath; readonly known: KnownFaults; readonly checkUrl: string | null },
  deployment: Deployment,
): Promise<Looked> {
  const failed = [...failuresOf(about.app, deployment)].filter((text) => !about.known.texts.has(text));
  if (failed.length > 0) return { fault: { step: "health check", why: failed.join("; "), output: "" }, checks: null };
  if (about.checkUrl === null) return { fault: null, checks: null };
  const probed = await asking({ url: about.checkUrl, tries: TRIES }, deployment);
  if (probed === null) return { fault: null, checks: null };
  const isNew = ({ id }: ProbeCheck): boolean => !about.known.checks.has(id);
  const old = probed.checks.filter((check) => check.ok === false && !isNew(check));
  for (const sentence of failedChecks(old)) deployment.tell(`as before the switch: ${sentence}`);
  return { fault: faultIn({ ...probed, checks: probed.checks.filter(isNew) }), checks: probed.checks };
}

function faultIn({ url, checks }: Probed): Fault | null {
  const failed = failedChecks(checks);
  if (failed.length === 0) return null;
  const remedies = checks.flatMap(({ ok, remedy }) => (ok === false && remedy !== null ? [`   ${remedy}`] : []));
  return { step: "check of the address", why: `${url}: ${failed.join("; ")}`, output: remedies.join("\n") };
}

/** Null where the site has nothing to compare answers with. */
async function asking(
  about: { readonly url: string; readonly tries: number },
  deployment: Deployment,
): Promise<Probed | null> {
  const found = deployment.look();
  const { live } = found.site;
  if (live === null || found.record === null) return null;
  const whyNot = whyNotToWrite(found, deployment.context);
  return await probing({
    ...about,
    site: readProbeSite(found, found.record, live),
    token: deployment.context.token(),
    holding: whyNot === null ? (work) => work(deployment) : null,
    whyNot: whyNot ?? "",
  });
}

function withoutLogin(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//");
}
