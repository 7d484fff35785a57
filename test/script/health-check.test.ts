import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { renderHealthCheck } from "../../src/script/health-check.ts";
import {
  at,
  buildTree,
  dropTrees,
  exampleSite,
  HOSTILE,
  listing,
  run,
  sharedAt,
  SHELLS,
  type Tree,
} from "./portable-tree.ts";

afterAll(dropTrees);
const LAYOUTS = ["flat", "releases"] as const;
const check = (tree: Tree, ...args: string[]) => run(tree, "health-check.sh", { args });
const results = (out: string): string => out.split("\n").find((line) => line.startsWith("📊")) ?? out;

describe.each(LAYOUTS)("a healthy site (%s)", (layout) => {
  const tree = buildTree(layout);

  it.each(Object.keys(SHELLS))("is perfectly healthy under %s", (shell) => {
    const { code, out } = run(tree, "health-check.sh", { shell: SHELLS[shell] ?? [] });
    const up = layout === "flat" ? "" : "../";
    const lines = out.split("\n");
    expect(lines.slice(0, 2)).toEqual([
      "🏥 Universal Data Persistence Health Check",
      "==============================================",
    ]);
    expect(lines).toEqual(
      expect.arrayContaining([
        `✅ Valid symlink: storage → ${up}../shared/storage`,
        `✅ Valid symlink: .env → ${up}../shared/.env`,
        `✅ Valid public symlink: storage → ${up}../../shared/public/storage`,
        "✅ User data protected: public/uploads",
        "✅ Runtime data protected: public/qrcodes",
      ]),
    );
    const passes = lines.filter((line) => line.startsWith("✅")).length;
    expect(passes).toBe(layout === "flat" ? 10 : 11);
    expect(lines.slice(-3)).toEqual([
      `📊 Results: ✅ ${passes} passed, ⚠️ 0 warnings, ❌ 0 failed`,
      "🎉 System is perfectly healthy!",
      "",
    ]);
    expect(code).toBe(0);
  });

  it("is found from the site, the app, below the app, shared, and by a relative path", () => {
    for (const cwd of [tree.root, tree.app, join(tree.app, "public"), tree.shared]) {
      const { status } = spawnSync("bash", [join(tree.shared, "health-check.sh"), "."], { cwd });
      expect(status, cwd).toBe(0);
    }
    expect(spawnSync("bash", ["shared/health-check.sh"], { cwd: tree.root }).status).toBe(0);
    expect(spawnSync("sh", ["./health-check.sh"], { cwd: tree.shared }).status).toBe(0);
    expect(spawnSync("sh", ["health-check.sh"], { cwd: tree.shared }).status).toBe(0);
  });

  it("is looked at without one changing call", () => {
    const trace = join(tree.root, "trace");
    spawnSync("strace", [
      "-f",
      "-qq",
      "-o",
      trace,
      "-e",
      "trace=%file,fchmod,fchown,ftruncate,write",
      "sh",
      join(tree.shared, "health-check.sh"),
    ]);
    const calls = readFileSync(trace, "latin1").split("\n");
    rmSync(trace);
    expect(calls.length).toBeGreaterThan(60);
    const opened = calls.filter(
      (call) =>
        /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/.test(call) && !call.includes('"/dev/null"') && !call.includes('"/dev/tty"'),
    );
    const changed = calls.filter(
      (call) =>
        /\b(mkdir|rmdir|unlink|rename|link|symlink|chmod|fchmod|chown|lchown|fchown|truncate|ftruncate|mknod|utime|setxattr)[a-z0-9]*\(/.test(
          call,
        ) && !/\breadlink/.test(call),
    );
    expect([...opened, ...changed]).toEqual([]);
  });
});

describe.each(LAYOUTS)("a broken site (%s)", (layout) => {
  const cases: readonly (readonly [string, string, (tree: Tree) => void])[] = [
    ["a missing link", "❌ Missing symlink: storage → ", (tree) => unlinkSync(join(tree.app, "storage"))],
    [
      "a wrong text",
      "❌ Wrong symlink: public/uploads → /elsewhere",
      (tree) => relink(tree, "public/uploads", "/elsewhere"),
    ],
    [
      "an absolute text, although it leads to the right place",
      "❌ Wrong symlink: storage",
      (tree) => relink(tree, "storage", join(tree.shared, "storage")),
    ],
    [
      "data gone from shared",
      "❌ Dangling symlink, nothing in shared: public/uploads",
      (tree) => rmSync(join(tree.shared, "public/uploads"), { recursive: true }),
    ],
    [
      "a file gone from shared",
      "❌ The file is gone from shared: .env",
      (tree) => unlinkSync(join(tree.shared, ".env")),
    ],
    [
      "a real folder",
      "❌ Real folder where a link belongs: public/uploads",
      (tree) => {
        unlinkSync(join(tree.app, "public/uploads"));
        mkdirSync(join(tree.app, "public/uploads"));
      },
    ],
    [
      "a real file",
      "❌ Real file where a link belongs: .env",
      (tree) => {
        unlinkSync(join(tree.app, ".env"));
        writeFileSync(join(tree.app, ".env"), "x");
      },
    ],
    [
      "a file where shared had a folder",
      "❌ Not a directory: shared/public/uploads",
      (tree) => {
        rmSync(join(tree.shared, "public/uploads"), { recursive: true });
        writeFileSync(join(tree.shared, "public/uploads"), "x");
      },
    ],
    [
      "a folder its owner cannot write in",
      "❌ Its owner cannot write in it: public/uploads",
      (tree) => chmodSync(join(tree.shared, "public/uploads"), 0o555),
    ],
    [
      "a placeholder of ours",
      "❌ Unfinished move: shared/public/uploads",
      (tree) => {
        rmSync(join(tree.shared, "public/uploads"), { recursive: true });
        symlinkSync(
          layout === "flat" ? "../../shared/public/uploads" : "../../../shared/public/uploads",
          join(tree.shared, "public/uploads"),
        );
      },
    ],
    [
      "a chain that leads elsewhere",
      "❌ shared/public/storage should lead to ../storage/app/public",
      (tree) => {
        unlinkSync(join(tree.shared, "public/storage"));
        mkdirSync(join(tree.shared, "public/storage"));
      },
    ],
    [
      "an unfinished run",
      "❌ A run did not finish: tx-000004",
      (tree) => {
        mkdirSync(join(tree.shared, ".holdfast/journal"), { recursive: true });
        for (const name of ["tx-000003.json", "tx-000003.done", "tx-000004.json", "tx-000004.1.json"])
          writeFileSync(join(tree.shared, ".holdfast/journal", name), "");
      },
    ],
  ];

  it.each(cases)("fails for %s", (_, line, damage) => {
    const tree = buildTree(layout);
    damage(tree);
    const { code, out } = check(tree);
    expect(out).toContain(line);
    expect(results(out)).toMatch(/ 0 warnings, ❌ 1 failed$/);
    expect(out).not.toContain("🎉");
    expect(code).toBe(1);
  });

  it("names the one command that repairs, and it can be run as printed", () => {
    const tree = buildTree(layout);
    unlinkSync(join(tree.app, "storage"));
    const command = /🔧 To repair: (.*)/.exec(check(tree).out)?.[1] ?? "";
    execFileSync("sh", ["-c", command]);
    expect(check(tree).code).toBe(0);
  });

  it("shows no control character of a name to the terminal", () => {
    const tree = buildTree(layout);
    unlinkSync(at(tree.app, HOSTILE));
    const { out } = check(tree);
    expect(out).toContain("❌ Missing symlink: public/-up 'l\"o$(touch x)ads\\x0a*\\xe9");
    expect(out.split("\n").every((line) => line === "" || /^[^a-z]/.test(line))).toBe(true);
  });
});

function relink(tree: Tree, path: string, text: string): void {
  unlinkSync(join(tree.app, path));
  symlinkSync(text, join(tree.app, path));
}

describe("warnings and notes", () => {
  it("warns of a secret that everybody can read, with a chmod that helps", () => {
    const tree = buildTree("flat");
    chmodSync(join(tree.shared, ".env"), 0o644);
    chmodSync(dirname(tree.shared), 0o755);
    const { code, out } = check(tree);
    expect(results(out)).toContain("⚠️ 1 warnings, ❌ 0 failed");
    expect(out).not.toContain("🎉");
    expect(code).toBe(0);
    execFileSync("sh", ["-c", /👉 (chmod .*)/.exec(out)?.[1] ?? "false"]);
    expect(check(tree).out).toContain("🎉");
  });

  it("warns of an asset that became a link, and passes a real one", () => {
    const tree = buildTree("flat");
    renameSync(join(tree.app, "public/css"), join(tree.root, "css"));
    symlinkSync("../../css", join(tree.app, "public/css"));
    const { out } = check(tree);
    expect(out).toContain("⚠️ Symlink where the code's own folder belongs: public/css → ../../css");
    expect(out).toContain("✅ App asset, a real folder: public/js");
  });

  it("counts a file that is nowhere yet as nothing", () => {
    const tree = buildTree("flat");
    unlinkSync(join(tree.app, ".env"));
    unlinkSync(join(tree.shared, ".env"));
    const { code, out } = check(tree);
    expect(out).toContain("ℹ️ Not there yet, neither in the app nor in shared: .env");
    expect(results(out)).toContain("✅ 9 passed, ⚠️ 0 warnings, ❌ 0 failed");
    expect([code, out.includes("🎉")]).toEqual([0, true]);
  });

  it("names settings that .env lacks, never a value", () => {
    const tree = buildTree("flat");
    writeFileSync(join(tree.shared, ".env"), "APP_KEY=sekret\nexport MAIL_HOST = x\n#OFF=1\n", { mode: 0o600 });
    writeFileSync(
      join(tree.app, ".env.example"),
      "APP_KEY=\nMAIL_HOST=\n# comment\nOFF=hidden\nNEW_ONE=value\nNEW_ONE=again\n",
    );
    const { code, out } = check(tree);
    expect(out).toContain("ℹ️ In .env.example but not in .env: NEW_ONE\n");
    expect(out).not.toMatch(/sekret|hidden|value/);
    expect(code).toBe(0);
  });

  it("says so when a run is going on instead of calling it unfinished", () => {
    const tree = buildTree("flat");
    mkdirSync(join(tree.shared, ".holdfast/journal"), { recursive: true });
    mkdirSync(join(tree.shared, ".holdfast/lock"), { recursive: true });
    writeFileSync(join(tree.shared, ".holdfast/journal/tx-000001.json"), "");
    const holder = spawn("sleep", ["60"]);
    const start = readFileSync(`/proc/${holder.pid}/stat`, "latin1").split(") ")[1]?.split(" ")[19];
    const pidns = execFileSync("readlink", ["/proc/self/ns/pid"], { encoding: "utf8" }).trim();
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    writeFileSync(
      join(tree.shared, ".holdfast/lock/lock.1"),
      `holdfast-lock 1\nhost=${hostname()}\nboot=${boot}\npidns=${pidns}\npid=${holder.pid}\nstart=${start}\nnonce=1\nsince=2026-11-23T14:30:00Z\ncommand=persist\n`,
    );
    expect(check(tree).out).toContain(`ℹ️ A run is going on: "persist" (process ${holder.pid}`);
    process.kill(holder.pid ?? 0, "SIGKILL");
    return new Promise<void>((resolve) =>
      holder.on("exit", () => {
        expect(check(tree).out).toContain("❌ A run did not finish: tx-000001");
        resolve();
      }),
    );
  });
});

describe("which app is meant", () => {
  it("takes any release of the site, and says which", () => {
    const tree = buildTree("releases");
    mkdirSync(join(tree.root, "releases/older/public"), { recursive: true });
    const { code, out } = check(tree, join(tree.root, "releases/older/public"));
    expect(out).toContain("✅ Release: older");
    expect(code).toBe(1);
  });

  it("fails when current leads to no release, with the way out", () => {
    const tree = buildTree("releases");
    unlinkSync(join(tree.root, "current"));
    const { code, out } = check(tree);
    expect([
      code,
      out.includes("❌ current leads to no release"),
      out.includes("ln -s releases/NAME current.new"),
    ]).toEqual([1, true, true]);
    symlinkSync("/tmp", join(tree.root, "current"));
    expect(check(tree).code).toBe(1);
  });

  it.each([["--nope"], ["/nowhere"], ["/"], ["a", "b"], [""]])("refuses %j as arguments", (...args) => {
    const { code, out } = check(buildTree("flat"), ...args);
    expect([code, out.includes("Usage: sh health-check.sh [APP]")]).toEqual([64, true]);
  });

  it("fails when the script's folder is not the one that the links lead to", () => {
    const tree = buildTree("flat");
    execFileSync("cp", ["-a", tree.shared, `${tree.root}/shared-copy`]);
    const copy = { ...tree, shared: `${tree.root}/shared-copy` };
    const { code, out } = check(copy);
    expect(out).toContain("❌ Symlink leads elsewhere than to shared: storage → ../shared/storage");
    expect(code).toBe(1);
    const recovery = run(copy, "emergency-recovery.sh");
    expect([recovery.code, recovery.out.includes(`do not lead to ${copy.shared}; nothing was changed`)]).toEqual([
      2,
      true,
    ]);
  });

  it("refuses another app that stands beside this one", () => {
    const tree = buildTree("flat");
    mkdirSync(join(tree.root, "other/storage"), { recursive: true });
    expect(check(tree, join(tree.root, "other")).code).toBe(64);
  });

  it("still works when the site was moved as a whole", () => {
    const tree = buildTree("flat");
    renameSync(tree.root, `${tree.root} moved`);
    const { status } = spawnSync("sh", [`${tree.root} moved/shared/health-check.sh`]);
    rmSync(`${tree.root} moved`, { recursive: true });
    expect(status).toBe(0);
  });

  it("counts a link's text from where its folder really is", () => {
    const tree = buildTree("flat");
    renameSync(join(tree.app, "public"), join(tree.root, "public_html"));
    symlinkSync("../public_html", join(tree.app, "public"));
    expect(check(tree).out).toContain(
      "❌ Wrong symlink: public/uploads → ../../shared/public/uploads (it should be ../shared/public/uploads)",
    );
    expect(run(tree, "emergency-recovery.sh").code).toBe(0);
    expect(check(tree).code).toBe(0);
  });
});

describe("renderHealthCheck()", () => {
  it("passes shellcheck", () => {
    for (const layout of LAYOUTS)
      expect(
        spawnSync("shellcheck", ["-s", "sh", "-"], { input: renderHealthCheck(exampleSite(layout)), encoding: "utf8" })
          .stdout,
      ).toBe("");
  });

  it("words the entries of an app whose root is its web root", () => {
    const site = { ...exampleSite("flat"), webRoot: "" as const };
    const tree = buildTree("flat", site);
    copyFileSync(join(tree.shared, "health-check.sh"), join(tree.shared, "copy.sh"));
    const { out } = check(tree);
    expect(out).toContain("✅ Valid symlink: storage → ../shared/storage");
    expect(out).toContain("✅ Valid public symlink: public/storage → ../../shared/public/storage");
    expect(out).toContain("✅ User data protected: public/uploads");
    expect(sharedAt(tree, ".env").length).toBeGreaterThan(0);
    expect(listing(tree.shared).size).toBeGreaterThan(5);
  });
});
