import { CANARY, SCRATCH } from "../../core/try-names.ts";
import type { AbsPath } from "../../core/path.ts";
import type { Ownership } from "../../core/observation.ts";
import type { At, Step } from "../step.ts";

/** Try what the host allows in these folders: in a scratch folder in each, which is removed again. */
export interface TryCalls extends Step {
  readonly kind: "try-calls";
  /** The scratch folder in the first. */
  readonly at: At;
  /** The scratch folders in the others. */
  readonly others: readonly At[];
}

/** Put a canary into a document root, for the web server to be asked for. */
export interface PlaceCanary extends Step {
  readonly kind: "place-canary";
  /** The canary's folder in the document root. */
  readonly at: At;
  /** The scratch folder outside of it that its links lead to. */
  readonly targets: At;
  /** What its files say. */
  readonly token: string;
  /** Whose the files are that a web server serves there. */
  readonly owner: Ownership;
}

/** Remove the canary. */
export interface RemoveCanary extends Step {
  readonly kind: "remove-canary";
  readonly at: At;
  readonly targets: At;
}

/** What {@link planTries} is told. */
export interface TriesInput {
  /** The folders to try, physical, the site's first. */
  readonly folders: readonly AbsPath[];
  /** Where the canary goes, and where what its links lead to; null where no address was given. */
  readonly canary: {
    readonly documentRoot: AbsPath;
    readonly outside: AbsPath;
    readonly token: string;
    readonly owner: Ownership;
  } | null;
}

/** What `host` does on the disk. */
export function planTries({ folders, canary }: TriesInput): readonly (TryCalls | PlaceCanary | RemoveCanary)[] {
  const [at, ...others] = folders.map((directory): At => ({ directory, name: SCRATCH }));
  const calls: TryCalls[] =
    at === undefined
      ? []
      : [{ kind: "try-calls", path: SCRATCH, at, others, reason: "what a host allows is only known by trying" }];
  if (canary === null) return calls;
  const place = {
    path: CANARY,
    at: { directory: canary.documentRoot, name: CANARY },
    targets: { directory: canary.outside, name: SCRATCH },
  };
  const { token, owner } = canary;
  return [
    ...calls,
    { kind: "place-canary", ...place, token, owner, reason: "the web server is asked for it" },
    { kind: "remove-canary", ...place, reason: "it was there for the question only" },
  ];
}
