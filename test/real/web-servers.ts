/** Apache, nginx and Caddy as a host sets them up, on 127.0.0.1; each ends with the test. */
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { freshFolder } from "../support/tree.ts";
import { type Server, startServer } from "./server.ts";
import { fpmConfig, nginxConfig } from "./web-configs.ts";

/** PHP-FPM behind a socket. */
export interface Fpm {
  readonly socket: string;
  /** Sends SIGUSR2 to its master: what a reload of the service does. */
  readonly reload: () => void;
}

/** How PHP is reached. */
export type Php = "mod_php" | Fpm;

/** Apache's word for how it treats links; `none` of them. */
export type LinkOptions = "FollowSymLinks" | "SymLinksIfOwnerMatch" | "none";

/** A certificate of the test's own for 127.0.0.1. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** Makes one, in a folder of its own; both are paths. */
export function makeCertificate(): Certificate {
  const folder = publicFolder();
  const [certificate, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"];
  execFileSync("openssl", [...made, "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate], {
    stdio: "ignore",
  });
  return { certificate, key };
}

interface Setting {
  readonly documentRoot: string;
  /** Apache alone: the address is one of https then, whatever the server's `url` says. */
  readonly tls?: Certificate;
  /** Lines for inside the server's block. */
  readonly extra?: string;
  readonly links?: LinkOptions;
}

/** Starts PHP-FPM as the user of Debian's web servers. */
export async function startFpm(): Promise<Fpm> {
  const folder = publicFolder();
  const socket = join(folder, "fpm.sock");
  const config = join(folder, "fpm.conf");
  writeFileSync(config, fpmConfig({ folder, socket }));
  const child = spawn(fpmProgram(), ["-F", "-R", "-y", config], { stdio: "ignore" });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await gone;
  });
  await until(
    () => existsSync(socket),
    () => `PHP-FPM did not start:\n${textOf(join(folder, "fpm.log"))}`,
  );
  return { socket, reload: () => void child.kill("SIGUSR2") };
}

/** Starts Apache; .htaccess files count, as on shared hosting. */
export function startApache(setting: Setting, php: Php): Promise<Server> {
  const folder = publicFolder();
  const modules = [
    "authn_core",
    "authz_core",
    "authz_host",
    "authn_file",
    "authz_user",
    "auth_basic",
    "dir",
    "mime",
    "alias",
    "rewrite",
    "headers",
  ];
  const tls = setting.tls === undefined ? [] : ["socache_shmcb", "ssl"];
  const own = php === "mod_php" ? ["mpm_prefork"] : ["mpm_event", "proxy", "proxy_fcgi"];
  const load = [...modules, ...tls, ...own].map(
    (name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`,
  );
  const handler =
    php === "mod_php"
      ? [
          `LoadModule php_module ${modPhp()}`,
          '<FilesMatch ".+\\.ph(ar|p|tml)$">',
          "SetHandler application/x-httpd-php",
          "</FilesMatch>",
        ]
      : [
          '<FilesMatch ".+\\.ph(ar|p|tml)$">',
          `SetHandler "proxy:unix:${php.socket}|fcgi://localhost"`,
          "</FilesMatch>",
        ];
  return startServer(folder, (port) => {
    const config = join(folder, "apache.conf");
    writeFileSync(
      config,
      [
        `ServerRoot ${folder}`,
        `PidFile ${folder}/apache.pid`,
        `Mutex file:${folder}`,
        `ErrorLog ${folder}/error.log`,
        "ServerName localhost",
        `Listen 127.0.0.1:${port}`,
        "User www-data",
        "Group www-data",
        ...load,
        ...handler,
        "TypesConfig /etc/mime.types",
        `DocumentRoot ${setting.documentRoot}`,
        "DirectoryIndex index.php index.html",
        "<Directory />",
        `Options -FollowSymLinks ${setting.links === "none" ? "-SymLinksIfOwnerMatch" : `+${setting.links ?? "FollowSymLinks"}`}`,
        "AllowOverride All",
        "Require all granted",
        "</Directory>",
        `<VirtualHost 127.0.0.1:${port}>`,
        `DocumentRoot ${setting.documentRoot}`,
        setting.extra ?? "",
        ...(setting.tls === undefined
          ? []
          : [
              "SSLEngine on",
              `SSLCertificateFile ${setting.tls.certificate}`,
              `SSLCertificateKeyFile ${setting.tls.key}`,
            ]),
        "</VirtualHost>",
        "",
      ].join("\n"),
    );
    return ["apache2", "-DFOREGROUND", "-f", config];
  });
}

/** Starts nginx; `script` is the form of SCRIPT_FILENAME, which decides whether PHP sees a switch. */
export function startNginx(
  setting: Setting & { readonly script?: "document" | "realpath" },
  fpm: Fpm,
): Promise<Server> {
  const folder = publicFolder();
  return startServer(folder, (port) => {
    const config = join(folder, "nginx.conf");
    writeFileSync(config, nginxConfig({ ...setting, folder, port, socket: fpm.socket }));
    return ["nginx", "-c", config, "-e", `${folder}/start.log`];
  });
}

/** Starts Caddy as its manual says for PHP. */
export function startCaddy(setting: Setting, fpm: Fpm): Promise<Server> {
  const folder = publicFolder();
  return startServer(
    folder,
    (port) => {
      const config = join(folder, "Caddyfile");
      writeFileSync(
        config,
        `{
  admin off
  auto_https off
}
http://127.0.0.1:${port} {
  root * ${setting.documentRoot}
${setting.extra ?? ""}
  php_fastcgi unix/${fpm.socket}
  file_server
}
`,
      );
      return ["caddy", "run", "--config", config, "--adapter", "caddyfile"];
    },
    { XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder, HOME: folder },
  );
}

/** A folder that servers of another user may enter. */
export function publicFolder(): string {
  const folder = freshFolder("holdfast-web-");
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, "logs"));
  return folder;
}

function fpmProgram(): string {
  return only("/usr/sbin", /^php-fpm\d[\d.]*$/);
}

function modPhp(): string {
  return only("/usr/lib/apache2/modules", /^libphp[\d.]*\.so$/);
}

function only(folder: string, pattern: RegExp): string {
  const name = readdirSync(folder).find((one) => pattern.test(one));
  if (name === undefined) throw new Error(`${folder} has nothing like ${String(pattern)}`);
  return join(folder, name);
}

async function until(isSo: () => boolean, why: () => string): Promise<void> {
  const end = Date.now() + 20_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(why());
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
