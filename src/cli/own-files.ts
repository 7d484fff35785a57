import { NAMES } from "../core/layout.ts";
import type { RelPath } from "../core/path.ts";
import { historyLines } from "../plan/history.ts";
import { OWN_MARK, type OwnFile, type OwnFileSource, type OwnFileWriters } from "../plan/own-file.ts";
import type { SiteReport } from "../report/site-report.ts";
import { renderHosting } from "../report/hosting/hosting-page.ts";
import { renderGuide } from "../report/guide.ts";
import { renderSummary } from "../report/summary.ts";
import { renderEmergencyRecovery } from "../script/emergency-recovery.ts";
import { portableSiteOf } from "../script/from-record.ts";
import { renderHealthCheck } from "../script/health-check.ts";
import type { PortableSite } from "../script/portable-site.ts";

const EXECUTABLE = 0o755;
const READABLE = 0o644;

/** The texts of our own files in shared. */
export const ownFileWriters: OwnFileWriters = { scripts, pages };

function scripts(source: OwnFileSource): OwnFile[] {
  const site = siteOf(source);
  return [
    {
      name: NAMES.healthCheck,
      content: renderHealthCheck(site),
      mode: EXECUTABLE,
      why: "checks the site with nothing but sh",
    },
    {
      name: NAMES.emergencyRecovery,
      content: renderEmergencyRecovery(site),
      mode: EXECUTABLE,
      why: "repairs the site with nothing but sh",
    },
  ];
}

function pages(source: OwnFileSource): OwnFile[] {
  const page: SiteReport = {
    site: siteOf(source),
    sitePath: source.layout.site,
    sharedPath: source.layout.shared,
    appPath: source.layout.app,
    frameworks: source.detections.map(({ id, title, version }) => ({ id, title, version })),
    entries: source.record.entries,
    undecided: source.undecided,
    rescued: [],
    history: historyLines(source.history),
  };
  return [
    { name: NAMES.summary, content: marked(renderSummary(page)), mode: READABLE, why: "says what lives where" },
    {
      name: NAMES.guide,
      content: marked(renderGuide(page)),
      mode: READABLE,
      why: "how to do by hand what the scripts do",
    },
    hostingPage(source),
  ];
}

/** The page about this site's hosting; it depends on nothing that a release changes. */
export function hostingPage({
  record,
  layout,
  host,
  serving,
}: Pick<OwnFileSource, "record" | "layout" | "host" | "serving">): OwnFile {
  const site = portableSiteOf(record, layout, []);
  return {
    name: NAMES.hosting,
    content: marked(renderHosting({ site, layout, host, serving })),
    mode: READABLE,
    why: "how this site is served on this host",
  };
}

/** A page carries the mark where readers do not see it. */
function marked(page: string): string {
  return `${page.trimEnd()}\n\n<!-- ${OWN_MARK}; a later run writes it anew -->\n`;
}

/** Folders directly under the web root that are known to be code: the health check sees to it that they stay real. */
export function assetsOf(source: Pick<OwnFileSource, "verdicts">): RelPath[] {
  return source.verdicts
    .filter(
      (verdict) =>
        verdict.class === "asset" && verdict.handling === "release" && verdict.present && verdict.kind === "directory",
    )
    .map((verdict) => verdict.path);
}

function siteOf(source: OwnFileSource): PortableSite {
  return portableSiteOf(source.record, source.layout, assetsOf(source));
}
