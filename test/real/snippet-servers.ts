/** Servers that run what `holdfast serve server` prints, word for word but for the socket of PHP-FPM. */
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Server, startServer } from "./server.ts";
import { type Fpm, type LinkOptions, type Php, publicFolder, startApache } from "./web-servers.ts";

/** Starts nginx with a printed snippet as its server block; `http` are lines that the host has around it. */
export function startNginxWith(snippet: string, fpm: Fpm, http = ""): Promise<Server> {
  const folder = publicFolder();
  copyFileSync("/etc/nginx/fastcgi_params", join(folder, "fastcgi_params"));
  return startServer(folder, (port) => {
    const config = join(folder, "nginx.conf");
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (name) => `${name}_temp_path ${folder}/${name};`,
    );
    writeFileSync(
      config,
      `daemon off; user www-data; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events {}
http { include /etc/nginx/mime.types; access_log off; ${http} ${temporary.join(" ")}
server { listen 127.0.0.1:${port};
${snippet.replace("/run/php/php-fpm.sock", fpm.socket)}
} }
`,
    );
    return ["nginx", "-c", config, "-e", `${folder}/start.log`];
  });
}

/** Starts Caddy with a printed snippet as its site block. */
export function startCaddyWith(snippet: string, fpm: Fpm): Promise<Server> {
  const folder = publicFolder();
  return startServer(
    folder,
    (port) => {
      const config = join(folder, "Caddyfile");
      const site = snippet.replace("/run/php/php-fpm.sock", fpm.socket);
      writeFileSync(config, `{\n  admin off\n  auto_https off\n}\nhttp://127.0.0.1:${port} {\n${site}\n}\n`);
      return ["caddy", "run", "--config", config, "--adapter", "caddyfile"];
    },
    { XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder, HOME: folder },
  );
}

/** Starts Apache with a printed snippet in its virtual host; `links` is what the host says of links around it. */
export function startApacheWith(snippet: string, php: Php, links: LinkOptions): Promise<Server> {
  return startApache({ documentRoot: publicFolder(), extra: snippet, links }, php);
}
