/** Each command of docs/in-place.md, typed as it stands there; with a real Laravel behind a server that follows no link. */
import { lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOUGHT_SCRIPT, must, start } from "../support/cli.ts";
import { delivered } from "../support/deliveries-of.ts";
import { diskOf } from "../support/disks.ts";
import { Guide } from "../support/guide.ts";
import { Reader } from "../support/reader.ts";
import { openTerminal } from "../support/terminal.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";
import { upload } from "./http.ts";
import { LIVE_ENV, writeLaravel } from "./laravel-skeleton.ts";
import { startApache } from "./web-servers.ts";

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
    for (const [folder, shipped] of [
      [old, "1"],
      [next, "2"],
    ] as const) {
      mkdirSync(folder);
      writeLaravel(folder, shipped);
    }
    const line = /'root' => \S+ instead of \S+/.exec(reader.has("holdfast serve in-place --site ~/public_html"))?.[0];
    expect(line).toBe("'root' => public_path('storage') instead of storage_path('app/public')");
    must(start(["chown", "-R", "www-data:www-data", app]));
    const documentRoot = join(app, "public");
    // The settings are edited behind the server's back: PHP would go on with what it had compiled for two seconds.
    const { url } = await startApache(
      { documentRoot, links: "none", extra: "FallbackResource /index.php\nphp_admin_value opcache.revalidate_freq 0" },
      "mod_php",
    );
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
    await expect.poll(async () => (await fetch(url)).text(), { timeout: 20_000 }).toContain("version 2 of");
    given[await upload(`${url}/photos`, "after.txt", "after")] = "after";
    await asked();
    expect(reader.has("holdfast check ~/public_html")).toContain("In place, updates leave it alone: public/storage");
  });

  it("no command of the page is left out", () => {
    expect(guide.untyped()).toEqual([]);
  });
});
