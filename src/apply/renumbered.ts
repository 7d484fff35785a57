/**
 * A disk may have another device number after the machine has started anew: a volume is attached in another order, and btrfs and NFS
 * number each mount. Identities in the journal are `dev:ino...`, so each file of it names the number that shared's file system had when it
 * was written, and identities on that file system are read as of today's number. Those on other file systems stay as they are.
 */
import type { Operation } from "../plan/operation.ts";
import type { Plan } from "../plan/plan.ts";
import type { Retirement } from "./retirement.ts";

/** The device numbers of shared's file system: when something was written down, and now. */
interface Numbers {
  readonly was: string;
  readonly is: string;
}

/** The device number that a value of the journal names, and today's. Without one they are the same: nothing is changed. */
export function numbersOf(value: unknown, is: string): Numbers {
  const was = typeof value === "object" && value !== null && "device" in value ? value.device : is;
  return { was: typeof was === "string" ? was : is, is };
}

/** A plan with today's identities. */
export function renumberedPlan(plan: Plan, numbers: Numbers): Plan {
  return {
    ...plan,
    basedOn: plan.basedOn.map((premise) => ({ ...premise, id: premise.id && renumbered(premise.id, numbers) })),
    operations: plan.operations.map((operation) => renumberedOperation(operation, numbers)),
  };
}

/** What is known of a retired folder or file, with today's identities. */
export function renumberedRetirement(retirement: Retirement, numbers: Numbers): Retirement {
  const pairs = (known: Retirement["linked"]): Retirement["linked"] =>
    known.map(([path, id]) => [path, renumbered(id, numbers)]);
  return {
    ...retirement,
    identity: renumbered(retirement.identity, numbers),
    linked: pairs(retirement.linked),
    seen: pairs(retirement.seen),
  };
}

/** Where operations name identities. What a written file `replaces` is a text, and no identity. */
const IDENTITIES: readonly string[] = ["identity", "next", "replaced"];

function renumberedOperation(operation: Operation, numbers: Numbers): Operation {
  if (operation.kind === "unpack")
    return { ...operation, source: { ...operation.source, identity: renumbered(operation.source.identity, numbers) } };
  const names = operation.kind === "bring" ? [...IDENTITIES, "replaces"] : IDENTITIES;
  const today = Object.entries(operation).flatMap(([name, value]) =>
    names.includes(name) && typeof value === "string" ? [[name, renumbered(value, numbers)]] : [],
  );
  return { ...operation, ...Object.fromEntries(today) } as Operation;
}

/** One identity, read as of today's number. */
export function renumbered(id: string, { was, is }: Numbers): string {
  return id.startsWith(`${was}:`) ? `${is}${id.slice(was.length)}` : id;
}
