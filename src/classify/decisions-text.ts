import type { EntryClass } from "../core/entry.ts";
import type { RelPath } from "../core/path.ts";

/**
 * The commented `holdfast.json` that `init` and `decide` put into an app: it decides nothing until its owner writes into it.
 * `schema` is where editors find its schema, relative to the file; null where it is not there.
 */
export function decisionsTemplate(schema: string | null): string {
  return `{${schema === null ? "" : `\n  "$schema": ${JSON.stringify(`./${schema}`)},\n`}
  // What Holdfast cannot know, or gets wrong. Your word counts more than everything it finds out by itself.
  // Ask it for its reasons with: holdfast inspect --path public/catalog
  "paths": {
    // One line for each path, relative to this file. A path can be a pattern: public/themes/*/custom
    //
    //   asset    comes with the code, each release brings its own
    //   user     people made it: kept in shared, never overwritten
    //   runtime  the system generated it: kept in shared as well
    //
    // "public/catalog": "user",
    // "public/flags": "asset",
    //
    // The long form also says how: link, merge, carry, per-release or release.
    // "public/images": { "class": "user", "handling": "merge" }
  }
}
`;
}

/** The line for `holdfast.json` that decides a path. */
export function decisionLine(path: RelPath, choice: EntryClass): string {
  return `${JSON.stringify(path)}: ${JSON.stringify(choice)}`;
}
