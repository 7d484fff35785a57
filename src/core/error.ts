import type { ExitName } from "./exit-code.ts";

/** What a {@link HoldfastError} is made of. */
export interface ErrorParts {
  /** Stable identifier, e.g. `shared-inside-app`. */
  readonly code: string;
  /** What happened and where: starts upper case, quotes paths, no full stop. */
  readonly message: string;
  /** What to do next, in the same form. */
  readonly hint?: string;
  readonly exit?: ExitName;
  readonly cause?: unknown;
}

/** An error that a user can meet: it says what happened, where, and what to do next, and carries its exit code. */
export class HoldfastError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly exit: ExitName;

  constructor(parts: ErrorParts) {
    super(parts.message, { cause: parts.cause });
    this.name = "HoldfastError";
    this.code = parts.code;
    this.hint = parts.hint;
    this.exit = parts.exit ?? "refused";
  }
}

/** Marks a branch that the types say cannot be reached. */
export function unreachable(value: never): never {
  throw new Error(`Not a known value: ${JSON.stringify(value)}`);
}
