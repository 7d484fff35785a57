/** The second thread's program, see `two-threads.ts`; `scripts/build.mjs` puts it into the program as a text. */
import { workerData } from "node:worker_threads";
import { type SharedWork, workOff } from "./shared-work.ts";

workOff(workerData as SharedWork);
