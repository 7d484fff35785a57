import { createHash } from "node:crypto";

/** The sha256 of a text's UTF-8 bytes, in hex. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
