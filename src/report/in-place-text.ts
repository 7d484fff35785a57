/** What is said where a site shall have no links. */
import { displayName } from "../core/bytes.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { renderDiagnostic } from "./marks.ts";

/** The answer of `serve in-place`. */
export function renderInPlace(about: {
  readonly app: string;
  readonly isNoted: boolean;
  readonly next: string;
  readonly diagnostics: readonly Diagnostic[];
}): string {
  const app = displayName(about.app);
  const first = about.isNoted
    ? `✅ Nothing to do: "${app}" is served in place, without links, already`
    : `🌐 "${app}" is served in place, without links: its data stays where it is, and updates replace the code around it`;
  return [first, ...about.diagnostics.map(renderDiagnostic), `👉 The next update: ${about.next}`].join("\n");
}
