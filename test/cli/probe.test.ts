/** `probe` against servers that answer as it must be able to bear: nothing, too much, elsewhere, a login, a page for everything. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createSafeServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { ProbeCheck, ProbeRequest } from "../../src/core/probe.ts";
import { BOUGHT_SCRIPT, NOBODY, persistedSite, type Site, siteOf } from "../support/cli.ts";
import { typedIn } from "../support/in-process.ts";
import { program } from "../support/program.ts";
import { freshFolder, manifest } from "../support/tree.ts";
import { holdfastMeanwhile, runMeanwhile } from "../real/holdfast.ts";
import { freePort } from "../real/server.ts";

interface Document {
  readonly url: string;
  readonly checks: readonly ProbeCheck[];
  readonly requests: readonly ProbeRequest[];
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
}

type Checks = Readonly<Record<ProbeCheck["id"], ProbeCheck>>;

async function probed(site: Site, url: string, code: number): Promise<Document & { readonly by: Checks }> {
  const ended = await typedIn(site.root, "probe", "--url", url, "--json");
  expect([ended.code, ended.text]).toEqual([code, expect.any(String)]);
  expect(ended.text).not.toMatch(/DB_PASSWORD|secret/);
  const document = JSON.parse(ended.text.slice(ended.text.indexOf("{"))) as Document;
  return { ...document, by: Object.fromEntries(document.checks.map((check) => [check.id, check])) as Checks };
}

async function listening(server: Server, scheme = "http"): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const serving = (listener: RequestListener): Promise<string> => listening(createServer(listener));

/** Gives out a folder's files as they are, and for anything else what `otherwise` answers. */
function files(folder: string, otherwise: RequestListener = notFound): RequestListener {
  return (request, response) => {
    const path = join(folder, decodeURIComponent(request.url ?? "/"));
    // No PHP runs there, and its source is nobody's business.
    if (existsSync(path) && lstatSync(path).isFile() && !path.endsWith(".php")) response.end(readFileSync(path));
    else if (request.url === "/") response.end("front");
    else otherwise(request, response);
  };
}

function notFound(_request: IncomingMessage, response: ServerResponse): void {
  response.statusCode = 404;
  response.end();
}

const webRoot = (site: Site): string => join(site.root, site.layout === "flat" ? "app/public" : "current/public");

it("nobody listens: exit 1, what to do, and nothing is put on the disk", async () => {
  const site = persistedSite("releases");
  const before = manifest(site.root);
  const { by, requests } = await probed(site, `http://127.0.0.1:${await freePort()}/`, 1);
  expect(by.reachable).toMatchObject({ ok: false, came: "nobody listens there (ECONNREFUSED)" });
  expect(by.reachable.remedy).toContain("Start the web server");
  expect(Object.values(by).filter(({ ok }) => ok === null)).toHaveLength(8);
  expect(requests).toHaveLength(1);
  expect(manifest(site.root)).toEqual(before);
});

it("a name that does not exist, and an address that is none", async () => {
  const site = persistedSite("flat");
  const { by } = await probed(site, "http://no-such-host.invalid/", 1);
  expect(by.reachable.came).toMatch(/\((ENOTFOUND|EAI_AGAIN)\)/);
  for (const url of ["ftp://x/", "example.com", "http://", "http://a:99999/"])
    expect((await typedIn(site.root, "probe", "--url", url)).code).toBe(64);
  expect((await typedIn(site.root, "probe")).text).toContain("--url");
});

it("a certificate for another name, and one that nobody signed, are said, and not passed over", async () => {
  const folder = freshFolder();
  const make = (...args: readonly string[]): void =>
    void execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
  make(
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    "key.pem",
    "-out",
    "cert.pem",
    "-days",
    "2",
    "-subj",
    "/CN=other.example",
    "-addext",
    "subjectAltName=DNS:other.example",
  );
  const pair = { key: readFileSync(join(folder, "key.pem")), cert: readFileSync(join(folder, "cert.pem")) };
  const url = await listening(
    createSafeServer(pair, (_request, response) => response.end("front")),
    "https",
  );
  const site = persistedSite("releases");
  const { by } = await probed(site, url, 1);
  expect(by.reachable.came).toBe(
    "the certificate is signed by nobody that this machine trusts (DEPTH_ZERO_SELF_SIGNED_CERT)",
  );
  expect(by.reachable.remedy).toContain("NODE_EXTRA_CA_CERTS");

  const env = { NODE_EXTRA_CA_CERTS: join(folder, "cert.pem") };
  const trusting = await runMeanwhile(site.root, env, process.execPath, program(), "probe", "--url", url);
  expect(trusting.code).toBe(1);
  expect(trusting.out).toContain("the certificate is for another name (ERR_TLS_CERT_ALTNAME_INVALID)");
});

it("a redirection to another host is not followed; where it would lead is said without what it carries along", async () => {
  const site = persistedSite("releases");
  let asked = 0;
  const elsewhere = await serving((_request, response) => {
    asked++;
    response.end();
  });
  const url = await serving((_request, response) => {
    response.writeHead(302, { Location: `${elsewhere}login?token=abc123` }).end();
  });
  const before = manifest(site.root);
  const { by, requests } = await probed(site, url, 1);
  expect(by.reachable.came).toContain(`leads to ${elsewhere}login`);
  expect(by.reachable.remedy).toContain(`--url ${elsewhere}login`);
  expect(JSON.stringify([by, requests])).not.toContain("abc123");
  expect(asked).toBe(0);
  expect(manifest(site.root)).toEqual(before);
});

it("a redirection of one address to another host counts as no file, and is not followed either", async () => {
  const site = persistedSite("releases");
  let asked = 0;
  const elsewhere = await serving((_request, response) => {
    asked++;
    response.end();
  });
  const url = await serving(
    files(webRoot(site), (_request, response) => {
      response.writeHead(302, { Location: elsewhere }).end();
    }),
  );
  const { by } = await probed(site, url, 0);
  expect(by["env-private"]).toMatchObject({ ok: true });
  expect(asked).toBe(0);
});

it("redirections that never end are given up", async () => {
  const site = persistedSite("flat");
  const { by, requests } = await probed(
    site,
    await serving((request, response) => {
      response.writeHead(302, { Location: `${request.url ?? ""}x` }).end();
    }),
    1,
  );
  expect(by.reachable.ok).toBe(false);
  expect(requests.length).toBeLessThan(10);
});

it("a login wall: said; with the login in the address the site is asked, and the password is shown nowhere", async () => {
  const site = persistedSite("releases");
  const given = `Basic ${Buffer.from("me:pa ss/word").toString("base64")}`;
  const url = await serving((request, response) => {
    if (request.headers.authorization === given) files(webRoot(site))(request, response);
    else response.writeHead(401, { "WWW-Authenticate": 'Basic realm="x"' }).end();
  });
  const walled = await probed(site, url, 1);
  expect(walled.by.reachable).toMatchObject({ ok: false, came: "status 401" });
  expect(walled.by["uploads-served"]).toMatchObject({
    ok: null,
    came: expect.stringContaining("a login stands before the site"),
  });

  const inside = url.replace("//", "//me:pa%20ss%2Fword@");
  const { by, url: shown } = await probed(site, inside, 0);
  expect(by["uploads-served"].ok).toBe(true);
  expect(shown).toBe(url);
  for (const more of [[], ["--verbose"]]) {
    const { text } = await typedIn(site.root, "probe", "--url", inside, ...more);
    expect(text).not.toMatch(/pa( |%20)ss/);
  }
});

it("a site in maintenance: said; what the web server gives out by itself is asked all the same", async () => {
  const site = persistedSite("releases");
  const url = await serving((request, response) => {
    if (request.url === "/") {
      response.statusCode = 503;
      response.end("Be right back");
    } else files(webRoot(site))(request, response);
  });
  const { by } = await probed(site, url, 1);
  expect(by.reachable).toMatchObject({ ok: false, came: "status 503", remedy: expect.stringContaining("maintenance") });
  expect(by["uploads-served"].ok).toBe(true);
});

it("a page for every address is no leak, and no upload", async () => {
  const site = persistedSite("releases");
  const url = await serving((_request, response) => response.end("<!doctype html><p>APP_KEY=</p>"));
  const { by } = await probed(site, url, 1);
  for (const id of ["env-private", "git-private", "logs-private", "shared-private"] as const)
    expect(by[id].ok, id).toBe(true);
  for (const id of ["uploads-served", "fresh-upload-served", "release-live"] as const) {
    expect(by[id].ok, id).toBe(false);
    expect(by[id].came).toContain("another content");
  }
});

it("an .env that is given away is known by what it holds, also a backup of it, and is shown nowhere", async () => {
  const site = siteOf("flat", { ...BOUGHT_SCRIPT, ".env.bak": "OLD_PASSWORD=secret-too\n" });
  await typedIn(site.app, "persist", "--yes");
  const url = await serving(files(site.root));
  const { by } = await probed(site, url, 1);
  expect(by["env-private"].came).toContain("/shared/.env");
  expect(by["env-private"].came).toContain("/shared/.env.bak");
  expect(by["env-private"].remedy).toContain("change every password");
  expect(by["env-private"].rules?.map(({ server }) => server)).toEqual(["Apache", "nginx", "Caddy"]);
});

it("settings that are given away though ours are others, or may not be read", async () => {
  const site = persistedSite("releases");
  const url = await serving(
    files(webRoot(site), (request, response) => {
      if (request.url === "/.env") response.end("# old\nMAIL_HOST=mail.example\n");
      else notFound(request, response);
    }),
  );
  const { by } = await probed(site, url, 1);
  expect(by["env-private"]).toMatchObject({ ok: false, came: expect.stringMatching(/\/\.env$/) });
});

it("a folder that its .htaccess closes is not asked about, and that is said", async () => {
  const site = persistedSite("releases");
  writeFileSync(join(site.shared, "public/invoices/.htaccess"), "Require all denied\n");
  const { leftOut, requests } = await probed(site, await serving(files(webRoot(site))), 0);
  expect(leftOut).toContainEqual({ path: "public/invoices", why: "its .htaccess lets nobody in" });
  expect(requests.filter(({ url }) => url.includes("invoices"))).toEqual([]);
});

it("no leave to write: the checks that need a file are not made, with the reason; the others are", async () => {
  const site = persistedSite("releases");
  execFileSync("chmod", ["-R", "a+rX", join(site.shared, ".holdfast")]);
  const url = await serving(files(webRoot(site)));
  const before = manifest(site.root);
  const ended = await runMeanwhile(
    site.root,
    {},
    "setpriv",
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    "--clear-groups",
    process.execPath,
    program(),
    "probe",
    "--url",
    url,
    "--json",
  );
  expect([ended.code, ended.err]).toEqual([0, ""]);
  const { checks } = JSON.parse(ended.out) as Document;
  const verdict = Object.fromEntries(checks.map(({ id, ok }) => [id, ok]));
  expect(verdict).toMatchObject({
    "uploads-served": true,
    "fresh-upload-served": null,
    "upload-not-executed": null,
    "release-live": null,
  });
  expect(checks.find(({ id }) => id === "release-live")?.came).toContain("this user may not write");
  expect(manifest(site.root)).toEqual(before);
});

it("one folder that refuses a file: only what needs it is not made", async () => {
  const site = persistedSite("flat");
  execFileSync("chattr", ["+i", join(site.app, "public")]);
  onTestFinished(() => void execFileSync("chattr", ["-i", join(site.app, "public")]));
  const { by } = await probed(site, await serving(files(webRoot(site))), 0);
  expect(by["release-live"]).toMatchObject({ ok: null, came: expect.stringContaining("EPERM") });
  expect(by["fresh-upload-served"].ok).toBe(true);
});

it("a file that stands at a canary's name is neither written over nor removed, and one that was changed stays and is named", async () => {
  // In this process the token is known, and with it the name.
  const name = "holdfast-probe-0123456789abcdef0123456789abcdef.gif";
  const site = persistedSite("flat");
  const taken = join(site.shared, "public/uploads", name);
  writeFileSync(taken, "somebody's");
  const first = await probed(site, await serving(files(webRoot(site))), 0);
  expect(readFileSync(taken, "utf8")).toBe("somebody's");
  expect(JSON.stringify(first)).toContain("holds something else by now; it stays");
  rmSync(taken);

  const changing = await serving((request, response) => {
    if (request.url === `/uploads/${name}`) writeFileSync(taken, "edited by somebody, and longer than a canary is");
    files(webRoot(site))(request, response);
  });
  await probed(site, changing, 1);
  expect(readFileSync(taken, "utf8")).toContain("edited by somebody");
  expect(readdirSync(join(site.app, "public")).filter((one) => one.startsWith(".holdfast-"))).toEqual([]);
  expect(readdirSync(join(site.app, "public")).filter((one) => one.startsWith("holdfast-probe-"))).toEqual([]);
});

it("Next.js: a file uploaded now is missing until a restart, with the rule that helps; which build answers is known by its id", async () => {
  const site = siteOf("releases", NEXT);
  await typedIn(site.app, "persist", "--yes");
  const atStart = new Set(readdirSync(join(site.app, "public/uploads")));
  const build = { id: "b1" };
  const url = await serving((request, response) => {
    const upload = /^\/uploads\/(.+)$/.exec(request.url ?? "")?.[1];
    if (request.url === "/") response.end("front");
    else if (upload !== undefined && atStart.has(upload))
      response.end(readFileSync(join(site.app, "public/uploads", upload)));
    else if (request.url === `/_next/static/${build.id}/_buildManifest.js`) response.end("manifest");
    else notFound(request, response);
  });
  const { by } = await probed(site, url, 1);
  expect(by["uploads-served"].ok).toBe(true);
  expect(by["fresh-upload-served"]).toMatchObject({
    ok: false,
    remedy: expect.stringContaining("Next.js gives only files that were there"),
  });
  expect(by["fresh-upload-served"].rules?.[0]?.text).toBe(
    `location ^~ /uploads/ {\n    alias "${site.shared}/public/uploads/";\n}`,
  );
  expect(by["release-live"]).toMatchObject({ ok: true, came: expect.stringContaining("the build of") });

  build.id = "older";
  expect((await probed(site, url, 1)).by["release-live"]).toMatchObject({
    ok: false,
    remedy: expect.stringContaining("Restart Next.js"),
  });
});

it("Nuxt answers 200 with its page for what it does not know: a failure all the same", async () => {
  const site = siteOf("releases", NUXT);
  await typedIn(site.app, "persist", "--yes");
  const url = await serving((request, response) => {
    if (request.url === "/_nuxt/builds/latest.json") response.end('{"id":"one"}');
    else response.end("<!DOCTYPE html><div id=__nuxt>");
  });
  const { by } = await probed(site, url, 1);
  expect(by["fresh-upload-served"]).toMatchObject({
    ok: false,
    came: expect.stringContaining("another content"),
    remedy: expect.stringContaining("Nuxt"),
  });
  expect(by["release-live"].ok).toBe(true);
});

it("a server that never answers is given up within the time that is promised", async () => {
  const site = persistedSite("releases");
  const url = await serving((request, response) => {
    if (request.url === "/") response.end("front");
  });
  const ended = await holdfastMeanwhile(site.root, "probe", "--url", url, "--json");
  const { checks } = JSON.parse(ended.out) as Document;
  expect(ended.code).toBe(1);
  expect(checks.find(({ id }) => id === "uploads-served")?.came).toMatch(/no answer within|no time was left/);
  expect(checks.find(({ id }) => id === "env-private")?.ok).toBe(null);
});

it("the address of a site in a folder, with and without a slash, and of http where the server wants the folder", async () => {
  const site = persistedSite("releases");
  const url = await serving((request, response) => {
    if (request.url === "/shop") response.writeHead(301, { Location: "/shop/" }).end();
    else if (request.url?.startsWith("/shop/") === true) {
      request.url = request.url.slice("/shop".length);
      files(webRoot(site))(request, response);
    } else notFound(request, response);
  });
  for (const address of [`${url}shop`, `${url}shop/`])
    expect((await probed(site, address, 0)).by["uploads-served"].ok).toBe(true);
});

it("a site that nobody has persisted, and one where nothing is live, are refused with the next command", async () => {
  const fresh = siteOf("flat");
  const before = manifest(fresh.root);
  const ended = await typedIn(fresh.app, "probe", "--url", "http://127.0.0.1:9/");
  expect([ended.code, ended.text]).toEqual([1, expect.stringContaining("holdfast persist")]);
  expect(manifest(fresh.root)).toEqual(before);
  const site = persistedSite("releases");
  rmSync(join(site.root, "current"));
  const dead = await typedIn(site.root, "probe", "--url", "http://127.0.0.1:9/");
  expect([dead.code, dead.text]).toEqual([2, expect.stringContaining("Nothing is live")]);
});

it("an upload whose name is not ASCII, or not UTF-8, is asked for by its bytes", async () => {
  const site = persistedSite("releases");
  rmSync(join(site.shared, "public/uploads/photo.jpg"));
  writeFileSync(
    Buffer.concat([Buffer.from(`${site.shared}/public/uploads/a `), Buffer.from([0xe9, 0x25]), Buffer.from(".jpg")]),
    "picture",
  );
  const asked: string[] = [];
  const url = await serving((request, response) => {
    asked.push(request.url ?? "");
    if (request.url === "/uploads/a%20%E9%25.jpg") response.end("picture");
    else files(webRoot(site))(request, response);
  });
  expect((await probed(site, url, 0)).by["uploads-served"].ok).toBe(true);
  expect(asked).toContain("/uploads/a%20%E9%25.jpg");
});

const NEXT: typeof BOUGHT_SCRIPT = {
  "package.json": '{"dependencies":{"next":"16.2.0","react":"19.0.0"}}',
  "next.config.js": "module.exports = {};",
  "app/api/upload/route.js":
    'import { writeFile } from "fs/promises"; export async function POST(r) { await writeFile("public/uploads/x", ""); }',
  ".next/BUILD_ID": "b1\n",
  ".next/static/b1/_buildManifest.js": "manifest",
  "public/uploads/photo.jpg": "demo photo",
};

const NUXT: typeof BOUGHT_SCRIPT = {
  "package.json": '{"dependencies":{"nuxt":"3.21.0"}}',
  "nuxt.config.ts": "export default {};",
  "public/uploads/photo.jpg": "demo photo",
  "holdfast.json": '{"paths":{".output/public/uploads":"user"}}',
  ".output/public/_nuxt/builds/latest.json": '{"id":"one"}',
  ".output/public/uploads/photo.jpg": "demo photo",
};
