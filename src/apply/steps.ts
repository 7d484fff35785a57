import type { Operation } from "../plan/operation.ts";

/**
 * Work of the executor, step by step: it hands out each operation before doing it, so that its driver may look around between two of them.
 * Everything on disk is synchronous and happens in the same order however it is driven; a driver that throws into it ends the run there, the lock
 * given back and the journal open.
 */
export type Steps<T> = Generator<Operation, T, void>;
