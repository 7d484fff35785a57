import type { ProbeCheck, WebAnswer } from "../../core/probe.ts";
import { addressesOf, type Answers, asciiBytes, holds, isFound, saidBy, textOf } from "./answers.ts";
import type { ProbeSite } from "./probe-site.ts";
import { notMade } from "./reachable.ts";
import type { PutFile } from "./uploads.ts";

/** What was put into the web root of what is live; null where it was not meant to be. */
export interface PutMarkers {
  readonly file: PutFile | null;
  readonly php: PutFile | null;
  readonly sum: string;
  /** What the PHP marker answered before the site itself was asked; null where it was not asked. */
  readonly before: WebAnswer | null;
}

/** Whether it is the live release that answers: its static files, and PHP, which may go on with an older one for minutes. */
export function judgeLive(site: ProbeSite, markers: PutMarkers, answers: Answers): ProbeCheck {
  if (site.build !== null && site.builtBy !== null) return judgeBuild(site, answers);
  const id = "release-live";
  const { file, php } = markers;
  if (file === null) return notMade(id, `${site.builtBy ?? "the server"} tells by its build alone, and none was found`);
  if (file.refused !== null) return notMade(id, file.refused);
  const answer = answers(file.url);
  const phpAnswer = php === null || php.refused !== null ? null : answers(php.url);
  const requested = addressesOf([answer, ...(phpAnswer === null ? [] : [phpAnswer])]);
  if (!holds(answer, asciiBytes(file.content))) {
    return {
      id,
      ok: false,
      requested,
      came: `${site.release} is live, but another folder is served: ${contentOf(answer)}`,
      remedy: otherFolder(site),
    };
  }
  if (phpAnswer === null || php === null)
    return { id, ok: true, requested, came: `the files of ${site.release}`, remedy: null };
  return { id, requested, ...judgePhp(site, { ...markers, php }, phpAnswer) };
}

function contentOf(answer: WebAnswer): string {
  return isFound(answer) ? `${saidBy(answer)}, but with another content` : saidBy(answer);
}

function otherFolder({ hasReleases, site, served }: ProbeSite): string {
  const root = hasReleases ? `${site}/current${served === "" ? "" : `/${served}`}` : "the application's web root";
  return `Point the server's document root at ${root} (not at one release), and reload the server; a server that keeps what a link led to when it was started has to be restarted`;
}

type Judged = Pick<ProbeCheck, "ok" | "came" | "remedy">;

function judgePhp(
  site: ProbeSite,
  { php, sum, before }: PutMarkers & { readonly php: PutFile },
  answer: WebAnswer,
): Judged {
  const files = `the files are those of ${site.release}`;
  const told = toldBy(answer, sum);
  if (told !== null) return judgeRun(site, { told, before: before === null ? null : toldBy(before, sum) }, files);
  const said = answer.kind === "reply" ? textOf(answer) : "";
  if (holds(answer, asciiBytes(php.content))) {
    const remedy = "Let the server hand PHP files to PHP: until then everybody can read the application's source";
    return { ok: false, came: `${files}, but PHP is given out as text`, remedy };
  }
  if (/No input file specified|File not found\.|Primary script unknown/i.test(said))
    return {
      ok: false,
      came: `${files}, but PHP still looks for them in an older release (${saidBy(answer)})`,
      remedy: reloadOf("fpm-fcgi", ""),
    };
  const came = `${files}; of PHP nobody can say: the server does not run a new PHP file (${saidBy(answer)})`;
  return { ok: true, came, remedy: null };
}

/** What the marker printed, behind its sum. */
interface Told {
  /** The way in which PHP runs. */
  readonly sapi: string;
  readonly version: string;
  /** How often front controllers were run out of opcache's memory: the live release's, and others'. */
  readonly own: number;
  readonly other: number;
  /** `never` where PHP does not look for changed files. */
  readonly checks: string;
}

function toldBy(answer: WebAnswer, sum: string): Told | null {
  const said = answer.kind === "reply" ? textOf(answer) : "";
  if (!said.startsWith(`${sum} `)) return null;
  const [, sapi = "", version = "", own = "", other = "", checks = ""] = said.trim().split(" ");
  return { sapi, version, own: Number(own), other: Number(other), checks };
}

/** Between the two askings the site's own address was asked. */
function judgeRun(
  site: ProbeSite,
  { told, before }: { readonly told: Told; readonly before: Told | null },
  files: string,
): Judged {
  const { sapi, version, checks } = told;
  if (before !== null && told.other > before.other && told.own <= before.own) {
    const came = `${files}, but PHP goes on running an older release's out of memory (opcache): a mixed site`;
    return { ok: false, came, remedy: reloadOf(sapi, version) };
  }
  if (checks === "never" && !site.hasReleases) {
    const came = `${files}; PHP never looks whether its files have changed (opcache.validate_timestamps=0)`;
    return { ok: null, came, remedy: reloadOf(sapi, version) };
  }
  return { ok: true, came: `the files of ${site.release}, and PHP ${version} runs it (${sapi})`, remedy: null };
}

/** Which reload makes PHP take the new code. Measured: `apachectl graceful` does nothing for PHP-FPM. */
function reloadOf(sapi: string, version: string): string {
  if (sapi === "apache2handler") return "Reload Apache: sudo systemctl reload apache2 (or apachectl graceful)";
  if (sapi === "litespeed") return "Restart PHP in the panel, or: touch ~/.lsphp_restart.txt";
  if (sapi === "cli-server") return "Restart php -S";
  if (sapi === "cgi-fcgi") return "Restart PHP in the panel, or the FastCGI server";
  const unit = version === "" ? "php-fpm" : `php${version}-fpm`;
  return `Reload PHP-FPM: sudo systemctl reload ${unit} (kill -USR2 of its master); reloading Apache or nginx does not help. For good, in nginx: fastcgi_param SCRIPT_FILENAME $realpath_root$fastcgi_script_name; and DOCUMENT_ROOT $realpath_root; else a hook: "hooks": { "after-activate": ["sudo systemctl reload ${unit}"] }`;
}

/** A front end's server gives the files of the build that it was started with. */
function judgeBuild({ build, builtBy, release }: ProbeSite, answers: Answers): ProbeCheck {
  const id = "release-live";
  const answer = answers(build?.url ?? "");
  const requested = addressesOf([answer]);
  if (holds(answer, build?.content ?? new Uint8Array()))
    return { id, ok: true, requested, came: `the build of ${release}`, remedy: null };
  return {
    id,
    ok: false,
    requested,
    came: `${release} is live, but its build is not what answers: ${contentOf(answer)}`,
    remedy: `Restart ${builtBy ?? "the server"}: it goes on with the build that was there when it was started; each time by itself with a hook after-activate`,
  };
}
