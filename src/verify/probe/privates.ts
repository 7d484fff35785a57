import type { ProbeCheck, WebAnswer, WebReply } from "../../core/probe.ts";
import { addressesOf, type Answers, isFound, saidBy, startsWith, textOf } from "./answers.ts";
import type { Known, PrivateGroup } from "./probe-site.ts";
import { notMade } from "./reachable.ts";

/** How a file of a group is known by its looks, where we could not read ours. */
const LOOKS: Readonly<Record<PrivateGroup, RegExp>> = {
  env: /^\s*(export\s+)?[A-Z][A-Z0-9_]*\s*=/m,
  git: /^(ref: refs\/|[0-9a-f]{40}\s*$|\[core\])/m,
  logs: /^\[\d{4}-\d\d-\d\d[ T]/m,
  shared: /^(#!\/bin\/sh|\{\s*"schema")/m,
};

const WHAT: Readonly<Record<PrivateGroup, string>> = {
  env: "settings and keys",
  git: "the repository",
  logs: "logs",
  shared: "the folder of data",
};

const AFTER: Readonly<Record<PrivateGroup, string>> = {
  env: "Then change every password and key in it: it must be taken for known to others",
  git: "Whoever asks can read the source and its history, with what was ever in it",
  logs: "Logs hold names, addresses and now and then passwords",
  shared: "Everything that people entrusted to the site lies in it",
};

/** Whether a group of files that nobody may fetch is refused. What was given away is compared in memory, never shown. */
export function judgePrivate(group: PrivateGroup, files: readonly Known[], answers: Answers): ProbeCheck {
  const id = `${group}-private` as const;
  if (files.length === 0) return notMade(id, NOTHING[group]);
  const asked = files.map((file) => ({ file, answer: answers(file.url) }));
  const requested = addressesOf(asked.map(({ answer }) => answer));
  const given = asked.filter(({ file, answer }) => isGiven(file, answer, group));
  if (given.length > 0) {
    return {
      id,
      ok: false,
      requested,
      came: `given to anybody who asks: ${given.map(({ answer }) => answer.url).join(", ")}`,
      remedy: `Point the document root at the application's web root, and forbid what is private by the rules below. ${AFTER[group]}`,
    };
  }
  const unknown = asked.filter(({ answer }) => answer.kind === "failure");
  if (unknown.length === asked.length)
    return { ...notMade(id, unknown.map(({ answer }) => saidBy(answer)).join("; ")), requested };
  return {
    id,
    ok: true,
    requested,
    came: `${WHAT[group]}: ${countsOf(asked.map(({ answer }) => answer))}`,
    remedy: null,
  };
}

const NOTHING: Readonly<Record<PrivateGroup, string>> = {
  env: "there is no such file",
  git: "there is no such file",
  logs: "no log file was found",
  shared: "no folder that a web server may serve holds shared",
};

function isGiven(file: Known, answer: WebAnswer, group: PrivateGroup): boolean {
  if (!isFound(answer)) return false;
  const { content } = file;
  if (content !== null && content.length > 0 && startsWith(answer.body, content)) return true;
  return !isPage(answer) && LOOKS[group].test(textOf(answer));
}

/** A page of the application's, as single-page applications answer anything with. */
function isPage(answer: WebReply): boolean {
  return /^\s*(<!doctype|<html)/i.test(textOf(answer));
}

/** `5 addresses, all refused (404)`. */
function countsOf(answers: readonly WebAnswer[]): string {
  const said = [...new Set(answers.map((answer) => (isFound(answer) ? "another page" : saidBy(answer))))];
  return `${answers.length === 1 ? "1 address" : `${answers.length} addresses`} asked, nothing given away (${said.join(", ")})`;
}
