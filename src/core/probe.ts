/** What `probe` finds out over HTTP. */

/** The checks, in the order in which they are told. The names are an interface: scripts rely on them. */
export const PROBE_CHECKS = [
  "reachable",
  "env-private",
  "git-private",
  "logs-private",
  "shared-private",
  "uploads-served",
  "fresh-upload-served",
  "upload-not-executed",
  "release-live",
] as const;

type ProbeCheckId = (typeof PROBE_CHECKS)[number];

/** One check. No text of it holds anything of what a server gave away. */
export interface ProbeCheck {
  readonly id: ProbeCheckId;
  /** Null where it could not be made; `came` then says why. */
  readonly ok: boolean | null;
  /** The addresses that were asked for it. */
  readonly requested: readonly string[];
  readonly came: string;
  /** What to do; null where there is nothing to do. */
  readonly remedy: string | null;
  /** Lines for the configuration of a server, by its name; where the remedy speaks of them. */
  readonly rules?: readonly ServerRule[];
}

/** Lines for the configuration of one server. */
export interface ServerRule {
  /** `Apache`, `nginx`, `Caddy`. */
  readonly server: string;
  /** Where they belong, in words. */
  readonly where: string;
  readonly text: string;
}

/** One request as it went. */
export interface ProbeRequest {
  readonly url: string;
  /** `200`, `302 to https://...`, `ECONNREFUSED`. */
  readonly answer: string;
}

/** What came of one address. */
export type WebAnswer = WebReply | WebFailure;

/** An answer, after redirections on the same host. */
export interface WebReply {
  readonly kind: "reply";
  /** Where it came from; another one than was asked for after a redirection. */
  readonly url: string;
  readonly status: number;
  /** In lower case, without its parameters; `""` where none was said. */
  readonly contentType: string;
  /** The header `Server`; `""` where there is none. */
  readonly server: string;
  readonly body: Uint8Array;
  /** True where the answer was longer than what was read. */
  readonly isCut: boolean;
  /** Where it would lead, without query; set for a redirection that was not followed. */
  readonly leadsTo: string | null;
  /** Every request that was made for it. */
  readonly requests: readonly ProbeRequest[];
}

/** No answer. */
export interface WebFailure {
  readonly kind: "failure";
  readonly url: string;
  /** The system's or the TLS library's own word, `TIMEOUT`, or `STOPPED` where the run had no time left. */
  readonly code: string;
  readonly message: string;
  readonly requests: readonly ProbeRequest[];
}
