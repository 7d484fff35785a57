import type { AbsPath } from "../../core/path.ts";
import { webAnswer } from "../../system/http-status.ts";
import { checkNow } from "../checking.ts";
import type { Deployment } from "./deployment.ts";
import type { Fault } from "./failed-step.ts";

/** What the health check says is failed, as texts; nothing where nothing is live. */
export function failuresOf(app: AbsPath | null, deployment: Deployment): ReadonlySet<string> {
  if (app === null) return new Set();
  const { site } = deployment.look();
  const { report } = checkNow(app, site.shared, deployment.context);
  return new Set((report?.lines ?? []).filter(({ status }) => status === "failed").map(({ text }) => text));
}

/** What is wrong with what is live and was not wrong before it was; null where all is well. */
export async function unwell(
  about: { readonly app: AbsPath; readonly known: ReadonlySet<string>; readonly checkUrl: string | null },
  deployment: Deployment,
): Promise<Fault | null> {
  const failed = [...failuresOf(about.app, deployment)].filter((text) => !about.known.has(text));
  if (failed.length > 0) return { step: "health check", why: failed.join("; "), output: "" };
  if (about.checkUrl === null) return null;
  const { ok, answer } = await webAnswer(about.checkUrl);
  return ok ? null : { step: "check of the address", why: `${about.checkUrl} gave ${answer}`, output: "" };
}
