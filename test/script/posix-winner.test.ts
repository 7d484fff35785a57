import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cksum } from "../../src/core/cksum.ts";
import { encodeJson } from "../../src/core/json.ts";
import { VERSION_FILES } from "../../src/core/layout.ts";
import type { KnownTree } from "../../src/core/record.ts";
import {
  buildTree,
  contents,
  dropTrees,
  listing,
  type Ran,
  realFolder,
  run,
  SHELLS,
  type Tree,
} from "./portable-tree.ts";

afterAll(dropTrees);
const ENV = ".env";
const DATABASE = "database/database.sqlite";
const UPLOADS = "public/uploads";
const sharedHas = (tree: Tree, path: string): string => readFileSync(join(tree.shared, path), "utf8");
const recover = (tree: Tree, args: readonly string[] = [], shell: readonly string[] = ["sh"]): Ran =>
  run(tree, "emergency-recovery.sh", { args, shell });

/** The contents of everything in the rescue folder, by path below the run's own folder. */
function rescued(tree: Tree): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [path, what] of listing(tree.root)) {
    const name = /^shared\/\.holdfast\/rescued\/[^/]*\/(.*)$/.exec(path)?.[1];
    if (name !== undefined && what.startsWith("file")) found[name] = readFileSync(join(tree.root, path), "utf8");
  }
  return found;
}

/** Real files and a real folder stand where three of the links were. */
function standInTheWay(tree: Tree, app = tree.app): void {
  for (const path of [ENV, DATABASE]) {
    unlinkSync(join(app, path));
    writeFileSync(join(app, path), `app ${path}`, { mode: 0o600 });
  }
  realFolder({ ...tree, app }, UPLOADS, { "kept.txt": "app kept", "deep/new.txt": "app new" });
}

/** The same files in another folder: for the script, code that it has not seen. */
function replaceFolder(tree: Tree): void {
  const next = `${tree.app}-next`;
  copy(tree.app, next);
  renameSync(tree.app, `${tree.root}/before`);
  renameSync(next, tree.app);
}

/** Not by Node.js, which cannot copy a name that is not UTF-8. */
function copy(from: string, to: string): void {
  expect(spawnSync("cp", ["-a", from, to]).status).toBe(0);
}

function removeAllLinks(tree: Tree): void {
  for (const [path, what] of listing(tree.app))
    if (what.startsWith("link")) unlinkSync(Buffer.from(`${tree.app}/${path}`, "latin1"));
}

const NEW = "new code arrived; shared is the user's";
const SAME = "it stands where our link stood and the code is the same, so it is the one in use";
const CHANGED = "the code was updated in place; shared is the user's";
const UNCLEAR = "a real file stands where our link stood, and the code may have been changed too";

const SHARED_STAYS = { [ENV]: `shared ${ENV}`, [DATABASE]: `shared ${DATABASE}`, kept: `kept in ${UPLOADS}` };
const APPS_STAYS = { [ENV]: `app ${ENV}`, [DATABASE]: `app ${DATABASE}`, kept: "app kept" };

function inUse(tree: Tree): Record<string, string> {
  return {
    [ENV]: sharedHas(tree, ENV),
    [DATABASE]: sharedHas(tree, DATABASE),
    kept: sharedHas(tree, `${UPLOADS}/kept.txt`),
  };
}

function inRescue(tree: Tree): Record<string, string | undefined> {
  const found = rescued(tree);
  return { [ENV]: found[ENV], [DATABASE]: found[DATABASE], kept: found[`${UPLOADS}/kept.txt`] };
}

describe.each(Object.entries(SHELLS))("under %s", (_, shell) => {
  it("the app's version stays where the code is the one that was linked", () => {
    const tree = buildTree("flat");
    standInTheWay(tree);
    const { code, out } = recover(tree, [], shell);
    expect(code, out).toBe(0);
    expect(inUse(tree)).toEqual(APPS_STAYS);
    expect(inRescue(tree)).toEqual(SHARED_STAYS);
    expect(out.split(`(the app's version wins: ${SAME})`)).toHaveLength(4);
    expect(sharedHas(tree, `${UPLOADS}/deep/new.txt`)).toBe("app new");
    expect(run(tree, "health-check.sh").out).toContain("🎉 System is perfectly healthy!");
  });

  it.each([
    ["in a folder of its own", replaceFolder],
    ["in the old folder, all links gone", removeAllLinks],
  ])("shared's version stays where new code arrived %s", (how, arrive) => {
    const tree = buildTree("flat");
    if (how.startsWith("in a folder")) standInTheWay(tree);
    arrive(tree);
    if (how.startsWith("in the old")) {
      for (const path of [ENV, DATABASE]) writeFileSync(join(tree.app, path), `app ${path}`);
      mkdirSync(join(tree.app, UPLOADS, "deep"), { recursive: true });
      writeFileSync(join(tree.app, UPLOADS, "kept.txt"), "app kept");
      writeFileSync(join(tree.app, UPLOADS, "deep/new.txt"), "app new");
    }
    const { code, out } = recover(tree, [], shell);
    expect(code, out).toBe(0);
    expect(inUse(tree)).toEqual(SHARED_STAYS);
    expect(inRescue(tree)).toEqual(APPS_STAYS);
    expect(out.split(`(shared's version wins: ${NEW})`)).toHaveLength(4);
    expect(sharedHas(tree, `${UPLOADS}/deep/new.txt`)).toBe("app new");
    expect(run(tree, "health-check.sh").out).toContain("🎉 System is perfectly healthy!");
  });

  it("code that was updated in place leaves both versions of a secret, and shared's of anything else", () => {
    const tree = buildTree("flat");
    standInTheWay(tree);
    writeFileSync(join(tree.app, "artisan"), "newer");
    const { code, out } = recover(tree, [], shell);
    expect(code, out).toBe(1);
    expect(inUse(tree)).toEqual(SHARED_STAYS);
    expect(inRescue(tree)).toEqual({ ...APPS_STAYS, [ENV]: undefined });
    expect(readFileSync(join(tree.app, ENV), "utf8")).toBe(`app ${ENV}`);
    expect(lstatSync(join(tree.app, ENV)).isFile()).toBe(true);
    expect(out).toContain(`❌ ${ENV} stands in the application and in shared and they differ: ${UNCLEAR}`);
    expect(out.split(`(shared's version wins: ${CHANGED})`)).toHaveLength(3);
  });

  it("a release that is not live never wins, even one that is known", () => {
    const tree = buildTree("releases");
    const idle = join(tree.root, "releases/idle");
    copy(tree.app, idle);
    record(tree, [known(idle)]);
    standInTheWay(tree, idle);
    const { out } = recover(tree, [idle], shell);
    expect(inUse(tree)).toEqual(SHARED_STAYS);
    expect(inRescue(tree)).toEqual(APPS_STAYS);
    expect(out).toContain("(shared's version wins: shared is the user's; a release that is not live only adds to it)");
  });
});

function known(app: string, changes: Partial<KnownTree> = {}): KnownTree {
  const { dev, ino, birthtimeNs } = lstatSync(app, { bigint: true });
  const files = VERSION_FILES.filter((name) => existsSync(join(app, name)));
  const code = cksum(Buffer.concat(files.map((name) => readFileSync(join(app, name)))));
  return { id: `${dev}:${ino}`, code, born: String(birthtimeNs), ...changes };
}

/** Writes a record as the program does, as far as the script reads it. */
function record(tree: Tree, trees: readonly KnownTree[]): void {
  const frameworks = [{ id: "laravel", version: "11.2" }];
  writeFileSync(join(tree.shared, ".persistence-config"), encodeJson({ schema: 1, trees, frameworks }));
}

describe("what is known of the code", () => {
  const winner = (tree: Tree): string => {
    standInTheWay(tree);
    recover(tree);
    return sharedHas(tree, `${UPLOADS}/kept.txt`) === "app kept" ? "app" : "shared";
  };

  it("is what the record says: a run that was killed before it wrote the record has made no copy known", () => {
    const tree = buildTree("flat");
    record(tree, [known(tree.app, { id: "1:2" })]);
    expect(winner(tree)).toBe("shared");
  });

  it("finds the copy among others in the record", () => {
    const tree = buildTree("flat");
    record(tree, [known(tree.app, { id: "1:2", code: "1 2" }), known(tree.app), known(tree.root)]);
    expect(winner(tree)).toBe("app");
  });

  it("is not a folder that was made at another time and got the same inode number", () => {
    const tree = buildTree("flat");
    record(tree, [known(tree.app, { born: "1000000000000000001" })]);
    expect(winner(tree)).toBe("shared");
  });

  it("is not a disk that is attached under another number", () => {
    const tree = buildTree("flat");
    const self = known(tree.app);
    record(tree, [{ ...self, id: `9${self.id}` }]);
    expect(winner(tree)).toBe("app");
  });

  it("sums up every file that names a version, in order, and no links", () => {
    const tree = buildTree("flat");
    for (const name of VERSION_FILES) {
      mkdirSync(join(tree.app, name, ".."), { recursive: true });
      writeFileSync(join(tree.app, name), `${name}\n\0`);
    }
    unlinkSync(join(tree.app, "yarn.lock"));
    const self = known(tree.app);
    symlinkSync("package.json", join(tree.app, "yarn.lock"));
    record(tree, [self]);
    expect(winner(tree)).toBe("app");
  });

  it("without any file that names a version is never called the same", () => {
    const tree = buildTree("flat");
    unlinkSync(join(tree.app, "composer.json"));
    record(tree, [known(tree.app)]);
    expect(winner(tree)).toBe("shared");
  });
});

describe("the app's version wins", () => {
  it("in a folder whatever the two are, and nothing is lost", () => {
    const tree = buildTree("flat");
    const inShared = join(tree.shared, UPLOADS);
    mkdirSync(join(inShared, "file-here"));
    writeFileSync(join(inShared, "file-here/inner"), "shared inner");
    writeFileSync(join(inShared, "folder-here"), "shared file");
    symlinkSync("kept.txt", join(inShared, "was-link"));
    mkdirSync(join(inShared, "leads-here"));
    writeFileSync(join(inShared, "leads-here/inner"), "stays");
    realFolder(tree, UPLOADS, {
      "file-here": "app file",
      "folder-here/inner": "app inner",
      "was-link": "no link",
      "kept.txt": `kept in ${UPLOADS}`,
    });
    symlinkSync("../../../shared/public/uploads/leads-here", join(tree.app, UPLOADS, "leads-here"));
    const before = contents(tree);
    const { code, out } = recover(tree);
    expect(code, out).toBe(0);
    for (const digest of before) expect(contents(tree)).toContain(digest);
    expect(
      ["file-here", "folder-here/inner", "was-link", "kept.txt", "leads-here/inner"].map((name) =>
        sharedHas(tree, `${UPLOADS}/${name}`),
      ),
    ).toEqual(["app file", "app inner", "no link", `kept in ${UPLOADS}`, "stays"]);
    expect(rescued(tree)).toEqual({
      [`${UPLOADS}/file-here/inner`]: "shared inner",
      [`${UPLOADS}/folder-here`]: "shared file",
    });
    expect(out.match(/⚠️ Rescued: /g)).toHaveLength(3);
  });

  it("with its own inode, so that what is being written to it arrives", () => {
    const tree = buildTree("flat");
    realFolder(tree, UPLOADS, { "kept.txt": "app kept" });
    const { ino } = statSync(join(tree.app, UPLOADS, "kept.txt"));
    recover(tree);
    expect(statSync(join(tree.shared, UPLOADS, "kept.txt")).ino).toBe(ino);
  });
});

describe("two versions of a secret", () => {
  const undecided = (): Tree => {
    const tree = buildTree("flat");
    standInTheWay(tree);
    writeFileSync(join(tree.app, "artisan"), "newer");
    return tree;
  };

  it.each([
    ["the application's", `app ${ENV}`],
    ["shared's", `shared ${ENV}`],
  ])("are settled by the line that is printed for %s", (whose, text) => {
    const tree = undecided();
    const line = recover(tree)
      .out.split("\n")
      .find((shown) => shown.includes(`👉 to keep ${whose}`));
    const command = /: (mv .*), then run this again$/.exec(line ?? "")?.[1] ?? "false";
    expect(run(tree, "", { shell: ["sh", "-c", `${command}; echo done`] }).out).toBe("done\n");
    expect(recover(tree).code).toBe(0);
    expect(sharedHas(tree, ENV)).toBe(text);
    expect(run(tree, "health-check.sh").out).toContain("🎉 System is perfectly healthy!");
  });

  it("that are the same are no two versions", () => {
    const tree = undecided();
    writeFileSync(join(tree.app, ENV), `shared ${ENV}`);
    expect(recover(tree).code).toBe(0);
    expect(lstatSync(join(tree.app, ENV)).isSymbolicLink()).toBe(true);
  });
});
