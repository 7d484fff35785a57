import type { ProbeCheck, ServerRule } from "../../core/probe.ts";
import { keepPrivateRules } from "../../report/server-rules/keep-private.ts";
import { noExecutionRules } from "../../report/server-rules/no-execution.ts";
import { serveUploadsRules } from "../../report/server-rules/serve-uploads.ts";
import type { ProbeSite } from "../../verify/probe/probe-site.ts";

/** A failed check with the lines for the server's configuration that help; others as they are. */
export function withRules(check: ProbeCheck, site: ProbeSite): ProbeCheck {
  const rules = check.ok === false ? rulesFor(check.id, site) : [];
  return rules.length === 0 ? check : { ...check, rules };
}

function rulesFor(id: ProbeCheck["id"], site: ProbeSite): readonly ServerRule[] {
  if (id.endsWith("-private")) return keepPrivateRules();
  if (id === "upload-not-executed") return noExecutionRules(site.uploads.map(({ url }) => url));
  const isBuilt = id === "fresh-upload-served" && site.builtBy !== null;
  return isBuilt ? serveUploadsRules(site.uploads.filter(({ isUser }) => isUser)) : [];
}
