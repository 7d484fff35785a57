import { randomBytes } from "node:crypto";

/** 32 hexadecimal digits from the system's source of chance. */
export function randomToken(): string {
  return randomBytes(16).toString("hex");
}
