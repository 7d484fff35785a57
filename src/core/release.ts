import type { RelPath } from "./path.ts";

/** Version of the register on disk that this program writes; a newer one is refused. */
export const REGISTER_SCHEMA = 1;

/** What a release was made from. */
interface ReleaseSource {
  readonly kind: "folder" | "zip" | "tar" | "tar-gz";
  /** The file's or folder's name, without the folders above it. */
  readonly name: string;
  /** sha256 of the archive, or of the inventory of a folder: the same source is known again by it. */
  readonly digest: string;
}

/**
 * How far a release has come. `arrived`: whole and linked to shared, not live yet. `active`: it was live at some time. `failed`: a step
 * after its arrival failed, see {@link KnownRelease.failure}. `adopted`: it was there before Holdfast; nobody recorded its arrival.
 */
export const RELEASE_STATES = ["arrived", "active", "failed", "adopted"] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

/** The commands that make a release live. */
export type SwitchCommand = "release" | "rollback";

/** One release in the register. */
export interface KnownRelease {
  /** Name of its folder under `releases/`; in the flat layout the name that its tree has, or will have, beside the app. */
  readonly name: string;
  /** Identity of its folder (`dev:ino`), and when that folder was made. */
  readonly tree: string;
  readonly born: string;
  /** The folder in which its baseline was read, where its code has changed places with another's since (a site without links). */
  readonly deliveredIn?: { readonly tree: string; readonly born: string };
  /** Null for one that was adopted. */
  readonly source: ReleaseSource | null;
  readonly frameworks: readonly { readonly id: string; readonly version: string | null }[];
  /** The application's own version, where its code names one. */
  readonly version: string | null;
  /** When it arrived, ISO in UTC. */
  readonly arrived: string;
  readonly state: ReleaseState;
  /** The step that failed, and why. */
  readonly failure?: { readonly step: string; readonly why: string };
  /** The command that made it live and has not come to its end. */
  readonly unfinished?: SwitchCommand;
  /** Kept by `prune` until its owner says otherwise, and why. */
  readonly pinned?: string;
  /** What was carried on from it when something else became live: path to digest. It counts as its baseline when it returns. */
  readonly harvested: Readonly<Record<string, string>>;
  /** What was put into the rescue folder of its own files: path to digest, so that it is not put there again. */
  readonly rescued?: Readonly<Record<string, string>>;
}

/** `shared/.holdfast/releases.json`: the releases that a site knows, oldest first. */
export interface ReleaseRegister {
  readonly schema: typeof REGISTER_SCHEMA;
  readonly releases: readonly KnownRelease[];
  /** Names of what was made live, newest last; the last but one is where `rollback` goes. */
  readonly activations: readonly string[];
  /** Names of what was removed, newest last: a folder that stands at one again was made by a process that still ran in it. */
  readonly pruned: readonly string[];
}

/** A register that knows nothing. */
export const NO_RELEASES: ReleaseRegister = { schema: REGISTER_SCHEMA, releases: [], activations: [], pruned: [] };

/** Where the register lies below shared. */
export const REGISTER_FILE = ".holdfast/releases.json" as RelPath;

/** The release of a name. */
export function releaseNamed(register: ReleaseRegister, name: string): KnownRelease | null {
  return register.releases.find((release) => release.name === name) ?? null;
}

/** The register with a release put in, in place of one of its name. */
export function withRelease(register: ReleaseRegister, release: KnownRelease): ReleaseRegister {
  const isKnown = register.releases.some(({ name }) => name === release.name);
  const releases = isKnown
    ? register.releases.map((known) => (known.name === release.name ? release : known))
    : [...register.releases, release];
  return { ...register, releases };
}

const KEPT_ACTIVATIONS = 50;

/** The register after a release became live. */
export function withActivation(register: ReleaseRegister, name: string): ReleaseRegister {
  if (register.activations.at(-1) === name) return register;
  return { ...register, activations: [...register.activations, name].slice(-KEPT_ACTIVATIONS) };
}

const KEPT_PRUNED = 200;

/** The register without a release that is being removed. */
export function withoutRelease(register: ReleaseRegister, name: string): ReleaseRegister {
  return {
    ...register,
    releases: register.releases.filter((release) => release.name !== name),
    activations: register.activations.filter((active) => active !== name),
    pruned: [...register.pruned.filter((gone) => gone !== name), name].slice(-KEPT_PRUNED),
  };
}

/** The register with a release that is being made live by a command, which has still to look whether all is well. */
export function withSwitch(register: ReleaseRegister, name: string, by: SwitchCommand): ReleaseRegister {
  const release = releaseNamed(register, name);
  const known = release === null ? register : withRelease(register, { ...withoutFailure(release), unfinished: by });
  return withActivation(known, name);
}

/** The register with a release that is live and well. */
export function withFinished(register: ReleaseRegister, name: string): ReleaseRegister {
  const release = releaseNamed(register, name);
  if (release === null) return register;
  const { unfinished: _ended, ...rest } = withoutFailure(release);
  return withRelease(register, { ...rest, state: "active" });
}

/** The register with a release that failed at a step. */
export function withFailure(
  register: ReleaseRegister,
  name: string,
  failure: NonNullable<KnownRelease["failure"]>,
): ReleaseRegister {
  const release = releaseNamed(register, name);
  if (release === null) return register;
  const { unfinished: _ended, ...rest } = release;
  return withRelease(register, { ...rest, state: "failed", failure });
}

function withoutFailure({ failure: _gone, ...rest }: KnownRelease): KnownRelease {
  return rest;
}

/** What was live before `live`, the most recent first, each once. */
export function earlierThan(register: ReleaseRegister, live: string | null): string[] {
  return [...new Set([...register.activations].reverse())].filter((name) => name !== live);
}
