import { execFileSync } from "node:child_process";
import { devNull } from "node:os";

/** Nobody's own settings: a test sees the same git on every machine. */
const ENVIRONMENT = {
  PATH: process.env["PATH"] ?? "",
  HOME: "/nonexistent",
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

/** Runs the real git in a folder and hands back what it printed; `input` goes to its standard input. */
export function git(cwd: string, args: readonly string[], input = ""): string {
  return execFileSync("git", [...args], {
    cwd,
    env: ENVIRONMENT,
    encoding: "utf8",
    input,
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** A repository with everything in the folder committed, apart from what is ignored. */
export function commitAll(cwd: string): void {
  git(cwd, ["init", "--quiet"]);
  git(cwd, ["add", "."]);
  git(cwd, ["commit", "--quiet", "--message", "code"]);
}
