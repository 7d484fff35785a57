/** What `probe` says of a site behind real web servers, and that the rules that it prints do what it says. */
import { appendFileSync, readdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ProbeCheck, ServerRule } from "../../src/core/probe.ts";
import { BOUGHT_SCRIPT, must, persist, persistedSite, type Site, start } from "../support/cli.ts";
import { delivered, liveVersion } from "../support/deliveries-of.ts";
import { writeTree } from "../support/tree.ts";
import { type Ended as Came, holdfastMeanwhile } from "./holdfast.ts";
import { get } from "./http.ts";
import type { Server } from "./server.ts";
import { type Fpm, startApache, startCaddy, startFpm, startNginx } from "./web-servers.ts";

const FRONT = "<?php echo 'front';";
const SHAPE: typeof BOUGHT_SCRIPT = { ...BOUGHT_SCRIPT, "public/index.php": FRONT };

interface Probed {
  readonly code: number | null;
  readonly checks: Readonly<Record<ProbeCheck["id"], ProbeCheck>>;
  readonly came: Came;
}

async function probe(site: Site, server: Server, ...more: readonly string[]): Promise<Probed> {
  const came = await holdfastMeanwhile(site.root, "probe", "--url", server.url, "--json", ...more);
  const { checks } = JSON.parse(came.out) as { readonly checks: readonly ProbeCheck[] };
  expect(canariesBelow(site.root)).toEqual([]);
  expect(came.out + came.err).not.toContain("DB_PASSWORD");
  return {
    code: came.code,
    came,
    checks: Object.fromEntries(checks.map((check) => [check.id, check])) as Probed["checks"],
  };
}

const verdicts = ({ checks }: Probed): Record<string, boolean | null> =>
  Object.fromEntries(Object.values(checks).map(({ id, ok }) => [id, ok]));

function canariesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.includes("holdfast-probe-"));
}

const root = (site: Site): string => join(site.root, "current/public");

type Start = (documentRoot: string, extra: string) => Promise<Server>;

/** Each server with the rules of its name. */
const SERVERS: readonly (readonly [string, () => Promise<Start>])[] = [
  [
    "Apache with mod_php",
    () => Promise.resolve((documentRoot, extra) => startApache({ documentRoot, extra }, "mod_php")),
  ],
  ["Apache with PHP-FPM", withFpm((documentRoot, extra, fpm) => startApache({ documentRoot, extra }, fpm))],
  ["nginx with PHP-FPM", withFpm((documentRoot, extra, fpm) => startNginx({ documentRoot, extra }, fpm))],
  ["Caddy with PHP-FPM", withFpm((documentRoot, extra, fpm) => startCaddy({ documentRoot, extra }, fpm))],
];

function withFpm(begin: (documentRoot: string, extra: string, fpm: Fpm) => Promise<Server>): () => Promise<Start> {
  return async () => {
    const fpm = await startFpm();
    return (documentRoot, extra) => begin(documentRoot, extra, fpm);
  };
}

describe.each(SERVERS)("%s", (name, prepare) => {
  const server = name.split(" ")[0] ?? "";

  it("runs an uploaded script as hosts set it up, which is said; with the printed rule it does not, and all is well", async () => {
    const begin = await prepare();
    const site = persistedSite("releases", SHAPE);
    const open = await begin(root(site), "");
    const before = await probe(site, open);
    expect(before.code).toBe(1);
    expect(verdicts(before)).toEqual({ ...ALL_WELL, "upload-not-executed": false });
    const rules = before.checks["upload-not-executed"].rules ?? [];
    await open.stop();

    const closed = await begin(root(site), ruleOf(server, rules));
    const after = await probe(site, closed);
    expect(verdicts(after)).toEqual(ALL_WELL);
    expect(after.code).toBe(0);
    expect(await get(`${closed.url}/uploads/photo.jpg`)).toBe("demo photo");
    expect(await get(`${closed.url}/index.php`)).toBe("front");
    for (const path of ["uploads/s.php", "uploads/s.PHP", "uploads/s.phtml", "uploads/s.php.jpg", "uploads/s.php/x"]) {
      writeFileSync(join(site.shared, "public", path.replace(/\/x$/, "")), "<?php echo 'r' . 'un';");
      const answer = await fetch(`${closed.url}/${path}`);
      expect([path, answer.status, await answer.text()]).toEqual([path, 403, expect.not.stringContaining("run")]);
    }
  });

  it("pointed at the site's folder it gives everything away, which is said; with the printed rule it does not", async () => {
    const begin = await prepare();
    const site = persistedSite("releases", SHAPE);
    writeTree(site.app, { ".git/HEAD": "ref: refs/heads/main\n" });
    // PHP runs as the web server's user there, and has to read its settings.
    must(start(["chown", "www-data", join(site.shared, ".env")]));
    const open = await begin(site.root, "");
    const before = await probe(site, open);
    expect(before.code).toBe(1);
    const given = { "env-private": false, "git-private": false, "logs-private": false, "shared-private": false };
    expect(verdicts(before)).toMatchObject(given);
    expect(before.checks["env-private"].came).toContain("/current/.env");
    const rule = ruleOf(server, before.checks["env-private"].rules ?? []);
    await open.stop();

    // Apache's stands in the .htaccess of the document root.
    if (server === "Apache") writeFileSync(join(site.root, ".htaccess"), `${rule}\n`);
    const closed = await begin(site.root, server === "Apache" ? "" : rule);
    const after = await probe(site, closed);
    expect(verdicts(after)).toMatchObject({
      "env-private": true,
      "git-private": true,
      "logs-private": true,
      "shared-private": true,
    });
  });
});

it("Apache: the printed .htaccess in the folder of uploads stops scripts as well", async () => {
  const site = persistedSite("releases", SHAPE);
  const server = await startApache({ documentRoot: root(site) }, "mod_php");
  const { checks } = await probe(site, server);
  const rule = checks["upload-not-executed"].rules?.find(({ where }) => where.includes(".htaccess"));
  const folders = checks["upload-not-executed"].requested.map((url) =>
    new URL(url).pathname.replace(/\/holdfast-probe-.*$/, ""),
  );
  for (const path of new Set(folders)) appendFileSync(join(root(site), path, ".htaccess"), `${rule?.text ?? ""}\n`);
  expect(verdicts(await probe(site, server))).toEqual(ALL_WELL);
  expect(await get(`${server.url}/uploads/photo.jpg`)).toBe("demo photo");
});

it.each<readonly [string, (site: Site) => Promise<readonly [Server, Fpm]>, RegExp]>([
  [
    "nginx with $document_root",
    async (site) => {
      const fpm = await startFpm();
      return [await startNginx({ documentRoot: root(site), script: "document" }, fpm), fpm];
    },
    /Reload PHP-FPM: .*\$realpath_root/s,
  ],
  [
    "Apache with PHP-FPM",
    async (site) => {
      const fpm = await startFpm();
      return [await startApache({ documentRoot: root(site) }, fpm), fpm];
    },
    /Reload PHP-FPM: /,
  ],
])(
  "%s: PHP goes on with the old release after a switch; it is said with the reload that helps, and the reload helps",
  async (_name, begin, remedy) => {
    const site = persistedSite("releases", SHAPE);
    const [server, fpm] = await begin(site);
    await warm(server);
    secondRelease(site);
    const stale = await probe(site, server);
    expect(stale.code).toBe(1);
    expect(stale.checks["release-live"]).toMatchObject({ ok: false, remedy: expect.stringMatching(remedy) });
    expect(stale.checks["release-live"].came).toMatch(/but PHP (goes on running|still looks)/);
    fpm.reload();
    await answersWith(server, "second");
    expect((await probe(site, server)).checks["release-live"]).toMatchObject({ ok: true });
  },
);

it("nginx with $realpath_root: the new release answers at once, and that is said", async () => {
  const site = persistedSite("releases", SHAPE);
  const server = await startNginx({ documentRoot: root(site), script: "realpath" }, await startFpm());
  await warm(server);
  secondRelease(site);
  expect((await probe(site, server)).checks["release-live"]).toMatchObject({ ok: true });
  expect(await get(`${server.url}/index.php`)).toBe("second");
});

it("Apache that follows a link only where owners match: what visitors get is said", async () => {
  const site = persistedSite("releases", SHAPE);
  must(start(["chown", "-R", "www-data", join(site.shared, "public/uploads")]));
  const extra = "<Directory />\nOptions SymLinksIfOwnerMatch\n</Directory>";
  const server = await startApache({ documentRoot: root(site), extra }, "mod_php");
  const { checks, code } = await probe(site, server);
  expect(code).toBe(1);
  expect(checks["uploads-served"]).toMatchObject({ ok: false, remedy: expect.stringContaining("FollowSymLinks") });
  expect(checks["uploads-served"].came).toContain("public/uploads: status 403");
});

it("nginx that follows no links: uploads are missing, which is said", async () => {
  const site = persistedSite("releases", SHAPE);
  const extra = "disable_symlinks on from=$document_root;";
  const server = await startNginx({ documentRoot: root(site), extra }, await startFpm());
  const { checks } = await probe(site, server);
  expect(checks["uploads-served"]).toMatchObject({
    ok: false,
    remedy: expect.stringContaining("disable_symlinks off"),
  });
});

it("Apache without PHP gives its source out as text: said of uploads, and a failure of the release", async () => {
  const site = persistedSite("releases", SHAPE);
  const extra = '<FilesMatch ".+\\.ph(ar|p|tml)$">\nSetHandler none\n</FilesMatch>';
  const server = await startApache({ documentRoot: root(site), extra }, "mod_php");
  const { checks } = await probe(site, server);
  expect(checks["upload-not-executed"]).toMatchObject({ ok: true, came: expect.stringContaining("given out as text") });
  expect(checks["release-live"]).toMatchObject({
    ok: false,
    came: expect.stringContaining("PHP is given out as text"),
  });
});

it("release --check-url goes back where PHP goes on with the old release, and stays where it does not", async () => {
  const stale = persistedSite("releases", SHAPE);
  const fpm = await startFpm();
  const php = { "public/index.php": "<?php echo 'second';" };
  const slow = await startNginx({ documentRoot: root(stale), script: "document" }, fpm);
  await warm(slow);
  const before = liveVersion(stale);
  const failed = await holdfastMeanwhile(
    stale.root,
    "release",
    delivered(stale, "1.1", php),
    "--yes",
    "--check-url",
    slow.url,
  );
  expect(failed.code).toBe(1);
  expect(failed.err).toMatch(/stopped at "check of the address".*release-live.*Reload PHP-FPM/s);
  // Scripts in uploads were run before as well: no reason to go back, and told.
  expect(failed.err).toContain("as before the switch: upload-not-executed");
  expect(liveVersion(stale)).toBe(before);
  expect(canariesBelow(stale.root)).toEqual([]);

  const site = persistedSite("releases", SHAPE);
  const quick = await startNginx({ documentRoot: root(site), script: "realpath" }, fpm);
  const done = await holdfastMeanwhile(
    site.root,
    "release",
    delivered(site, "1.1", php),
    "--yes",
    "--json",
    "--check-url",
    quick.url,
  );
  expect([done.code, done.err]).toEqual([0, expect.any(String)]);
  const { checks } = JSON.parse(done.out) as { readonly checks: readonly ProbeCheck[] };
  expect(checks.find(({ id }) => id === "release-live")).toMatchObject({ ok: true });
  expect(liveVersion(site)).toContain("second");
  const back = await holdfastMeanwhile(site.root, "rollback", "--check-url", quick.url);
  expect([back.code, back.out]).toEqual([0, expect.stringContaining("🟢 Live")]);
  expect(canariesBelow(site.root)).toEqual([]);
});

const ALL_WELL = {
  reachable: true,
  "env-private": true,
  "git-private": true,
  "logs-private": true,
  "shared-private": true,
  "uploads-served": true,
  "fresh-upload-served": true,
  "upload-not-executed": true,
  "release-live": true,
};

/** The rule for a server; of Apache's the one for the virtual host, where there are two. */
function ruleOf(server: string, rules: readonly ServerRule[]): string {
  const own = rules.filter((rule) => rule.server.startsWith(server));
  return (own.find(({ where }) => where.includes("VirtualHost")) ?? own[0])?.text ?? "";
}

/** Each of PHP's processes has run the first release's code. */
async function warm(server: Server): Promise<void> {
  for (let times = 0; times < 12; times++) expect(await get(`${server.url}/index.php`)).toBe("front");
}

/** Another release becomes live as any deployer does it. */
function secondRelease(site: Site): void {
  const app = join(site.root, "releases/second");
  writeTree(app, { ...CODE, "public/index.php": "<?php echo 'second';" });
  persist(app);
  symlinkSync("releases/second", join(site.root, "next"));
  renameSync(join(site.root, "next"), join(site.root, "current"));
}

const CODE = Object.fromEntries(
  Object.entries(SHAPE).filter(([path]) => /^(composer\.json|artisan|bootstrap\/app|config|public\/css)/.test(path)),
);

async function answersWith(server: Server, text: string): Promise<void> {
  for (let times = 0; times < 400; times++) {
    const answer = await fetch(`${server.url}/index.php`).then(
      (got) => got.text(),
      () => "",
    );
    if (answer === text) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`It never answered "${text}"`);
}
