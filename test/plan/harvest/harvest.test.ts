import { expect, it } from "vitest";
import { abs, rel } from "../../../src/core/path.ts";
import type { Standing } from "../../../src/core/versions.ts";
import type { HarvestName } from "../../../src/plan/harvest/harvest-name.ts";
import { planHarvest } from "../../../src/plan/harvest/harvest.ts";

const ABSENT: Standing = { kind: "absent" };
const FOLDER: Standing = { kind: "folder", rights: null };
const file = (digest: string): Standing => ({ kind: "file", digest, rights: null });

function named(path: string, versions: Pick<HarvestName, "base" | "live" | "next">): HarvestName {
  return {
    path: rel(path),
    handling: "release",
    ...versions,
    liveId: versions.live.kind === "absent" ? null : `1:${path.length}`,
    nextId: versions.next.kind === "absent" ? null : `2:${path.length}`,
    inert: true,
    runsAs: null,
    bytes: 1,
    isShipped: versions.next.kind !== "absent",
    database: false,
  };
}

it("what lies below a name that the coming release has as a file is rescued, however deep: folders in between need no difference", () => {
  const { operations } = planHarvest({
    names: [
      named("media", { base: FOLDER, live: FOLDER, next: file("one") }),
      named("media/2026/11/photo.jpg", { base: ABSENT, live: file("photo"), next: ABSENT }),
    ],
    unread: [],
    from: abs("/site/releases/a"),
    to: abs("/site/releases/b"),
    toIsLive: false,
    shared: abs("/site/shared"),
    returning: {},
    given: {},
    done: {},
    rescued: {},
  });
  expect(operations.map(({ kind, path }) => `${kind} ${path}`)).toEqual(["keep-rescued media/2026/11/photo.jpg"]);
});
