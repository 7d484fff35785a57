import { siteNamed } from "../../core/layout.ts";
import { HoldfastError } from "../../core/error.ts";
import type { AbsPath } from "../../core/path.ts";
import { WAYS, type Way } from "../../core/serving.ts";
import type { MovableWay } from "../../plan/serving/move-plan.ts";
import { snippetsFor, type Snippet } from "../../plan/serving/snippets.ts";
import {
  listedNames,
  renderMove,
  renderMoved,
  renderServed,
  renderSnippets,
  type WayLine,
} from "../../report/serve-text.ts";
import { refuseElsewhere } from "../applying.ts";
import { checkNow } from "../checking.ts";
import { confirmText } from "../confirm.ts";
import type { Context } from "../context.ts";
import { deploying, type Deployment, type DeploymentStart } from "../release/deployment.ts";
import { findReleases, type SiteWithReleases } from "../release/release-site.ts";
import { settledFirst } from "../release/settled-first.ts";
import type { CommandResult } from "../result.ts";
import { isInPlace } from "../release/in-place.ts";
import { toInPlace } from "../serving/to-in-place.ts";
import { appRoot, documentRootOf } from "../serving/document-root.ts";
import { isItself } from "../serving/place-refusals.ts";
import { leaveFirst, movableRoot, noRoot, refusedWays } from "../serving/ways.ts";
import { type Choice, chooseWay } from "../../plan/serving/choose-way.ts";
import { hostingOf } from "../../plan/serving/hosting-known.ts";
import type { KeptHost } from "../../core/host.ts";
import { asksFirst, moving, type MoveOrder, noteMove, type MovePreview, previewMove } from "../serving/moving.ts";
import { liveGround, servingGround } from "../serving/ground.ts";
import { commandLine } from "../shell-words.ts";

export interface ServeArgs {
  readonly way: Way | null;
  readonly site: string | null;
  readonly documentRoot: string | null;
  readonly yes: boolean;
  readonly aside: boolean;
  readonly dryRun: boolean;
  readonly maintenance: boolean;
}

/** Tells how a site is served and could be; with a way, moves it there: a plan like any other, and back by naming the way before. */
export async function serve(args: ServeArgs, context: Context): Promise<CommandResult> {
  const { way, site, maintenance, dryRun } = args;
  const start = { command: "serve", site, mayBeNew: false, maintenance };
  if (way === null) return told(args, context);
  if (way === "in-place")
    return await settledFirst({ ...start, inPlace: true, onlyLook: dryRun }, context, ({ found }) =>
      toInPlace(found, args, context),
    );
  return await settledFirst({ ...start, onlyLook: dryRun }, context, ({ found }) =>
    moveTo(way, found, { args, start, context }),
  );
}

interface Asked {
  readonly args: ServeArgs;
  readonly start: DeploymentStart;
  readonly context: Context;
}

async function moveTo(way: MovableWay, found: SiteWithReleases, asked: Asked): Promise<CommandResult> {
  const { args, context } = asked;
  const given = isInPlace(found) ? null : documentRootOf(args.documentRoot, found, context.cwd);
  const root = movableRoot(way, given, found);
  if (root === null && way !== "server") throw isInPlace(found) ? leaveFirst(found) : noRoot(found, way);
  const order: MoveOrder = { way, root, aside: args.aside };
  const preview = previewMove(order, found, context);
  const text = renderMove({ way, root, ...preview });
  if (args.dryRun) return dryRunResult(text, order, preview);
  const before = found.serving?.way ?? null;
  if (preview.operations.length === 0) return already(order, found, preview);
  refuseElsewhere(context);
  const aside = await askedFor(text, preview, asked);
  return await deploying(asked.start, context, async (deployment) => {
    const kept = await moving({ ...order, aside }, deployment);
    await noteMove(way, deployment);
    return movedResult(order, { before, kept }, deployment);
  });
}

/** What is somebody else's gives way only where its owner has seen the list: `--yes` alone is no answer to it. */
async function askedFor(text: string, preview: MovePreview, { args, context }: Asked): Promise<boolean> {
  const isStranger = preview.inTheWay.length > 0 && !args.aside;
  if (isStranger && !context.interactive) throw strangers(preview.inTheWay);
  if (isStranger || (!args.yes && asksFirst(preview))) await confirmText(text, context);
  return args.aside || isStranger;
}

function dryRunResult(text: string, { way, root }: MoveOrder, preview: MovePreview): CommandResult {
  return {
    exit: "ok",
    text: `${text}\nDry run: nothing was changed`,
    json: { schema: 1, command: "serve", way, documentRoot: root, ...preview },
  };
}

function already({ way, root }: MoveOrder, found: SiteWithReleases, preview: MovePreview): CommandResult {
  const snippets = way === "server" ? snippetsOf(found, root) : [];
  return {
    exit: "ok",
    text: [`✅ Nothing to do: the site is served by ${way} already`, ...renderSnippets(snippets)].join("\n"),
    json: {
      schema: 1,
      command: "serve",
      way,
      documentRoot: root,
      changed: false,
      snippets,
      diagnostics: preview.diagnostics,
    },
  };
}

function movedResult(
  { way, root }: MoveOrder,
  { before, kept }: { readonly before: Way | null; readonly kept: readonly AbsPath[] },
  deployment: Deployment,
): CommandResult {
  const found = deployment.look();
  const { site } = found;
  const { report } = checkNow(site.live?.path ?? site.site, site.shared, deployment.context);
  const { rescued, diagnostics, refused } = deployment.outcome();
  const snippets = way === "server" ? snippetsOf(found, root) : [];
  const back =
    before === null || before === way ? null : commandLine("holdfast", "serve", before, "--site", siteNamed(site));
  const isWrong = refused.length > 0 || diagnostics.some(({ severity }) => severity === "problem");
  return {
    exit: isWrong || (report?.failed ?? 0) > 0 ? "problems" : "ok",
    text: renderMoved({ way, root, kept, rescued, diagnostics, snippets, check: report, back }),
    json: {
      schema: 1,
      command: "serve",
      way,
      before,
      documentRoot: root,
      changed: true,
      kept,
      rescued,
      diagnostics,
      snippets,
      check: report,
    },
  };
}

function snippetsOf(found: SiteWithReleases, root: AbsPath | null): Snippet[] {
  const { site } = found;
  const { door, data } = liveGround(found);
  const linked = data.map(({ path }) => path);
  const uploads = linked.filter((path) => !path.includes("."));
  return snippetsFor({ site: site.site, door, root, uploads, linked });
}

/** Without a way: what is, and what could be. */
function told(args: ServeArgs, context: Context): CommandResult {
  const found = findReleases(args.site, context, { mayBeNew: false });
  const webRoot = found.record?.webRoot ?? "";
  const root = documentRootOf(args.documentRoot, found, context.cwd) ?? appRoot(found.site, webRoot);
  const way = found.serving?.way ?? null;
  const refused = refusedWays({ found, root, webRoot }, context);
  const host = hostHere(found);
  const judged = host === null || host.documentRoot !== root ? null : chooseWay({ ...host, way, refused });
  const ways = WAYS.map((one): WayLine => ({ way: one, refusal: refused[one] ?? hostRefusal(one, judged) }));
  const { app } = found.site;
  const isItsOwn = root !== null && app !== null && isItself(root, app, webRoot);
  const standing = root === null ? "" : isItsOwn ? "the application itself" : standingOf(root, found);
  return {
    exit: "ok",
    text: renderServed({ site: siteNamed(found.site), root, standing, isItself: isItsOwn, way, ways, lines: [] }),
    json: { schema: 1, command: "serve", site: found.site.site, documentRoot: root, way, ways },
  };
}

/** What the last `host` found out here. */
function hostHere({ site, state }: SiteWithReleases): KeptHost | null {
  return hostingOf({ ours: state.ours, layout: { kind: site.kind, site: site.site } }).host;
}

/** Whoever runs this may change the server's configuration, or have it changed. */
function hostRefusal(way: Way, choice: Choice | null): string | null {
  const judged = choice?.ways.find((one) => one.way === way);
  return judged === undefined || judged.possible || way === "server" ? null : judged.reason;
}

function standingOf(root: AbsPath, found: SiteWithReleases): string {
  const { fact } = servingGround(found, root);
  if (fact.kind === "link") return `a link to ${fact.text}`;
  return fact.kind === "absent" ? "nothing is there" : "a real folder";
}

function strangers(names: readonly string[]): HoldfastError {
  return new HoldfastError({
    code: "document-root-strangers",
    message: `The document root holds ${names.length} names that are of no known release and of no data of the site, and that would have to give way:${listedNames(names)}`,
    hint: "Look at them. To let them give way (they are kept in a folder beside it): add --aside",
  });
}
