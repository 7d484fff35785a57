/** Names of data on folders that hold something else. */
import { expect, test } from "vitest";
import { judged, LARAVEL } from "./judging.ts";

test("a folder that is named like data and holds sources alone is a part of the program", () => {
  const { says } = judged({
    ...LARAVEL,
    "public/logs/read.ts": "",
    "public/uploads/a.ts": "",
    "public/uploads/b.png": "",
  });
  expect([says("public/logs"), says("public/uploads")]).toEqual(["asset release", "user link"]);
});

test("data that ships with the code is no visitor's, whatever it is called", () => {
  const { says } = judged({ ...LARAVEL, "geo_data/a.json": "{}", "custom-elements/a.ts": "", "site-data/a.jpg": "" });
  expect([says("geo_data"), says("custom-elements")]).toEqual(["unlisted", "unlisted"]);
  expect(says("site-data")).toBe("user link");
});

test("migrations have the names of the minutes they were made in, and are code", () => {
  const names = Array.from({ length: 9 }, (_, index) => [`public/migrations/2026010112000${index}`, "x"]);
  const other = Array.from({ length: 9 }, (_, index) => [`public/odd/2026010112000${index}`, "x"]);
  const { says } = judged({ ...LARAVEL, ...Object.fromEntries([...names, ...other]) });
  expect(says("public/migrations")).not.toBe("user link");
  expect(says("public/odd")).toBe("user link");
});
