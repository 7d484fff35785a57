import { createRequire } from "node:module";
import { runsOnGlibc } from "./glibc.ts";

type Call = (...parts: unknown[]) => number;

/** The C library through koffi: functions by their prototype, and the name of the last failure's errno. */
export interface Libc {
  readonly func: (prototype: string) => Call;
  readonly errno: () => string;
}

interface Koffi {
  load(library: string): { func(prototype: string): Call };
  errno(): number;
  readonly os: { readonly errno: Readonly<Record<string, number>> };
}

/** Loads it; null where koffi is not installed or does not work. Its musl build for arm64 aborts the process when it is loaded (koffi#273), so only glibc is tried. */
export function loadLibc(): Libc | null {
  if (process.platform !== "linux" || !runsOnGlibc()) return null;
  try {
    const koffi = createRequire(import.meta.url)("koffi") as Koffi;
    const library = koffi.load("libc.so.6");
    return {
      func: (prototype) => library.func(prototype),
      errno: () => {
        const number = koffi.errno();
        return Object.keys(koffi.os.errno).find((name) => koffi.os.errno[name] === number) ?? `errno ${number}`;
      },
    };
  } catch {
    // Not installed, or not loadable on this host.
    return null;
  }
}
