/** A site without a shell, the page that was made for it, and somebody who opens it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { startPhp } from "../../real/server.ts";
import { holdfast, must, type Site, siteOf } from "../../support/cli.ts";
import { freshFolder } from "../../support/tree.ts";

/** A page in a web root of its own, and its token. */
export interface Paged {
  readonly site: Site;
  readonly page: string;
  readonly token: string;
}

/** What an address answers to a form that was sent. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** The page, answered by PHP's own server, and a way to send its form. */
export interface Served extends Paged {
  readonly url: string;
  readonly post: (form: Readonly<Record<string, string>>) => Promise<Answered>;
}

/** `what` is what `plan` is asked for beside the page. */
export function madePage(...what: readonly string[]): Paged {
  const site = siteOf("flat");
  const page = join(freshFolder(), "once.php");
  const text = must(holdfast(["plan", site.app, ...what, "--php", page])).out;
  return { site, page, token: /Token, shown only now: ([0-9a-f]{32})$/m.exec(text)?.[1] ?? "" };
}

/** Serves it, changed before if that is wanted. */
export async function served(paged: Paged, change: (text: string) => string = (text) => text): Promise<Served> {
  const { page } = paged;
  writeFileSync(page, change(readFileSync(page, "utf8")));
  const { url } = await startPhp(join(page, ".."));
  return { ...paged, url, post: (form) => posted(`${url}/once.php`, form) };
}

/** Sends a form to an address. */
export async function posted(url: string, form: Readonly<Record<string, string>>): Promise<Answered> {
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

/** Waits until a page has removed itself: it does so after its last byte was sent. */
export async function isGone(page: string): Promise<void> {
  await expect.poll(() => existsSync(page), { timeout: 20_000 }).toBe(false);
}
