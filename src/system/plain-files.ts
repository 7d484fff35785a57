import { lutimesSync } from "node:fs";
import { at, syncDir } from "./dir.ts";
import type { NativeFiles } from "./native-files.ts";

const NS_IN_S = 1e9;

/**
 * What Node alone can do of {@link NativeFiles}, for hosts without koffi: times to the microsecond, no attributes, no special files. Its
 * `syncFileSystem` makes one folder durable only, so whoever uses it syncs each file and folder.
 */
export const PLAIN_FILES: NativeFiles = {
  attributesOf: () => new Map(),
  setAttribute: () => undefined,
  setTimesNs: (spot, { atimeNs, mtimeNs }) => {
    lutimesSync(at(spot), Number(atimeNs) / NS_IN_S, Number(mtimeNs) / NS_IN_S);
  },
  makeSpecial: () => {
    throw Object.assign(new Error("ENOSYS: mknodat"), { code: "ENOSYS" });
  },
  syncFileSystem: syncDir,
  writersOf: () => "unknown",
  whileNobodyWrites: () => null,
};
