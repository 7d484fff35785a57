import { mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { decodeName } from "../../../src/core/bytes.ts";
import { readListing } from "../../../src/core/listing.ts";
import { BOUGHT_SCRIPT, DATA_FOLDERS, type Site, siteOf, start } from "../../support/cli.ts";
import { typedIn } from "../../support/in-process.ts";
import { freshFolder, manifest, type TreeShape, writeTree } from "../../support/tree.ts";
import { SHELLS } from "../portable-tree.ts";
import { runs } from "./scripted.ts";

/** The bought script as its seller delivers it, without what only the server has. */
const CODE: TreeShape = Object.fromEntries(
  Object.entries(BOUGHT_SCRIPT).filter(
    ([path]) => path !== ".env" && !DATA_FOLDERS.some((name) => path.startsWith(`public/${name}/`)),
  ),
);

/** inventory.sh, made from a copy of the code. */
async function inventoryFor(copy: Site): Promise<string> {
  const file = join(freshFolder(), "inventory.sh");
  const ending = await typedIn("/", "plan", copy.app, "--inventory", file);
  if (ending.code !== 0) throw new Error(ending.text);
  return file;
}

/** What a shell says of a server with that script. */
function listed(script: string, server: Site, shell: readonly string[] = ["sh"]): string {
  const ended = start([...shell, script, server.app]);
  if (ended.code !== 0) throw new Error(ended.err);
  return ended.out;
}

/** Writes a listing and plans with it. */
async function planned(copy: Site, listing: string): Promise<{ code: number | null; text: string; script: string }> {
  const folder = freshFolder();
  const [file, script] = [join(folder, "listing.txt"), join(folder, "plan.sh")];
  writeFileSync(file, listing);
  return { ...(await typedIn("/", "plan", copy.app, "--listing", file, "--script", script)), script };
}

it("plans the data that stands on the server only, and the script takes it over there", async () => {
  const [copy, server] = [siteOf("flat", CODE), siteOf("flat")];
  const before = manifest(server.root);
  const listing = listed(await inventoryFor(copy), server);
  expect(manifest(server.root)).toEqual(before);
  const copied = manifest(copy.root);
  const made = await planned(copy, listing);
  expect(made.code, made.text).toBe(0);
  expect(manifest(copy.root)).toEqual(copied);
  for (const name of ["uploads", "user-uploads", "invoices"]) expect(made.text).toContain(`public/${name}`);

  const ran = runs({ script: made.script }, { args: [server.app] });
  expect(ran.code, ran.said).toBe(0);
  expect(readlinkSync(join(server.app, ".env"))).toBe("../shared/.env");
  expect(readFileSync(join(server.shared, "public/invoices/i1.pdf"), "utf8")).toBe("invoice");
  const program = siteOf("flat");
  await typedIn(program.app, "persist", "--yes");
  for (const name of ["uploads", "user-uploads", "avatars", "media", "invoices"])
    expect(readlinkSync(join(server.app, "public", name))).toBe(readlinkSync(join(program.app, "public", name)));
});

it("what became something else since the listing is refused when the script runs", async () => {
  const [copy, server] = [siteOf("flat", CODE), siteOf("flat")];
  const made = await planned(copy, listed(await inventoryFor(copy), server));
  rmSync(join(server.app, "public/uploads"), { recursive: true });
  writeFileSync(join(server.app, "public/uploads"), "a file now");
  const before = manifest(server.root);
  const ran = runs({ script: made.script }, { args: [server.app] });
  expect(ran.code, ran.said).toBe(2);
  expect(ran.err).toContain("❌ public/uploads: the plan was made for a directory, and a file stands at");
  expect(manifest(server.root)).toEqual(before);
});

const ODD = ["line\nbreak", " blank ", "it's", 'a "quote"', "%41", "-n", "*", "ü", "back\\slash", "$(touch hit)", "\t"];

it.each(Object.keys(SHELLS))("names with anything in them, as %s lists them", async (shell) => {
  const shape = Object.fromEntries(ODD.map((name) => [`public/uploads/${name}`, "x"]));
  const server = siteOf("flat", { ...CODE, ...shape, "public/uploads/a link": { link: "it's\n" } });
  const odd = Buffer.from([0x62, 0xff, 0x0a]);
  writeFileSync(Buffer.concat([Buffer.from(`${server.app}/public/uploads/`), odd]), "12345");
  const text = listed(await inventoryFor(siteOf("flat", CODE)), server, SHELLS[shell]);
  const { app, shared } = readListing(text, "listing.txt");
  const below = [...app.nodes].filter(([path]) => dirname(path) === "public/uploads");
  const names = [...ODD, "a link", decodeName(odd)].map((name) => `public/uploads/${name}`);
  expect(below.map(([path]) => path as string).sort()).toEqual(names.sort());
  expect(app.nodes.get("public/uploads/a link" as never)).toEqual({ kind: "link", size: 0, linkText: "it's\n" });
  expect(app.nodes.get(`public/uploads/${decodeName(odd)}` as never)).toEqual({ kind: "file", size: 5 });
  expect([shared.there, app.partial.has("vendor" as never)]).toEqual([false, true]);
});

it("a link that the copy has as a folder (FTP follows links) is planned as the link that it is", async () => {
  const server = siteOf("flat", { ...CODE, "public/storage": { link: "../storage/app/public" } });
  const copy = siteOf("flat", { ...CODE, "public/storage/a.jpg": "picture a" });
  const made = await planned(copy, listed(await inventoryFor(copy), server));
  expect(made.text).toContain('"public/storage" is something else on the server than in the copy');
  const ran = runs({ script: made.script }, { args: [server.app] });
  expect(ran.code, ran.said).toBe(0);
});

const START = "holdfast-listing 1\napp there /srv/app\n";
const HOSTILE: Readonly<Record<string, string>> = {
  "an empty file": "",
  "something else": "<html>not found</html>\n",
  "cut on the way": `${START}d - public\n`,
  "a wrong count": `${START}shared absent /srv/shared\nend 7\n`,
  "no application": "holdfast-listing 1\nshared absent /srv/shared\nend 2\n",
  "a way out": `${START}f 1 ../../etc/passwd\nshared absent /srv/shared\nend 4\n`,
  "a way out in digits": `${START}f 1 %2e2e2f61\nshared absent /srv/shared\nend 4\n`,
  "an absolute name": `${START}f 1 /etc/passwd\nshared absent /srv/shared\nend 4\n`,
  "a NUL": `${START}f 1 %610062\nshared absent /srv/shared\nend 4\n`,
  "half a digit": `${START}f 1 %6\nshared absent /srv/shared\nend 4\n`,
  "below a file": `${START}f 1 a\nf 1 a/b\nshared absent /srv/shared\nend 5\n`,
  "below nothing": `${START}f 1 a/b\nshared absent /srv/shared\nend 4\n`,
  "below a link": `${START}l - a b\nf 1 a/b\nshared absent /srv/shared\nend 5\n`,
  "the same name twice": `${START}f 1 a\nd - a\nshared absent /srv/shared\nend 5\n`,
  "a kind that is none": `${START}constructor 1 a\nshared absent /srv/shared\nend 4\n`,
  "a link without a text": `${START}l - a\nshared absent /srv/shared\nend 4\n`,
  "a size that is none": `${START}f -1 a\nshared absent /srv/shared\nend 4\n`,
  "two applications": `${START}app there /other\nshared absent /srv/shared\nend 4\n`,
  "something in a shared that is absent": `${START}shared absent /srv/shared\nf 1 a\nend 4\n`,
};

it.each(Object.entries(HOSTILE))("a listing with %s is refused, and no script is written", async (_what, text) => {
  const copy = siteOf("flat", CODE);
  const made = await planned(copy, text);
  expect([made.code, made.text.includes("is not a whole listing")], made.text).toEqual([64, true]);
  expect(() => readFileSync(made.script)).toThrow();
});

it("another place of shared, or records that the copy lacks, are refused", async () => {
  const copy = siteOf("flat", CODE);
  const elsewhere = await planned(copy, `${START}shared absent /srv/data/shared\nend 3\n`);
  expect([elsewhere.code, elsewhere.text.includes("On the server shared stands at")]).toEqual([2, true]);
  const server = siteOf("flat");
  await typedIn(server.app, "persist", "--yes");
  const later = await planned(copy, listed(await inventoryFor(copy), server));
  expect([later.code, later.text.includes("The server has records in")], later.text).toEqual([2, true]);
});

it("a later plan knows the data in shared, which is not brought along", async () => {
  const server = siteOf("flat");
  await typedIn(server.app, "persist", "--yes");
  const copy = siteOf("flat", CODE);
  mkdirSync(copy.shared);
  for (const name of [".persistence-config", ".deployment-history"])
    writeFileSync(join(copy.shared, name), readFileSync(join(server.shared, name)));
  writeTree(server.app, { "public/attachments/new.pdf": "new" });
  const made = await planned(copy, listed(await inventoryFor(copy), server));
  expect(made.code, made.text).toBe(0);
  expect(made.text).not.toContain("take over public/uploads");
  const ran = runs({ script: made.script }, { args: [server.app] });
  expect(ran.code, ran.said).toBe(0);
  expect(readFileSync(join(server.app, "public/uploads/photo.jpg"), "utf8")).toBe("demo photo");
});

it("inventory.sh passes shellcheck, says where there is no such folder, and follows no link", async () => {
  const script = await inventoryFor(siteOf("flat", CODE));
  expect(start(["shellcheck", "-s", "sh", script]).out).toBe("");
  const none = start(["sh", script, "/nowhere"]);
  expect([none.code, none.err]).toEqual([2, "❌ There is no folder /nowhere\n"]);
  const server = siteOf("flat", CODE);
  symlinkSync("/etc", join(server.app, "public/etc"));
  expect(listed(script, server)).not.toContain("public/etc/passwd");
});
