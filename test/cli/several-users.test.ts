/** A server on which the deploying user, the web server's user and strangers are three: who could reach what before can afterwards, and nobody else. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { type Ended, must, NOBODY, start, typed } from "../support/cli.ts";
import { program } from "../support/program.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

const [OWNER, SERVER] = [7001, 7002];
const CODE = {
  artisan: "<?php",
  "composer.json": '{"name":"acme/shop","version":"1","require":{"laravel/framework":"^11.0"}}',
  "public/index.php": "<?php move_uploaded_file($_FILES['f']['tmp_name'], __DIR__ . '/uploads/' . $n);",
};
const DATA = {
  ".env": "DB_PASSWORD=secret",
  "public/uploads/1.jpg": "picture",
  "storage/framework/sessions/.gitkeep": "",
};

const as = (user: number, groups: readonly number[], words: readonly string[]): Ended =>
  start(["setpriv", `--reuid=${user}`, `--regid=${user}`, `--groups=${[user, ...groups].join(",")}`, ...words]);

const run = (...argv: readonly string[]): Ended => as(OWNER, [SERVER], [process.execPath, program(), ...argv]);

/** What `cat` says of a file to a user who is in no other group. */
const reads = (user: number, path: string): string =>
  spawnSync("setpriv", [`--reuid=${user}`, `--regid=${user}`, "--clear-groups", "cat", path], { encoding: "utf8" })
    .stdout;

/** An application that only its owner and the web server's group may enter. */
function site(): { readonly app: string; readonly shared: string; readonly home: string } {
  const home = freshFolder();
  const app = join(home, "app");
  writeTree(app, { ...CODE, ...DATA });
  execFileSync("chown", ["-R", `${OWNER}:${OWNER}`, home]);
  chmodSync(home, 0o755);
  chownSync(app, OWNER, SERVER);
  chmodSync(app, 0o750);
  return { app, shared: join(home, "shared"), home };
}

it("the web server comes in by its group, as before", () => {
  const { app, shared } = site();
  expect(reads(SERVER, join(app, "public/uploads/1.jpg"))).toBe("picture");
  must(run("persist", app, "--yes"));
  expect(reads(SERVER, join(app, "public/uploads/1.jpg"))).toBe("picture");
  expect(reads(NOBODY, join(shared, "public/uploads/1.jpg"))).toBe("");
});

it("and so it does to the next release", () => {
  const home = freshFolder();
  chmodSync(home, 0o755);
  const live = join(home, "site/releases/1");
  writeTree(live, { ...CODE, ...DATA });
  writeTree(join(home, "v2"), { ...CODE, VERSION: "2" });
  symlinkSync("releases/1", join(home, "site/current"));
  execFileSync("chown", ["-R", `${OWNER}:${OWNER}`, home]);
  chownSync(live, OWNER, SERVER);
  chmodSync(live, 0o750);
  must(run("persist", join(home, "site"), "--yes"));
  must(run("release", join(home, "v2"), "--site", join(home, "site"), "--yes"));
  expect(reads(SERVER, join(home, "site/current/VERSION"))).toBe("2");
  expect(reads(SERVER, join(home, "site/current/public/uploads/1.jpg"))).toBe("picture");
  expect(reads(NOBODY, join(home, "site/current/VERSION"))).toBe("");
});

it("what is made inside the data belongs to those to whom the data belongs", () => {
  const { app, shared } = site();
  execFileSync("chgrp", ["-R", String(SERVER), join(app, "storage")]);
  execFileSync("find", [join(app, "storage"), "-type", "d", "-exec", "chmod", "2775", "{}", "+"]);
  must(run("persist", app, "--yes"));
  const { mode, gid } = statSync(join(shared, "storage/framework/cache/data"));
  expect({ mode: mode & 0o7777, gid }).toEqual({ mode: 0o2775, gid: SERVER });
  must(as(SERVER, [], ["touch", join(shared, "storage/framework/cache/data/page")]));
});

/** A site in `home` to which `release` gives one version after the other, as the user who deploys unless another way is named. */
function deployed(home: string): {
  readonly live: string;
  readonly release: (version: string, by?: typeof run) => Ended;
} {
  chmodSync(home, 0o755);
  mkdirSync(join(home, "site"));
  chownSync(join(home, "site"), OWNER, OWNER);
  return {
    live: join(home, "site/current"),
    release: (version, by = run) => {
      const delivery = join(home, `v${version}`);
      writeTree(delivery, {
        ...CODE,
        VERSION: version,
        "config/keys.php": "<?php 'secret';",
        "bootstrap/cache/.gitignore": "*",
      });
      execFileSync("chown", ["-R", `${OWNER}:${OWNER}`, delivery]);
      return must(by("release", delivery, "--site", join(home, "site"), "--yes"));
    },
  };
}

it("a next release's caches, and what was narrowed to the web server's group, are as they were in the one before", () => {
  const { live, release } = deployed(freshFolder());
  release("1");
  const cache = join(live, "bootstrap/cache/.");
  for (const path of [cache, join(live, "config/keys.php")]) chownSync(path, OWNER, SERVER);
  chmodSync(cache, 0o2775);
  chmodSync(join(live, "config/keys.php"), 0o640);
  release("2");
  expect(reads(SERVER, join(live, "VERSION"))).toBe("2");
  must(as(SERVER, [], ["touch", join(cache, "packages.php")]));
  expect(reads(SERVER, join(live, "config/keys.php"))).toContain("secret");
  expect(reads(NOBODY, join(live, "config/keys.php"))).toBe("");
});

it("where the caches are the web server's own and root makes the release, both may write to the new ones", () => {
  const { live, release } = deployed(freshFolder());
  release("1");
  const cache = join(live, "bootstrap/cache/.");
  chownSync(cache, SERVER, SERVER);
  release("2", (...argv) => start([process.execPath, program(), ...argv]));
  must(as(OWNER, [], ["touch", join(cache, "config.php")]));
  must(as(SERVER, [], ["touch", join(cache, "packages.php")]));
  expect(statSync(cache).mode & 0o7007).toBe(0o005);
});

it("what is made inside a folder that its owner has closed for writing is not closed", () => {
  const { app, shared } = site();
  chmodSync(join(app, "storage/framework"), 0o555);
  must(start([process.execPath, program(), "persist", app, "--yes"]));
  expect(statSync(join(shared, "storage/framework/cache")).mode & 0o777).toBe(0o755);
  must(as(OWNER, [], ["touch", join(shared, "storage/framework/cache/data/page")]));
});

it("a release in which a folder is closed to this user stays, and it is said who can let it go", () => {
  const home = freshFolder();
  chmodSync(home, 0o755);
  mkdirSync(join(home, "site"));
  chownSync(join(home, "site"), OWNER, OWNER);
  const names = ["1", "2", "3"].map((version) => {
    const delivery = join(home, `v${version}`);
    writeTree(delivery, { ...CODE, VERSION: version });
    execFileSync("chown", ["-R", `${OWNER}:${OWNER}`, delivery]);
    must(run("release", delivery, "--site", join(home, "site"), "--yes"));
    return basename(realpathSync(join(home, "site/current")));
  });
  const old = join(home, "site/releases", names[0] ?? "");
  writeTree(join(old, "app/locked"), { "mine.txt": "the web server's" });
  chmodSync(join(old, "app/locked"), 0o700);
  execFileSync("chown", ["-R", `${SERVER}:${SERVER}`, join(old, "app/locked")]);
  const { out } = run("prune", "--release", names[0] ?? "", "--rescue-unknown", "--site", join(home, "site"), "--yes");
  expect(out).toContain(`${names[0] ?? ""} stays: this user may not read app/locked in it`);
  expect(out).toContain("👉 Run the command again as its owner, or as root");
  expect(readFileSync(join(old, "app/locked/mine.txt"), "utf8")).toContain("server's");
});

it("where this user may not give a folder to that group, that is said before, with what helps", () => {
  const { app, shared } = site();
  const { out } = as(OWNER, [], [process.execPath, program(), "persist", app, "--dry-run"]);
  expect(out).toContain(`this user may not give "${shared}" to that group`);
  expect(run("persist", app, "--dry-run").out).not.toContain("to that group");
});

it("a script opens nothing that was closed", () => {
  const { app, shared, home } = site();
  must(run("plan", app, "--script", join(home, "plan.sh")));
  must(as(OWNER, [SERVER], ["sh", join(home, "plan.sh")]));
  expect(reads(NOBODY, join(shared, ".env"))).toBe("");
  expect(reads(SERVER, join(app, "public/uploads/1.jpg"))).toBe("picture");
  expect((statSync(shared).mode & 0o777).toString(8)).toBe("750");
});

it("settings that the deploying user may not read hold nothing up", () => {
  const { app, shared } = site();
  chownSync(join(app, ".env"), 0, 0);
  chmodSync(join(app, ".env"), 0o640);
  expect(must(run("persist", app, "--yes")).out).toContain("healthy");
  must(run("check", app));
  expect(readFileSync(join(shared, ".env"), "utf8")).toBe("DB_PASSWORD=secret");
  const asked = run("env", app);
  expect([asked.code, asked.err]).toEqual([1, expect.stringContaining("may not be read by this user (EACCES)")]);
});

it("a folder in the uploads that may be listed and not entered holds nothing up", () => {
  const { app } = site();
  mkdirSync(join(app, "public/uploads/listed"), { mode: 0o444 });
  chownSync(join(app, "public/uploads/listed"), OWNER, OWNER);
  must(run("persist", app, "--yes"));
  must(run("check", app));
});

it("a release that cannot be linked says why, and which folder is closed", () => {
  const home = freshFolder();
  chmodSync(home, 0o755);
  writeTree(join(home, "site/releases/1"), { ...CODE, ...DATA });
  writeTree(join(home, "v2"), { ...CODE, "storage/framework/sessions/.gitkeep": "", VERSION: "2" });
  symlinkSync("releases/1", join(home, "site/current"));
  execFileSync("chown", ["-R", `${OWNER}:${OWNER}`, home]);
  const closed = join(home, "site/releases/1/storage/framework/sessions");
  execFileSync("chown", ["-R", `${SERVER}:${SERVER}`, closed]);
  chmodSync(closed, 0o700);
  must(run("persist", join(home, "site"), "--yes"));
  const released = run("release", join(home, "v2"), "--site", join(home, "site"), "--yes");
  expect(released.code).toBe(1);
  expect(released.err).toContain("a folder in it may not be entered by this user");
  expect(released.err).toContain("shared/storage/framework/sessions");
});

it("an undo names the folders that only root could make anew for the web server, with the line for it", () => {
  const { app } = site();
  const thumbs = join(app, "public/uploads/thumbs");
  mkdirSync(thumbs);
  chownSync(thumbs, SERVER, SERVER);
  must(run("persist", app, "--yes"));
  expect(statSync(thumbs).uid).toBe(SERVER);
  const { out } = must(run("undo", app, "--yes"));
  expect(statSync(thumbs).uid).toBe(OWNER);
  const [, words = ""] = /as root: (chown .+)$/mu.exec(out) ?? [];
  expect(words).toBe(`chown ${SERVER}:${SERVER} "${thumbs}"`);
  must(typed(words));
  expect(statSync(thumbs).uid).toBe(SERVER);
});

it("a secret that others could read is no warning where a folder above lets nobody in", () => {
  const { app, shared, home } = site();
  chmodSync(join(app, ".env"), 0o644);
  must(run("persist", app, "--yes"));
  const both = (): string[] => {
    const ways = [run("check", app), as(OWNER, [], ["sh", join(shared, "health-check.sh"), app])];
    return ways.map(({ out }) =>
      out.includes("Secret that every user of this server can read") ? "said" : "not said",
    );
  };
  expect(statSync(shared).mode & 0o7777).toBe(0o750);
  expect(both()).toEqual(["not said", "not said"]);
  chmodSync(shared, 0o751);
  expect(reads(NOBODY, join(shared, ".env"))).toBe(DATA[".env"]);
  expect(both()).toEqual(["said", "said"]);
  chmodSync(home, 0o750);
  expect(reads(NOBODY, join(shared, ".env"))).toBe("");
  expect(both()).toEqual(["not said", "not said"]);
});

it.each([
  ["the program", (app: string) => start([process.execPath, program(), "persist", app, "--yes"])],
  [
    "a script",
    (app: string) => {
      const script = `${app}.sh`;
      must(start([process.execPath, program(), "plan", app, "--script", script]));
      return start(["sh", script]);
    },
  ],
])("a link that root makes where both sides had data belongs to the site's user (%s)", (_who, persist) => {
  const { app, shared } = site();
  writeTree(shared, { "public/uploads/2.jpg": "another" });
  execFileSync("chown", ["-R", `${OWNER}:${OWNER}`, shared]);
  must(persist(app));
  const link = lstatSync(join(app, "public/uploads"));
  expect([link.isSymbolicLink(), link.uid]).toEqual([true, OWNER]);
});

it("what another user did last is theirs to take back, and that is said, though a decision of one's own came before", () => {
  const { app, home } = site();
  writeTree(app, { "mystery/1": "1" });
  execFileSync("chown", ["-R", `${OWNER}:${OWNER}`, join(app, "mystery")]);
  must(run("decide", app, "--set", "mystery=user"));
  must(start([process.execPath, program(), "persist", app, "--yes"]));
  const { code, err } = run("undo", "--last", app, "--yes");
  expect(code).toBe(2);
  expect(err).toContain("The last command cannot be taken back: the last command was another user's (uid 0)");
  expect(err).toContain(`as that user: holdfast undo --last "${home}`);
  expect(existsSync(join(app, "holdfast.json"))).toBe(true);
});

it("a script that root runs gives shared, and what is above it, to the application's owner", () => {
  const { app, home } = site();
  chownSync(home, 0, 0);
  const shared = join(home, "data/of/shop");
  const script = join(home, "plan.sh");
  must(start([process.execPath, program(), "plan", app, shared, "--script", script]));
  must(start(["sh", script]));
  const rootsOwn = start(["find", home, "-mindepth", "1", "-uid", "0", "-not", "-path", script]).out;
  expect(rootsOwn.split("\n").filter((path) => path !== "" && !/\/lock\.\d+\.rel$/.test(path))).toEqual([]);
  must(run("persist", app, shared, "--yes"));
});

it.each([
  { what: "open where it leads", file: 0o644, shared: 0o750, elsewhere: 0o755, said: true },
  { what: "closed where it leads", file: 0o600, shared: 0o755, elsewhere: 0o755, said: false },
  { what: "in a closed folder where it leads", file: 0o644, shared: 0o755, elsewhere: 0o700, said: false },
])("a secret that a link in shared leads to: $what", ({ file, shared: mode, elsewhere, said }) => {
  const { app, shared, home } = site();
  must(run("persist", app, "--yes"));
  writeTree(home, { "elsewhere/env": DATA[".env"] });
  execFileSync("chown", ["-R", `${OWNER}:${OWNER}`, join(home, "elsewhere")]);
  rmSync(join(shared, ".env"));
  symlinkSync("../elsewhere/env", join(shared, ".env"));
  chmodSync(join(home, "elsewhere/env"), file);
  chmodSync(join(home, "elsewhere"), elsewhere);
  chmodSync(shared, mode);
  expect(reads(NOBODY, join(home, "elsewhere/env")) !== "").toBe(said);
  for (const { out } of [run("check", app), as(OWNER, [], ["sh", join(shared, "health-check.sh"), app])])
    expect(out.includes("Secret that every user of this server can read")).toBe(said);
});
