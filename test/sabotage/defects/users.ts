import type { Defect } from "../defect.ts";

/** What goes wrong where several users share a server, and where an owner or a stranger has put links and names. */
export const USERS: readonly Defect[] = [
  {
    id: "a-folder-closed-to-this-user-ends-a-walk",
    file: "src/system/kinds.ts",
    find: 'if (dir === "closed") return visitor.unread(path) !== "end";',
    replace: 'if (dir === "closed") throw Object.assign(new Error(path), { code: "EACCES", syscall: "open" });',
    caughtBy: { file: "test/cli/closed-folder.test.ts", named: "inside data it holds nothing up" },
  },
  {
    id: "data-that-no-release-brings-is-entered",
    file: "src/apply/read-twins.ts",
    find: '(owner === "data" && facts.next === null) ? []',
    replace: "false ? []",
    caughtBy: { file: "test/cli/closed-folder.test.ts", named: "among the code it is asked about" },
  },
  {
    id: "a-link-that-climbs-out-is-not-said",
    file: "src/cli/climbing-links.ts",
    find: "before.id === null || before.id === after.id || goesAlong",
    replace: "before.id !== null",
    caughtBy: { file: "test/cli/owners-links.test.ts", named: "is said before" },
  },
  {
    id: "a-release-takes-the-place-of-an-owners-link",
    file: "src/cli/release/led-elsewhere.ts",
    find: "  if (own === undefined) return;\n",
    replace: "  if (own !== null) return;\n",
    caughtBy: { file: "test/cli/owners-links.test.ts", named: "linked: a shipped folder" },
  },
  {
    id: "a-vendors-link-counts-as-an-owners",
    file: "src/cli/release/led-elsewhere.ts",
    find: " && known?.nodes.get(path)?.text !== text",
    replace: "",
    caughtBy: { file: "test/cli/owners-links.test.ts", named: "a link that its vendor ships" },
  },
  {
    id: "a-name-makes-a-line-of-the-output",
    file: "src/report/marks.ts",
    find: "  ${displayName(diagnostic.message)}`;",
    replace: "  ${displayLines(diagnostic.message)}`;",
    caughtBy: { file: "test/report/marks.test.ts", named: "makes no line of its own" },
  },
  {
    id: "shared-is-not-the-groups",
    file: "src/system/process-identity.ts",
    find: "mayGiveTo(wanted.gid) ? wanted.gid : self.gid",
    replace: "mayGiveTo(wanted.gid) ? self.gid : self.gid",
    caughtBy: { file: "test/cli/several-users.test.ts", named: "comes in by its group" },
  },
  {
    id: "a-script-opens-shared-to-all",
    file: "src/script/plan/posix-main.ts",
    find: '      open_as "$t_new" "$app"\n',
    replace: '      chmod 755 "$t_new"\n',
    caughtBy: { file: "test/cli/several-users.test.ts", named: "a script opens nothing" },
  },
  {
    id: "settings-of-another-user-end-the-check",
    file: "src/verify/check-site.ts",
    find: "return readFileAt(spot, 1 << 20);\n  } catch (error) {\n",
    replace: "return readFileAt(spot, 1 << 20);\n  } catch (error) {\n    if (error !== null) throw error;\n",
    caughtBy: { file: "test/cli/several-users.test.ts", named: "settings that the deploying user may not read" },
  },
  {
    id: "an-undo-takes-folders-from-their-owners-in-silence",
    file: "src/apply/clone.ts",
    find: "const self = was.uid === is.uid ?",
    replace: "const self = was.uid !== null ?",
    caughtBy: { file: "test/cli/several-users.test.ts", named: "an undo names the folders" },
  },
];
