import type { Catcher, Defect } from "../defect.ts";

/** Every combination of one handling in one kind of circumstances. */
const table = (handling: string, inert: boolean, rest = "taken false, harvested undefined"): Catcher => ({
  file: "test/core/three-way.test.ts",
  named: `handling '${handling}', inert ${inert}, ${rest}`,
});
const judged = (named: string): Catcher => ({ file: "test/core/inert.test.ts", named });
const CODE = "src/core/column-code.ts";
const SHARED = "src/core/column-shared.ts";
const TABLE = "src/core/three-way.ts";
const VERSIONS = "src/core/versions.ts";
const RIGHTS = "src/core/rights.ts";
const INERT = "src/core/inert.ts";

/** What goes wrong when the three versions of a file are compared. */
export const THREE_WAY: readonly Defect[] = [
  {
    id: "three-way-unreadable-is-unmodified",
    file: VERSIONS,
    find: " && one.digest !== null && one.digest === other.digest",
    replace: " && one.digest === other.digest",
    caughtBy: table("release", false),
  },
  {
    id: "three-way-another-link-is-the-same",
    file: VERSIONS,
    find: " && one.text === other.text",
    replace: "",
    caughtBy: table("release", false),
  },
  {
    id: "three-way-what-was-harvested-is-the-vendors",
    file: VERSIONS,
    find: "  return harvested === undefined && isSameAsBase(base, live);",
    replace: "  return isSameAsBase(base, live);",
    caughtBy: table("release", true, "taken false, harvested 'made'"),
  },
  {
    id: "three-way-a-folder-and-a-file-at-one-name",
    file: VERSIONS,
    find: '  return (one.kind === "folder") !== (other.kind === "folder");',
    replace: '  return (one.kind === "folder") && (other.kind === "folder");',
    caughtBy: table("release", true),
  },
  {
    id: "three-way-a-shell-travels",
    file: CODE,
    find: 'if (handling === "carry" || (live.kind === "file" && inert))',
    replace: 'if (handling === "carry" || live.kind === "file")',
    caughtBy: table("release", false),
  },
  {
    id: "three-way-a-link-travels",
    file: CODE,
    find: '(live.kind === "file" && inert)',
    replace: "inert",
    caughtBy: table("release", true),
  },
  {
    id: "three-way-a-shell-is-dropped",
    file: CODE,
    find: '  return { stands: otherwise, rescue: ["live"],',
    replace: "  return { stands: otherwise,",
    caughtBy: table("release", false),
  },
  {
    id: "three-way-an-edit-is-dropped",
    file: CODE,
    find: 'return { stands: "next", rescue: ["live"], group: "edit-rescued" };',
    replace: 'return { stands: "next", group: "edit-rescued" };',
    caughtBy: table("release", false),
  },
  {
    id: "three-way-an-edit-undoes-an-update",
    file: CODE,
    find: "  if (!isSameAsBase(base, next)) return",
    replace: "  if (isSameAsBase(base, live)) return",
    caughtBy: table("release", true),
  },
  {
    id: "three-way-a-file-drives-out-shipped-code",
    file: CODE,
    find: '  if (isClash(live, next)) return { stands: "next", rescue: ["live"], group: "in-the-way" };\n',
    replace: "",
    caughtBy: table("carry", false),
  },
  {
    id: "three-way-a-pipe-travels",
    file: CODE,
    find: '  if (live.kind === "special") return { stands, group: "special" };\n  if (isSame(live, next)) return { stands, group: "shipped" };\n  if (isUnmodified',
    replace: '  if (isSame(live, next)) return { stands, group: "shipped" };\n  if (isUnmodified',
    caughtBy: table("carry", false),
  },
  {
    id: "three-way-deleted-since-comes-back",
    file: CODE,
    find: '  if (harvested === "made" && isSameAsBase(base, next))',
    replace: '  if (harvested === "made" && isSameAsBase(base, live))',
    caughtBy: table("release", true, "taken false, harvested 'made'"),
  },
  {
    id: "three-way-the-releases-own-file-stays-away",
    file: CODE,
    find: '  if (harvested === "made" && isSameAsBase(base, next))',
    replace: "  if (harvested !== undefined && isSameAsBase(base, next))",
    caughtBy: table("release", true, "taken false, harvested 'edited'"),
  },
  {
    id: "three-way-deleted-since-is-not-rescued",
    file: CODE,
    find: 'return { stands: "nothing", rescue: ["next"], group: "stays-deleted" };',
    replace: 'return { stands: "nothing", group: "stays-deleted" };',
    caughtBy: table("release", true, "taken false, harvested 'made'"),
  },
  {
    id: "three-way-without-baseline-nothing-is-pinned",
    file: CODE,
    find: "rescue, pins: true, group",
    replace: "rescue, group",
    caughtBy: table("release", true),
  },
  {
    id: "three-way-without-baseline-all-is-carried",
    file: TABLE,
    find: "  if (isLacking && isThere(question.live)) return withoutBase(question);\n",
    replace: "",
    caughtBy: table("release", true),
  },
  {
    id: "three-way-there-is-room-below-a-link",
    file: TABLE,
    find: '  return kind !== "absent" && kind !== "folder";',
    replace: '  return kind === "file";',
    caughtBy: { file: "test/core/three-way-tree.test.ts", named: "whole trees under carry" },
  },
  {
    id: "harvest-only-the-nearest-parent-is-in-the-way",
    file: "src/plan/harvest/harvest.ts",
    find: "ancestorsOf(name.path).some((above) => taken.has(above))",
    replace: 'taken.has(ancestorsOf(name.path).at(-1) ?? "")',
    caughtBy: { file: "test/plan/harvest/harvest.test.ts", named: "what lies below a name" },
  },
  {
    id: "three-way-below-a-file",
    file: TABLE,
    find: "  if (question.taken === true) return atTakenPlace(question);\n",
    replace: "",
    caughtBy: table("release", true, "taken true, harvested undefined"),
  },
  {
    id: "three-way-below-a-file-all-is-dropped",
    file: TABLE,
    find: "  const isOurs = isThere(live) && (isInShared(handling) || !isUnmodified(question));",
    replace: "  const isOurs = isThere(live) && isInShared(handling) && !isUnmodified(question);",
    caughtBy: table("release", true, "taken true, harvested undefined"),
  },
  {
    id: "three-way-shared-is-overwritten",
    file: SHARED,
    find: 'if (isUntouched && isMerged && live.kind !== "folder")',
    replace: 'if (isUntouched && live.kind !== "folder")',
    caughtBy: table("link", true),
  },
  {
    id: "three-way-an-edit-in-shared-is-overwritten",
    file: SHARED,
    find: "  const isUntouched = isSameAsBase(base, live);",
    replace: "  const isUntouched = base !== null;",
    caughtBy: table("merge", true),
  },
  {
    id: "three-way-the-old-one-is-dropped",
    file: SHARED,
    find: 'return { stands: "next", rescue: ["live"], group: "updated" };',
    replace: 'return { stands: "next", group: "updated" };',
    caughtBy: table("merge", true),
  },
  {
    id: "three-way-deleted-from-shared-comes-back",
    file: SHARED,
    find: '  return isThere(base) ? { stands: "nothing", group: "stays-deleted" }',
    replace: '  return base.kind === "link" ? { stands: "nothing", group: "stays-deleted" }',
    caughtBy: table("link", true),
  },
  {
    id: "three-way-the-vendors-version-is-dropped",
    file: SHARED,
    find: '  return { stands: "live", rescue, group: "both-changed" };',
    replace: '  return { stands: "live", group: "both-changed" };',
    caughtBy: table("merge", true),
  },
  {
    id: "three-way-a-program-is-opened",
    file: RIGHTS,
    find: '  if (live.kind === "folder" || handling === "carry" || inert) return "live";',
    replace: '  if (live.kind === "folder" || handling === "carry" || live.kind === "file") return "live";',
    caughtBy: table("release", false),
  },
  {
    id: "three-way-a-locked-file-is-opened",
    file: RIGHTS,
    find: '  return narrowed(were, are, come) === come.mode ? "own" : "narrower";',
    replace: '  return "own";',
    caughtBy: table("release", false),
  },
  {
    id: "three-way-carried-with-roots-rights",
    file: RIGHTS,
    find: '  return isCarried && question[stands].kind === "file" ? { ...after, mode: after.mode & ~SET_ID } : after;',
    replace: "  return after;",
    caughtBy: table("carry", true),
  },
  {
    id: "inert-only-the-ending-counts",
    file: INERT,
    find: "parts.some((part) => pattern.test(part))",
    replace: 'pattern.test(parts.at(-1) ?? "")',
    caughtBy: judged("shell.php.jpg could run as PHP"),
  },
  {
    id: "inert-capitals-hide-it",
    file: INERT,
    find: "    .toLowerCase()\n",
    replace: "",
    caughtBy: judged("SHELL.PHP could run as PHP"),
  },
  {
    id: "inert-a-dot-at-the-end-hides-it",
    file: INERT,
    find: '    .replace(/[. ]+$/, "")',
    replace: "",
    caughtBy: judged("a dot or a blank at the end hides nothing"),
  },
  {
    id: "inert-whatever-it-begins-with",
    file: INERT,
    find: "byName(path, ground) ?? byFirstBytes(head)",
    replace: "byName(path, ground)",
    caughtBy: judged("a script, a program, PHP behind"),
  },
];
