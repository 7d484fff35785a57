/** The refusals of a delivery: each names the entry and the rule, and says what to do next. Nothing of the site has been changed. */
import { displayName } from "./bytes.ts";
import { HoldfastError } from "./error.ts";

/** Which entry of which delivery. */
export interface Culprit {
  /** The delivery's path. */
  readonly source: string;
  /** The entry's name; missing where it is about the whole. */
  readonly entry?: string;
}

const OWN_RISK =
  "Ask whoever made it for a clean archive; if you trust it, unpack it yourself, look at it, and name the folder";

/** An entry that no release may have: its name, type or link is against a rule. */
export function entryRefused(culprit: Culprit, rule: string, hint: string = OWN_RISK): HoldfastError {
  return new HoldfastError({ code: "archive-refused", message: `${shown(culprit)}: ${rule}`, hint });
}

/** The archive contradicts itself or ends too soon: what it says cannot be believed. */
export function archiveDamaged(culprit: Culprit, what: string, cause?: unknown): HoldfastError {
  return new HoldfastError({
    code: "archive-damaged",
    message: `${shown(culprit)}: ${what}`,
    hint: "Download it again and compare its size or checksum with what the vendor says",
    cause,
  });
}

/** More than the limits allow. */
export function beyondLimit(culprit: Culprit, what: string, option: string): HoldfastError {
  return new HoldfastError({
    code: "archive-too-large",
    message: `${shown(culprit)}: ${what}`,
    hint: `If that is as it should be, allow it with ${option}`,
  });
}

/** A file that is no archive which is read here. */
export function formatRefused(source: string, what: string, hint: string): HoldfastError {
  return new HoldfastError({ code: "archive-format", message: `"${displayName(source)}" is ${what}`, hint });
}

/** True for the refusals of this file: the delivery's own fault, not the disk's. */
export function isAboutDelivery(error: unknown): error is HoldfastError {
  return error instanceof HoldfastError && error.code.startsWith("archive-");
}

/** A hostile name fills screens. */
const LONGEST_SHOWN = 160;

function shortened(name: string): string {
  const half = LONGEST_SHOWN / 2;
  return name.length <= LONGEST_SHOWN ? name : `${name.slice(0, half)}...${name.slice(-half)}`;
}

function shown({ source, entry }: Culprit): string {
  const whole = `"${displayName(source)}"`;
  return entry === undefined ? whole : `"${shortened(displayName(entry))}" in ${whole}`;
}
