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
import { isInPlace, refuseInPlace } from "../release/in-place.ts";
import { toInPlace } from "../serving/to-in-place.ts";
import { documentRootOf } from "../serving/document-root.ts";
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
  const root = isInPlace(found) ? null : documentRootOf(args.documentRoot, found, context.cwd);
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
  const root = isInPlace(found) ? found.site.app : documentRootOf(args.documentRoot, found, context.cwd);
  const way = found.serving?.way ?? null;
  const ways = WAYS.map((one): WayLine => ({ way: one, refusal: refusalOf(one, root, { found, context }) }));
  const standing = root === null ? "" : isInPlace(found) ? "the application itself" : standingOf(root, found);
  return {
    exit: "ok",
    text: renderServed({ site: siteNamed(found.site), root, standing, way, ways, lines: [] }),
    json: { schema: 1, command: "serve", site: found.site.site, documentRoot: root, way, ways },
  };
}

function standingOf(root: AbsPath, found: SiteWithReleases): string {
  const { fact } = servingGround(found, root);
  if (fact.kind === "link") return `a link to ${fact.text}`;
  return fact.kind === "absent" ? "nothing is there" : "a real folder";
}

function refusalOf(
  way: Way,
  root: AbsPath | null,
  { found, context }: { readonly found: SiteWithReleases; readonly context: Context },
): string | null {
  try {
    if (way === "in-place") {
      if (!isInPlace(found)) refuseInPlace(found);
      return null;
    }
    if (isInPlace(found)) {
      if (way !== "server") throw leaveFirst(found);
      return null;
    }
    if (root === null && way !== "server") throw noRoot(found, way);
    const { inTheWay } = previewMove({ way, root, aside: false }, found, context);
    return inTheWay.length === 0
      ? null
      : `${inTheWay.length} names in the document root are nobody's that are known; see --dry-run`;
  } catch (error) {
    if (error instanceof HoldfastError) return error.message;
    throw error;
  }
}

function leaveFirst({ site }: SiteWithReleases): HoldfastError {
  const app = site.app ?? site.site;
  return new HoldfastError({
    code: "in-place-first",
    message: `"${app}" has no links (in-place), and every other way needs its data in shared`,
    hint: `Where links work: ${commandLine("holdfast", "serve", "server", "--site", app)}, then ${commandLine("holdfast", "persist", app)}`,
  });
}

function noRoot({ site }: SiteWithReleases, way: Way): HoldfastError {
  return new HoldfastError({
    code: "document-root-unknown",
    message: `No document root was found in or beside "${site.site}"`,
    hint: `Name the folder that the web server serves: holdfast serve ${way} --document-root public_html`,
  });
}

function strangers(names: readonly string[]): HoldfastError {
  return new HoldfastError({
    code: "document-root-strangers",
    message: `The document root holds ${names.length} names that are of no known release and of no data of the site, and that would have to give way:${listedNames(names)}`,
    hint: "Look at them. To let them give way (they are kept in a folder beside it): add --aside",
  });
}
