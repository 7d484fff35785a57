import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { writeTree } from "../support/tree.ts";
import {
  build,
  danglingLinks,
  frontEndSite,
  givePackages,
  INSTALL_LIMIT,
  installFrontEnds,
} from "./front-end-project.ts";
import { mustHoldfast } from "./holdfast.ts";
import { get, statusOf, upload } from "./http.ts";
import { NEXT_SOURCES } from "./next-sources.ts";
import { type Server, startServer } from "./server.ts";

/** A build takes some 12 s, on a busy machine three times as long. */
const THREE_BUILDS = 240_000;

beforeAll(installFrontEnds, INSTALL_LIMIT);

it("Next.js builds and serves before and after its first deployment, and so does the next release", {
  timeout: THREE_BUILDS,
}, async () => {
  const site = frontEndSite();
  const first = join(site, "releases/1");
  writeTree(site, { current: { link: "releases/1" } });
  writeTree(first, {
    ...NEXT_SOURCES,
    "public/uploads/before.jpg": "before",
    ".env": { text: "TITLE=ours\n", mode: 0o600 },
  });
  givePackages(first);
  build(first);
  const running = await startNext(first);
  expect(await get(`${running.url}/uploads/before.jpg`)).toBe("before");

  const said = mustHoldfast(site, "persist", first, "--yes");

  expect(said).toContain("Next.js: next start serves only the files of public/ that were there");
  expect(said).toContain("set turbopack.root to the folder that holds shared");
  expect(await get(`${running.url}/uploads/before.jpg`)).toBe("before");
  await upload(`${running.url}/api/photos`, "between.jpg", "between");
  expect(readFileSync(join(site, "shared/public/uploads/between.jpg"), "utf8")).toBe("between");
  await running.stop();
  build(first);
  expect(lstatSync(join(first, ".next")).isDirectory()).toBe(true);
  expect(readdirSync(join(site, "shared")).sort()).toEqual(expect.not.arrayContaining([".next", "node_modules"]));

  const second = join(site, "releases/2");
  writeTree(second, NEXT_SOURCES);
  givePackages(second);
  mustHoldfast(site, "persist", second, "--yes");
  expect(danglingLinks(join(second, "public"))).toEqual([]);
  build(second);
  const renewed = await startNext(second);
  expect(await get(`${renewed.url}/uploads/before.jpg`)).toBe("before");
  expect(await get(`${renewed.url}/uploads/between.jpg`)).toBe("between");
  expect(await get(renewed.url)).toContain("ours");
  await upload(`${renewed.url}/api/photos`, "after.jpg", "after");
  expect(await statusOf(`${renewed.url}/uploads/after.jpg`)).toBe(404);
  expect(readFileSync(join(site, "shared/public/uploads/after.jpg"), "utf8")).toBe("after");
});

function startNext(app: string): Promise<Server> {
  const next = join(app, "node_modules/next/dist/bin/next");
  return startServer(app, (port) => [process.execPath, next, "start", "-H", "127.0.0.1", "-p", String(port)], {
    NEXT_TELEMETRY_DISABLED: "1",
  });
}
