import { type AbsPath, abs } from "../core/path.ts";
import { look, type Spot, withDir } from "./dir.ts";
import { lookAt } from "./facts.ts";
import { digestAt } from "./file-digest.ts";
import { bytes } from "./bytes-path.ts";
import { walkKinds } from "./kinds.ts";
import { namesAt } from "./names.ts";

const NAME_LIMIT = 50_000;

/** The names of everything but folders below a folder, relative to it, never through a link; null above 50,000 names or where a folder may not be read. */
export function listNames(folder: AbsPath): string[] | null {
  if (lookAt(bytes(folder))?.kind !== "directory") return [];
  const found: string[] = [];
  try {
    const isWhole = withDir(folder, (dir) =>
      walkKinds(dir, {
        name: ({ path, kind }) => {
          if (kind === "directory") return "into";
          found.push(path);
          return found.length > NAME_LIMIT ? "end" : "past";
        },
        unread: () => "end",
      }),
    );
    return isWhole ? found : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES") return null;
    throw error;
  }
}

/** The sha256 of a regular file in hex; null when none is there. */
export function digestFile(path: AbsPath): string | null {
  const slash = path.lastIndexOf("/");
  const parent = abs(path.slice(0, slash) || "/");
  if (lookAt(bytes(path))?.kind !== "file") return null;
  return withDir(parent, (dir) => digestAt({ dir, name: path.slice(slash + 1) }));
}

/** True when two spots hold regular files with the same bytes, or links with the same text. */
export function sameContent(a: Spot, b: Spot): boolean {
  const [one, other] = [look(a), look(b)];
  if (one === null || other === null || one.kind !== other.kind) return false;
  if (one.id === other.id) return true;
  if (one.kind === "link") return one.linkText === other.linkText;
  if (one.kind !== "file" || one.size !== other.size) return false;
  const digest = digestAt(a);
  return digest !== null && digest === digestAt(b);
}

/** How many regular files there are at or below a path, and their bytes; a folder that may not be read counts as empty. */
export function filesBelow(path: AbsPath): { readonly files: number; readonly bytes: number } {
  const found = lookAt(bytes(path));
  if (found === null || (found.kind !== "directory" && found.kind !== "file")) return { files: 0, bytes: 0 };
  if (found.kind === "file") return { files: 1, bytes: found.size };
  const below = namesAt(path).map((name) => filesBelow(abs(`${path}/${name}`)));
  return below.reduce((sum, one) => ({ files: sum.files + one.files, bytes: sum.bytes + one.bytes }), {
    files: 0,
    bytes: 0,
  });
}
