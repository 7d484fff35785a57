import { HoldfastError } from "../../core/error.ts";

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
    hint: `Put right what failed and run the same command again: it goes on with this release. Or remove it: holdfast prune --site "${about.site}" --release ${release}`,
    exit: "problems",
  });
}
