const STEPS = ["bytes", "kB", "MB", "GB", "TB"] as const;
const STEP = 1000;

/** A number of bytes in the largest unit that leaves a number above one: `532 bytes`, `1.4 MB`. */
export function bytesInWords(bytes: number): string {
  let value = bytes;
  let step = 0;
  while (value >= STEP && step < STEPS.length - 1) {
    value /= STEP;
    step++;
  }
  const shown = step === 0 ? String(value) : value.toFixed(value < 10 ? 1 : 0);
  return `${shown} ${STEPS[step] ?? ""}`;
}

const UNITS: readonly (readonly [string, number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** How long ago something was, in its largest unit. A time that lies ahead is said to be one: a clock was wrong. */
export function agoInWords(seconds: number): string {
  if (seconds < 0) return "in the future (a clock was wrong)";
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ["second", 1];
  const number = Math.floor(seconds / size);
  return `${number} ${unit}${number === 1 ? "" : "s"} ago`;
}
