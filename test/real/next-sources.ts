import type { TreeShape } from "../support/tree.ts";

/** Turbopack panics on a link that leads out of its root; the site's folder holds the release and shared. */
const NEXT_CONFIG = `import path from "node:path";

export default { turbopack: { root: path.join(import.meta.dirname, "../..") } };
`;

/** A small Next.js application: a page that is made for each request, and an upload into `public/uploads`. */
export const NEXT_SOURCES: TreeShape = {
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
