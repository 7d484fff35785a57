/** The operations of a probe: canaries, put and taken away. */
import type { At, Step } from "../step.ts";

/** Put a file of ours, of a name that nobody else has, where a web server shall be asked for it; nothing where a run is only completed. */
export interface PutCanary extends Step {
  readonly kind: "put-canary";
  readonly at: At;
  readonly content: string;
}

/** Take it away again, as long as it holds what we wrote or the beginning of it. */
export interface DropCanary extends Step {
  readonly kind: "drop-canary";
  readonly at: At;
  readonly content: string;
}
