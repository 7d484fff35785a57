import { decodeName, encodeName } from "../core/bytes.ts";
import { type AbsPath, abs, type RelPath, under } from "../core/path.ts";

/** Windows spells `C:\\site`; inside, that is `/C:/site`, so that path arithmetic is the same everywhere. */
const WINDOWS_INSIDE = /^\/[A-Za-z]:(\/|$)/;

/** A path as the bytes that the kernel knows it by. */
export function bytes(path: string): Buffer {
  return Buffer.from(encodeName(process.platform === "win32" && WINDOWS_INSIDE.test(path) ? path.slice(1) : path));
}

/** An absolute path that the system handed out, as our own kind of path. */
export function fromSystem(path: Buffer): AbsPath {
  const text = decodeName(path);
  return abs(process.platform === "win32" ? `/${text.replaceAll("\\", "/")}` : text);
}

/** A path as somebody typed it, as our own kind of path: only Windows spells them otherwise. */
export function fromArgument(text: string): string {
  if (process.platform !== "win32") return text;
  const slashes = text.replaceAll("\\", "/");
  return /^[A-Za-z]:/.test(slashes) ? `/${slashes}` : slashes;
}

/** {@link bytes} of a path below a tree's root, or of the root itself. */
export function bytesBelow(root: AbsPath, path: RelPath | ""): Buffer {
  return bytes(path === "" ? root : under(root, path));
}
