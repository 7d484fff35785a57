import { describe, expect, it } from "vitest";
import { abs, rel } from "../../src/core/path.ts";
import { planInPlace } from "../../src/plan/in-place/in-place-plan.ts";
import type { Twin } from "../../src/plan/in-place/twin.ts";

type About = Partial<Omit<Twin, "path" | "live" | "next">> & {
  readonly live?: "directory" | "file" | "other";
  readonly next?: "directory" | "file";
};

function twin(path: string, { live, next, ...about }: About): Twin {
  const node = (kind: About["live"], id: string): Twin["live"] => (kind === undefined ? null : { kind, id });
  return {
    path: rel(path),
    owner: "code",
    isSame: false,
    isNews: false,
    base: "this",
    below: [],
    ...about,
    live: node(live, `live:${path}`),
    next: node(next, `next:${path}`),
  };
}

const TERMS = { live: abs("/home/web"), tree: abs("/home/.web-old"), owner: { uid: 1, gid: 1, mode: 0o755 } };

/** What is planned, short: `+` comes, `~` changes, `-` goes, `/` a folder in the tree beside. */
function planned(...twins: readonly Twin[]): string[] {
  return planInPlace(twins, TERMS).operations.map((step) => {
    if (step.kind !== "swap-in") return `/${step.path}`;
    const sign = step.identity === null ? "+" : step.next === null ? "-" : "~";
    return `${sign}${step.path}`;
  });
}

describe("planInPlace()", () => {
  it("says where each name stands, in both", () => {
    const [step] = planInPlace([twin("a.php", { live: "file", next: "file" })], TERMS).operations;
    expect(step).toMatchObject({
      kind: "swap-in",
      at: { directory: "/home/web", name: "a.php" },
      into: { directory: "/home/.web-old", name: "a.php" },
      identity: "live:a.php",
      next: "next:a.php",
    });
  });

  it("what is new comes first, then what changes, then what goes; what is the same stays", () => {
    const twins = [
      twin("gone.php", { live: "file" }),
      twin("index.php", { live: "file", next: "file" }),
      twin("same.php", { live: "file", next: "file", isSame: true }),
      twin("new", { next: "directory", below: [twin("new/x", { next: "file" })] }),
    ];
    expect(planned(...twins)).toEqual(["+new", "~index.php", "-gone.php"]);
  });

  it("what is not as it was shipped, or was never shipped, stays where the new code does not have it", () => {
    expect(planned(twin("edited.php", { live: "file", base: "other" }))).toEqual([]);
    expect(planned(twin("other.com", { live: "directory", base: "nothing" }))).toEqual([]);
    expect(planned(twin("unknown.php", { live: "file", base: null }))).toEqual([]);
  });

  it("an old folder goes whole where all of it is the old code's, else only what is", () => {
    const code = twin("lib/a.php", { live: "file" });
    expect(planned(twin("lib", { live: "directory", below: [code] }))).toEqual(["-lib"]);
    const own = twin("lib/own.txt", { live: "file", base: "nothing" });
    expect(planned(twin("lib", { live: "directory", below: [code, own] }))).toEqual(["/lib", "-lib/a.php"]);
  });

  it("no folder that holds data is moved, and of data nothing goes or changes", () => {
    const data = twin("shop/uploads", { live: "directory", owner: "data" });
    expect(planned(twin("shop", { live: "directory", below: [data] }))).toEqual([]);
    const within = twin("uploads/a.jpg", { live: "file", next: "file", owner: "data" });
    expect(planned(twin("uploads", { live: "directory", next: "directory", owner: "data", below: [within] }))).toEqual(
      [],
    );
    expect(planned(twin(".env", { live: "file", next: "file", owner: "data" }))).toEqual([]);
  });

  it("what the new code brings where the site has its own is named, with the place of it; what it had brought before is not", () => {
    const own = (path: string, about: About): Twin =>
      twin(path, { live: "file", next: "file", owner: "data", ...about });
    const { diagnostics } = planInPlace(
      [
        own(".htaccess", { isNews: true }),
        own("config.php", {}),
        own("stats", { live: "other", next: "directory", isNews: true }),
      ],
      TERMS,
    );
    expect(diagnostics.map(({ message, hint }) => `${message} ${hint}`)).toEqual([
      expect.stringMatching(/own "\.htaccess", "stats": .*\/home\/\.web-old/),
    ]);
  });

  it("what the code ships into data comes where the site never had it, not where it was deleted", () => {
    const uploads = (base: Twin["base"]): Twin =>
      twin("uploads", {
        live: "directory",
        next: "directory",
        owner: "data",
        below: [twin("uploads/demo.png", { next: "file", owner: "data", base })],
      });
    expect(planned(uploads("nothing"))).toEqual(["+uploads/demo.png"]);
    expect(planned(uploads("other"))).toEqual([]);
  });

  it("what nobody decided about is not touched", () => {
    expect(planned(twin("stuff", { live: "file", next: "file", owner: "untouched" }))).toEqual([]);
  });

  it("caches go name by name, their folder stays", () => {
    const cached = twin("cache/x.php", { live: "file", owner: "cache", base: "nothing" });
    const root = twin("cache", { live: "directory", next: "directory", owner: "cache-root", below: [cached] });
    expect(planned(root)).toEqual(["-cache/x.php"]);
    const gone = twin("cache", { live: "directory", owner: "cache-root", below: [cached] });
    expect(planned(gone)).toEqual(["/cache", "-cache/x.php"]);
  });

  it("a folder in the place of a file comes; a file in the place of a folder only where that is the old code's alone", () => {
    expect(planned(twin("x", { live: "file", next: "directory" }))).toEqual(["~x"]);
    const own = twin("x/own", { live: "file", base: "nothing" });
    expect(planned(twin("x", { live: "directory", next: "file" }))).toEqual(["~x"]);
    expect(planned(twin("x", { live: "directory", next: "file", below: [own] }))).toEqual([]);
    const { diagnostics } = planInPlace([twin("x", { live: "directory", next: "file", below: [own] })], TERMS);
    expect(diagnostics).toMatchObject([{ code: "in-the-way", path: "x" }]);
  });

  it("what is neither file nor folder stays", () => {
    expect(planned(twin("socket", { live: "other", next: "file", base: "nothing" }))).toEqual([]);
  });
});
