import { closeSync, futimesSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a tree came to. */
export interface TreeCount {
  readonly files: number;
  readonly folders: number;
  readonly bytes: number;
}

/** Writes files with given times below a folder, and counts them. */
export interface TreeWriter {
  /** The path is relative. `seconds` since 1970 is the file's modification time. */
  readonly file: (path: string, content: Buffer, seconds: number) => void;
  readonly folder: (path: string) => void;
  readonly count: () => TreeCount;
}

/** Writes below `root`, which is made. */
export function treeWriter(root: string): TreeWriter {
  const made = new Set(["."]);
  const counted = { files: 0, bytes: 0 };
  const folder = (path: string): void => {
    if (made.has(path)) return;
    folder(dirname(path));
    mkdirSync(join(root, path));
    made.add(path);
  };
  mkdirSync(root, { recursive: true });
  return {
    folder,
    file: (path, content, seconds) => {
      folder(dirname(path));
      const file = openSync(join(root, path), "wx", 0o644);
      if (content.length > 0) writeSync(file, content);
      futimesSync(file, seconds, seconds);
      closeSync(file);
      counted.files++;
      counted.bytes += content.length;
    },
    count: () => ({ ...counted, folders: made.size - 1 }),
  };
}
