import { expect, it } from "vitest";
import { decodeJson } from "../../src/core/json.ts";

it("decodeJson() says line and column of a fault", () => {
  expect(decodeJson('{\n  "a": 1,\n  oops\n}')).toMatchObject({ fault: { line: 3, column: 3 } });
  expect(decodeJson('{\n  "a"')).toMatchObject({ fault: { line: 2 } });
});

it("decodeJson() reads what is right", () => {
  expect(decodeJson("[1]")).toEqual({ value: [1] });
});
