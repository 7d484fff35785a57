import type { Defect } from "../defect.ts";
import { ARRIVING } from "./arriving.ts";
import { COPYING } from "./copying.ts";
import { DECIDING } from "./deciding.ts";
import { EXCLUSIVE } from "./exclusive.ts";
import { HARVEST } from "./harvest.ts";
import { HOSTING } from "./hosting.ts";
import { IDENTITY } from "./identity.ts";
import { IN_PLACE } from "./in-place.ts";
import { JOURNAL } from "./journal.ts";
import { JUDGING } from "./judging.ts";
import { KEEPING } from "./keeping.ts";
import { LENGTHS } from "./lengths.ts";
import { LOCK } from "./lock.ts";
import { OTHERS } from "./others.ts";
import { MERGING } from "./merging.ts";
import { ORDERS } from "./order.ts";
import { UNDOING } from "./undoing.ts";
import { SERVING } from "./serving.ts";
import { SCRIPTING } from "./scripting.ts";
import { SWITCHING } from "./switching.ts";
import { SYNCS } from "./syncs.ts";
import { THREE_WAY } from "./three-way.ts";
import { USERS } from "./users.ts";

/** Every defect of the list. */
export const DEFECTS: readonly Defect[] = [
  ...SYNCS,
  ...EXCLUSIVE,
  ...LENGTHS,
  ...LOCK,
  ...ORDERS,
  ...IDENTITY,
  ...JOURNAL,
  ...MERGING,
  ...DECIDING,
  ...JUDGING,
  ...COPYING,
  ...UNDOING,
  ...THREE_WAY,
  ...ARRIVING,
  ...KEEPING,
  ...HARVEST,
  ...SCRIPTING,
  ...SWITCHING,
  ...HOSTING,
  ...SERVING,
  ...IN_PLACE,
  ...OTHERS,
  ...USERS,
];
