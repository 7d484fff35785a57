/** The archive format that the kernel unpacks into its first root (Documentation/driver-api/early-userspace/buffer-format.rst, "newc"). */

/** One thing in an archive: a folder where there are no bytes. */
export interface Packed {
  readonly path: string;
  /** Type and permissions, as in `st_mode`. */
  readonly mode: number;
  readonly bytes?: Uint8Array;
}

/** Packs everything, folders before what they hold. */
export function cpio(things: readonly Packed[]): Buffer {
  const parts = things.flatMap((thing, index) => member(thing, index + 1));
  return Buffer.concat([...parts, ...member({ path: "TRAILER!!!", mode: 0 }, 0)]);
}

function member({ path, mode, bytes = new Uint8Array() }: Packed, inode: number): Buffer[] {
  const name = Buffer.from(`${path}\0`);
  const fields = [inode, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length, 0];
  const head = `070701${fields.map((field) => field.toString(16).padStart(8, "0")).join("")}`;
  return [padded(Buffer.concat([Buffer.from(head), name])), padded(Buffer.from(bytes))];
}

/** Each part ends at a multiple of four bytes. */
function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}
