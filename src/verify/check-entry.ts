import type { Place, SiteLayout } from "../core/layout.ts";
import type { LinkEnd, Observation } from "../core/observation.ts";
import { displayName } from "../core/bytes.ts";
import { abs, join, rel, type RelPath, relativeText, under } from "../core/path.ts";
import { ownPool } from "../plan/entry-intent.ts";
import type { Retired } from "../plan/survey.ts";
import type { PortableEntry, PortableSite } from "../script/portable-site.ts";
import { chainText, isPerRelease, lineOf, shownAs } from "../script/portable-site.ts";
import { quoteShort } from "../core/shell.ts";
import type { CheckLine } from "./check-line.ts";
import { openSecretLines } from "./open-secret.ts";
import { linkOwnerLines } from "./link-owner.ts";

/** What checking an entry needs to know of the site. */
export interface CheckContext {
  readonly site: PortableSite;
  readonly layout: SiteLayout;
  /** Looks at a place of the site; see `observing`. */
  readonly at: (place: Place) => Observation;
  /** What earlier runs retired and nobody has settled yet. */
  readonly retired: readonly Retired[];
}

/** Looks at one entry: the same questions, the same words as `health-check.sh`. */
export function checkEntry(entry: PortableEntry, context: CheckContext): CheckLine[] {
  const app = context.at({ root: "app", path: entry.path });
  const sharedPath = sharedPathOf(entry, app, context);
  const shared = context.at({ root: "shared", path: sharedPath });
  const text = relativeText(app.directory, under(context.layout.shared, sharedPath));
  const view: View = { entry, context, app, shared, text, shown: shownAs(context.site, entry) };
  if (app.kind === "link") return checkLink(view);
  if (app.kind === "absent") return [checkMissing(view)];
  if (shared.kind === "link" && shared.link?.end.id === app.id)
    return [{ status: "passed", text: `In place, shared leads to it: ${view.shown}` }];
  if (context.site.undone === true && entry.handling === "per-release" && app.kind === "directory")
    return [{ status: "passed", text: `A plain folder of this release: ${view.shown}` }];
  const unseen = unseenEnd(shared, `shared/${displayName(sharedPath)}`);
  if (unseen !== null) return [unseen];
  return [
    broken(`Real ${app.kind === "directory" ? "folder" : "file"} where a link belongs: ${displayName(entry.path)}`),
  ];
}

function sharedPathOf(entry: PortableEntry, app: Observation, { site, layout }: CheckContext): RelPath {
  if (isPerRelease(site, entry)) return join(entry.path, rel(layout.release ?? ""));
  const base = relativeText(app.directory, under(layout.shared, entry.path));
  const pool = ownPool(entry, app.link?.text, { base, layout });
  return pool === null ? entry.path : join(entry.path, rel(pool));
}

interface View {
  readonly entry: PortableEntry;
  readonly context: CheckContext;
  readonly app: Observation;
  readonly shared: Observation;
  /** What the app's link should say. */
  readonly text: string;
  readonly shown: string;
}

function checkMissing(view: View): CheckLine {
  if (view.context.site.undone === true) return { status: "note", text: `Not there: ${view.shown}` };
  if (view.entry.kind === "file" && view.shared.kind === "absent") {
    return { status: "note", text: `Not there yet, neither in the app nor in shared: ${view.shown}` };
  }
  return broken(`Missing symlink: ${view.shown} → ${view.text}`);
}

function checkLink(view: View): CheckLine[] {
  const says = view.app.link?.text ?? "";
  if (leadsWithinApp(view)) return [{ status: "passed", text: `Valid public symlink: ${view.shown} → ${says}` }];
  if (leadsPastShared(view))
    return [{ status: "passed", text: `Leads where its link in shared leads: ${view.shown} → ${displayName(says)}` }];
  const unseen = unseenEnd(view.app, view.shown);
  if (says !== view.text) {
    const wrong = broken(`Wrong symlink: ${view.shown} → ${displayName(says)} (it should be ${view.text})`);
    return unseen === null ? [wrong] : [wrong, unseen];
  }
  if (view.shared.kind === "absent") return [checkLost(view)];
  if (unseen !== null) return [unseen];
  return checkEnd(view, endOfShared(view.shared));
}

function checkEnd(view: View, { kind, id }: Pick<LinkEnd, "kind" | "id">): CheckLine[] {
  if (id !== null) return checkTarget(view, { kind, id });
  return [unseenEnd(view.shared, `shared/${displayName(view.entry.path)}`) ?? danglingInShared(view)];
}

/** Where a link leads may be what this user cannot see: that says nothing of the link, and what the system answered is the cause to look for. */
function unseenEnd({ link }: Observation, shown: string): CheckLine | null {
  const answer = link?.end.answer;
  return answer === undefined ? null : broken(`What ${shown} leads to may not be looked at by this user (${answer})`);
}

/** After an undo the public link stands for a folder of the application again. */
function leadsWithinApp({ entry, app, context }: View): boolean {
  if (context.site.undone !== true || entry.chain === undefined) return false;
  const target = context.at({ root: "app", path: entry.chain });
  return target.kind === "directory" && target.id === app.link?.end.id;
}

/** After an undo, where the owner keeps the data on another disk: the link that shared has for it is the application's own, too. */
function leadsPastShared({ app, shared, context, text }: View): boolean {
  if (context.site.undone !== true || app.link?.text === text) return false;
  const end = shared.link?.end;
  return end !== undefined && end.id !== null && end.id === app.link?.end.id;
}

/** What shared's name stands for: itself, or for a link what it leads to. */
function endOfShared(shared: Observation): Pick<LinkEnd, "kind" | "id"> {
  return shared.link?.end ?? { kind: shared.kind, id: shared.id };
}

function checkTarget(view: View, end: { readonly kind: string; readonly id: string }): CheckLine[] {
  const { entry, app, shared, shown, text } = view;
  if (app.link?.end.id !== end.id) return [broken(`Symlink leads elsewhere than to shared: ${shown} → ${text}`)];
  if (end.kind !== entry.kind) {
    return [
      {
        status: "failed",
        text: `Not a ${entry.kind}: shared/${entry.path}`,
        remedy: `ls -la ${quoteShort(`${shared.directory}/${shared.name}`)}`,
      },
    ];
  }
  const chain = entry.chain === undefined ? null : checkChain(view, entry.chain);
  return chain === null ? checkData(view) : [chain];
}

function danglingInShared(view: View): CheckLine {
  const placeholder = view.shared.link?.text === view.text;
  return broken(
    placeholder
      ? `Unfinished move: shared/${view.entry.path} still holds our own placeholder`
      : `Dangling symlink in shared: ${view.shown}`,
  );
}

function checkLost(view: View): CheckLine {
  if (view.entry.kind === "directory")
    return broken(`Dangling symlink, nothing in shared: ${view.shown} → ${view.text}`);
  return {
    ...broken(`The file is gone from shared: ${view.shown} → ${view.text}`),
    remedy: `if the recovery does not find it, put it back from a backup: ${quoteShort(`${view.shared.directory}/${view.shared.name}`)}`,
  };
}

function checkChain(view: View, chain: RelPath): CheckLine | null {
  const text = chainText(view.entry.path, chain);
  const target = view.context.at({ root: "shared", path: chain });
  const right = view.shared.link?.text === text && target.kind === "directory" && view.shared.link.end.id === target.id;
  if (right) return null;
  return (
    unseenEnd(view.shared, `shared/${view.entry.path}`) ??
    broken(`shared/${view.entry.path} should lead to ${text}: ${view.shown}`)
  );
}

function checkData(view: View): CheckLine[] {
  const { entry, shared, shown, text } = view;
  const data = entry.chain === undefined ? shared : view.context.at({ root: "shared", path: entry.chain });
  const path = abs(`${data.directory}/${data.name}`);
  if (entry.kind === "directory" && data.owner !== null && (data.owner.mode & 0o700) !== 0o700) {
    return [
      { status: "failed", text: `Its owner cannot write in it: ${shown}`, remedy: `chmod u+rwx ${quoteShort(path)}` },
    ];
  }
  const words = {
    symlink: `Valid symlink: ${shown} → ${text}`,
    public: `Valid public symlink: ${shown} → ${text}`,
    user: `User data protected: ${shown}`,
    runtime: `Runtime data protected: ${shown}`,
  };
  const fine: CheckLine = { status: "passed", text: words[lineOf(view.context.site, entry)] };
  const owners = lineOf(view.context.site, entry) === "symlink" ? [] : ownersOnTheWay(view);
  return [fine, ...owners, ...openSecretLines(entry, shown, data)];
}

/** Of what the web server serves: every link on the path counts, shared's own too. */
function ownersOnTheWay({ app, shared, shown, entry }: View): CheckLine[] {
  const link = linkOwnerLines(app, shown);
  const inShared = linkOwnerLines(shared, `shared/${entry.path}`);
  return [...link, ...inShared];
}

function broken(text: string): CheckLine {
  return { status: "failed", text, repairable: true };
}
