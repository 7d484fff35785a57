import type { Catcher, Defect } from "../defect.ts";

const host = (named: string): Catcher => ({ file: "test/cli/host.test.ts", named });

const page = (named: string): Catcher => ({ file: "test/cli/hosting-page.test.ts", named });

/** What is tried on a host, and whose links are. */
export const HOSTING: readonly Defect[] = [
  {
    id: "trials-take-files-without-our-mark",
    file: "src/system/host/scratch.ts",
    find: 'return MARK.startsWith(readHead(spot, MARK.length)?.toString("utf8") ?? "");',
    replace: "return readHead(spot, 1) !== null;",
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
    find: "if (!onlyLooked) yield found;",
    replace: "yield found;",
    caughtBy: host("is no command that undo --last would take back"),
  },
  {
    id: "link-with-its-makers-owner",
    file: "src/apply/link-owner.ts",
    find: "targetOf(spot, run) ?? otherwise",
    replace: "otherwise",
    caughtBy: { file: "test/cli/link-owner.test.ts" },
  },
  {
    id: "by-hand-over-what-shared-has",
    file: "src/report/hosting/by-hand.ts",
    find: 'test -e "$0/$f" || test -L "$0/$f" || mv "$f" "$0/$f" || exit',
    replace: 'mv "$f" "$0/$f" || exit',
    caughtBy: page("bring in what was uploaded beside the links"),
  },
  {
    id: "by-hand-opens-keys",
    file: "src/report/hosting/by-hand.ts",
    find: '"*.key", ',
    replace: "",
    caughtBy: page("open no key"),
  },
  {
    id: "host-over-somebodys-page",
    file: "src/cli/host/learning.ts",
    find: "|| isTaken ? []",
    replace: "? []",
    caughtBy: page("somebody else's page of that name stays"),
  },
  {
    id: "another-hosts-answers",
    file: "src/plan/serving/hosting-known.ts",
    find: "host?.site === layout.site && host.releases",
    replace: "host?.releases",
    caughtBy: page("found out on another machine"),
  },
  {
    id: "quota-without-its-name",
    file: "src/system/named-error.ts",
    find: "  error.code = code;\n",
    replace: "",
    caughtBy: { file: "test/cli/full-quota.test.ts", named: "persist says so" },
  },
  {
    id: "recover-of-what-is-on-its-way",
    file: "src/apply/failure.ts",
    find: 'baseName(app).startsWith(".")',
    replace: "false",
    caughtBy: { file: "test/cli/full-quota.test.ts", named: "a release for which 180 kB are not enough" },
  },
];
