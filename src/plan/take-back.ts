/** What `undo --last` does about the last command, decided from what the journal keeps of it (docs/undo.md). */
import type { Decided } from "../core/last-command.ts";
import { baseName, isInside } from "../core/path.ts";
import type { Way } from "../core/serving.ts";
import type { AppendLines, Operation } from "./operation.ts";
import type { Plan } from "./plan.ts";
import { quoteInText } from "../core/shell.ts";

/** A command that has ended, with the plans that it applied, oldest first. */
export interface LastCommand {
  readonly command: string;
  readonly since: string;
  readonly plans: readonly Plan[];
  /** When its last plan was noted, in nanoseconds since 1970: two commands within one second are told apart by it. */
  readonly notedNs: bigint;
}

/** The last command was another user's, whose journal is not followed. */
export interface OthersCommand {
  readonly user: number;
  /** As of {@link LastCommand}. */
  readonly notedNs: bigint;
}

/** What `decide` wrote, and when it was noted. */
export interface LastDecision {
  readonly decided: Decided;
  readonly notedNs: bigint;
}

/** How it is taken back. */
export type TakeBack =
  /** These entries become the app's own again. */
  | { readonly kind: "entries"; readonly paths: readonly string[] }
  /** What was live before is made live again. */
  | { readonly kind: "switch"; readonly command: string }
  /** The lines that were added go from the end of the settings. */
  | { readonly kind: "settings"; readonly added: AppendLines }
  | { readonly kind: "decisions"; readonly decided: Decided }
  /** The site is served as it was before. */
  | { readonly kind: "way"; readonly way: Way }
  | { readonly kind: "impossible"; readonly why: string; readonly instead: string };

interface Site {
  /** The name of what is live now. */
  readonly live: string | null;
  readonly root: string;
  /** How the site was served, as its history tells, the newest last. */
  readonly ways: readonly Way[];
}

/** Decides. */
export function takeBack(
  found: LastCommand | OthersCommand | null,
  decision: LastDecision | null,
  site: Site,
): TakeBack {
  if (decision !== null && (found === null || decision.notedNs > found.notedNs))
    return { kind: "decisions", decided: decision.decided };
  if (found === null)
    return impossible(
      "nothing is known of a command that changed this site",
      `holdfast history ${quoteInText(site.root)}`,
    );
  return "user" in found
    ? impossible(
        `the last command was another user's (uid ${found.user})`,
        `as that user: holdfast undo --last ${quoteInText(site.root)}`,
      )
    : ofCommand(found, site);
}

function ofCommand(last: LastCommand, site: Site): TakeBack {
  const operations = last.plans.flatMap((plan) => plan.operations);
  switch (last.command) {
    case "persist":
      return persisted(last);
    case "release":
    case "rollback":
      return switched(last, site);
    case "env":
      return settings(operations, site);
    case "serve":
      return served(site);
    case "undo":
      return impossible("the last command was an undo", `holdfast persist ${quoteInText(site.root)}`);
    case "prune":
      return impossible(
        "the last command was prune, and releases that were removed are gone; what only they held was rescued",
        `holdfast history ${quoteInText(site.root)} shows where, and a backup has the rest`,
      );
    default:
      return impossible(
        `the last command was ${last.command}, which moved aside and deleted nothing`,
        `what it replaced is in the rescue folder: holdfast history ${quoteInText(site.root)}`,
      );
  }
}

const LINKING = new Set<Operation["kind"]>(["adopt", "merge", "transfer", "make-link", "relink"]);

/** The entries that this run linked: their links stand in the app. */
function persisted({ plans }: LastCommand): TakeBack {
  const paths = plans.flatMap(({ layout, operations }) =>
    operations
      .filter(({ kind, at }) => LINKING.has(kind) && isInside(at.directory, layout.app))
      .map(({ path }) => path),
  );
  if (paths.length > 0) return { kind: "entries", paths: [...new Set(paths)] };
  const app = plans[0]?.layout.app ?? "";
  return impossible(
    "the last persist linked nothing; it only wrote its own files",
    `holdfast undo ${quoteInText(app)} turns every link back`,
  );
}

function switched(
  { command, plans }: LastCommand,
  { live, root }: { readonly live: string | null; readonly root: string },
): TakeBack {
  const switches = plans.flatMap(switchesIn);
  const [first] = switches;
  const look = `holdfast releases --site ${quoteInText(root)}`;
  if (first === undefined) return impossible(`the last ${command} made nothing live`, look);
  if (switches.length > 1) return impossible(`the last ${command} failed and was taken back already`, look);
  if (first.kind !== "activate") return { kind: "switch", command };
  if (first.was === null) return impossible("nothing was live before the last release", look);
  if (baseName(first.text) !== live)
    return impossible(
      `something else was made live since the last ${command}`,
      `holdfast rollback --site ${quoteInText(root)}`,
    );
  return { kind: "switch", command };
}

/** Without links the code is made live name by name, by as many steps as there are names: together they are one switch. */
function switchesIn({ operations }: Plan): Operation[] {
  const whole = operations.filter(({ kind }) => kind === "activate" || kind === "exchange-trees");
  return [...whole, ...operations.filter(({ kind }) => kind === "swap-in").slice(0, 1)];
}

function settings(operations: readonly Operation[], { root }: { readonly root: string }): TakeBack {
  const added = operations.find((operation): operation is AppendLines => operation.kind === "append-lines");
  if (added !== undefined && added.remove !== true) return { kind: "settings", added };
  return impossible("the last env changed no settings", `holdfast env ${quoteInText(root)}`);
}

function served({ ways, root }: { readonly ways: readonly Way[]; readonly root: string }): TakeBack {
  const [now, before] = [ways.at(-1), ways.at(-2)];
  if (before !== undefined && before !== now) return { kind: "way", way: before };
  return impossible(
    "nothing is known of how the site was served before the last serve",
    `holdfast serve --site ${quoteInText(root)} shows the other ways, and each can be taken by its name`,
  );
}

function impossible(why: string, instead: string): TakeBack {
  return { kind: "impossible", why, instead };
}
