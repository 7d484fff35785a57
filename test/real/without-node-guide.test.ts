/** What docs/without-node.md says to type and to click, over a real ssh and through a real Apache; its terminals are in test/house/shown-output.test.ts. */
import { existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isGone } from "../script/plan/paged.ts";
import { BOUGHT_SCRIPT, type Ended, must, persist, siteOf, start, typed } from "../support/cli.ts";
import { Guide } from "../support/guide.ts";
import { Reader } from "../support/reader.ts";
import { manifest, writeTree } from "../support/tree.ts";
import { open, pressButton } from "./browser.ts";
import { sshClient } from "./ssh-client.ts";
import { startSshServer } from "./ssh-server.ts";
import { makeCertificate, startApache } from "./web-servers.ts";

describe("without-node.md", () => {
  const guide = new Guide("without-node.md");

  it("by ssh, in three lines: the listing comes back, the script goes there and does the plan as the site's user", async () => {
    const server = await startSshServer("/usr/bin");
    const site = siteOf("flat", BOUGHT_SCRIPT, server.home);
    renameSync(site.root, join(server.home, "example.com"));
    must(start(["chown", "-R", `${server.uid}:${server.uid}`, server.home]));
    const { home, PATH } = sshClient(server);
    writeTree(home, { ".ssh/id_ed25519": { text: server.key, mode: 0o600 }, ".ssh/known_hosts": server.knownHosts });
    const reader = new Reader(home);
    const env = { ...reader.env, PATH: `${PATH}:${reader.env["PATH"] ?? ""}` };
    const types = (line: string): Ended =>
      must(typed(line.replaceAll("me@example.com", `${server.user}@example.com`), { cwd: home, env }));
    renameSync(siteOf("flat").root, join(home, "copy"));
    types("holdfast plan copy/app --inventory inventory.sh");
    const block = guide.text.split("## By ssh, in three lines\n")[1]?.split("```")[1]?.split("\n") ?? [];
    for (const line of block.slice(1, -1)) types(guide.command(line));
    const app = join(server.home, "example.com/app");
    expect(readlinkSync(join(app, "public/uploads"))).toBe("../../shared/public/uploads");
    expect(lstatSync(join(server.home, "example.com/shared/.persistence-config")).uid).toBe(server.uid);
    expect(existsSync(join(home, "plan.sh"))).toBe(true);

    // Sent by hand, or pasted, with the folder named.
    types("rm plan.sh && holdfast plan copy/app --listing listing.txt --script plan.sh");
    types(guide.command("scp plan.sh me@example.com:"));
    const pasted = `ssh me@example.com '${guide.command("cat >plan.sh")}' <plan.sh`;
    for (const line of [
      guide.command("sh plan.sh example.com/app"),
      guide.command("MAINTENANCE=1 sh plan.sh example.com/app"),
    ])
      expect(types(`${pasted} && ssh me@example.com ${line}`).out).toContain("Nothing to do");
  });

  it("what the page names for afterwards works on a site that has Node.js", () => {
    const reader = new Reader();
    renameSync(siteOf("flat").root, join(reader.home, "example.com"));
    expect(reader.has(guide.command("holdfast decide"), "example.com/app")).toContain("Nothing to decide");
    persist(join(reader.home, "example.com/app"));
    expect(reader.has(guide.command("holdfast recover"), "example.com/app")).toContain("✅");
  });

  it("no shell at all: each step with a browser, from another machine, through Apache with https", async () => {
    const steps = guide.steps("No shell at all");
    const { reader, app, web } = hosted();
    const tls = makeCertificate();
    const ca = readFileSync(tls.certificate, "utf8");
    const secure = (await startApache({ documentRoot: web, tls }, "mod_php")).url.replace("http:", "https:");
    const plain = (await startApache({ documentRoot: web }, "mod_php")).url;
    /** Types a line, uploads the page that it made, and gives back its token. */
    const uploads = (line: string, name: string): string => {
      const token = /Token, shown only now: ([0-9a-f]{32})$/m.exec(reader.has(line))?.[1] ?? "";
      must(start(["install", "-o", "www-data", "-m", "644", join(reader.home, name), join(web, name)]));
      return token;
    };
    const shown = consoles(guide).filter((line) => line.includes("--php"));
    const [once = "", list = ""] = shown.map((line) => line.replace(/ \| .*$/, ""));

    let token = uploads(list, "list.php");
    const brought = await pressButton(`${secure}/list.php`, "Bring the listing", { ca, fields: { token, app } });
    expect(brought.saved, brought.text).toBe("listing.txt");
    await isGone(join(web, "list.php"));
    writeFileSync(join(reader.home, "listing.txt"), brought.text);
    token = uploads(guide.command("holdfast plan ~/copy/app --listing ~/listing.txt --php ~/once.php"), "once.php");

    const page = `${secure}/once.php`;
    expect((await open(`${plain}/once.php`)).text).toContain("Open this page by https://");
    expect((await open(page, ca)).text).toContain(`value="${app}"`);
    const before = manifest(app);
    const looked = await pressButton(page, "Look, change nothing", { ca, fields: { token } });
    expect(looked.text).toContain("Would do: take over public/uploads");
    expect(manifest(app)).toEqual(before);
    const done = await pressButton(page, "Do it", { ca, fields: { token } });
    expect(done.text).toContain("The script ended with 0. This page has removed itself.");
    expect(existsSync(join(web, "once.php"))).toBe(false);
    expect(readlinkSync(join(app, "public/uploads"))).toBe("../../shared/public/uploads");

    token = uploads(once, "once.php");
    expect((await pressButton(page, "Remove this page", { ca, fields: { token } })).text).toContain("removed itself");
    // Who adds a step does it here too.
    expect(steps.map((step) => step.split(" ").slice(0, 3).join(" "))).toEqual([
      "Upload `once.php` into",
      "Open it by",
      "Give the token",
      "It removes itself",
      "Upload `list.php` as",
      "The browser saves",
      "Plan with it:",
    ]);
  });

  it("no command of the page is left out", () => {
    expect(guide.untyped()).toEqual([]);
  });
});

/** A site and a web root that belong to the web server's user, as on a host without a shell, and the copy of it at home. */
function hosted(): { readonly reader: Reader; readonly app: string; readonly web: string } {
  const reader = new Reader();
  renameSync(siteOf("flat").root, join(reader.home, "copy"));
  const site = siteOf("flat");
  const web = join(site.root, "web");
  mkdirSync(web);
  must(start(["chown", "-R", "www-data:www-data", site.root]));
  return { reader, app: site.app, web };
}

/** What a page shows as typed into a terminal; test/house/shown-output.test.ts types all of it. */
function consoles({ text }: Guide): string[] {
  return [...text.matchAll(/^\$ (.*)$/gm)].map(([, line = ""]) => line);
}
