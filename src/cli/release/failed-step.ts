import { HoldfastError } from "../../core/error.ts";
import { siteNamed } from "../../core/layout.ts";
import type { Deployment } from "./deployment.ts";
import { quoteInText } from "../../core/shell.ts";

/** A step that failed, in words. */
export interface Fault {
  readonly step: string;
  readonly why: string;
  /** What the owner's command printed last. */
  readonly output: string;
}

const SHOWN_LINES = 15;

/** The error for a release that failed at a step; `live` is what is live now, null where nothing was live before. */
export function failedStep(
  release: string,
  { step, why, output }: Fault,
  about: { readonly live: string | null; readonly site: string },
): HoldfastError {
  const last = output.trimEnd().split("\n").slice(-SHOWN_LINES).join("\n");
  const printed = last === "" ? "" : `\n${last}`;
  const live =
    about.live === null
      ? "nothing is live yet"
      : about.live === release
        ? "it stays live, because nothing was live before it"
        : `release ${about.live} is live, as before`;
  return new HoldfastError({
    code: "release-failed",
    message: `Release ${release} stopped at "${step}": ${why}; ${live}${printed}`,
    hint: `Put right what failed and run the same command again: it goes on with this release. Or remove it: holdfast prune --site ${quoteInText(about.site)} --release ${release}`,
    exit: "problems",
  });
}

/** What a site is when a step of a release failed: what is live, and by which folder a command names it. */
export function failedAt(deployment: Pick<Deployment, "look">): {
  readonly live: string | null;
  readonly site: string;
} {
  const { site } = deployment.look();
  return { live: site.live?.name ?? null, site: siteNamed(site) };
}
