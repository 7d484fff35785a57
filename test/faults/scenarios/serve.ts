import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { writeTree } from "../../support/files.ts";
import type { Scenario } from "../scenario.ts";
import { siteWithReleases } from "./release.ts";
import { below, writeLaravel } from "./shapes.ts";

type Make = Scenario["make"];

const serving = (
  id: string,
  what: string,
  about: { readonly way: string; readonly make: Make; readonly aside?: true },
): Scenario => {
  const argv = ["serve", about.way, "--yes", ...(about.aside === true ? ["--aside"] : [])];
  // What is let go aside is not in the document root any more.
  const live = about.aside === true ? "public_html/uploads" : "public_html";
  return { id, what, layout: "releases", make: about.make, cwd: ".", argv, again: argv, live };
};

/** A document root as somebody filled it by hand: the site's files, and data of its own. */
const ownRoot: Make = async (root, holdfast) => {
  await siteWithReleases(root, holdfast);
  mkdirSync(below(root, "public_html"));
  writeTree(below(root, "public_html"), {
    "index.php": "<?php",
    "css/app.css": "body{}",
    "uploads/u.txt": "from the document root",
    "uploads/deep/w.txt": "only here",
  });
};

/** The same with what a panel and somebody else put into it. */
const panelRoot: Make = async (root, holdfast) => {
  await ownRoot(root, holdfast);
  writeTree(below(root, "public_html"), { ".htaccess": "# the panel's", "google1.html": "somebody's" });
};

const linkedRoot: Make = async (root, holdfast) => {
  await siteWithReleases(root, holdfast);
  symlinkSync("current/public", below(root, "public_html"));
  await holdfast(root, ["serve", "link", "--yes"]);
};

const rootServedBy =
  (way: string): Make =>
  async (root, holdfast) => {
    await panelRoot(root, holdfast);
    await holdfast(root, ["serve", way, "--yes"]);
  };

const withNext =
  (make: Make): Make =>
  async (root, holdfast) => {
    await make(root, holdfast);
    writeFileSync(below(root, "public_html/.htaccess"), "# edited by the panel");
    writeLaravel(below(root, "next"), {
      "public/index.php": "<?php // 2",
      "public/js/app.js": "2",
      "public/robots.txt": "new",
    });
  };

export const serveToLink = serving("serve-to-link", "a real document root with data of its own becomes a link", {
  way: "link",
  make: ownRoot,
});

export const serveToEntries = serving(
  "serve-to-entries",
  "the names of a real document root become links into what is live; somebody's file stays",
  { way: "entries", make: panelRoot },
);

export const serveToLoader = serving(
  "serve-to-loader",
  "a link as the document root becomes a folder with a loader, in one exchange",
  { way: "loader", make: linkedRoot },
);

export const serveBackToEntries = serving("serve-back-to-entries", "copies in a document root become links again", {
  way: "entries",
  make: rootServedBy("loader"),
});

export const serveBackToLink = serving(
  "serve-back-to-link",
  "a document root of links, with somebody's file in it, becomes one link",
  { way: "link", make: rootServedBy("entries"), aside: true },
);

const releasing = (id: string, way: string): Scenario => ({
  id,
  what: `a site served by ${way} gets another release: new names come before the switch, old ones go after it`,
  layout: "releases",
  make: withNext(rootServedBy(way)),
  cwd: ".",
  argv: ["release", "next", "--yes"],
  again: ["release", "next", "--yes"],
  live: "public_html/uploads",
});

export const releaseOnEntries = releasing("release-on-entries", "entries");
export const releaseOnLoader = releasing("release-on-loader", "loader");
