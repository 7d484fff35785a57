import { expect, it } from "vitest";
import { abs } from "../../src/core/path.ts";
import { isBlocked } from "../../src/plan/blocked.ts";
import type { SetRights } from "../../src/plan/operation.ts";

const RIGHTS: SetRights = {
  kind: "set-rights",
  path: "bootstrap/cache",
  at: { directory: abs("/srv/shared/bootstrap/cache"), name: "r2" },
  identity: "1:2",
  nodeKind: "directory",
  rights: { uid: 1, gid: 1, mode: 0o775 },
  reason: "",
};
const ITS_PLACE = abs("/srv/shared/bootstrap/cache/r2");

it("the rights of a folder wait where it was refused or left in the application", () => {
  expect(isBlocked(RIGHTS, { missing: [ITS_PLACE], inPlace: [] })).toBe(true);
  expect(isBlocked(RIGHTS, { missing: [], inPlace: [ITS_PLACE] })).toBe(true);
  expect(isBlocked(RIGHTS, { missing: [abs("/srv/shared/bootstrap/cache/r1")], inPlace: [] })).toBe(false);
});
