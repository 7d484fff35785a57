/** A link of ours that gave way is nothing to be kept beside the document root: it is retired from a name that it has for a moment. */
import { type AbsPath, abs, baseName, parentOf, rel } from "../../core/path.ts";
import type { SetAside } from "../operation.ts";
import { spotAt } from "../release/places.ts";

/** The end of the name that a link of ours has between giving way and being retired. */
export const WAS = "-holdfast-was";

/** That name, beside the place. */
export function wasOf(place: AbsPath): AbsPath {
  return abs(`${parentOf(place)}/.${baseName(place)}${WAS}`);
}

/** Retires it; `path` is below the document root, `""` that itself. */
export function retireLink(link: {
  readonly path: string;
  readonly shown: string;
  readonly place: AbsPath;
  readonly id: string;
}): SetAside {
  const shown = link.path === "" ? link.shown : `${link.shown}/${link.path}`;
  const below = link.path === "" ? "" : `/${link.path}`;
  return {
    kind: "set-aside",
    path: shown,
    at: spotAt(wasOf(link.place)),
    identity: link.id,
    nodeKind: "link",
    to: "retired",
    as: rel(`document-root${below}`),
    reason: "it was a link of ours",
  };
}
