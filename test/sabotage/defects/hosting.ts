import type { Catcher, Defect } from "../defect.ts";

const host = (named: string): Catcher => ({ file: "test/cli/host.test.ts", named });

/** What is tried on a host, and whose links are. */
export const HOSTING: readonly Defect[] = [
  {
    id: "trials-take-files-without-our-mark",
    file: "src/system/host/scratch.ts",
    find: 'return head === "" || head === MARK;',
    replace: "return true;",
    caughtBy: host("what somebody put under that name stays"),
  },
  {
    id: "trials-stay",
    file: "src/apply/host/try-host.ts",
    find: "if (scratch !== null) closeDir(scratch);\n    for (const place of places) clearScratch(place);",
    replace: "if (scratch !== null) closeDir(scratch);",
    caughtBy: host("leaves nothing"),
  },
  {
    id: "host-counts-as-the-last-command",
    file: "src/apply/last-command.ts",
    find: "    if (found?.mark.command === LOOKING) continue;\n",
    replace: "",
    caughtBy: host("is no command that undo --last would take back"),
  },
  {
    id: "link-with-its-makers-owner",
    file: "src/apply/link-owner.ts",
    find: "targetOf(spot, run) ?? otherwise",
    replace: "otherwise",
    caughtBy: { file: "test/cli/link-owner.test.ts" },
  },
];
