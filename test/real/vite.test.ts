import { existsSync, lstatSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
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

beforeAll(installFrontEnds, INSTALL_LIMIT);

describe.each(["vue", "react"] as const)("%s built by Vite", (framework) => {
  it("builds before and after the first deployment, and the build stays with the code", () => {
    const app = join(frontEndSite(), "app");
    writeTree(app, { ...SOURCES[framework], "public/uploads/team/photo.jpg": "a photo" });
    givePackages(app);
    build(app);
    expect(readFileSync(join(app, "dist/uploads/team/photo.jpg"), "utf8")).toBe("a photo");

    const said = mustHoldfast(app, "persist", app, "--yes");

    expect(said).toMatch(/copies public\/ into dist\/.*, links followed/);
    expect(lstatSync(join(app, "public/uploads")).isSymbolicLink()).toBe(true);
    rmSync(join(app, "dist"), { recursive: true });
    build(app);
    expect(readFileSync(join(app, "dist/uploads/team/photo.jpg"), "utf8")).toBe("a photo");
    expect(lstatSync(join(app, "dist")).isDirectory()).toBe(true);
    expect(readdirSync(join(app, "../shared")).filter((name) => !name.startsWith("."))).not.toContain("dist");
    expect(readFileSync(join(app, "../shared/public/uploads/team/photo.jpg"), "utf8")).toBe("a photo");
    expect(mustHoldfast(app, "check")).toContain("🎉 System is perfectly healthy!");
  });

  it("a new release builds after its deployment: no link in public/ dangles", () => {
    const site = frontEndSite();
    const first = join(site, "releases/1");
    writeTree(first, { ...SOURCES[framework], "public/uploads/photo.jpg": "a photo", ".env": "VITE_TITLE=ours\n" });
    writeTree(site, { current: { link: "releases/1" } });
    mustHoldfast(site, "persist", first, "--yes");
    const second = join(site, "releases/2");
    writeTree(second, SOURCES[framework]);
    givePackages(second);

    mustHoldfast(site, "persist", second, "--yes");

    expect(danglingLinks(join(second, "public"))).toEqual([]);
    build(second);
    expect(readFileSync(join(second, "dist/uploads/photo.jpg"), "utf8")).toBe("a photo");
    expect(existsSync(join(first, "public/uploads/photo.jpg"))).toBe(true);
    const script = readdirSync(join(second, "dist/assets")).find((name) => name.endsWith(".js")) ?? "";
    expect(readFileSync(join(second, "dist/assets", script), "utf8")).toContain("ours");
  });

  it("after shared was emptied, the recovery makes the folder again and the build works", () => {
    const app = join(frontEndSite(), "app");
    writeTree(app, { ...SOURCES[framework], "public/uploads/photo.jpg": "a photo" });
    givePackages(app);
    mustHoldfast(app, "persist", app, "--yes");
    rmSync(join(app, "../shared/public"), { recursive: true });
    expect(danglingLinks(join(app, "public"))).toEqual(["uploads"]);
    expect(() => build(app)).toThrow(/ENOENT/);

    mustHoldfast(app, "recover", app, "--yes");

    expect(danglingLinks(join(app, "public"))).toEqual([]);
    build(app);
  });
});

const COMMON: TreeShape = {
  "index.html":
    '<!doctype html><title>a shop</title><div id="app"></div><script type="module" src="/src/main.js"></script>\n',
  "public/robots.txt": "User-agent: *\n",
  ".gitignore": "node_modules\ndist\npublic/uploads\n",
};

const SOURCES: Readonly<Record<"vue" | "react", TreeShape>> = {
  vue: {
    ...COMMON,
    "package.json": manifest({ vue: "3.5.45" }, { vite: "8.3.8", "@vitejs/plugin-vue": "6.0.11" }),
    "vite.config.js": 'import vue from "@vitejs/plugin-vue";\n\nexport default { plugins: [vue()] };\n',
    "src/main.js": 'import { createApp } from "vue";\nimport App from "./App.vue";\n\ncreateApp(App).mount("#app");\n',
    "src/App.vue":
      "<script setup>\nconst title = import.meta.env.VITE_TITLE;\n</script>\n\n<template>\n  <h1>{{ title }}</h1>\n</template>\n",
  },
  react: {
    ...COMMON,
    "package.json": manifest(
      { react: "19.3.1", "react-dom": "19.3.1" },
      { vite: "8.3.8", "@vitejs/plugin-react": "6.3.0" },
    ),
    "vite.config.js": 'import react from "@vitejs/plugin-react";\n\nexport default { plugins: [react()] };\n',
    "src/main.js":
      'import { createRoot } from "react-dom/client";\nimport App from "./App.jsx";\n\ncreateRoot(document.getElementById("app")).render(App());\n',
    "src/App.jsx": "export default function App() {\n  return <h1>{import.meta.env.VITE_TITLE}</h1>;\n}\n",
  },
};

function manifest(dependencies: Record<string, string>, devDependencies: Record<string, string>): string {
  return JSON.stringify({
    private: true,
    type: "module",
    scripts: { build: "vite build" },
    dependencies,
    devDependencies,
  });
}
