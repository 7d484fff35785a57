import type { ProbeCheck, WebAnswer } from "../../core/probe.ts";
import { addressesOf, type Answers, asciiBytes, holds, isFound, saidBy, textOf } from "./answers.ts";
import type { ProbeSite, UploadPlace } from "./probe-site.ts";
import { notMade } from "./reachable.ts";

/** What was put into one folder of uploads. */
export interface PutUpload {
  readonly place: UploadPlace;
  /** Its address, and why it could not be put; both null where it was not meant to be. */
  readonly file: PutFile | null;
  readonly script: PutFile | null;
}

/** One canary. */
export interface PutFile {
  readonly url: string;
  readonly content: string;
  /** Why it was not made; null where it was. */
  readonly refused: string | null;
}

/** The addresses under which a script may be run: PHP cuts `/a.php/x` back to `a.php`, so a rule may stop one and not the other. */
export function scriptAddresses(url: string): readonly string[] {
  return [url, `${url}/x`];
}

const NO_FOLDER = "no linked folder of uploads is below the web root";

/** Whether files that lie in linked folders of uploads are given to visitors, byte by byte. */
export function judgeServed(puts: readonly PutUpload[], answers: Answers): ProbeCheck {
  const id = "uploads-served";
  const users = puts.filter(({ place }) => place.isUser);
  if (users.length === 0) return notMade(id, NO_FOLDER);
  const cases = users.flatMap(({ place, file }) => {
    if (place.sample?.content !== null && place.sample !== null)
      return [{ path: place.path, answer: answers(place.sample.url), content: place.sample.content }];
    return file === null || file.refused !== null
      ? []
      : [{ path: place.path, answer: answers(file.url), content: asciiBytes(file.content) }];
  });
  if (cases.length === 0) return notMade(id, "no file lies in them that could be asked for");
  const requested = addressesOf(cases.map(({ answer }) => answer));
  const wrong = cases.filter(({ answer, content }) => !holds(answer, content));
  if (wrong.length === 0) return { id, ok: true, requested, came: `given as they are: ${listed(cases)}`, remedy: null };
  return {
    id,
    ok: false,
    requested,
    came: wrong.map(({ path, answer }) => `${path}: ${notServed(answer)}`).join("; "),
    remedy: servedRemedy(wrong.map(({ answer }) => answer)),
  };
}

function notServed(answer: WebAnswer): string {
  return isFound(answer) ? `${saidBy(answer)}, but with another content` : saidBy(answer);
}

function servedRemedy(answers: readonly WebAnswer[]): string {
  const statuses = answers.map((answer) => (answer.kind === "reply" ? answer.status : 0));
  if (statuses.includes(403))
    return "The web server may not follow the links: allow it (Apache: Options +FollowSymLinks; nginx: disable_symlinks off), or give links and targets the same owner";
  if (statuses.includes(401))
    return "A login stands before them: let visitors through, or give the login in the address";
  return "Look whether the server's document root is the web root of what is live, and whether it follows links (nginx: disable_symlinks off)";
}

/** Whether a file that is uploaded now is given to visitors. */
export function judgeFresh(puts: readonly PutUpload[], answers: Answers, site: Pick<ProbeSite, "builtBy">): ProbeCheck {
  const id = "fresh-upload-served";
  const files = puts.flatMap(({ place, file }) => (file === null ? [] : [{ path: place.path, file }]));
  if (files.length === 0) return notMade(id, NO_FOLDER);
  const cases = files.flatMap(({ path, file }) =>
    file.refused === null ? [{ path, answer: answers(file.url), content: asciiBytes(file.content) }] : [],
  );
  if (cases.length === 0) return notMade(id, files[0]?.file.refused ?? "");
  const requested = addressesOf(cases.map(({ answer }) => answer));
  const wrong = cases.filter(({ answer, content }) => !holds(answer, content));
  if (wrong.length === 0) return { id, ok: true, requested, came: `given at once: ${listed(cases)}`, remedy: null };
  return {
    id,
    ok: false,
    requested,
    came: wrong.map(({ path, answer }) => `${path}: ${notServed(answer)}`).join("; "),
    remedy:
      site.builtBy === null
        ? servedRemedy(wrong.map(({ answer }) => answer))
        : `${site.builtBy} gives only files that were there when it was built or started: new ones appear after a restart. Let the web server give them out itself, by the rules below`,
  };
}

/** Whether a script in a folder of uploads is run by the server. */
export function judgeExecuted(
  puts: readonly PutUpload[],
  answers: Answers,
  about: { readonly sum: string },
): ProbeCheck {
  const id = "upload-not-executed";
  const scripts = puts.flatMap(({ place, script }) => (script === null ? [] : [{ path: place.path, script }]));
  if (scripts.length === 0) return notMade(id, NO_FOLDER);
  const cases = scripts.flatMap(({ path, script }) =>
    script.refused === null
      ? scriptAddresses(script.url).map((address) => ({ path, answer: answers(address), script }))
      : [],
  );
  if (cases.length === 0) return notMade(id, scripts[0]?.script.refused ?? "");
  const requested = addressesOf(cases.map(({ answer }) => answer));
  const isRun = ({ answer }: { readonly answer: WebAnswer }): boolean =>
    answer.kind === "reply" && textOf(answer).includes(about.sum);
  const run = cases.filter(isRun);
  if (run.length > 0) {
    return {
      id,
      ok: false,
      requested,
      came: `a script was run in ${eachOnce(run)}: whoever can upload a file there can take over the site`,
      remedy: "Forbid it by the rules below, then look for scripts that are there already: find FOLDER -name '*.ph*'",
    };
  }
  if (cases.every(({ answer }) => answer.kind === "failure"))
    return { ...notMade(id, cases.map(({ answer }) => saidBy(answer)).join("; ")), requested };
  const shown = cases.filter(({ answer, script }) => holds(answer, asciiBytes(script.content)));
  const text = shown.length === 0 ? "" : `; given out as text in ${eachOnce(shown)}`;
  return { id, ok: true, requested, came: `not run in ${eachOnce(cases)}${text}`, remedy: null };
}

function eachOnce(cases: readonly { readonly path: string }[]): string {
  return [...new Set(cases.map(({ path }) => path))].join(", ");
}

function listed(cases: readonly { readonly path: string }[]): string {
  return cases.map(({ path }) => path).join(", ");
}
