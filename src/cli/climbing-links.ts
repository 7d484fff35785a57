import type { Diagnostic } from "../core/diagnostic.ts";
import { type AbsPath, isInside, join, parentOf, type RelPath, under } from "../core/path.ts";
import { climbingLink } from "../plan/climbing-link.ts";
import type { Adopt, Merge, Operation, Transfer, Unshare } from "../plan/operation.ts";
import type { Plan } from "../plan/plan.ts";
import { withDir } from "../system/dir.ts";
import { endOf } from "../system/observe.ts";
import { endFrom, outwardLinksIn } from "../system/outward-links.ts";
import { isFolder } from "../system/site-facts.ts";

/** The plan, with a warning for each link in the data it moves that will lead elsewhere from where that goes. Reads only. */
export function warningOfLinks(plan: Plan): Plan {
  const links = climbingLinks(plan);
  return links.length === 0 ? plan : { ...plan, diagnostics: [...plan.diagnostics, ...links] };
}

function climbingLinks({ layout, operations }: Plan): Diagnostic[] {
  const moves = operations.filter(isMoveOfFolder);
  const go = moves.map(({ path }) => path);
  return moves.flatMap((move) => {
    const { from, to } = wayOf(move);
    if (!isFolder(from)) return [];
    return withDir(from, outwardLinksIn).flatMap(({ path, text }) => {
      const before = endOf(parentOf(under(from, path)), text);
      const after = endFrom(parentOf(under(to, path)), text);
      // What goes along is where the text leads, once all of it is there.
      const goesAlong = go.some((entry) => isInside(before.path, under(layout.app, entry as RelPath)));
      if (before.id === null || before.id === after.id || goesAlong) return [];
      return [climbingLink({ path: join(move.path as RelPath, path), text, before, after }, layout.app)];
    });
  });
}

type Move = Adopt | Merge | Transfer | Unshare;

function isMoveOfFolder(operation: Operation): operation is Move {
  return "nodeKind" in operation && operation.nodeKind === "directory" && isMove(operation);
}

function isMove({ kind }: Operation): boolean {
  return kind === "adopt" || kind === "merge" || kind === "transfer" || kind === "unshare";
}

function wayOf(move: Move): { readonly from: AbsPath; readonly to: AbsPath } {
  const app = under(move.at.directory, move.at.name as RelPath);
  const shared = under(move.into.directory, move.into.name as RelPath);
  return move.kind === "unshare" ? { from: shared, to: app } : { from: app, to: shared };
}
