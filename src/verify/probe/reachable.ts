import type { ProbeCheck, WebAnswer, WebFailure } from "../../core/probe.ts";
import { addressesOf, saidBy } from "./answers.ts";

/** Why the other checks cannot be made, in words; null where they can. */
export function wallOf(answer: WebAnswer): string | null {
  if (answer.kind === "failure") return "the address does not answer";
  if (answer.status === 401) return "a login stands before the site, so that nobody can say what visitors get";
  return answer.leadsTo === null ? null : "the address leads away from this host";
}

/** Whether the site answers as a visitor's browser would find it. */
export function judgeReachable(answer: WebAnswer, url: string): ProbeCheck {
  const base = { id: "reachable", requested: addressesOf([answer]) } as const;
  if (answer.kind === "failure") return { ...base, ok: false, ...failed(answer, url) };
  if (answer.leadsTo !== null) {
    return {
      ...base,
      ok: false,
      came: `${saidBy(answer)}: another host, or too many steps; it was not followed`,
      remedy: `Ask the address that visitors end at: --url ${answer.leadsTo}`,
    };
  }
  const ok = answer.status < 400;
  return { ...base, ok, came: saidBy(answer), remedy: ok ? null : remedyOf(answer.status) };
}

function remedyOf(status: number): string {
  if (status === 401)
    return "Give the login in the address (https://NAME:PASSWORD@HOST/; it is not shown), or let this machine through";
  if (status === 503)
    return "The site is in maintenance, or its application does not run: end the maintenance (Laravel: php artisan up), or start it";
  if (status === 403) return "The web server may not enter or follow something on the way: look into its error log";
  if (status >= 500) return "The application fails: look into its log and into the web server's";
  return "Ask an address that answers, or point the server's document root at the application's web root";
}

const CERTIFICATE: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another name",
  CERT_HAS_EXPIRED: "the certificate has expired",
  CERT_NOT_YET_VALID: "the certificate is not valid yet",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is signed by nobody that this machine trusts",
  SELF_SIGNED_CERT_IN_CHAIN: "the certificate is signed by nobody that this machine trusts",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the certificate's chain is not complete",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the certificate is signed by nobody that this machine trusts",
};

const UNREACHED: Readonly<Record<string, readonly [string, string]>> = {
  ECONNREFUSED: ["nobody listens there", "Start the web server, or correct the port"],
  ENOTFOUND: ["this name does not exist", "Correct the name, or set up its DNS record"],
  EAI_AGAIN: ["the name could not be looked up", "Look at this machine's DNS, and try again"],
  EHOSTUNREACH: ["there is no way to this host", "Look at the firewall and at this machine's network"],
  ENETUNREACH: ["there is no way to this host", "Look at the firewall and at this machine's network"],
  ECONNRESET: ["the server ended the connection", "Look into its error log; a firewall may do so as well"],
  TIMEOUT: ["no answer came in time", "Look whether the server is overloaded, or a firewall drops what is sent"],
  STOPPED: ["no answer came in time", "Look whether the server is overloaded, or a firewall drops what is sent"],
  EPROTO: ["the server does not speak https there", "Try http://, or correct the port"],
  ERR_SSL_WRONG_VERSION_NUMBER: ["the server does not speak https there", "Try http://, or correct the port"],
};

function failed({ code, message }: WebFailure, url: string): Pick<ProbeCheck, "came" | "remedy"> {
  const certificate = CERTIFICATE[code];
  if (certificate !== undefined) {
    const ownOne = "where it is one of your own, name its authority: NODE_EXTRA_CA_CERTS=ca.pem holdfast probe ...";
    return {
      came: `${certificate} (${code})`,
      remedy: `Visitors' browsers refuse ${url} as well: renew the certificate for this name; ${ownOne}`,
    };
  }
  const [why, remedy] = UNREACHED[code] ?? [message, "Look whether it is a web server that listens there"];
  return { came: `${why} (${code})`, remedy };
}

/** A check that was not made. */
export function notMade(id: ProbeCheck["id"], why: string, remedy: string | null = null): ProbeCheck {
  return { id, ok: null, requested: [], came: `not made: ${why}`, remedy };
}
