/** A folder that another user of the server made and closed, such as what PHP made under the web server's own user. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { holdfast, must, NOBODY } from "../support/cli.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

const CODE = {
  "index.php": "<?php move_uploaded_file($_FILES['f']['tmp_name'], __DIR__ . '/uploads/' . $n);",
  "images/logo.png": "logo",
};

/** A folder of nobody's with two versions of the code, and the command line as that user. */
function home(): { readonly at: (path: string) => string; readonly run: typeof holdfast } {
  const folder = freshFolder();
  const at = (path: string): string => join(folder, path);
  writeTree(at("v1"), CODE);
  writeTree(at("v2"), { ...CODE, VERSION: "2" });
  chmodSync(folder, 0o755);
  return { at, run: (argv) => holdfast(argv, { as: NOBODY, cwd: folder }) };
}

/** Gives everything to nobody, and makes one folder in it that only root may enter. */
function close(all: string, folder: string): void {
  execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, all]);
  mkdirSync(folder, { mode: 0o700 });
}

it("inside data it holds nothing up: the check, another persist, a release and a rollback; an undo says who can", () => {
  const { at, run } = home();
  writeTree(at("site/releases/1"), { ...CODE, "uploads/u.jpg": "u" });
  symlinkSync("releases/1", at("site/current"));
  close(at("."), at("site/releases/1/uploads/closed"));
  must(run(["persist", at("site"), "--yes"]));
  expect(must(run(["check", at("site")])).out).toContain("healthy");
  must(run(["persist", at("site"), "--yes"]));
  must(run(["release", at("v2"), "--site", at("site"), "--yes"]));
  expect(readFileSync(at("site/current/uploads/u.jpg"), "utf8")).toBe("u");
  must(run(["rollback", "--site", at("site")]));
  const undone = run(["undo", at("site"), "--yes"]);
  expect([undone.code, undone.out]).toEqual([1, expect.stringContaining("1 entry still linked: uploads\n")]);
});

it("among the code it is asked about, and what is told to be written is enough where nothing moves", () => {
  const { at, run } = home();
  writeTree(at("web"), CODE);
  close(at("."), at("web/images/gallery"));
  const release = ["release", at("v2"), "--shipped", at("v1"), "--in-place", "--site", at("web"), "--yes"];
  const refused = run(release);
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("may not be read by this user (EACCES)")]);
  const [, path = "", handling = ""] = /holdfast\.json: "(.+)": "(.+)"/u.exec(refused.err) ?? [];
  must(run(["decide", at("web"), "--set", `${path}=${handling}`]));
  must(run(release));
  expect(readFileSync(at("web/VERSION"), "utf8")).toBe("2");
});
