import { HAS_DESCRIPTORS } from "../../system/dir.ts";
import { ownDocumentRoot, ownHome, readHost } from "../../system/host/read-host.ts";
import { under } from "../../core/path.ts";
import type { HostFacts } from "../../core/host.ts";
import { type Choice, chooseWay } from "../../plan/serving/choose-way.ts";
import { renderHost } from "../../report/host-text.ts";
import { renderDiagnostic } from "../../report/marks.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Context } from "../context.ts";
import { findHostSite, type HostSite } from "../host/host-site.ts";
import { learn, type Looking } from "../host/learning.ts";
import type { CommandResult } from "../result.ts";
import { nextCommands } from "../host/next-commands.ts";
import { knownRoot } from "../serving/document-root.ts";
import { refusedWays } from "../serving/ways.ts";

export interface HostArgs {
  readonly site: string;
  readonly url: string | null;
  readonly dryRun: boolean;
}

/** Finds out what this host allows, by looking and by trying, and which way to serve the site suits it. */
export async function host(args: HostArgs, context: Context): Promise<CommandResult> {
  const site = findHostSite(args.site, context);
  const looking = lookingAt(site, context);
  const canTry = !args.dryRun && context.platform === "linux" && HAS_DESCRIPTORS;
  const untried = { ...looking, folders: [], server: null };
  const learned = canTry ? await learn({ site, looking, url: args.url }, context) : null;
  const facts = learned?.facts ?? untried;
  const choice = chooseWay(facts);
  return resultOf({ facts, choice, site, diagnostics: learned?.outcome.diagnostics ?? [] }, args);
}

function lookingAt(site: HostSite, context: Context): Looking {
  const { layout, app, webRoot, frontController, found } = site;
  const inApp = app === null ? null : webRoot === null ? app : under(app, webRoot);
  const known = found === null ? null : knownRoot(found, webRoot ?? "");
  const ground = { site: layout.site, shared: layout.shared, app, webRoot: inApp, home: ownHome(), known };
  const looked = readHost(ground, context.env["PATH"] ?? "");
  const documentRoot = known ?? ownDocumentRoot(looked.documentRoots, layout.site);
  const asked = { found, root: documentRoot, webRoot: webRoot ?? "" } as const;
  return {
    ...looked,
    site: layout.site,
    shared: layout.shared,
    webRoot,
    frontController,
    releases: layout.kind === "releases" && app !== null,
    way: found?.serving?.way ?? null,
    asItStands: layout.kind === "flat" && documentRoot !== null && [app, inApp].includes(documentRoot),
    refused: found === null || app === null ? {} : refusedWays({ ...asked, found }, context),
    documentRoot,
  };
}

interface Found {
  readonly facts: HostFacts;
  readonly choice: Choice;
  readonly site: HostSite;
  readonly diagnostics: readonly Diagnostic[];
}

function resultOf({ facts, choice, site, diagnostics }: Found, args: HostArgs): CommandResult {
  const isAnswered = facts.server?.links !== "unknown";
  const next = args.dryRun ? [] : nextCommands({ facts, choice, site }).map((line) => `Next: ${line}`);
  const text = renderHost({ facts, choice, tried: !args.dryRun });
  return {
    exit: (choice.recommended === null && choice.stands === null) || !isAnswered ? "problems" : "ok",
    text: [text, ...diagnostics.map(renderDiagnostic), ...next].join("\n"),
    json: { schema: 1, command: "host", ...facts, ...choice, diagnostics },
  };
}
