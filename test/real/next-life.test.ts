import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { writeTree } from "../support/tree.ts";
import { startFront } from "./front.ts";
import { frontEndSite, INSTALL_LIMIT, installFrontEnds, packagesCommand } from "./front-end-project.ts";
import { holdfastMeanwhile } from "./holdfast.ts";
import { get } from "./http.ts";
import { NEXT_SOURCES } from "./next-sources.ts";
import { visitorsOf } from "./visitors.ts";

/** A build takes some 12 s, on a busy machine five times as long. */
const THREE_BUILDS = 600_000;

beforeAll(installFrontEnds, INSTALL_LIMIT);

it("Next.js: a first release, two updates and a rollback, while visitors read and upload and none of them meets an error", {
  timeout: THREE_BUILDS,
}, async () => {
  const folder = frontEndSite();
  const site = join(folder, "site");
  mkdirSync(site);
  const front = await startFront(join(site, "current/public/uploads"));
  await deploy(site, "release", delivered(folder, "1", front.url));
  expect(await get(`${front.url}/`)).toContain("version 1");
  const visitors = visitorsOf({
    url: front.url,
    photos: "/api/photos",
    addressOf: (name) => `/uploads/${name}`,
    versionOf: (page) => /<h1>version (\d)<\/h1>/.exec(page)?.[1] ?? null,
  });
  await visitors.meet("1");

  await deploy(site, "release", delivered(folder, "2", front.url));
  await visitors.meet("2");
  await deploy(site, "release", delivered(folder, "3", front.url));
  await visitors.meet("3");
  await deploy(site, "rollback");
  await visitors.meet("2");
  await visitors.leave();

  expect(visitors.failures).toEqual([]);
  for (const [address, bytes] of visitors.sent) expect(await get(front.url + address)).toBe(bytes);
  expect(visitors.sent.size).toBeGreaterThan(10);
});

/** Runs a command of the program while the visitors go on; from inside the site, as its owner does. */
async function deploy(site: string, ...args: readonly string[]): Promise<void> {
  const { code, out, err } = await holdfastMeanwhile(site, ...args, "--yes");
  expect(`${code}\n${code === 0 ? "" : out + err}`).toBe("0\n");
}

/** A version as its pipeline delivers it; it is built on the server, and brings its own way to go live. */
function delivered(folder: string, version: string, front: string): string {
  const delivery = join(folder, `shop-${version}`);
  writeTree(delivery, {
    ...NEXT_SOURCES,
    "app/page.js": `export const dynamic = "force-dynamic";

export default function Page() {
  return <h1>{"version ${version}"}</h1>;
}
`,
    "go-live.mjs": GO_LIVE,
    "holdfast.json": JSON.stringify({
      hooks: {
        build: [packagesCommand().join(" "), "npm run build"],
        "after-activate": [`node go-live.mjs ${front}`],
      },
    }),
  });
  return delivery;
}

/** Starts the new version beside the old one, lets the web server pass requests to it, and ends the old one when its last answer is given. */
const GO_LIVE = `import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});
const next = ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", String(port)];
const child = spawn(process.execPath, next, { stdio: "ignore", detached: true });
child.unref();
while (!(await fetch("http://127.0.0.1:" + port).then((answer) => answer.ok, () => false))) {
  if (child.exitCode !== null) throw new Error("next start ended with " + child.exitCode);
  await sleep(50);
}
const told = await fetch(process.argv[2] + "/-/upstream?port=" + port + "&pid=" + child.pid);
const old = await told.text();
if (old !== "") process.kill(Number(old));
`;
