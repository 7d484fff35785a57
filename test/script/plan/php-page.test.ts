import { spawn } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startApache } from "../../real/web-servers.ts";
import { siteOf, start } from "../../support/cli.ts";
import { typedIn } from "../../support/in-process.ts";
import { freshFolder, manifest } from "../../support/tree.ts";
import { madePage, posted, served } from "./paged.ts";

it("a page carries the plan out once, after a look, and is gone", async () => {
  const { site, page, token, url, post } = await served(madePage());
  expect(readFileSync(page, "utf8")).not.toContain(token);
  const before = manifest(site.root);
  const form = await fetch(`${url}/once.php`);
  expect([form.status, (await form.text()).includes('name="token"')]).toEqual([200, true]);
  const looked = await post({ token, do: "look", app: site.app });
  expect(looked.text).toContain("Would do: take over public/uploads");
  expect(looked.text).toContain("Nothing was changed; the page stays.");
  expect(manifest(site.root)).toEqual(before);

  const ran = await post({ token, do: "run", app: site.app });
  expect(ran.text).toContain("The script ended with 0. This page has removed itself.");
  expect(readlinkSync(join(site.app, "public/uploads"))).toBe("../../shared/public/uploads");
  expect(readdirSync(join(page, ".."))).toEqual([]);
  expect((await post({ token, do: "run", app: site.app })).status).toBe(404);
  expect((await typedIn(site.app, "plan")).text).toContain("Nothing to do");
});

it("the folder of the application is filled in where this server has it, and has to be typed where the page was made elsewhere", async () => {
  const asked = async (change?: (text: string) => string): Promise<string> => {
    const { url } = await served(madePage(), change);
    return /name="app"[^>]* value="([^"]*)"/.exec(await (await fetch(`${url}/once.php`)).text())?.[1] ?? "none";
  };
  expect(await asked()).toMatch(/^\/.*app$/);
  expect(await asked((text) => text.replace(/HF_APP = '[^']*'/, "HF_APP = '/home/somebody/elsewhere'"))).toBe("");
});

it("a wrong token, none, one in the address, or another word than look and run: refused, nothing changed", async () => {
  const { site, page, token, url, post } = await served(madePage());
  const before = manifest(site.root);
  for (const wrong of ["", "0".repeat(32), `${token}0`])
    expect((await post({ token: wrong, do: "run", app: site.app })).status).toBe(403);
  expect((await post({ do: "run" })).status).toBe(403);
  expect((await post({ "token[]": token, do: "run" })).status).toBe(403);
  expect(await (await fetch(`${url}/once.php?token=${token}&do=run`)).text()).toContain("<form");
  expect((await post({ token, do: "nothing" })).status).toBe(400);
  expect(manifest(site.root)).toEqual(before);
  expect(existsSync(page)).toBe(true);
});

it("a folder that is not there, or looks like an option or a command, is refused; the page stays until it is removed", async () => {
  const { site, page, token, post } = await served(madePage());
  const before = manifest(site.root);
  for (const app of ["/nowhere", "--maintenance", "$(touch hit)", "'; touch hit; '"]) {
    const { text } = await post({ token, do: "run", app });
    expect(text).toContain("There is no folder");
    expect(text).toContain("The script ended with 2.");
  }
  expect(readdirSync(join(page, ".."))).toEqual(["once.php"]);
  expect(manifest(site.root)).toEqual(before);
  expect((await post({ token, do: "remove" })).text).toContain("This page has removed itself.");
  expect(existsSync(page)).toBe(false);
});

it("a page that is too old changes nothing and is gone", async () => {
  const { site, page, token, post } = await served(madePage(), (text) =>
    text.replace(/HF_EXPIRES = \d+/, "HF_EXPIRES = 1"),
  );
  const before = manifest(site.root);
  const { status, text } = await post({ token, do: "run", app: site.app });
  expect([status, text.includes("This page is too old; nothing was changed")]).toEqual([410, true]);
  expect([existsSync(page), manifest(site.root)]).toEqual([false, before]);
});

it("a page that is in use refuses a second call", async () => {
  const { site, page, token, post } = await served(madePage());
  const before = manifest(site.root);
  const holder = spawn("flock", ["-x", page, "cat"], { stdio: ["pipe", "pipe", "ignore"] });
  holder.stdin.write("held\n");
  await new Promise((resolve) => holder.stdout.once("data", resolve));
  expect((await post({ token, do: "run", app: site.app })).status).toBe(409);
  holder.stdin.end();
  await new Promise((resolve) => holder.once("exit", resolve));
  expect(manifest(site.root)).toEqual(before);
});

it("no token is made where only a document is printed", async () => {
  const site = siteOf("flat");
  const page = join(freshFolder(), "once.php");
  expect((await typedIn("/", "plan", site.app, "--php", page, "--json")).code).toBe(64);
  expect(existsSync(page)).toBe(false);
});

it("plain http is refused before a token is asked for or looked at; https behind a proxy is not", async () => {
  const { site, page, token, url } = await served(madePage());
  const before = manifest(site.root);
  const sent = async (headers: Readonly<Record<string, string>>, form?: Readonly<Record<string, string>>) => {
    const post = form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) };
    const answer = await fetch(`${url}/once.php`, { headers, ...post });
    return { status: answer.status, text: await answer.text() };
  };
  const plain = { "x-forwarded-proto": "http" };
  for (const answer of [await sent(plain), await sent(plain, { token, do: "run", app: site.app })])
    expect([answer.status, answer.text.includes("Open this page by https://")]).toEqual([403, true]);
  expect((await sent({ "x-forwarded-proto": "https" })).text).toContain("<form");
  expect([existsSync(page), manifest(site.root)]).toEqual([true, before]);
});

it.each([
  ["passthru", "Would do: take over public/uploads"],
  ["passthru,exec", "This host lets PHP start nothing (passthru and exec are off); nothing was changed"],
  ["passthru,exec,shell_exec,system,proc_open,popen", "This host lets PHP start nothing"],
])("where the host has switched off %s, it does or says so", (off, said) => {
  const { page, site, token } = madePage();
  const before = manifest(site.root);
  const form = JSON.stringify(`token=${token}&do=look&app=${encodeURIComponent(site.app)}`);
  // The command-line server takes no disable_functions for one page, so the page is included with its request made up.
  const request = `parse_str(${form}, $_POST); $_SERVER["REQUEST_METHOD"] = "POST"; $_SERVER["REMOTE_ADDR"] = "127.0.0.1"; require ${JSON.stringify(page)};`;
  const ran = start(["php", "-d", `disable_functions=${off}`, "-r", request]);
  expect(ran.out).toContain(said);
  expect([existsSync(page), manifest(site.root)]).toEqual([true, before]);
});

it("through Apache with mod_php it runs as the web server's user, who must own the site", async () => {
  const { page, site, token } = madePage();
  const [web, owner] = [join(page, ".."), ["chown", "-R", "www-data:www-data"]];
  for (const folder of [web, site.root]) start([...owner, folder]);
  for (const folder of [web, site.root, join(site.root, "..")]) chmodSync(folder, 0o755);
  chmodSync(page, 0o644);
  const { url } = await startApache({ documentRoot: web }, "mod_php");
  const sent = async (form: Readonly<Record<string, string>>) => (await posted(`${url}/once.php`, form)).text;
  expect(await sent({ token: "0", do: "run", app: site.app })).toContain("This is not the token");
  expect(await sent({ token, do: "run", app: site.app })).toContain("This page has removed itself.");
  expect(readlinkSync(join(site.app, "public/uploads"))).toBe("../../shared/public/uploads");
  expect(existsSync(page)).toBe(false);
});
