import { join } from "node:path";
import { expect, it } from "vitest";
import { encodeJson } from "../../src/core/json.ts";
import { readPlan } from "../../src/plan/plan-document.ts";
import { planWith } from "../support/engine.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

function savedPlan(): { readonly text: string; readonly site: string } {
  const site = freshFolder();
  writeTree(site, { "app/public/uploads/a": "a", "app/.env": "A=1" });
  const plan = planWith(join(site, "app"), [{ path: "public/uploads" }, { path: ".env", kind: "file" }]);
  return { text: encodeJson(plan), site };
}

it("readPlan() reads what was saved", () => {
  const { text } = savedPlan();
  expect(readPlan(text, "plan.json")).toEqual(JSON.parse(text));
});

it("readPlan() says where a text is not a plan", () => {
  expect(() => readPlan("{\n  nonsense", "plan.json")).toThrowError(/"plan.json" .*line 2, column 3/);
  expect(() => readPlan(savedPlan().text.replace('"schema": 1', '"schema": 99'), "plan.json")).toThrowError(/schema/);
  expect(() => readPlan(savedPlan().text.replace('"kind": "adopt"', '"kind": "delete"'), "plan.json")).toThrowError(
    /operations/,
  );
});

it("readPlan() refuses an operation outside the application and shared", () => {
  const { text, site } = savedPlan();
  const evil = text.replaceAll(`"directory": "${site}/shared/public"`, '"directory": "/etc"');
  expect(evil).not.toBe(text);
  expect(() => readPlan(evil, "plan.json")).toThrowError(/"\/etc" lies outside/);
});
