import type { EntryClass, EntryKind, Handling } from "../core/entry.ts";

/** One thing on disk that speaks for a framework. A `proof` is enough alone; two hints are enough together. */
export type Marker =
  | {
      readonly kind: "path";
      readonly path: string;
      readonly holds?: string;
      readonly weight: MarkerWeight;
      readonly fact: string;
    }
  | { readonly kind: "package"; readonly manager: PackageManager; readonly name: string; readonly weight: MarkerWeight }
  /** A file whose name ends in `suffix` directly in `directory` (`""` is the app's root). */
  | {
      readonly kind: "suffix";
      readonly directory: string;
      readonly suffix: string;
      readonly weight: MarkerWeight;
      readonly fact: string;
    };

type MarkerWeight = "proof" | "hint";
export type PackageManager = "composer" | "npm" | "pip" | "gem";

/** Where the framework's version is written, best first. */
export type VersionSource =
  | { readonly kind: "package"; readonly manager: "composer" | "npm"; readonly name: string }
  /** `name` followed by a quoted value: `const VERSION = '12.0.1'`, `$wp_version = '6.8'`. */
  | { readonly kind: "constant"; readonly path: string; readonly name: string };

/** One persistent path that the framework's own documentation or practice names. */
export interface ProfileEntry {
  /** A path of the app; `*` stands for any characters within one name, `@` for the web root. */
  readonly path: string;
  readonly kind: EntryKind;
  readonly class: EntryClass;
  readonly handling: Handling;
  /**
   * `always`: an entry of every app, even where it does not exist yet. `present`: when it exists. `uncommitted`: when it
   * exists and the app's .gitignore (where there is one) keeps it out of the repository. `ignored`: when a .gitignore keeps it out.
   */
  readonly when: "always" | "present" | "uncommitted" | "ignored";
  /** The fact that the verdict shows. */
  readonly fact: string;
  /** Where the fact comes from: a documentation page or a deployer's recipe. */
  readonly source: string;
  readonly needs?: readonly string[];
  readonly chain?: string;
  readonly secret?: boolean;
  readonly database?: boolean;
  readonly pooled?: boolean;
}

/**
 * What we know about one framework. Data only: no functions, no patterns beyond `*`, so that a profile can be reviewed
 * by somebody who knows the framework and not this program.
 */
export interface Profile {
  readonly id: string;
  readonly title: string;
  /** Documentation of where the framework keeps data. */
  readonly docs: string;
  /** What an app is first of all comes first: a product (WordPress), its framework, its front end, its language. */
  readonly tier: "product" | "framework" | "front-end" | "language";
  readonly markers: readonly Marker[];
  readonly version: readonly VersionSource[];
  /** Candidates for the folder that the web server serves, best first; `""` is the app's root. */
  readonly webRoots: readonly string[];
  /** Profiles that say nothing more once this one matches (a Next.js app is not reported as React too). */
  readonly supersedes: readonly string[];
  /** Files that detection or classification needs the text of, beyond the manifests of the package managers. */
  readonly reads: readonly string[];
  readonly entries: readonly ProfileEntry[];
  /** Folders of code: they ship with each release. */
  readonly code: readonly string[];
  /** What a build or an installer makes anew for each release: never shared. */
  readonly builds: readonly string[];
  /** What somebody who deploys this framework should know. */
  readonly advice: readonly string[];
}
