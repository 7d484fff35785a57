/** Files that the host edits (a panel writes its PHP handler into them): real files, decided by the three versions. */
export function isHostFile(path: string): boolean {
  return path === ".htaccess" || path === ".user.ini";
}
