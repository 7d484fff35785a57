/** The page that brings a listing from a server without a shell. */
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startApache } from "../../real/web-servers.ts";
import { must, type Site, siteOf, start } from "../../support/cli.ts";
import { typedIn } from "../../support/in-process.ts";
import { freshFolder, manifest } from "../../support/tree.ts";
import { isGone, madePage, type Paged, posted, served } from "./paged.ts";

/** The page, and the script that it runs. */
function listingPage(): Paged & { readonly inventory: string } {
  const inventory = join(freshFolder(), "inventory.sh");
  return { ...madePage("--inventory", inventory), inventory };
}

/** What the script itself says of a site. */
const listed = (inventory: string, site: Site): string => must(start(["sh", inventory, site.app])).out;

it("what it brings is what the script says, as a download; a plan takes it, nothing was changed, and the page is gone", async () => {
  const { inventory, ...page } = listingPage();
  const { site, token, post, url } = await served(page);
  expect(readFileSync(page.page, "utf8")).not.toContain(token);
  const before = manifest(site.root);
  expect(await (await fetch(`${url}/once.php`)).text()).toContain('value="list"');
  const came = await post({ token, do: "list", app: site.app });
  expect(came.status).toBe(200);
  expect(came.headers.get("content-disposition")).toBe('attachment; filename="listing.txt"');
  expect(came.text).toBe(listed(inventory, site));
  expect(manifest(site.root)).toEqual(before);
  await isGone(page.page);
  expect(readdirSync(join(page.page, ".."))).toEqual([]);
  const listing = join(freshFolder(), "listing.txt");
  writeFileSync(listing, came.text);
  const planned = await typedIn("/", "plan", site.app, "--listing", listing, "--script", `${listing}.sh`);
  expect([planned.code, planned.text.includes(`sh listing.txt.sh ${site.app}`)], planned.text).toEqual([0, true]);
});

it("what is not whole is no download: a folder that is not there, or looks like an option or a command; the page stays", async () => {
  const { site, page, token, post } = await served(listingPage());
  const before = manifest(site.root);
  for (const app of ["/nowhere", "--help", "$(touch hit)", "'; touch hit; '"]) {
    const { status, text, headers } = await post({ token, do: "list", app });
    expect([status, headers.get("content-disposition")], text).toEqual([500, null]);
    expect(text).toContain("There is no folder");
    expect(text).toContain("The listing ended with 2; nothing was changed, and the page stays.");
  }
  expect(readdirSync(join(page, ".."))).toEqual(["once.php"]);
  expect(manifest(site.root)).toEqual(before);
});

it("without the token it tells nothing; it carries no plan out; and it is gone when it is asked to go", async () => {
  const { site, page, token, post, url } = await served(listingPage());
  for (const wrong of ["", "0".repeat(32)]) {
    const { status, text } = await post({ token: wrong, do: "list", app: site.app });
    expect([status, text.includes("uploads")]).toEqual([403, false]);
  }
  expect(await (await fetch(`${url}/once.php?token=${token}&do=list`)).text()).toContain("<form");
  for (const word of ["run", "look", ""]) expect((await post({ token, do: word, app: site.app })).status).toBe(400);
  expect((await post({ token, do: "remove" })).text).toContain("This page has removed itself.");
  expect(existsSync(page)).toBe(false);
});

it("a page that is too old tells nothing and is gone", async () => {
  const { site, page, token, post } = await served(listingPage(), (text) =>
    text.replace(/HF_EXPIRES = \d+/, "HF_EXPIRES = 1"),
  );
  const { status, text } = await post({ token, do: "list", app: site.app });
  expect([status, text.includes("holdfast plan APP --inventory FILE --php PAGE"), existsSync(page)]).toEqual([
    410,
    true,
    false,
  ]);
});

it.each([
  ["passthru", "end "],
  ["passthru,exec", "Ask the host for a cron job instead: sh inventory.sh APP >listing.txt"],
])("where the host has switched off %s, it does or says so", (off, said) => {
  const { page, site, token } = listingPage();
  const form = JSON.stringify(`token=${token}&do=list&app=${encodeURIComponent(site.app)}`);
  const request = `parse_str(${form}, $_POST); $_SERVER["REQUEST_METHOD"] = "POST"; $_SERVER["REMOTE_ADDR"] = "127.0.0.1"; require ${JSON.stringify(page)};`;
  expect(start(["php", "-d", `disable_functions=${off}`, "-r", request]).out).toContain(said);
});

it("through Apache with mod_php it lists what the web server's user may see, and is gone", async () => {
  const { inventory, page, site, token } = listingPage();
  const web = join(page, "..");
  start(["chown", "-R", "www-data:www-data", web]);
  for (const folder of [web, site.root, join(site.root, "..")]) chmodSync(folder, 0o755);
  chmodSync(page, 0o644);
  const { url } = await startApache({ documentRoot: web }, "mod_php");
  expect((await posted(`${url}/once.php`, { token: "0", do: "list", app: site.app })).status).toBe(403);
  const came = await posted(`${url}/once.php`, { token, do: "list", app: site.app });
  expect([came.status, came.text]).toEqual([200, listed(inventory, site)]);
  await isGone(page);
});

it("a list is not asked for together with a plan of it", async () => {
  const site = siteOf("flat");
  const folder = freshFolder();
  for (const more of [
    ["--script", join(folder, "plan.sh")],
    ["--listing", join(folder, "listing.txt")],
  ])
    expect((await typedIn("/", "plan", site.app, "--inventory", join(folder, "i.sh"), ...more)).code).toBe(64);
  expect(readdirSync(folder)).toEqual([]);
});
