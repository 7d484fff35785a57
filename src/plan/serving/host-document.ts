import * as z from "zod/mini";
import { abs, parseRel, rel } from "../../core/path.ts";
import { CALLS, type HostFacts, type KeptHost } from "../../core/host.ts";
import { decodeJson, encodeJson } from "../../core/json.ts";
import { WAYS } from "../../core/serving.ts";

/** Version of `shared/.holdfast/host.json`. */
const SCHEMA = 1;

/** The file's text. The same facts give the same text. */
export function hostDocument(facts: HostFacts): string {
  const { room: _room, quota: _quota, ...kept } = facts;
  return encodeJson({ schema: SCHEMA, ...keptHost(kept) });
}

/** What is kept: an address is asked for with a token of its own each time. */
function keptHost({ server, ...kept }: KeptHost): KeptHost {
  const asked = server?.asked.map((one) => ({ ...one, url: one.url.replace(/\?.*/, "") })) ?? [];
  return { ...kept, server: server === null ? null : { ...server, asked } };
}

const place = z.pipe(z.string().check(z.startsWith("/", { abort: true })), z.transform(abs));
const below = z.pipe(
  z.string().check(z.refine((path) => parseRel(path) !== undefined, { abort: true })),
  z.transform(rel),
);
const owner = z.object({ uid: z.number(), gid: z.number(), mode: z.number() });
const root = z.object({
  path: place,
  kind: z.enum(["link", "folder"]),
  leadsTo: z.nullable(place),
  owner,
  holds: z.enum(["nothing", "this-site", "another-site", "others"]),
  foreign: z.array(z.string()),
  more: z.number(),
  clashing: z.array(z.string()),
});
const server = z.object({
  url: z.string(),
  software: z.nullable(z.string()),
  asked: z.array(z.object({ what: z.enum(["real", "own", "other"]), url: z.string(), answer: z.string() })),
  links: z.enum(["followed", "owner-match", "not-followed", "unknown"]),
});
const hostShape = z.object({
  schema: z.literal(SCHEMA),
  site: place,
  shared: place,
  webRoot: z.nullable(below),
  frontController: z.boolean(),
  releases: z.prefault(z.boolean(), false),
  way: z.prefault(z.nullable(z.enum(WAYS)), null),
  asItStands: z.prefault(z.boolean(), false),
  refused: z.prefault(z.partialRecord(z.enum(WAYS), z.string()), {}),
  home: place,
  user: z.object({ uid: z.number(), name: z.nullable(z.string()) }),
  descriptors: z.boolean(),
  owners: z.array(z.object({ path: place, owner })),
  documentRoots: z.array(root),
  documentRoot: z.nullable(place),
  panel: z.nullable(z.object({ name: z.string(), signs: z.array(z.string()) })),
  jailed: z.boolean(),
  programs: z.array(z.object({ name: z.string(), path: z.nullable(place) })),
  folders: z.array(
    z.object({
      path: place,
      calls: z.record(z.enum(CALLS), z.string()),
      across: z.array(z.object({ path: place, answer: z.string() })),
    }),
  ),
  server: z.nullable(server),
});

/** Reads it; null where it is not what this program writes. It is only told again, so that nothing depends on it. */
export function readHostDocument(text: string): KeptHost | null {
  const reading = decodeJson(text);
  const parsed = hostShape.safeParse("fault" in reading ? null : reading.value);
  if (!parsed.success) return null;
  const { schema: _schema, ...kept } = parsed.data;
  return kept;
}
