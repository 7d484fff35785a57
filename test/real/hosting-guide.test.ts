/** Each command of docs/hosting.md, typed as it stands there, with a real web server. */
import { lstatSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { persist, siteOf } from "../support/cli.ts";
import { Guide } from "../support/guide.ts";
import { Reader } from "../support/reader.ts";
import { openTerminal } from "../support/terminal.ts";
import { manifest, writeTree } from "../support/tree.ts";
import { runMeanwhile } from "./holdfast.ts";
import { startApache } from "./web-servers.ts";

describe("hosting.md", () => {
  const guide = new Guide("hosting.md");

  it("what the host allows is found out, and the site moves to a way to serve", async () => {
    const reader = new Reader();
    renameSync(siteOf("releases").root, join(reader.home, "shop"));
    persist(join(reader.home, "shop/current"));
    // As somebody's FTP left it: what is there comes to shared, so that the move asks first.
    writeTree(reader.home, { "shop/public_html/uploads/ftp.txt": "by FTP" });
    const shop = guide.command("cd ~/shop");
    const inShop = (line: string): string => `${shop} && ${guide.command(line)}`;
    expect(reader.has(inShop("holdfast host"))).toContain("entries");

    const { url } = await startApache({ documentRoot: join(reader.home, "shop/public_html") }, "mod_php");
    const asking = inShop("holdfast host --url https://example.com").replace("https://example.com", url);
    const asked = await runMeanwhile(reader.home, reader.env, "bash", "-c", asking);
    expect(asked.code, asked.out + asked.err).toBe(0);
    expect(asked.out).toContain("links are followed");

    expect(reader.has(inShop("holdfast serve"))).toContain("in-place");
    const before = manifest(reader.home);
    expect(reader.has(inShop("holdfast serve entries --dry-run"))).toContain("Dry run: nothing was changed");
    expect(manifest(reader.home)).toEqual(before);
    const { press, shows } = openTerminal(inShop("holdfast serve entries"), { cwd: reader.home, env: reader.env });
    await shows(/Do this\?/);
    press("y");
    expect(await shows(/ended with/)).toContain("ended with 0");
    expect(await (await fetch(`${url}/uploads/photo.jpg`)).text()).toBe("demo photo");
    expect(await (await fetch(`${url}/uploads/ftp.txt`)).text()).toBe("by FTP");
    expect(reader.has(inShop("holdfast rescued"))).toContain("Nothing");
  });

  it("a home without a site is tried out, and nothing stays", () => {
    const reader = new Reader();
    mkdirSync(join(reader.home, "public_html"));
    const before = manifest(reader.home);
    expect(reader.has(guide.command("holdfast host ~"))).toContain("public_html");
    expect(manifest(reader.home)).toEqual(before);
  });

  it("a script in a folder of the web root gets a shared folder of its own; another domain's folder in it stays, until its owner says otherwise", async () => {
    const reader = new Reader();
    const app = join(reader.home, "public_html/shop");
    writeTree(app, { "index.php": "<?php", "uploads/a.jpg": "a", "otherdomain.com/index.php": "<?php // another" });
    const typed = guide.command("holdfast persist ~/public_html/shop ~/shop-shared");
    const { press, shows } = openTerminal(typed, { cwd: reader.home, env: reader.env });
    await shows(/Do this\?/);
    press("y");
    expect(await shows(/ended with/)).toContain("ended with 0");
    expect(reader.has(guide.command("holdfast check ~/public_html/shop"))).toContain("❌ 0 failed");
    expect(lstatSync(join(app, "otherdomain.com")).isDirectory()).toBe(true);
    const decide = guide.command("holdfast decide --set otherdomain.com=user");
    expect(reader.has(`cd ${app} && ${decide}`)).toContain("otherdomain.com");
  });

  it("no command of the page is left out", () => {
    expect(guide.untyped()).toEqual([]);
  });
});
