import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { freshFolder } from "../support/tree.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A copy of the project in which the generator may write; installed packages are shared. */
function copyOfProject(): string {
  const copy = freshFolder();
  for (const part of ["src", "scripts", "package.json", "tsconfig.json", "biome.json"]) {
    cpSync(`${ROOT}${part}`, `${copy}/${part}`, { recursive: true });
  }
  mkdirSync(`${copy}/examples`);
  symlinkSync(`${ROOT}node_modules`, `${copy}/node_modules`);
  return copy;
}

function run(
  copy: string,
  script: string,
  ...args: string[]
): { readonly status: number | null; readonly stderr: string } {
  return spawnSync(process.execPath, ["--import", "tsx", `scripts/${script}`, ...args], {
    cwd: copy,
    encoding: "utf8",
  });
}

test("new-profile makes a profile that works at once, with its example, goldens and the registry", () => {
  const copy = copyOfProject();
  expect(run(copy, "new-profile.ts", "acme-shop")).toMatchObject({ status: 0 });
  expect(readFileSync(`${copy}/src/profiles/index.ts`, "utf8")).toContain('import { acmeShop } from "./acme-shop.ts";');
  const detection = JSON.parse(readFileSync(`${copy}/examples/acme-shop/detection.json`, "utf8")) as {
    id: string;
    title: string;
  }[];
  expect(detection).toMatchObject([{ id: "acme-shop", title: "Acme Shop" }]);
  const golden = readFileSync(`${copy}/examples/acme-shop/classification.json`, "utf8");
  expect(golden).toContain('"path": "public/uploads"');
  expect(readFileSync(`${copy}/docs/frameworks/acme-shop.md`, "utf8")).toContain("| 🟢 `public/uploads/` |");

  execFileSync(
    process.execPath,
    [`${ROOT}node_modules/@biomejs/biome/bin/biome`, "format", "src/profiles/acme-shop.ts", "src/profiles/index.ts"],
    { cwd: copy },
  );
  expect(run(copy, "profile-data.ts")).toMatchObject({ status: 0 });
  expect(run(copy, "generate-registry.ts", "--check")).toMatchObject({ status: 0 });
  expect(run(copy, "golden.ts", "--check")).toMatchObject({ status: 0 });
  expect(run(copy, "generate-framework-pages.ts", "--check")).toMatchObject({ status: 0 });
  writeFileSync(`${copy}/docs/frameworks/gone.md`, "");
  const stale = run(copy, "generate-framework-pages.ts", "--check");
  expect(stale).toMatchObject({ status: 1 });
  expect(stale.stderr).toContain("docs/frameworks/gone.md belongs to no profile");

  const again = run(copy, "new-profile.ts", "acme-shop");
  expect(again.status).toBe(1);
  expect(again.stderr).toContain("is there already");
});

test("new-profile refuses a name that is no name, or that is taken, and writes nothing", () => {
  const copy = copyOfProject();
  for (const name of ["", "Acme", "../x", "laravel", "shapes"]) {
    const result = run(copy, "new-profile.ts", name);
    expect(result.status, name).toBe(1);
    expect(result.stderr, name).toMatch(/^(Give the profile a name|"src\/profiles\/\w+\.ts" is there already)/);
  }
  expect(readdirSync(`${copy}/examples`)).toEqual([]);
});
