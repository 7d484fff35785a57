import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { type TreeShape, writeTree } from "../support/tree.ts";
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
    ...SOURCES,
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
  writeTree(second, SOURCES);
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

/** Turbopack panics on a link that leads out of its root; the site's folder holds the release and shared. */
const NEXT_CONFIG = `import path from "node:path";

export default { turbopack: { root: path.join(import.meta.dirname, "../..") } };
`;

const SOURCES: TreeShape = {
  "package.json": JSON.stringify({
    private: true,
    scripts: { build: "next build" },
    dependencies: { next: "16.2.0", react: "19.3.1", "react-dom": "19.3.1" },
  }),
  ".gitignore": "node_modules\n.next\n.env\n",
  "next.config.mjs": NEXT_CONFIG,
  "public/robots.txt": "User-agent: *\n",
  "app/layout.js":
    "export default function Layout({ children }) {\n  return <html><body>{children}</body></html>;\n}\n",
  "app/page.js": "export default function Page() {\n  return <h1>{process.env.TITLE}</h1>;\n}\n",
  "app/api/photos/route.js": `import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

export async function POST(request) {
  const photo = (await request.formData()).get("photo");
  const folder = path.join(process.cwd(), "public", "uploads");
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, path.basename(photo.name)), Buffer.from(await photo.arrayBuffer()));
  return Response.json({ address: "/uploads/" + photo.name });
}
`,
};
