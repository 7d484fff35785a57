/** The picture of how time grows with the number of files, as SVG: both scales are logarithmic, light and dark follow the reader's. */
import type { Point } from "../row.ts";

const SIZE = { width: 760, height: 420 };
const EDGE = { left: 64, right: 212, top: 56, bottom: 52 };
/** Colours that can be told apart also without colour vision, on light and on dark. */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#b5518e", "#8a7300"];

/** Draws one line for each series, ours first, those of others broken; `title` stands above. */
export function chart(title: string, points: readonly Point[]): string {
  const frame = frameOf(points);
  const ours = points.filter((point) => point.peer !== true);
  const series = [...new Set([...ours, ...points].map((point) => point.series))].map((name) => ({
    name,
    points: points.filter((point) => point.series === name).sort((one, other) => one.files - other.files),
  }));
  const labels = spread(series.map(({ points: of }) => frame.y(of.at(-1)?.seconds ?? 1)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${escaped(title)}">`,
    STYLE,
    `<rect class="paper" width="${SIZE.width}" height="${SIZE.height}" rx="6"/>`,
    `<text class="title" x="${EDGE.left}" y="30">${escaped(title)}</text>`,
    ...gridOf(frame),
    ...series.flatMap(({ name, points: of }, index) =>
      lineOf({ name, points: of, index, label: labels[index] ?? 0 }, frame),
    ),
    "</svg>",
    "",
  ].join("\n");
}

const STYLE = `<style>
text { font: 13px system-ui, sans-serif; fill: #333; }
.title { font-size: 15px; font-weight: 600; }
.paper { fill: #fff; } .grid { stroke: #ddd; } .axis { stroke: #888; }
@media (prefers-color-scheme: dark) { text { fill: #ddd; } .paper { fill: #15181c; } .grid { stroke: #333a42; } .axis { stroke: #78818b; } }
</style>`;

interface Frame {
  readonly x: (files: number) => number;
  readonly y: (seconds: number) => number;
  readonly files: readonly number[];
  readonly seconds: readonly number[];
}

function frameOf(points: readonly Point[]): Frame {
  const files = decades(points.map((point) => point.files));
  const seconds = decades(points.map((point) => point.seconds));
  const place = (value: number, scale: readonly number[], [from, to]: readonly [number, number]): number => {
    const [low, high] = [Math.log10(scale[0] ?? 1), Math.log10(scale.at(-1) ?? 10)];
    return from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  };
  return {
    files,
    seconds,
    x: (value) => place(value, files, [EDGE.left, SIZE.width - EDGE.right]),
    y: (value) => place(value, seconds, [SIZE.height - EDGE.bottom, EDGE.top]),
  };
}

/** The powers of ten around all values, two at least. */
function decades(values: readonly number[]): number[] {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
}

function gridOf({ x, y, files, seconds }: Frame): string[] {
  const [left, right] = [EDGE.left, SIZE.width - EDGE.right];
  const [top, bottom] = [EDGE.top, SIZE.height - EDGE.bottom];
  const middle = (left + right) / 2;
  return [
    ...seconds.flatMap((value) => [
      `<line class="grid" x1="${left}" x2="${right}" y1="${round(y(value))}" y2="${round(y(value))}"/>`,
      `<text x="${left - 8}" y="${round(y(value) + 4)}" text-anchor="end">${secondsText(value)}</text>`,
    ]),
    ...files.flatMap((value) => [
      `<line class="grid" x1="${round(x(value))}" x2="${round(x(value))}" y1="${top}" y2="${bottom}"/>`,
      `<text x="${round(x(value))}" y="${bottom + 20}" text-anchor="middle">${value.toLocaleString("en")}</text>`,
    ]),
    `<path class="axis" d="M${left} ${top}V${bottom}H${right}" fill="none"/>`,
    `<text x="${middle}" y="${bottom + 42}" text-anchor="middle">files</text>`,
  ];
}

interface Drawn {
  readonly name: string;
  readonly points: readonly Point[];
  readonly index: number;
  /** How far down its name stands. */
  readonly label: number;
}

function lineOf({ name, points, index, label }: Drawn, { x, y }: Frame): string[] {
  const colour = COLOURS[index % COLOURS.length] ?? "#000";
  const at = points.map(({ files, seconds }) => `${round(x(files))} ${round(y(seconds))}`);
  const last = points.at(-1);
  const dashes = last?.peer === true ? ' stroke-dasharray="7 4"' : "";
  return [
    `<path d="M${at.join("L")}" fill="none" stroke="${colour}" stroke-width="2.5"${dashes}/>`,
    ...at.map((place) => {
      const [cx, cy] = place.split(" ");
      return `<circle cx="${cx}" cy="${cy}" r="4" fill="${colour}"/>`;
    }),
    `<text x="${SIZE.width - EDGE.right + 14}" y="${round(label + 4)}" style="fill:${colour};font-weight:600">${escaped(name)}</text>`,
    `<text x="${SIZE.width - EDGE.right + 14}" y="${round(label + 19)}" style="font-size:11px">${last === undefined ? "" : `${last.seconds.toPrecision(2)} s at ${last.files.toLocaleString("en")}`}</text>`,
  ];
}

const APART = 36;

/** Moves names that would lie upon each other apart, in the order in which they lie. */
function spread(places: readonly number[]): number[] {
  const order = places.map((place, index) => ({ place, index })).sort((one, other) => one.place - other.place);
  const moved = [...places];
  let free = EDGE.top;
  for (const { place, index } of order) {
    moved[index] = Math.max(place, free);
    free = (moved[index] ?? 0) + APART;
  }
  const over = Math.max(0, free - APART - (SIZE.height - EDGE.bottom));
  return moved.map((place) => place - over);
}

function secondsText(value: number): string {
  return value < 1 ? `${Math.round(value * 1000)} ms` : `${value} s`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
