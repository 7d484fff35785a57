import type { EntryClass, Handling } from "../core/entry.ts";
import type { Inventory } from "../core/inventory.ts";
import { baseName, type RelPath, segmentsOf } from "../core/path.ts";
import type { Claim } from "./claim.ts";
import { type ReadCode, readCode } from "./code-world.ts";
import { volumeClaims } from "./container-volumes.ts";
import { contentsOf, mostlyCode } from "./contents.ts";
import { deployerClaims } from "./deployer-lists.ts";
import { diskClaims, hasWebDisk } from "./disks.ts";
import type { PathValue } from "./path-value.ts";
import { pythonClaims } from "./python-settings.ts";
import { pythonWrites } from "./python-writes.ts";
import { railsClaims } from "./rails-storage.ts";
import { rubyWrites } from "./ruby-writes.ts";
import type { SourceFile } from "./stretch.ts";
import { isDataName, isRuntimeName, isUserName } from "./names.ts";
import { demandsIn, isDemanded } from "./writable-lists.ts";
import { isAddOnRoot, isProgram, isSecret, isSettings, type Place, type PlaceGround, placeOf } from "./write-place.ts";
import { type Write, writesIn } from "./writes.ts";

/** Facts per path; more say nothing new. */
const MOST_FACTS = 3;
/** More files of one ending are no one's settings. */
const MOST_ENDED = 12;

const cache = new WeakMap<Inventory, Map<string, readonly Claim[]>>();

/** What the app's own code and configuration say about where it writes. */
export function claimsByCode(inventory: Inventory, webRoot: RelPath | ""): readonly Claim[] {
  const known = cache.get(inventory)?.get(webRoot);
  if (known !== undefined) return known;
  const code = readCode(inventory, webRoot);
  const claims = [
    ...diskClaims(inventory, code, webRoot),
    ...pythonClaims(inventory),
    ...railsClaims(inventory),
    ...volumeClaims(inventory),
    ...deployerClaims(inventory),
    ...writeClaims(inventory, code, webRoot),
  ];
  const perRoot = cache.get(inventory) ?? new Map<string, readonly Claim[]>();
  cache.set(inventory, perRoot.set(webRoot, claims));
  return claims;
}

function writeClaims(inventory: Inventory, code: ReadCode, webRoot: RelPath | ""): Claim[] {
  const ground: PlaceGround = {
    inventory,
    webRoot,
    laravel: inventory.behind !== undefined || inventory.nodes.has("artisan" as RelPath),
  };
  const webDisk = hasWebDisk(code, webRoot);
  const facts = new Map<RelPath, number>();
  const claims: Claim[] = [];
  const writes = [
    ...code.files.flatMap((file) => [...writesIn(file, code.world), ...(webDisk ? storedOnWebDisk(file, code) : [])]),
    ...pythonWrites(inventory),
    ...rubyWrites(inventory),
  ];
  // What is written says more than what has to be writable.
  const [ended, begun] = [
    writes.filter(({ tail }) => tail !== undefined),
    writes.filter(({ tail }) => tail === undefined),
  ];
  claims.push(...ended.flatMap((write) => claimsByTail(write, inventory)));
  for (const write of [...begun, ...code.files.flatMap((file) => demandsIn(file, code.world))]) {
    const place = placeOf(write, ground);
    if (place === undefined || (write.demand === true && !isDemanded(place.path, place.kind, inventory))) continue;
    if ((facts.get(place.path) ?? 0) >= MOST_FACTS) continue;
    facts.set(place.path, (facts.get(place.path) ?? 0) + 1);
    claims.push(claimOf(write, place, inventory));
  }
  return claims;
}

/** The files that stand and end so: the code fills one of them in, whichever it is. */
function claimsByTail(write: Write, inventory: Inventory): Claim[] {
  const { tail = "", verb, file, line } = write;
  if (isProgram(tail)) return [];
  const found = (filesByName(inventory).get(baseName(tail as RelPath)) ?? []).filter((path) => path.endsWith(tail));
  if (found.length > MOST_ENDED) return [];
  return found.map((path) => ({
    path,
    kind: "file",
    class: "user",
    handling: "merge",
    evidence: {
      fact: `The code writes to a file that ends in ${tail} (${verb})`,
      where: `${file.path}:${line}`,
      strength: "code",
    },
  }));
}

const names = new WeakMap<Inventory, ReadonlyMap<string, readonly RelPath[]>>();

function filesByName(inventory: Inventory): ReadonlyMap<string, readonly RelPath[]> {
  const cached = names.get(inventory);
  if (cached !== undefined) return cached;
  const found = new Map<string, RelPath[]>();
  for (const { kind, path } of inventory.nodes.values()) {
    if (kind !== "file") continue;
    const name = baseName(path);
    const same = found.get(name);
    if (same === undefined) found.set(name, [path]);
    else same.push(path);
  }
  names.set(inventory, found);
  return found;
}

function claimOf(write: Write, place: Place, inventory: Inventory): Claim {
  const handling = place.kind === "directory" ? handlingOf(place.path, inventory) : undefined;
  const settings = place.kind === "file" && isSettings(place.path);
  const isSecretFile = settings && isSecret(place.path);
  return {
    path: place.path,
    kind: place.kind,
    class:
      settings || isAddOnRoot(place.path) ? "user" : handling === "carry" ? "asset" : classOf(place.path, write.class),
    evidence: {
      fact: factOf(write, place.path),
      where: `${write.file.path}:${write.line}`,
      strength: "code",
    },
    ...(handling === undefined ? {} : { handling }),
    ...(write.names === "database" ? { extras: { database: true } } : isSecretFile ? { extras: { secret: true } } : {}),
  };
}

function factOf({ demand, setting, verb }: Write, path: RelPath): string {
  if (demand === true) return `The code demands that it can write to ${path}`;
  return setting === true ? `The setting ${verb} names it` : `The code writes to ${path} (${verb})`;
}

/** Code folders that the server adds to stay with the code. */
function handlingOf(path: RelPath, inventory: Inventory): Handling | undefined {
  const contents = contentsOf(inventory, path);
  return isAddOnRoot(path) || (mostlyCode(contents) && !isDataName(baseName(path))) ? "carry" : undefined;
}

function classOf(path: RelPath, usual: EntryClass): EntryClass {
  for (const name of segmentsOf(path).reverse()) {
    if (isUserName(name)) return "user";
    if (isRuntimeName(name)) return "runtime";
  }
  return usual;
}

/** `store('x')` and its like on a disk whose root is the web root itself. */
function storedOnWebDisk(file: SourceFile, code: ReadCode): Write[] {
  const root = code.world.webRoot;
  return file.tokens.flatMap((token, index): Write[] => {
    const text = file.tokens[index + 2];
    const known = /^(store|storeAs|storePublicly|storePubliclyAs|putFile|putFileAs|makeDirectory)$/.test(token.value);
    if (token.kind !== "word" || !known || file.tokens[index + 1]?.value !== "(" || text?.kind !== "text") return [];
    const value: PathValue = { anchored: true, text: `${root}/${text.value}`, open: false, whole: true };
    return [{ value, names: "folder", class: "user", doubtful: false, verb: token.value, file, line: text.line }];
  });
}
