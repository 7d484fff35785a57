/** Each command of the guides for hosts, typed as it stands there: in a real shell, against a real web server, over a real ssh. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
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
import { sshClient } from "./ssh-client.ts";
import { startSshServer } from "./ssh-server.ts";
import { startApache } from "./web-servers.ts";

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
    mkdirSync(join(reader.home, "shop/public_html"));
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
    expect(reader.has(take)).toContain("in-place");
    reader.has(`${guide.command("holdfast serve server")} --yes`, "public_html");
    reader.has(`${guide.command("holdfast persist")} --yes`, "public_html");
    expect(lstatSync(join(reader.home, "public_html/public/uploads")).isSymbolicLink()).toBe(true);
    reader.has(`${guide.command("holdfast undo")} --yes`, "public_html");
    reader.has(take);
    expect(manifest(join(reader.home, "public_html/public/uploads"))).toEqual(data);
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

    const sent = types(guide.command("scp plan.sh me@example.com:"));
    expect(sent.code).toBe(0);
    const ssh = (line: string, input = ""): Ended =>
      types(`${input}ssh me@example.com ${JSON.stringify(`cd example.com && ${line}`)}`);
    expect(ssh(guide.command("sh plan.sh").replace("plan.sh", "../plan.sh")).out).toContain("Nothing to do");
  });
});
