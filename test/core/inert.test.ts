import { describe, expect, it } from "vitest";
import { type Ground, HEAD_BYTES, isInert, runsAs } from "../../src/core/inert.ts";
import { rel } from "../../src/core/path.ts";

const PHP: Ground = { webRoot: rel("public"), runsJavaScript: false };
const FLAT_PHP: Ground = { webRoot: "", runsJavaScript: false };
const NODE: Ground = { webRoot: "", runsJavaScript: true };
const NEXT: Ground = { webRoot: rel("public"), runsJavaScript: true };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const NOTHING = bytes("");

const judged = (path: string, ground: Ground = PHP, head: Uint8Array = NOTHING): string | null =>
  runsAs(rel(path), head, ground);

describe("by its name", () => {
  it.each([
    "public/uploads/shell.php",
    "public/uploads/SHELL.PHP",
    "public/uploads/shell.php7",
    "public/uploads/shell.pht",
    "public/uploads/shell.phtml",
    "public/uploads/shell.phar",
    "public/uploads/shell.php.jpg",
    "public/uploads/shell.php.",
    "public/uploads/shell.php . .",
    "public/uploads/.php",
    "sites/all/modules/x/x.module",
    "app/helper.inc",
    "resources/views/a.blade.php",
  ])("%s could run as PHP", (path) => {
    expect(judged(path)).toBe("PHP");
  });

  it.each([
    ["public/uploads/a.cgi", "a CGI program"],
    ["public/uploads/a.pl", "a CGI program"],
    ["public/uploads/a.sh", "a script"],
    ["public/uploads/a.shtml", "a server page"],
    ["public/uploads/a.jsp", "a server page"],
    ["public/uploads/a.exe", "a program"],
    ["public/uploads/.htaccess", "the server or a tool, as its settings"],
    ["public/uploads/.HTACCESS", "the server or a tool, as its settings"],
    ["public/.user.ini", "the server or a tool, as its settings"],
    ["public/web.config", "the server or a tool, as its settings"],
    [".env.production", "the server or a tool, as its settings"],
    ["package.json", "the server or a tool, as its settings"],
    ["artisan", "the server or a tool, as its settings"],
    ["config/services.yaml", "the application, as its settings"],
    ["resources/views/mail.html", "the application, as a template"],
    ["public/mail.twig", "the application, as a template"],
    [".git/hooks/post-merge", "the tool that its folder belongs to"],
    ["public/cgi-bin/counter", "the tool that its folder belongs to"],
  ])("%s could run: %s", (path, what) => {
    expect(judged(path)).toBe(what);
  });

  it.each([
    "public/uploads/photo.jpg",
    "public/uploads/php.jpg",
    "public/uploads/Acme.Inc.logo.png",
    "public/uploads/export.csv",
    "public/uploads/invoice 2026.pdf",
    "public/uploads/drawing.svg",
    "public/uploads/page.html",
    "public/uploads/map.json",
    "public/uploads/feed.xml",
    "public/uploads/notes.yml",
    "public/uploads/db.sql",
    "public/uploads/no-ending",
    "lang/de.json",
    "storage/app/data.sqlite",
  ])("%s is inert", (path) => {
    expect(judged(path)).toBeNull();
    expect(isInert(rel(path), NOTHING, PHP)).toBe(true);
  });
});

it("a dot or a blank at the end hides nothing", () => {
  expect(judged("public/uploads/.htaccess.")).toBe("the server or a tool, as its settings");
  expect(judged("public/uploads/install.sh. ")).toBe("a script");
});

describe("JavaScript", () => {
  it("is only sent to visitors from the web root", () => {
    expect(judged("public/js/app.js")).toBeNull();
    expect(judged("js/app.js", FLAT_PHP)).toBeNull();
    expect(judged("public/js/app.js", NEXT)).toBeNull();
  });

  it("runs everywhere else", () => {
    expect(judged("server/app.mjs")).toBe("Node.js");
    expect(judged("server.js", NODE)).toBe("Node.js");
    expect(judged("pages/api/x.tsx", NEXT)).toBe("Node.js");
  });
});

describe("by its first bytes, whatever its name says", () => {
  const head = (text: string): string | null => judged("public/uploads/photo.jpg", PHP, bytes(text));

  it("a script, a program, PHP behind a picture's header, a server page", () => {
    expect(head("#!/bin/sh\n")).toBe("a script");
    expect(head("\uFEFF#!/usr/bin/php")).toBe("a script");
    expect(head("\x7fELF\x02\x01")).toBe("a program");
    expect(head("MZ\x90\0\x03")).toBe("a program");
    expect(head("\xff\xd8\xff\0JFIF\0<?php system($_GET[0]);")).toBe("PHP");
    expect(head("<?PHP\nsystem")).toBe("PHP");
    expect(head("<?= `$_GET[0]` ?>")).toBe("a server page");
    expect(head("<% eval request(1) %>")).toBe("a server page");
    expect(head('<!--#exec cmd="id" -->')).toBe("a server page");
    expect(head("stub __HALT_COMPILER(); ?>")).toBe("PHP");
  });

  it("a picture's bytes, XML and text are none of these", () => {
    expect(head("\xff\xd8\xff\xe0\0\x10JFIF <?= by chance")).toBeNull();
    expect(head('<?xml version="1.0"?><svg/>')).toBeNull();
    expect(head("MZ is a name")).toBeNull();
    expect(head("")).toBeNull();
  });

  it("looks at the head only", () => {
    expect(head(`${" ".repeat(HEAD_BYTES)}<?php`)).toBeNull();
  });
});
