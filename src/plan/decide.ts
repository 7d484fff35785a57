import { NAMES, type SiteLayout } from "../core/layout.ts";
import { rel, under } from "../core/path.ts";
import type { Ownership } from "../core/observation.ts";
import type { WriteFile } from "./operation.ts";
import { PLAN_SCHEMA, type Plan } from "./plan.ts";

/** The decisions file as it stands, and as it shall be. */
export interface DecisionsEdit {
  /** Its text now; null where there is none. */
  readonly now: string | null;
  readonly next: string;
  /** Whose it is and its mode; for a new file those of the application's folder. */
  readonly owner: Ownership;
  /** True where an interrupted run left its temporary file beside. */
  readonly leftover: boolean;
}

const READABLE = 0o644;

/**
 * Plans `decide`: one file is made, or replaced as long as it holds what was read of it; nothing where the text stays the same. Where an
 * interrupted run left its temporary file, the same file is made once more, which takes that along and replaces nothing.
 */
export function planDecide(edit: DecisionsEdit, layout: Pick<SiteLayout, "app">): WriteFile[] {
  const { now, next, owner, leftover } = edit;
  if (now === next && !leftover) return [];
  const isReplaced = now !== null && now !== next;
  return [
    {
      kind: "write-file",
      path: NAMES.decisions,
      at: { directory: layout.app, name: NAMES.decisions },
      content: next,
      mode: now === null ? READABLE : owner.mode,
      owner,
      exclusive: !isReplaced,
      ...(isReplaced ? { replaces: now } : {}),
      reason: "its owner decided",
    },
  ];
}

/** Plans that there is no decisions file any more: the one that `decide` made goes aside. */
export function planDecideNothing(
  identity: string,
  { layout, owner, program }: { readonly layout: SiteLayout; readonly owner: Ownership; readonly program: string },
): Plan {
  return {
    schema: PLAN_SCHEMA,
    command: "undo",
    program,
    layout,
    owner,
    basedOn: [{ path: under(layout.app, rel(NAMES.decisions)), kind: "file", id: identity }],
    operations: [
      {
        kind: "set-aside",
        path: NAMES.decisions,
        at: { directory: layout.app, name: NAMES.decisions },
        identity,
        nodeKind: "file",
        to: "retired",
        as: rel(NAMES.decisions),
        reason: "decide had made it, and that is taken back",
      },
    ],
    diagnostics: [],
  };
}
