import type { HostFacts } from "../../core/host.ts";
import { encodeJson } from "../../core/json.ts";

/** Version of `shared/.holdfast/host.json`. */
const SCHEMA = 1;

/** The file's text. The same facts give the same text. */
export function hostDocument(facts: HostFacts): string {
  const { room: _room, quota: _quota, server, ...kept } = facts;
  // An address is asked for with a token of its own each time.
  const asked = server?.asked.map((one) => ({ ...one, url: one.url.replace(/\?.*/, "") })) ?? [];
  return encodeJson({ schema: SCHEMA, ...kept, server: server === null ? null : { ...server, asked } });
}
