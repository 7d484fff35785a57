/** Opens what a vendor delivers, whatever it is, as one and the same {@link Archive}. Reads only. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { type ArrivalLimits, HARMLESS_BYTES } from "../../core/arrival.ts";
import { displayName } from "../../core/bytes.ts";
import { HoldfastError } from "../../core/error.ts";
import { type AbsPath, baseName, parentOf } from "../../core/path.ts";
import { at, look, lookAtSelf, withDir } from "../dir.ts";
import { factOf } from "../facts.ts";
import type { Archive } from "./archive.ts";
import { digestOf, openFile, type OpenFile } from "./file-parts.ts";
import { openFolder } from "./folder.ts";
import { formatOf, refuseUnlessTar } from "./format.ts";
import { openTar } from "./tar.ts";
import { BLOCK } from "./tar-header.ts";
import { gzipStream, plainStream, type TarStream } from "./tar-stream.ts";
import { openZip } from "./zip.ts";

const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Opens and lists a delivery at a physical path; the caller closes it. Throws a {@link HoldfastError} that names what is wrong:
 * `source-unreadable`, or one of `core/arrival-error.ts`. A gzip file is unpacked once for that, as far as the limits allow.
 */
export function openSource(path: AbsPath, limits: ArrivalLimits): Archive {
  try {
    return open(path, limits);
  } catch (error) {
    throw ABOUT_SOURCE.includes((error as NodeJS.ErrnoException).code ?? "") ? unreadable(path, error) : error;
  }
}

const ABOUT_SOURCE = ["ENOENT", "ENOTDIR", "ELOOP", "EACCES", "EPERM", "ENAMETOOLONG"];

function open(path: AbsPath, limits: ArrivalLimits): Archive {
  if (path === "/") throw unreadable(path, new Error("it is the root of the file system"));
  const spotIn = <T>(work: (spot: Parameters<typeof look>[0]) => T): T =>
    withDir(parentOf(path), (dir) => work({ dir, name: baseName(path) }));
  const kind = spotIn((spot) => look(spot)?.kind);
  if (kind === "directory") return folder(path, limits);
  if (kind !== "file")
    throw unreadable(
      path,
      new Error(
        kind === undefined ? "nothing is there" : `it is ${kind === "link" ? "a link" : "a device, FIFO or socket"}`,
      ),
    );
  const fd = spotIn((spot) => openSync(at(spot), READ));
  try {
    return archive(fd, path, limits);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function folder(path: AbsPath, limits: ArrivalLimits): Archive {
  const identity = withDir(path, (dir) => lookAtSelf(dir).id);
  const opened = openFolder(path, limits);
  let size = 0;
  for (const entry of opened.entries) size += entry.size;
  return { path, kind: "folder", identity, size, ...opened, digest: () => null, close: () => undefined };
}

function archive(fd: number, path: AbsPath, limits: ArrivalLimits): Archive {
  const fact = factOf(fstatSync(fd, { bigint: true }));
  if (fact.kind !== "file") throw unreadable(path, new Error("it is no regular file"));
  const file = openFile(fd, path, fact.size);
  const common = {
    path,
    identity: fact.id,
    size: fact.size,
    digest: () => digestOf(file),
    close: () => {
      closeSync(fd);
    },
  };
  const format = formatOf(headOf(file), path);
  if (format === "zip") return { ...common, kind: "zip", ...openZip(file, limits) };
  if (format === "tar")
    return { ...common, kind: "tar", ...openTar(file, () => plainStream(file), { kind: "tar", limits }) };
  const begin = (): TarStream => gzipStream(file, mostOf(file, limits));
  refuseUnlessTar(firstBlock(begin()), path);
  return { ...common, kind: "tar-gz", ...openTar(file, begin, { kind: "tar-gz", limits }) };
}

/** What a tar in gzip may unpack to: its files, and a header or two for each entry, which shrink by less than what counts as a bomb. */
function mostOf({ size }: OpenFile, limits: ArrivalLimits): number {
  const headers = 4 * BLOCK * limits.entries;
  return Math.min(limits.bytes + headers, 4 * HARMLESS_BYTES + 2 * size * limits.ratio);
}

function headOf(file: OpenFile): Buffer {
  const head = Buffer.alloc(BLOCK);
  return head.subarray(0, readSync(file.fd, head, 0, BLOCK, 0));
}

function firstBlock(stream: TarStream): Buffer {
  const parts: Buffer[] = [];
  for (let left = BLOCK; left > 0; ) {
    const part = stream.some(left);
    if (part === null) break;
    parts.push(part);
    left -= part.length;
  }
  return Buffer.concat(parts);
}

function unreadable(path: AbsPath, cause: unknown): HoldfastError {
  return new HoldfastError({
    code: "source-unreadable",
    message: `"${displayName(path)}" cannot be read: ${(cause as Error).message}`,
    hint: "Name a folder, a ZIP, a tar or a tar.gz that this user may read",
    cause,
  });
}
