/** A fact about the user's site that is worth a line: collected and printed, never thrown. */
export interface Diagnostic {
  readonly severity: "note" | "warning" | "problem";
  /** Stable identifier, e.g. `undecided-path`. */
  readonly code: string;
  readonly message: string;
  /** The path it is about, relative to the app unless it says otherwise. */
  readonly path?: string;
  readonly hint?: string;
}
