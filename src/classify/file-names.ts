/** What the names of single files say. */
import { baseName, type RelPath } from "../core/path.ts";
import type { Claim, Extras } from "./claim.ts";

interface Rule {
  readonly path: RegExp;
  readonly class: Claim["class"];
  readonly fact: string;
  readonly extras?: Extras;
}

const SECRET: Extras = { secret: true };
const RULES: readonly Rule[] = [
  {
    path: /(^|\/)\.env\.(example|sample|dist|template|testing|test|ci|development)$|\.(example|sample|dist)$/i,
    class: "asset",
    fact: "It is a template that ships with the code",
  },
  {
    path: /(^|\/)(prod(uction)?|live|local|stag(e|ing)|dev(elopment)?|\.docker|app|web)\.env$/i,
    class: "user",
    fact: "It holds settings of this installation",
    extras: SECRET,
  },
  { path: /(^|\/)\.env(\.[^/]+)?$/, class: "user", fact: "It holds settings of this installation", extras: SECRET },
  {
    path: /\.(sqlite3?|db3?|s3db)$/i,
    class: "user",
    fact: "It is named like a SQLite database",
    extras: { database: true },
  },
  {
    path: /(^|\/)\.?(installed|install(ed)?\.lock|installed\.txt|license\.(key|lic)|\.license)$/i,
    class: "user",
    fact: "It is named like an installer's mark",
  },
  { path: /^auth\.json$/, class: "user", fact: "It holds Composer's credentials", extras: SECRET },
  { path: /(^|\/)web\.config$/, class: "user", fact: "The host writes its settings into it", extras: SECRET },
  { path: /\.log$|(^|\/)error_log$/i, class: "runtime", fact: "It is named like a log" },
];

/** What the name of a single file says; `ignored` is whether .gitignore keeps it out, undefined where there is none. */
export function claimByFileName(path: RelPath, ignored: boolean | undefined): Claim[] {
  const rule = RULES.find((known) => known.path.test(path));
  if (rule === undefined) return ignored === true ? [unsettled(path)] : [];
  if (rule.extras === SECRET && ignored === false && baseName(path) !== ".env")
    return [{ path, kind: "file", class: "asset", evidence: named(path, "It is part of the repository") }];
  // A database in a folder of the repository may be what the code starts from, or the live one.
  const isOpen = rule.extras?.database === true && ignored === false && path.includes("/");
  return [
    {
      path,
      kind: "file",
      class: isOpen ? null : rule.class,
      evidence: named(path, rule.fact),
      ...(rule.extras === undefined ? {} : { extras: rule.extras }),
    },
  ];
}

function named(path: RelPath, fact: string): Claim["evidence"] {
  return { fact, where: path, strength: "name" };
}

function unsettled(path: RelPath): Claim {
  const fact = "It is kept out of the repository";
  return { path, kind: "file", class: null, evidence: { fact, where: ".gitignore", strength: "placeholder" } };
}
