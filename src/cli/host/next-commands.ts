/** What to type after `host`: each line can be run as it is. */
import type { HostFacts } from "../../core/host.ts";
import { NAMES } from "../../core/layout.ts";
import { rel, under } from "../../core/path.ts";
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
  const { site, facts, choice } = told;
  if (site.app === null) return site.others.map((other) => commandLine("holdfast", "host", other));
  const { layout, state } = site;
  const app = layout.kind === "flat" ? site.app : under(layout.site, rel(NAMES.current));
  const { recommended, stands } = choice;
  const isAsItIs = stands !== null || (recommended === "in-place" && facts.way === "in-place");
  if (recommended === null && !isAsItIs)
    return isKeptByLinks(told) ? [commandLine("holdfast", "undo", app, "--dry-run")] : [];
  // Nothing else is taken by a site whose data nobody has taken over.
  if (state.record === null && recommended !== "in-place")
    return [commandLine("holdfast", "persist", app, "--dry-run")];
  if (isAsItIs || recommended === null) return [commandLine("holdfast", "check", app)];
  const root = facts.documentRoot;
  const isTold = root === null || recommended === "server" || recommended === "in-place";
  const where = isTold ? [] : ["--document-root", root];
  const of = layout.kind === "flat" ? app : layout.site;
  return [commandLine("holdfast", "serve", recommended, "--site", of, ...where, "--dry-run")];
}
