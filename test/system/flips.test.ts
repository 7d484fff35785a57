/** What stands at a name is swapped between the look and the call: nothing is followed, nothing is overwritten, nothing hangs. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  fstatSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { abs } from "../../src/core/path.ts";
import { whileDatabaseIsQuiet } from "../../src/system/database-guard.ts";
import { addName, type Dir, openChild, openDir, withDir } from "../../src/system/dir.ts";
import { setLinkOwner } from "../../src/system/dir-owner.ts";
import { createFile, readFileAt, readHead, replaceFile } from "../../src/system/durable-file.ts";
import { sameContent } from "../../src/system/listing.ts";
import { type Call, intercepted } from "../faults/lab/intercept.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

/** Runs work in a folder; `flip` is done once, just before the first call for which `at` is true. */
function flipped<T>(
  folder: string,
  { at, flip }: { readonly at: (call: Call) => boolean; readonly flip: () => void },
  work: (dir: Dir) => T,
): Promise<T> {
  let isDone = false;
  return intercepted(
    (call, proceed) => {
      if (!isDone && at(call)) {
        isDone = true;
        flip();
      }
      return proceed();
    },
    () => withDir(abs(folder), work),
  );
}

const opens =
  (name: string) =>
  (call: Call): boolean =>
    call.name === "openSync" && String(call.args[0]).endsWith(`/${name}`);

/** A folder with a file `f`, and a secret outside it that a link may lead to. */
function place(): { readonly folder: string; readonly secret: string } {
  const folder = freshFolder();
  const outside = freshFolder();
  writeFileSync(join(folder, "f"), "harmless");
  writeFileSync(join(outside, "secret"), "harmless");
  return { folder, secret: join(outside, "secret") };
}

const toLink =
  ({ folder, secret }: { readonly folder: string; readonly secret: string }) =>
  (): void => {
    unlinkSync(join(folder, "f"));
    symlinkSync(secret, join(folder, "f"));
  };

describe("a file that becomes a link between the look and the open is not read through", () => {
  it.each<[string, (dir: Dir) => unknown]>([
    ["readFileAt()", (dir) => readFileAt({ dir, name: "f" }, 100)],
    ["readHead()", (dir) => readHead({ dir, name: "f" }, 4)],
    ["whileDatabaseIsQuiet()", (dir) => whileDatabaseIsQuiet({ dir, name: "f" }, () => "open")],
  ])("%s", async (_name, read) => {
    const here = place();
    await flipped(here.folder, { at: opens("f"), flip: toLink(here) }, (dir) => {
      expect(() => read(dir)).toThrowError(expect.objectContaining({ code: "ELOOP" }));
    });
  });
});

describe("sameContent()", () => {
  const areSame = (dir: Dir): boolean => sameContent({ dir, name: "f" }, { dir, name: "g" });

  it("does not read through a link that a file becomes between the look and the open: they are not the same", async () => {
    const here = place();
    writeFileSync(join(here.folder, "g"), "harmless");
    expect(await flipped(here.folder, { at: () => false, flip: () => undefined }, areSame)).toBe(true);
    expect(await flipped(here.folder, { at: opens("f"), flip: toLink(here) }, areSame)).toBe(false);
  });

  it("does not call the same what is gone on both sides", async () => {
    const { folder } = place();
    writeFileSync(join(folder, "g"), "harmless");
    const flip = (): void => {
      for (const name of ["f", "g"]) unlinkSync(join(folder, name));
    };
    expect(await flipped(folder, { at: opens("f"), flip }, areSame)).toBe(false);
  });
});

describe("a file that becomes a FIFO between the look and the open holds nobody up", () => {
  it.each([
    "readFileAt({ dir, name: 'f' }, 100)",
    "readHead({ dir, name: 'f' }, 4)",
    "sameContent({ dir, name: 'f' }, { dir, name: 'g' })",
  ])("%s", (call) => {
    const { folder } = place();
    writeFileSync(join(folder, "g"), "harmless");
    const root = join(import.meta.dirname, "../..");
    // A process of its own, because a hanging open would hang the test too.
    const script = `
        import { execFileSync } from "node:child_process";
        import { unlinkSync } from "node:fs";
        import { abs } from "${root}/src/core/path.ts";
        import { withDir } from "${root}/src/system/dir.ts";
        import { readFileAt, readHead } from "${root}/src/system/durable-file.ts";
        import { sameContent } from "${root}/src/system/listing.ts";
        import { intercepted } from "${root}/test/faults/lab/intercept.ts";
        let isDone = false;
        const flip = (call, proceed) => {
          if (!isDone && call.name === "openSync" && String(call.args[0]).endsWith("/f")) {
            isDone = true;
            unlinkSync("${folder}/f");
            execFileSync("mkfifo", ["${folder}/f"]);
          }
          return proceed();
        };
        const answer = await intercepted(flip, () => withDir(abs("${folder}"), (dir) => ${call}));
        console.log(isDone ? "flipped" : "not flipped", answer instanceof Buffer ? "length " + answer.length : answer);
      `;
    const run = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      cwd: root,
      encoding: "utf8",
      timeout: 30_000,
    });
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(/^flipped (null|false|length 0)$/m);
  });
});

describe("a file that is written", () => {
  const CONTENT = { bytes: Buffer.from("new"), mode: 0o644 };

  it("is never written through a link at the temporary name, nor over a file there", async () => {
    const here = place();
    for (const plant of [
      (): void => {
        symlinkSync(here.secret, join(here.folder, "temporary"));
      },
      (): void => {
        writeFileSync(join(here.folder, "temporary"), "somebody's");
      },
    ]) {
      await flipped(here.folder, { at: opens("temporary"), flip: plant }, (dir) => {
        expect(() => {
          replaceFile({ dir, name: "f" }, dir, { ...CONTENT, temporary: "temporary" });
        }).toThrowError(expect.objectContaining({ code: "EEXIST" }));
      });
      expect([readFileSync(here.secret, "utf8"), readFileSync(join(here.folder, "f"), "utf8")]).toEqual([
        "harmless",
        "harmless",
      ]);
      rmSync(join(here.folder, "temporary"));
    }
  });

  it("leaves a link that stands at the temporary name where it is, and fails", () => {
    const here = place();
    symlinkSync(here.secret, join(here.folder, "temporary"));
    withDir(abs(here.folder), (dir) => {
      const content = { ...CONTENT, temporary: "temporary" };
      expect(() => createFile({ dir, name: "g" }, dir, content)).toThrowError(
        expect.objectContaining({ code: "EEXIST" }),
      );
    });
    expect(lstatSync(join(here.folder, "temporary")).isSymbolicLink()).toBe(true);
    expect(existsSync(join(here.folder, "g"))).toBe(false);
  });

  it("is opened through no link and exclusively, also where the kernel would see to it anyway", async () => {
    const { folder } = place();
    const flags: number[] = [];
    const note = {
      at: ({ name, args }: Call): boolean => {
        if (name === "openSync") flags.push(Number(args[1]));
        return false;
      },
      flip: () => undefined,
    };
    await flipped(folder, note, (dir) => {
      flags.length = 0;
      replaceFile({ dir, name: "f" }, dir, CONTENT);
    });
    const { O_CREAT, O_EXCL, O_NOFOLLOW } = (await import("node:fs")).constants;
    expect(flags.map((flag) => [O_CREAT, O_EXCL, O_NOFOLLOW].every((bit) => (flag & bit) !== 0))).toEqual([true]);
  });

  it("is nobody else's to read before it has its owner, whatever its mode will be", async () => {
    const { folder } = place();
    const modes: string[] = [];
    await flipped(
      folder,
      {
        at: ({ name, args }) => {
          if (name === "writeSync" || name === "fchownSync")
            modes.push(`${name} ${(fstatSync(args[0] as number).mode & 0o777).toString(8)}`);
          return false;
        },
        flip: () => undefined,
      },
      (dir) => {
        replaceFile({ dir, name: "f" }, dir, { ...CONTENT, owner: { uid: 65_534, gid: 65_534 } });
      },
    );
    expect(modes).toEqual(["writeSync 600", "fchownSync 600"]);
    expect(lstatSync(join(folder, "f")).mode & 0o777).toBe(0o644);
  });

  it("that comes out shorter than it should is no file: nothing is put in place", async () => {
    const { folder } = place();
    const lie = (call: Call, proceed: (...args: readonly unknown[]) => unknown): unknown => {
      if (call.name !== "writeSync") return proceed();
      const [fd, bytes, offset, length] = call.args as [number, Uint8Array, number, number];
      proceed(fd, bytes, offset, length - 1);
      return length;
    };
    await intercepted(lie, () =>
      withDir(abs(folder), (dir) => {
        expect(() => {
          replaceFile({ dir, name: "f" }, dir, CONTENT);
        }).toThrowError(/came out shorter/);
        expect(() => createFile({ dir, name: "g" }, dir, CONTENT)).toThrowError(/came out shorter/);
      }),
    );
    expect(readFileSync(join(folder, "f"), "utf8")).toBe("harmless");
    expect(existsSync(join(folder, "g"))).toBe(false);
  });

  it("is written to its end, however little each call takes", async () => {
    const { folder } = place();
    const bytes = Buffer.from("written one byte at a time");
    const short = (call: Call, proceed: (...args: readonly unknown[]) => unknown): unknown =>
      call.name === "writeSync" ? proceed(...call.args.slice(0, 3), 1) : proceed();
    await intercepted(short, () =>
      withDir(abs(folder), (dir) => {
        replaceFile({ dir, name: "f" }, dir, { bytes, mode: 0o600 });
      }),
    );
    expect(readFileSync(join(folder, "f"), "utf8")).toBe(bytes.toString());
  });
});

it("a file that grows while it is read is not read beyond the limit", async () => {
  const { folder } = place();
  const grow = (call: Call, proceed: () => unknown): unknown => {
    const answer = proceed();
    if (call.name === "fstatSync") writeFileSync(join(folder, "f"), Buffer.alloc(1 << 20));
    return answer;
  };
  const read = await intercepted(grow, () => withDir(abs(folder), (dir) => readFileAt({ dir, name: "f" }, 100)));
  expect(read?.length).toBeLessThan(1 << 18);
});

describe("folders", () => {
  it("openDir() and openChild() do not go through a last name that is a link", () => {
    const folder = freshFolder();
    writeTree(folder, { "real/inner": null, link: { link: "real" } });
    expect(() => openDir(abs(join(folder, "link")))).toThrowError(/has become a link/);
    withDir(abs(folder), (dir) => {
      expect(() => openChild(dir, "link")).toThrowError(expect.objectContaining({ syscall: "open" }));
    });
  });

  it("openDir() does not go through a name in the middle that becomes a link on the way", async () => {
    const folder = freshFolder();
    writeTree(folder, { "way/end": null, "elsewhere/end/bait": "bait" });
    const flip = (): void => {
      renameSync(join(folder, "way"), join(folder, "moved"));
      symlinkSync("elsewhere", join(folder, "way"));
    };
    await flipped(freshFolder(), { at: opens("way"), flip }, () => {
      expect(() => openDir(abs(join(folder, "way/end")))).toThrowError(/"way" on the way .* has become a link/);
    });
  });
});

it("addName() gives a link a second name, not what it leads to", () => {
  const { folder, secret } = place();
  symlinkSync(secret, join(folder, "link"));
  withDir(abs(folder), (dir) => {
    addName({ dir, name: "link" }, { dir, name: "second" });
  });
  expect(lstatSync(join(folder, "second")).isSymbolicLink()).toBe(true);
  expect(lstatSync(secret).nlink).toBe(1);
});

it("setLinkOwner() gives the link to somebody, not what it leads to", () => {
  const { folder, secret } = place();
  symlinkSync(secret, join(folder, "link"));
  withDir(abs(folder), (dir) => {
    setLinkOwner({ dir, name: "link" }, { uid: 65_534, gid: 65_534 });
    setLinkOwner({ dir, name: "nothing" }, { uid: 65_534, gid: 65_534 });
  });
  expect([lstatSync(join(folder, "link")).uid, lstatSync(secret).uid]).toEqual([65_534, 0]);
});
