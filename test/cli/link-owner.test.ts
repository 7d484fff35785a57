/** Links have the owner of what they lead to: a web server that compares owners answers 403 otherwise. */
import { execFileSync } from "node:child_process";
import { chownSync, lchownSync, lstatSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { holdfast, LAYOUTS, NOBODY, persist, persistedSite, siteOf, typed } from "../support/cli.ts";

const WEB = 33;

it.each(LAYOUTS)(
  "root, in a %s site of somebody's whose uploads are the web server's: each link is its target's owner's",
  (layout) => {
    const site = siteOf(layout);
    execFileSync("chown", ["-R", "-h", `${NOBODY}:${NOBODY}`, site.root]);
    execFileSync("chown", ["-R", `${WEB}:${WEB}`, join(site.app, "public/uploads")]);
    persist(site.app);
    expect(lstatSync(join(site.app, "public/uploads")).uid).toBe(WEB);
    expect(lstatSync(join(site.app, "storage")).uid).toBe(NOBODY);
    expect(lstatSync(join(site.app, "public/storage")).uid).toBe(NOBODY);
  },
);

it("check and health-check.sh predict the 403, and the line that they print ends it", () => {
  const site = persistedSite("flat");
  const link = join(site.app, "public/uploads");
  chownSync(join(site.shared, "public/uploads"), WEB, WEB);
  lchownSync(link, NOBODY, NOBODY);
  const line = `chown -h ${WEB} ${link}`;
  const said = `User ${NOBODY} owns the link, user ${WEB} what it leads to: public/uploads`;
  for (const ended of [holdfast(["check", site.app]), typed(`sh '${site.shared}/health-check.sh'`)]) {
    expect(ended.out).toContain(said);
    expect(ended.out).toContain(line);
  }
  expect(typed(line).code).toBe(0);
  expect(holdfast(["check", site.app]).out).not.toContain("SymLinksIfOwnerMatch");
  expect(typed(`sh '${site.shared}/health-check.sh'`).out).not.toContain("SymLinksIfOwnerMatch");
});
