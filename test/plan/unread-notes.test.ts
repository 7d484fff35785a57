import { expect, it } from "vitest";
import type { Handling, PathVerdict } from "../../src/core/entry.ts";
import { rel } from "../../src/core/path.ts";
import { unreadNotes } from "../../src/plan/unread-notes.ts";

function verdict(path: string, handling: Handling): PathVerdict {
  return { path: rel(path), kind: "directory", class: "user", handling, evidence: [], present: true };
}

const LIMITS = { limits: [{ path: rel("kept/secret"), reason: "not readable", detail: "EACCES" }] } as const;

it.each(["link", "merge", "per-release"] as const)(
  "what lies in an entry that is %s is taken over with it",
  (handling) => {
    expect(unreadNotes(LIMITS, [verdict("kept", handling)])).toEqual([]);
  },
);

it.each(["carry", "release"] as const)(
  "in a folder that is %s nobody knows what it holds, and that is said with the system's answer",
  (handling) => {
    const [note] = unreadNotes(LIMITS, [verdict("kept", handling)]);
    expect([note?.severity, note?.code, note?.path]).toEqual(["problem", "not-readable", "kept/secret"]);
    expect(note?.message).toContain("(EACCES)");
  },
);

it("other limits are no question of rights", () => {
  expect(unreadNotes({ limits: [{ path: rel("kept"), reason: "too many entries" }] }, [])).toEqual([]);
});
