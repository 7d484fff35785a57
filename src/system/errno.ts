/** errno numbers on Linux (asm-generic/errno-base.h) that renameat2 can return. */
export const ERRNO: Readonly<Record<string, number>> = {
  EPERM: 1,
  ENOENT: 2,
  EIO: 5,
  EACCES: 13,
  EBUSY: 16,
  EEXIST: 17,
  EXDEV: 18,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  ENOSPC: 28,
  EROFS: 30,
  EMLINK: 31,
  ENAMETOOLONG: 36,
  ENOSYS: 38,
  ENOTEMPTY: 39,
  ELOOP: 40,
  EDQUOT: 122,
};

/** The name of a number in a table of them. */
export function errnoName(number: number, table: Readonly<Record<string, number>>): string {
  return Object.keys(table).find((name) => table[name] === number) ?? `errno ${number}`;
}
