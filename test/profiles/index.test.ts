import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseRel } from "../../src/core/path.ts";
import { nameMatcher } from "../../src/classify/pattern.ts";
import { profiles } from "../../src/profiles/index.ts";

test("the registry holds every profile of the folder, once, under its file's name", () => {
  const files = readdirSync(new URL("../../src/profiles", import.meta.url)).map((name) => name.replace(/\.ts$/, ""));
  expect(profiles.map(({ id }) => id).sort()).toEqual(
    files.filter((name) => !["index", "profile", "shapes"].includes(name)).sort(),
  );
});

test("the families that the specification names are known", () => {
  expect(profiles.map(({ id }) => id)).toEqual(expect.arrayContaining(["laravel", "next", "vue", "react", "php"]));
});

describe.each(profiles.map((profile) => [profile.id, profile] as const))("profile %s", (_id, profile) => {
  test("can match: a proof, or two hints", () => {
    const proofs = profile.markers.filter(({ weight }) => weight === "proof").length;
    expect(proofs > 0 || profile.markers.length > 1).toBe(true);
  });

  test("gives a page for itself and for every entry", () => {
    for (const source of [profile.docs, ...profile.entries.map((entry) => entry.source)])
      expect(source).toMatch(/^https:\/\/\S+\.\S+/);
  });

  test("says in a sentence of its own what each entry and marker is", () => {
    const facts = [...profile.entries, ...profile.markers].flatMap((item) => ("fact" in item ? [item.fact] : []));
    expect(facts.filter((fact) => !/^\S.*\S$/.test(fact) || fact.endsWith("."))).toEqual([]);
    expect(profile.entries.every(({ source }) => source.trim() !== "")).toBe(true);
  });

  test("names paths inside the app only", () => {
    const own = profile.entries.flatMap(({ path, needs, chain }) => [
      path,
      ...(needs ?? []),
      ...(chain === undefined ? [] : [chain]),
    ]);
    for (const path of [...own, ...profile.code, ...profile.builds, ...profile.reads]) {
      expect(parseRel(path), path).toBe(path);
    }
  });

  test("supersedes profiles that exist", () => {
    for (const id of profile.supersedes) expect(profiles.map((other) => other.id)).toContain(id);
  });

  test("does not call one path data and code at once", () => {
    // What is data only where the repository does not have it is code everywhere else.
    const certain = profile.entries.filter(({ handling, when }) => handling !== "per-release" && when !== "ignored");
    for (const entry of certain) {
      const same = [...profile.code, ...profile.builds].filter(
        (path) => nameMatcher(entry.path)(path) || nameMatcher(path)(entry.path),
      );
      expect(same, entry.path).toEqual([]);
    }
  });

  test("keeps secrets secret: what looks like a key or a password file is marked", () => {
    const secrets = profile.entries.filter(({ path }) =>
      /(^|\/)\.env($|\.)|\.key$|\/(database|env|settings)\.(php|yml)$/.test(path),
    );
    expect(secrets.filter((entry) => entry.secret !== true).map(({ path }) => path)).toEqual([]);
  });

  test("names no path twice under the same condition", () => {
    const keys = profile.entries.map(({ path, when }) => `${path} ${when}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
