import type { Detection } from "../core/entry.ts";
import { childrenOf, type Inventory } from "../core/inventory.ts";
import { type RelPath, rel } from "../core/path.ts";
import type { Profile } from "../profiles/profile.ts";

/** Which application a tree is, as far as its own code says so. */
export interface ApplicationFact {
  /** Names by which its manifests call it; without those that every application of a framework starts with. */
  readonly names: readonly string[];
  /** Its own version. */
  readonly version: string | null;
  /** Frameworks and products that it matches. */
  readonly frameworks: readonly string[];
  /** The product that it is (WordPress, Matomo), or null. */
  readonly product: string | null;
  /** The names at its top. */
  readonly top: readonly string[];
}

/** Names that skeletons give to whatever is made from them. */
const SKELETONS = new Set([
  "laravel/laravel",
  "laravel/react-starter-kit",
  "laravel/vue-starter-kit",
  "symfony/skeleton",
  "symfony/website-skeleton",
  "codeigniter4/appstarter",
  "codeigniter/framework",
  "cakephp/app",
  "yiisoft/yii2-app-basic",
  "yiisoft/yii2-app-advanced",
  "drupal/recommended-project",
  "slim/slim-skeleton",
  "my-app",
  "my-project",
  "app",
  "vite-project",
  "nuxt-app",
  "frontend",
  "starter",
]);

/** Files in which an application names its own version, best first. */
export const APPLICATION_FILES: readonly RelPath[] = [
  "version.txt",
  "VERSION",
  "version.json",
  "config/app.php",
  "config/version.php",
  "composer.json",
  "package.json",
].map(rel);

/** Reads which application a tree is. */
export function applicationOf(
  inventory: Inventory,
  detections: readonly Detection[],
  profiles: readonly Profile[],
): ApplicationFact {
  const product = detections.find(({ id }) =>
    profiles.some((profile) => profile.id === id && profile.tier === "product"),
  );
  const manifests = ["composer.json", "package.json"].map((path) => jsonIn(inventory, path));
  const names = manifests.map((manifest) => textOf(manifest["name"])).filter((name) => name !== null);
  return {
    names: names.filter((name) => !SKELETONS.has(name)),
    version: product?.version ?? versionOf(inventory),
    frameworks: detections.map(({ id }) => id),
    product: product?.id ?? null,
    top: childrenOf(inventory, "").map(({ path }) => path),
  };
}

function versionOf(inventory: Inventory): string | null {
  for (const path of APPLICATION_FILES) {
    const found = versionIn(path, inventory);
    if (found !== null) return found;
  }
  return null;
}

const NUMBER = /^v?(\d{1,6}(?:\.\d{1,6}){0,3}(?:[-+][\w.]{1,30})?)$/;

function versionIn(path: string, inventory: Inventory): string | null {
  const text = inventory.texts.get(rel(path)) ?? "";
  if (path.endsWith(".json")) return numberIn(textOf(jsonIn(inventory, path)["version"]));
  if (path.endsWith(".php"))
    return numberIn(/['"](?:app_)?version['"]\s*=>\s*['"]([^'"\n]{1,40})['"]/i.exec(text)?.[1] ?? null);
  return numberIn(text.trim().split("\n")[0] ?? null);
}

function numberIn(text: string | null): string | null {
  return NUMBER.exec(text?.trim() ?? "")?.[1] ?? null;
}

function jsonIn(inventory: Inventory, path: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(inventory.texts.get(path as RelPath) ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // What does not parse names nothing.
    return {};
  }
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Names at the top that two versions of one application share at least, as a part of the smaller set. */
const SHARED_NAMES = 0.4;

/** Why a tree is another application than the one that is live, as the end of a sentence; null where nothing speaks for that. */
export function otherApplication(live: ApplicationFact, next: ApplicationFact): string | null {
  if (live.product !== null && next.product !== null && live.product !== next.product)
    return `it is ${next.product}, what is live is ${live.product}`;
  if (live.names.some((name) => next.names.includes(name))) return null;
  if (live.names.length > 0 && next.names.length > 0)
    return `it calls itself ${next.names.join(", ")}, what is live calls itself ${live.names.join(", ")}`;
  if (live.frameworks.some((id) => next.frameworks.includes(id)) || live.top.length === 0) return null;
  const common = next.top.filter((name) => live.top.includes(name)).length;
  if (common >= SHARED_NAMES * Math.min(live.top.length, next.top.length)) return null;
  return `nothing in it is like what is live (${common} of ${next.top.length} names at its top)`;
}

/** True where both versions are known and `next` is the lower one. */
export function isOlder(next: string | null, live: string | null): boolean {
  if (next === null || live === null) return false;
  const [a, b] = [numbersIn(next), numbersIn(live)];
  const at = a.findIndex((number, index) => number !== (b[index] ?? 0));
  if (at < 0) return b.slice(a.length).some((number) => number > 0);
  return (a[at] ?? 0) < (b[at] ?? 0);
}

function numbersIn(version: string): number[] {
  return (version.split(/[-+]/)[0] ?? "").split(".").map(Number);
}
