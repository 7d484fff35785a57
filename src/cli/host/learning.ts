import { randomBytes } from "node:crypto";
import { tidy, trying } from "../../apply/host/trying.ts";
import { NO_OUTCOME, type Outcome } from "../../apply/run.ts";
import { beginSession, completing, endSession, performing, type Session } from "../../apply/session.ts";
import type { Steps } from "../../apply/steps.ts";
import { HoldfastError } from "../../core/error.ts";
import type { HostFacts, ServerFacts } from "../../core/host.ts";
import { NAMES } from "../../core/layout.ts";
import { type AbsPath, parentOf, rel, under } from "../../core/path.ts";
import type { Operation } from "../../plan/operation.ts";
import { HOST_FILE, OWN_MARK } from "../../plan/own-file.ts";
import { writeOwn } from "../../plan/own-file-steps.ts";
import { PLAN_SCHEMA, type Plan } from "../../plan/plan.ts";
import { hostDocument } from "../../plan/serving/host-document.ts";
import { hostingOf } from "../../plan/serving/hosting-known.ts";
import { planTries } from "../../plan/serving/try-host.ts";
import { askAboutLinks } from "../../system/host/ask-links.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { withName } from "../../system/named-error.ts";
import { hostingPage } from "../own-files.ts";
import { applySettings, driven } from "../applying.ts";
import type { Context } from "../context.ts";
import { VERSION } from "../version.ts";
import type { SignalWatch } from "../signals.ts";
import type { HostSite } from "./host-site.ts";

/** What looking told, before anything is tried. */
export type Looking = Omit<HostFacts, "folders" | "server">;

/** What trying added to it. */
export interface Learned {
  readonly facts: HostFacts;
  readonly outcome: Outcome;
  /** What was found out is kept in shared, for the guide. */
  readonly kept: boolean;
}

/** Tries what the host allows, asks its web server where there is an address, and removes all that was made for it, whatever comes of it. */
export async function learn(
  { site, looking, url }: { readonly site: HostSite; readonly looking: Looking; readonly url: string | null },
  context: Context,
): Promise<Learned> {
  const token = randomBytes(8).toString("hex");
  const documentRoot = looking.documentRoots.find(({ path }) => path === looking.documentRoot);
  const root = documentRoot?.leadsTo ?? (documentRoot?.kind === "folder" ? documentRoot.path : null);
  const linkTest =
    url === null || root === null
      ? null
      : { documentRoot: root, outside: site.layout.site, token, owner: ownerAt(root, site) };
  const operations = planTries({ folders: foldersToTry(looking), linkTest });
  let server: ServerFacts | null = url === null ? null : { url, software: null, asked: [], links: "unknown" };
  const asking: Context = before("drop-link-test", context, async (stop) => {
    if (url !== null && root !== null) server = await askAboutLinks({ url, documentRoot: root, token }, stop);
  });
  const factsFrom = ({ tried = [] }: Outcome): HostFacts => ({ ...looking, folders: tried, server });
  return await carriedOut({ site, operations, factsFrom }, asking);
}

function ownerAt(path: AbsPath, site: HostSite): HostSite["owner"] {
  const fact = lookAt(bytes(path));
  return fact === null ? site.owner : { uid: fact.uid, gid: fact.gid, mode: fact.mode };
}

/** The site, what it shares, the document root, and the folder in which that has its name. */
function foldersToTry({ site, shared, documentRoots, documentRoot }: Looking): readonly AbsPath[] {
  const root = documentRoots.find(({ path }) => path === documentRoot);
  const roots = root === undefined ? [] : [...(root.kind === "folder" ? [root.path] : []), parentOf(root.path)];
  const isFolder = (path: AbsPath): boolean => lookAt(bytes(path))?.kind === "directory";
  return [...new Set([site, shared, ...roots])].filter(isFolder);
}

/** Something is awaited before a step of this kind; a signal ends the waiting. */
function before(kind: Operation["kind"], context: Context, work: (stop: AbortSignal) => Promise<void>): Context {
  return {
    ...context,
    signals: () => {
      const watch = context.signals?.() ?? UNWATCHED;
      return {
        ...watch,
        before: async (operation) => {
          const signal = await watch.before(operation);
          if (signal !== null || operation.kind !== kind) return signal;
          await work(watch.caught);
          return await watch.before(operation);
        },
      };
    },
  };
}

const UNWATCHED: SignalWatch = {
  before: () => Promise.resolve(null),
  caught: new AbortController().signal,
  end: () => undefined,
};

interface Task {
  readonly site: HostSite;
  readonly operations: readonly Operation[];
  readonly factsFrom: (outcome: Outcome) => HostFacts;
}

/** With the lock and the journal where shared has them; else, and where they cannot be written, without. */
async function carriedOut(task: Task, context: Context): Promise<Learned> {
  const { site } = task;
  const settings = applySettings(context, { command: "host", maintenance: false });
  const quiet = { ...settings, progress: () => undefined };
  const session = sessionOf(site, quiet);
  if (session === null) {
    const steps = trying(task.operations, { native: quiet.native, asRoot: quiet.asRoot, resuming: false });
    const outcome = await tidily(steps, task, context);
    return { facts: task.factsFrom(outcome), outcome, kept: false };
  }
  let learned: Learned;
  try {
    learned = await inSession(session, task, context);
  } catch (error) {
    endSession(session, true);
    throw error;
  }
  endSession(session, false);
  return learned;
}

/** Null where a site has no state of ours yet, or where that cannot be written: that is an answer too, and trying tells which. */
function sessionOf({ layout, owner }: HostSite, settings: ReturnType<typeof applySettings>): Session | null {
  if (lookAt(bytes(under(layout.shared, rel(NAMES.state))))?.kind !== "directory") return null;
  try {
    return beginSession({ shared: layout.shared, owner }, settings);
  } catch (error) {
    if (isFromTheDisk(error)) return null;
    throw error;
  }
}

const REFUSALS = ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "no-space"];

function isFromTheDisk(thrown: unknown): boolean {
  const error = withName(thrown);
  return error instanceof Error && "code" in error && REFUSALS.includes(String(error.code));
}

async function inSession(session: Session, task: Task, context: Context): Promise<Learned> {
  const { layout } = task.site;
  await driven(completing(session), context, layout);
  const outcome = await tidily(performing(session, planOf(task, task.operations)), task, context);
  const facts = task.factsFrom(outcome);
  await driven(performing(session, planOf(task, keeping(task.site, facts))), context, layout);
  return { facts, outcome, kept: true };
}

function planOf({ site }: Task, operations: readonly Operation[]): Plan {
  const { layout, owner } = site;
  return {
    schema: PLAN_SCHEMA,
    command: "host",
    program: VERSION,
    layout,
    owner,
    basedOn: [],
    operations,
    diagnostics: [],
  };
}

/** What was found out is kept, and told on the page about this site's hosting; nothing where both stand there already. */
function keeping({ layout, owner, state, app }: HostSite, facts: HostFacts): readonly Operation[] {
  const content = hostDocument(facts);
  const told = { layout, owner, ours: state.ours };
  const file = { name: HOST_FILE, content, mode: 0o644, why: "what this host allows, for the guide" };
  const { record } = state;
  // Somebody else's page of that name is set aside by the next persist, not here.
  const isTaken = !(state.ours[NAMES.hosting] ?? OWN_MARK).includes(OWN_MARK);
  const known = hostingOf({ layout, ours: { ...state.ours, [HOST_FILE]: content } });
  const pages = record === null || app === null || isTaken ? [] : [hostingPage({ record, layout, ...known })];
  return [
    ...(state.ours[HOST_FILE] === content ? [] : writeOwn(told, file)),
    ...pages.flatMap((page) => writeOwn(told, page)),
  ];
}

/** Where it is broken off, what was made for trying goes all the same; what cannot be removed now goes with the next run. */
async function tidily(steps: Steps<Outcome>, { site, operations }: Task, context: Context): Promise<Outcome> {
  try {
    return operations.length === 0 ? NO_OUTCOME : await driven(steps, context, site.layout);
  } catch (error) {
    if (error instanceof HoldfastError && error.code === "interrupted")
      tidy(operations, { native: context.native(), asRoot: context.asRoot, resuming: true });
    throw error;
  }
}
