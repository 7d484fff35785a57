/** What to type after `host`: each line can be run as it is. */
import type { HostFacts } from "../../core/host.ts";
import { NAMES } from "../../core/layout.ts";
import { type AbsPath, rel, under } from "../../core/path.ts";
import type { Way } from "../../core/serving.ts";
import type { Choice } from "../../plan/serving/choose-way.ts";
import { commandLine } from "../shell-words.ts";
import type { HostSite } from "./host-site.ts";

interface Told {
  readonly facts: HostFacts;
  readonly choice: Choice;
  readonly site: Pick<HostSite, "layout" | "app" | "state" | "others">;
}

/** True where the site could do without links, if its data were not behind some. */
function isKeptByLinks({ facts, choice, site }: Told): boolean {
  const judged = choice.ways.find(({ way }) => way === "in-place");
  return site.layout.kind === "flat" && judged !== undefined && judged.reason === facts.refused["in-place"];
}

/** The commands, none of which changes anything; empty where only its owner knows what to do. */
export function nextCommands(told: Told): readonly string[] {
  const { site, choice } = told;
  if (site.app === null) return site.others.map((other) => commandLine("holdfast", "host", other));
  const { layout } = site;
  const app = layout.kind === "flat" ? site.app : under(layout.site, rel(NAMES.current));
  const { recommended } = choice;
  if (staysAsItIs(told)) return [firstOrCheck(app, site)];
  if (recommended === null) return isKeptByLinks(told) ? [commandLine("holdfast", "undo", app, "--dry-run")] : [];
  return [
    site.state.record === null && recommended !== "in-place" ? firstOrCheck(app, site) : moveLine(recommended, told),
  ];
}

function staysAsItIs({ facts, choice }: Told): boolean {
  return choice.stands !== null || (choice.recommended === "in-place" && facts.way === "in-place");
}

/** Nothing else is taken by a site whose data nobody has taken over. */
function firstOrCheck(app: AbsPath, { state }: Told["site"]): string {
  return state.record === null
    ? commandLine("holdfast", "persist", app, "--dry-run")
    : commandLine("holdfast", "check", app);
}

function moveLine(way: Way, { facts, site }: Told): string {
  const { documentRoot } = facts;
  const isTold = documentRoot === null || way === "server" || way === "in-place";
  const where = isTold ? [] : ["--document-root", documentRoot];
  const { kind, site: folder, app } = site.layout;
  return commandLine("holdfast", "serve", way, "--site", kind === "flat" ? app : folder, ...where, "--dry-run");
}
