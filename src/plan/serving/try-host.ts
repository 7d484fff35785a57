import { LINK_TEST, SCRATCH } from "../../core/try-names.ts";
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

/** Put a link test (a file, and links to others) into a document root, for the web server to be asked for. */
export interface PutLinkTest extends Step {
  readonly kind: "put-link-test";
  /** The test's folder in the document root. */
  readonly at: At;
  /** The scratch folder outside of it that its links lead to. */
  readonly targets: At;
  /** What its files say. */
  readonly token: string;
  /** Whose the files are that a web server serves there. */
  readonly owner: Ownership;
}

/** Remove the link test. */
export interface DropLinkTest extends Step {
  readonly kind: "drop-link-test";
  readonly at: At;
  readonly targets: At;
}

/** What {@link planTries} is told. */
export interface TriesInput {
  /** The folders to try, physical, the site's first. */
  readonly folders: readonly AbsPath[];
  /** Where the link test goes, and where what its links lead to; null where no address was given. */
  readonly linkTest: {
    readonly documentRoot: AbsPath;
    readonly outside: AbsPath;
    readonly token: string;
    readonly owner: Ownership;
  } | null;
}

/** What `host` does on the disk. */
export function planTries({ folders, linkTest }: TriesInput): readonly (TryCalls | PutLinkTest | DropLinkTest)[] {
  const [at, ...others] = folders.map((directory): At => ({ directory, name: SCRATCH }));
  const calls: TryCalls[] =
    at === undefined
      ? []
      : [{ kind: "try-calls", path: SCRATCH, at, others, reason: "what a host allows is only known by trying" }];
  if (linkTest === null) return calls;
  const place = {
    path: LINK_TEST,
    at: { directory: linkTest.documentRoot, name: LINK_TEST },
    targets: { directory: linkTest.outside, name: SCRATCH },
  };
  const { token, owner } = linkTest;
  return [
    ...calls,
    { kind: "put-link-test", ...place, token, owner, reason: "the web server is asked for it" },
    { kind: "drop-link-test", ...place, reason: "it was there for the question only" },
  ];
}
