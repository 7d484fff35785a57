/** What PHP-FPM and nginx are told, as a host sets them up; for tests and the bench. */

/** A pool of PHP-FPM behind a socket, as the user of Debian's web servers; `folder` is for what it writes itself. */
export function fpmConfig({ folder, socket }: { readonly folder: string; readonly socket: string }): string {
  return [
    "[global]",
    `pid = ${folder}/fpm.pid`,
    `error_log = ${folder}/fpm.log`,
    "daemonize = no",
    "[www]",
    "user = www-data",
    "group = www-data",
    `listen = ${socket}`,
    "listen.mode = 0666",
    "pm = static",
    "pm.max_children = 2",
    "",
  ].join("\n");
}

/** What nginx is asked to serve. */
export interface NginxSetting {
  /** For what it writes itself. */
  readonly folder: string;
  readonly port: number;
  readonly documentRoot: string;
  /** Where PHP-FPM listens. */
  readonly socket: string;
  /** Lines for inside the server's block. */
  readonly extra?: string;
  /** The form of SCRIPT_FILENAME, which decides whether PHP sees a switch. */
  readonly script?: "document" | "realpath";
}

/** One site on 127.0.0.1, its scripts answered by PHP-FPM. */
export function nginxConfig({ folder, port, documentRoot, socket, extra = "", script }: NginxSetting): string {
  const root = script === "document" ? "$document_root" : "$realpath_root";
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  return `daemon off; user www-data; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events {}
http {
  include /etc/nginx/mime.types; access_log off; ${temporary.join(" ")}
  server {
    listen 127.0.0.1:${port};
    root ${documentRoot};
    index index.php index.html;
    ${extra}
    location / { try_files $uri $uri/ /index.php?$query_string; }
    location ~ \\.php$ {
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME ${root}$fastcgi_script_name;
      fastcgi_param DOCUMENT_ROOT ${root};
      fastcgi_pass unix:${socket};
    }
  }
}
`;
}
