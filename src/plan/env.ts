import { addition, missingSettings, type MissingSettings, type Setting } from "../core/env-lines.ts";
import type { Ownership } from "../core/observation.ts";
import type { SiteLayout } from "../core/layout.ts";
import { abs } from "../core/path.ts";
import { subjectOf, writeHistory } from "./history.ts";
import type { At } from "./operation.ts";
import { PLAN_SCHEMA, type Plan } from "./plan.ts";

/** A delivered example, with its text. */
export interface ExampleText {
  readonly name: string;
  readonly text: string;
}

/** What each example has and the file in use has not; a name that two of them have belongs to the first. */
export function compareExamples(
  examples: readonly ExampleText[],
  live: string,
): readonly (MissingSettings & { readonly name: string })[] {
  const seen = new Set<string>();
  return examples.map(({ name, text }) => {
    const { missing, commentedOut } = missingSettings(text, live);
    const isNew = (key: string): boolean => !seen.has(key);
    const found = { name, missing: missing.filter(({ key }) => isNew(key)), commentedOut: commentedOut.filter(isNew) };
    for (const key of [...found.missing.map((setting) => setting.key), ...found.commentedOut]) seen.add(key);
    return found;
  });
}

/** The file of settings in use, as it was read. */
export interface LiveSettings {
  readonly at: At;
  readonly identity: string;
  readonly sha256: string;
  readonly text: string;
}

/** Plans `env --add-missing`; empty where nothing is missing. */
export function planEnv(
  live: LiveSettings,
  missing: readonly Setting[],
  about: { readonly layout: SiteLayout; readonly owner: Ownership; readonly now: string; readonly program: string },
): Plan {
  const { layout, owner, now, program } = about;
  const base = { schema: PLAN_SCHEMA, command: "env", program, layout, owner, diagnostics: [] } as const;
  if (missing.length === 0) return { ...base, basedOn: [], operations: [] };
  const keys = missing.map(({ key }) => key).join(", ");
  return {
    ...base,
    basedOn: [{ path: abs(`${live.at.directory}/${live.at.name}`), kind: "file", id: live.identity }],
    operations: [
      {
        kind: "append-lines",
        path: ".env",
        at: live.at,
        identity: live.identity,
        was: live.sha256,
        text: addition(live.text, missing),
        reason: `the application's example has ${keys}`,
      },
      writeHistory(about, {
        at: now,
        command: "env",
        release: subjectOf(layout),
        result: "done",
        counts: { added: missing.length },
        facts: { holdfast: program },
      }),
    ],
  };
}

/** Plans that lines which were added go from the end of the settings again. */
export function planEnvBack(
  live: LiveSettings,
  text: string,
  about: { readonly layout: SiteLayout; readonly owner: Ownership; readonly now: string; readonly program: string },
): Plan {
  const { layout, owner, now, program } = about;
  return {
    schema: PLAN_SCHEMA,
    command: "undo",
    program,
    layout,
    owner,
    basedOn: [{ path: abs(`${live.at.directory}/${live.at.name}`), kind: "file", id: live.identity }],
    operations: [
      {
        kind: "append-lines",
        path: ".env",
        at: live.at,
        identity: live.identity,
        was: live.sha256,
        text,
        remove: true,
        reason: "the last command had added them",
      },
      writeHistory(about, {
        at: now,
        command: "undo",
        release: subjectOf(layout),
        result: "done",
        counts: {},
        facts: { of: "env", holdfast: program },
      }),
    ],
    diagnostics: [],
  };
}
