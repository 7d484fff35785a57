import { describe, expect, test } from "vitest";
import { chart } from "../../../bench/report/chart.ts";

const POINTS = [
  { series: "persist", files: 1_000, seconds: 0.1 },
  { series: "persist", files: 1_000_000, seconds: 0.11 },
  { series: "copies & removes", files: 1_000, seconds: 0.1 },
  { series: "copies & removes", files: 100_000, seconds: 31 },
];

describe("chart()", () => {
  const svg = chart("Seconds", POINTS);

  test("has a line and a name for each series, and a mark for each point", () => {
    expect(svg.match(/stroke-width="2.5"/g)).toHaveLength(2);
    expect(svg.match(/<circle /g)).toHaveLength(4);
    expect(svg).toContain(">copies &amp; removes<");
  });

  test("stays within its frame and uses numbers only", () => {
    const places = [...svg.matchAll(/<circle cx="([^"]*)" cy="([^"]*)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
    for (const [x = Number.NaN, y = Number.NaN] of places) {
      expect(x >= 64 && x <= 548).toBe(true);
      expect(y >= 56 && y <= 368).toBe(true);
    }
  });

  test("puts more seconds higher and more files further right", () => {
    const [, , few, many] = [...svg.matchAll(/<circle cx="([^"]*)" cy="([^"]*)"/g)].map(([, x, y]) => ({
      x: Number(x),
      y: Number(y),
    }));
    expect(many?.x).toBeGreaterThan(few?.x ?? Number.NaN);
    expect(many?.y).toBeLessThan(few?.y ?? Number.NaN);
  });
});
