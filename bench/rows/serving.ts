import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { launchServer, type Server } from "../../test/real/launched.ts";
import { LIVE_ENV, writeLaravel } from "../../test/real/laravel-skeleton.ts";
import { fpmConfig, nginxConfig } from "../../test/real/web-configs.ts";
import type { Bench, Line, Row } from "../row.ts";
import { outputOf } from "../timing/process.ts";
import { bytesOf } from "../trees/random.ts";
import { spreadOf } from "../timing/statistics.ts";

/** What links cost the application: requests in a second with and without them, and how much that differs between two sites without. */
export const servingRow: Row = {
  ids: ["serving"],
  title: "No impact on the application: requests in a second through nginx and PHP-FPM",
  programs: ["nginx", "ab", "php"],
  sets: [],
  copies: [],
  root: true,
  run: async (bench) => {
    const folder = bench.scratch("serving");
    const socket = join(folder, "fpm.sock");
    const stopFpm = await startFpm(folder, socket);
    const servers: Record<string, Server> = {};
    try {
      for (const name of ["linked", "plain", "plain again"] as const)
        servers[name] = await startNginx(makeSite(bench, folder, name), socket);
      return [
        ...linesOf(bench, servers, { what: "an upload of 20 kB", path: "/uploads/photo.bin" }),
        ...linesOf(bench, servers, { what: "a PHP page", path: "/hello.php" }),
        ...linesOf(bench, servers, { what: "a Laravel page", path: "/" }),
      ];
    } finally {
      for (const server of Object.values(servers)) await server.stop();
      await stopFpm();
    }
  },
};

/** Makes the site's application; a linked one is persisted. Returns the folder for what its web server writes. */
function makeSite(bench: Bench, folder: string, name: string): string {
  const root = join(folder, name.replaceAll(" ", "-"));
  const app = join(root, "app");
  mkdirSync(app, { recursive: true });
  writeLaravel(app, "1.0");
  writeFileSync(join(app, ".env"), LIVE_ENV.replace("APP_DEBUG=true", "APP_DEBUG=false"));
  mkdirSync(join(app, "public/uploads"), { recursive: true });
  writeFileSync(join(app, "public/uploads/photo.bin"), bytesOf(1, 1, 20_000));
  writeFileSync(join(app, "public/hello.php"), "<?php echo 'hello';\n");
  outputOf({ argv: ["chown", "-R", "www-data:www-data", root] });
  if (name === "linked") outputOf({ argv: [process.execPath, bench.program, "persist", app, "--yes"] });
  return root;
}

/** Requests in a second of each site, round by round. */
function linesOf(
  { rounds, quick }: Bench,
  servers: Readonly<Record<string, Server>>,
  { what, path }: { readonly what: string; readonly path: string },
): Line[] {
  const rates: Record<string, number[]> = {};
  for (let round = -1; round < rounds; round++)
    for (const [name, { url }] of Object.entries(servers)) {
      const rate = requestsInASecond(`${url}${path}`, quick ? 200 : 2000);
      if (round >= 0) (rates[name] ??= []).push(rate);
    }
  const { linked = [], plain = [], "plain again": again = [] } = rates;
  const differences = percent(linked, plain);
  const noise = percent(again, plain);
  const most = Math.max(...noise.map(Math.abs));
  const rateText = (samples: readonly number[]): string => `${Math.round(spreadOf(samples).median)} a second`;
  return [
    {
      what,
      ours: `behind a link (${rateText(linked)})`,
      theirs: `in a plain folder (${rateText(plain)}); slower by`,
      unit: "percent",
      bound: { is: "at most", value: Number(most.toFixed(1)) },
      samples: differences,
    },
    {
      what,
      ours: "the noise: the same plain site a second time",
      theirs: "slower by",
      unit: "percent",
      bound: null,
      samples: noise,
    },
  ];
}

/** By how many percent the first is slower. */
function percent(one: readonly number[], other: readonly number[]): number[] {
  return one.map((rate, round) => ((other[round] ?? Number.NaN) / rate - 1) * 100);
}

function requestsInASecond(url: string, requests: number): number {
  const text = outputOf({ argv: ["ab", "-q", "-k", "-n", String(requests), "-c", "4", url] });
  const failed = /^(?:Non-2xx responses|Failed requests): +([1-9]\d*)/m.exec(text);
  if (failed !== null) throw new Error(`"${url}" did not answer as it should: ${failed[0]}`);
  const rate = /^Requests per second: +([\d.]+)/m.exec(text)?.[1];
  if (rate === undefined) throw new Error(`ab said no rate:\n${text}`);
  return Number(rate);
}

function startNginx(root: string, socket: string): Promise<Server> {
  return launchServer(root, (port) => {
    const config = join(root, "nginx.conf");
    writeFileSync(config, nginxConfig({ folder: root, port, socket, documentRoot: join(root, "app/public") }));
    return ["nginx", "-c", config, "-e", join(root, "start.log")];
  });
}

async function startFpm(folder: string, socket: string): Promise<() => Promise<void>> {
  const config = join(folder, "fpm.conf");
  writeFileSync(config, fpmConfig({ folder, socket }));
  const program = readdirSync("/usr/sbin").find((name) => /^php-fpm\d[\d.]*$/.test(name));
  if (program === undefined) throw new Error("PHP-FPM is not there");
  const child = spawn(join("/usr/sbin", program), ["-F", "-R", "-y", config], { stdio: "ignore" });
  const gone = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await gone;
  };
  for (const until = Date.now() + 20_000; !existsSync(socket); await sleep(25)) {
    if (child.exitCode === null && Date.now() < until) continue;
    await stop();
    throw new Error("PHP-FPM did not start");
  }
  return stop;
}
