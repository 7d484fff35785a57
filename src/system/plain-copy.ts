/** What a copy can do without koffi: times to the microsecond, no extended attributes, no special files. */
import { lutimesSync } from "node:fs";
import type { CopyCalls } from "./copy-file.ts";
import { at } from "./dir.ts";

/** The calls of plain Node. Code and pictures that lie among it have no attributes as a rule; where one has, the original keeps it. */
export const PLAIN_COPY: CopyCalls = {
  attributesOf: () => new Map(),
  setAttribute: () => undefined,
  setTimesNs: (spot, { atimeNs, mtimeNs }) => {
    lutimesSync(at(spot), Number(atimeNs) / 1e9, Number(mtimeNs) / 1e9);
  },
  makeSpecial: () => {
    throw Object.assign(new Error("ENOSYS: mknodat"), { code: "ENOSYS" });
  },
};
