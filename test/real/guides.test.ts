/** Each command of the guides for hosts, typed as it stands there: in a real shell, against a real web server, over a real ssh. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freshHome } from "../house/shown-output.ts";
import { BOUGHT_SCRIPT, type Ended, must, persist, siteOf, start, typed } from "../support/cli.ts";
import { delivered } from "../support/deliveries-of.ts";
import { diskOf } from "../support/disks.ts";
import { Guide } from "../support/guide.ts";
import { openTerminal } from "../support/terminal.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";
import { runMeanwhile } from "./holdfast.ts";
import { upload } from "./http.ts";
import { LIVE_ENV, writeLaravel } from "./laravel-skeleton.ts";
import { isGone } from "../script/plan/paged.ts";
import { open, press } from "./browser.ts";
import { sshClient } from "./ssh-client.ts";
import { startSshServer } from "./ssh-server.ts";
import { makeCertificate, startApache } from "./web-servers.ts";

/** Somebody's home, and their terminal in it. */
class Reader {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;

  constructor(home: string = freshFolder()) {
    this.home = home;
    chmodSync(home, 0o755);
    this.env = { HOME: home, PATH: `${freshHome()}/.local/bin:${process.env["PATH"] ?? ""}` };
  }

  types(line: string, cwd = ""): Ended {
    return typed(line, { cwd: join(this.home, cwd), env: this.env });
  }

  has(line: string, cwd = ""): string {
    return must(this.types(line, cwd)).out;
  }
}

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

  it("no command of the page is left out", () => {
    expect(guide.untyped()).toEqual([]);
  });
});

describe("in-place.md", () => {
  const guide = new Guide("in-place.md");

  /** A bought script as `public_html`, with the vendor's next version beside it. */
  function bought(home?: string): Reader {
    const reader = new Reader(home);
    mkdirSync(join(reader.home, "public_html"));
    writeTree(join(reader.home, "public_html"), BOUGHT_SCRIPT);
    const next = delivered({ root: join(freshFolder(), "site") }, "2.0");
    must(start(["zip", "-qr", join(reader.home, "vendor-2.0.zip"), "."], { cwd: next }));
    return reader;
  }

  const version = ({ home }: Reader): string => readFileSync(join(home, "public_html/public/index.php"), "utf8");
  const RELEASE = "holdfast release vendor-2.0.zip --site ~/public_html --in-place";

  it("where no link is followed, new code comes and goes around the data", () => {
    const reader = bought(diskOf("ext4", "nosymfollow"));
    const data = manifest(join(reader.home, "public_html/public/uploads"));
    expect(reader.has(`${guide.command(RELEASE)} --yes`)).toContain("🟢 Live: release ");
    expect(version(reader)).toBe("<?php // 2.0");
    expect(reader.has(guide.command("holdfast check"), "public_html")).toContain("public/uploads");
    expect(reader.has(`${guide.command("holdfast rollback")} --yes`, "public_html")).toContain("🟢 Live: release ");
    expect(version(reader)).toBe("<?php // front");
    expect(manifest(join(reader.home, "public_html/public/uploads"))).toEqual(data);
  });

  it("it asks before it changes the code, as typed", async () => {
    const reader = bought();
    const { press, shows } = openTerminal(guide.command(RELEASE), { cwd: reader.home, env: reader.env });
    await shows(/\?/);
    press("y");
    expect(await shows(/ended with/)).toContain("ended with 0");
    expect(version(reader)).toBe("<?php // 2.0");
  });

  it("the way is taken without new code, left where links work, and taken again from there", () => {
    const reader = bought();
    const data = manifest(join(reader.home, "public_html/public/uploads"));
    const take = guide.command("holdfast serve in-place --site ~/public_html");
    expect(reader.has(take)).toContain("without links");
    reader.has(`${guide.command("holdfast serve server")} --yes`, "public_html");
    expect(lstatSync(join(reader.home, "public_html/public/uploads")).isSymbolicLink()).toBe(true);
    reader.has(`${guide.command("holdfast undo")} --yes`, "public_html");
    reader.has(take);
    expect(manifest(join(reader.home, "public_html/public/uploads"))).toEqual(data);
  });

  it("Laravel is told another place for its public disk, behind a server that follows no link; an update leaves it so", async () => {
    const reader = new Reader();
    const app = join(reader.home, "public_html");
    mkdirSync(app);
    writeLaravel(app, "1");
    writeTree(app, { ".env": LIVE_ENV, "storage/app/public/old.txt": "from before" });
    must(start(["ln", "-s", "../storage/app/public", join(app, "public/storage")]));
    const [old, next] = [join(reader.home, "shop-1"), join(reader.home, "shop-2")];
    for (const [folder, version] of [
      [old, "1"],
      [next, "2"],
    ] as const) {
      mkdirSync(folder);
      writeLaravel(folder, version);
    }
    const line = /'root' => \S+ instead of \S+/.exec(reader.has("holdfast serve in-place --site ~/public_html"))?.[0];
    expect(line).toBe("'root' => public_path('storage') instead of storage_path('app/public')");
    must(start(["chown", "-R", "www-data:www-data", app]));
    const documentRoot = join(app, "public");
    const { url } = await startApache({ documentRoot, links: "none", extra: "FallbackResource /index.php" }, "mod_php");
    expect(await (await fetch(`${url}/storage/old.txt`)).text()).not.toBe("from before");

    const settings = join(app, "config/filesystems.php");
    const [here, there] = ["'root' => storage_path('app/public')", "'root' => public_path('storage')"];
    writeFileSync(settings, readFileSync(settings, "utf8").replace(here, there));
    const block = guide.block("cd ~/public_html").map((command) => guide.command(command));
    reader.has(block.join(" && "));
    must(start(["chown", "-R", "www-data:www-data", documentRoot]));
    const given: Record<string, string> = { "/storage/old.txt": "from before" };
    const asked = async (): Promise<void> => {
      for (const [path, text] of Object.entries(given)) expect(await (await fetch(url + path)).text(), path).toBe(text);
    };
    given[await upload(`${url}/photos`, "before.txt", "before")] = "before";
    await asked();
    reader.has(`holdfast release shop-2 --site ~/public_html --shipped shop-1 --yes`);
    expect(readFileSync(settings, "utf8")).toContain(there);
    reader.has(guide.command("php artisan view:clear"), "public_html");
    // PHP looks at its files again after two seconds.
    await expect.poll(async () => (await fetch(url)).text(), { timeout: 20_000 }).toContain("version 2 of");
    given[await upload(`${url}/photos`, "after.txt", "after")] = "after";
    await asked();
    expect(reader.has("holdfast check ~/public_html")).toContain("In place, updates leave it alone: public/storage");
  });

  it("no command of the page is left out", () => {
    expect(guide.untyped()).toEqual([]);
  });
});

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
    const brought = await press(`${secure}/list.php`, "Bring the listing", { ca, fields: { token, app } });
    expect(brought.saved, brought.text).toBe("listing.txt");
    await isGone(join(web, "list.php"));
    writeFileSync(join(reader.home, "listing.txt"), brought.text);
    token = uploads(guide.command("holdfast plan ~/copy/app --listing ~/listing.txt --php ~/once.php"), "once.php");

    const page = `${secure}/once.php`;
    expect((await open(`${plain}/once.php`)).text).toContain("Open this page by https://");
    expect((await open(page, ca)).text).toContain(`value="${app}"`);
    const before = manifest(app);
    const looked = await press(page, "Look, change nothing", { ca, fields: { token } });
    expect(looked.text).toContain("Would do: take over public/uploads");
    expect(manifest(app)).toEqual(before);
    const done = await press(page, "Do it", { ca, fields: { token } });
    expect(done.text).toContain("The script ended with 0. This page has removed itself.");
    expect(existsSync(join(web, "once.php"))).toBe(false);
    expect(readlinkSync(join(app, "public/uploads"))).toBe("../../shared/public/uploads");

    token = uploads(once, "once.php");
    expect((await press(page, "Remove this page", { ca, fields: { token } })).text).toContain("removed itself");
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
