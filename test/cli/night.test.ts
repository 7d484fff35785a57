/** What a tired owner reads when a run ended badly: what happened, what state the site is in, what to type next. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Ended, holdfast, must, persist, type Site, siteOf, start } from "../support/cli.ts";
import { expectReachable, lostSince } from "../support/intact.ts";
import { program } from "../support/program.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

/** Runs `persist` with one system call that fails, or that the run does not survive. */
function persistWithFault(site: Site, fault: string): Ended {
  const call = fault.split(":")[0] ?? "";
  const strace = ["strace", "-f", "-o", join(freshFolder(), "trace"), "-e", `trace=${call}`, "-e", `inject=${fault}`];
  return start([...strace, process.execPath, program(), "persist", site.app, "--yes"], {
    env: { UV_USE_IO_URING: "0" },
  });
}

/** The three parts that every message of a failure has. */
interface Night {
  readonly fault: string;
  readonly code: number;
  readonly happened: string;
  readonly state: string;
  readonly next: string;
}

const LIVE = "the site is live and complete, nothing is lost, and some of it is not shared yet";
const FAILURES: readonly (readonly [string, Night])[] = [
  [
    "the disk is full in the middle",
    {
      fault: "symlink:error=ENOSPC:when=3",
      code: 3,
      happened: "ENOSPC: no space left on device",
      state: LIVE,
      next: "Free some space",
    },
  ],
  [
    "the disk fails in the middle",
    {
      fault: "fsync:error=EIO:when=25",
      code: 3,
      happened: "EIO: i/o error",
      state: LIVE,
      next: "Look at the system's log",
    },
  ],
  [
    "the file system turns read-only in the middle",
    {
      fault: "renameat2:error=EROFS:when=2",
      code: 3,
      happened: "EROFS",
      state: LIVE,
      next: "The file system is read-only",
    },
  ],
  [
    "the plan cannot be written into the journal",
    {
      fault: "link:error=ENOSPC:when=2",
      code: 1,
      happened: "ENOSPC: no space left on device",
      state: "the site is as it was",
      next: "Free some space",
    },
  ],
  [
    "the end cannot be noted in the journal",
    {
      fault: "link:error=EIO:when=3",
      code: 3,
      happened: "Everything was done, but it could not be noted in the journal: EIO",
      state: "nothing is lost",
      next: "holdfast recover",
    },
  ],
];

describe("a run that fails", () => {
  it.each(FAILURES)(
    "because %s: what happened, the state, the next command; and that command completes it",
    (_what, night) => {
      const site = siteOf("flat");
      const before = manifest(site.root);
      const { code, err } = persistWithFault(site, night.fault);
      const [message = "", hint = ""] = err.slice(err.indexOf("❌")).split("👉");
      expect(code, err).toBe(night.code);
      expect(err.match(/❌/gu)?.length, err).toBe(1);
      expect(message).toContain(night.happened);
      expect(message).toContain(night.state);
      expect(message).not.toContain("/proc/self/fd");
      expect(hint).toContain(night.next);
      const next = /holdfast (recover|persist) "(.+)"/.exec(hint);
      expect(next?.[2], hint).toBe(site.app);
      expectReachable(site.app);
      expect(lostSince(before, site.root)).toEqual([]);
      must(holdfast([next?.[1] ?? "", site.app, "--yes"]));
      expectReachable(site.app);
      expect(persist(site.app).out).toContain("Nothing to do");
    },
  );

  it("a release that is not live: it says that the live site was not touched", () => {
    const site = siteOf("releases");
    persist(site.app);
    const release = join(site.root, "releases/next");
    writeTree(release, { "composer.json": "{}", artisan: "", "public/uploads/new.jpg": "new", ".env": "A=1" });
    const { code, err } = persistWithFault({ ...site, app: release }, "renameat2:error=EIO:when=1");
    expect(code, err).toBe(3);
    expect(err).toContain("the live site was not touched, nothing is lost, and the release is not ready yet");
    must(holdfast(["recover", release]));
  });
});

describe("a run that was killed", () => {
  function killedSite(fault: string): Site {
    const site = siteOf("flat");
    expect(persistWithFault(site, fault).code).toBeNull();
    return site;
  }

  it("in its first run: check, the health check and recover --dry-run name it, say that nothing is lost, and name the next command", () => {
    const site = killedSite("renameat2:signal=KILL:when=3");
    const checked = holdfast(["check", site.app]);
    expect(checked.code).toBe(1);
    expect(checked.err).toContain(
      "did not finish (tx-000001); nothing is lost, and what it has moved already works by its old path",
    );
    expect(checked.err).toContain(`👉 To complete it: holdfast recover ${site.app}`);
    const back = holdfast(["undo", "--last", site.app, "--yes"]);
    expect([back.code, back.err.includes("The last run over")], back.err).toEqual([2, true]);
    expect(back.err).toContain(`Complete it first: holdfast recover ${site.app}`);
    const health = start(["sh", join(site.shared, "health-check.sh")]);
    expect(health.code).toBe(1);
    expect(health.out).toContain(
      "A run did not finish: tx-000001 (nothing is lost; what is not linked yet works where it stands)",
    );
    expect(health.out).toContain(`👉 holdfast recover ${site.app}`);
    expect(holdfast(["recover", site.app, "--dry-run"]).out).toContain(
      "An unfinished run (tx-000001) would be completed first",
    );
    expectReachable(site.app);
    const recovered = must(holdfast(["recover", site.app]));
    expect(recovered.out).toContain("🔁 A run that had not finished was completed first");
    expect(recovered.out).toContain("After that there was nothing left to do");
    expect(recovered.out).not.toContain("nothing was changed");
    expect(recovered.out).toContain("🎉 System is perfectly healthy!");
  });

  it("the portable recovery alone brings the site to work, and says how the records are completed", () => {
    const site = killedSite("renameat2:signal=KILL:when=3");
    const before = manifest(site.root);
    const script = start(["sh", join(site.shared, "emergency-recovery.sh"), site.app]);
    expect(script.code, script.out + script.err).toBe(0);
    expect(script.out).toContain(
      `A run of the program is unfinished (tx-000001); to complete its records: holdfast recover ${site.app}`,
    );
    expectReachable(site.app);
    expect(lostSince(before, site.root)).toEqual([]);
    must(holdfast(["recover", site.app]));
    expectReachable(site.app);
  });

  it("before its plan was in the journal: there is nothing to recover, and the next command is persist", () => {
    const site = killedSite("link:signal=KILL:when=2");
    const checked = holdfast(["check", site.app]);
    expect(checked.err).toContain("has not been persisted");
    expect(checked.err).toContain(`👉 Run: holdfast persist ${site.app}`);
    const recover = holdfast(["recover", site.app]);
    expect(recover.code).toBe(1);
    expect(recover.err).toContain(`👉 Run: holdfast persist ${site.app}`);
    persist(site.app);
  });
});

it("a run that is locked out says by whom, that nothing was changed, and to wait", () => {
  const site = siteOf("flat");
  persist(site.app);
  const folder = join(site.shared, ".holdfast/lock");
  const own = readFileSync(`/proc/${process.pid}/stat`, "utf8");
  const held = readFileSync(join(folder, "lock.1"), "utf8")
    .replace(/^pid=.*$/m, `pid=${process.pid}`)
    .replace(/^start=.*$/m, `start=${own.slice(own.lastIndexOf(")") + 2).split(" ")[19]}`);
  writeFileSync(join(folder, `lock.${readdirSync(folder).length}`), held);
  start(["rm", join(site.app, ".env")]);
  const { code, err } = holdfast(["persist", site.app, "--yes"]);
  expect(code).toBe(75);
  expect(err).toContain(`The shared folder is in use by "holdfast persist" (process ${process.pid} on `);
  expect(err).toContain("; nothing was changed");
  expect(err).toContain("👉 Wait until it is done and try again");
});
