/** A process that takes the lock in a folder, says so, and holds it until it is killed. */
import { abs } from "../../../src/core/path.ts";
import { openDir } from "../../../src/system/dir.ts";
import { acquireLock } from "../../../src/system/lock.ts";

acquireLock(openDir(abs(process.argv[2] ?? "")), { since: "now", command: "holder" });
process.stdout.write("held\n");
setInterval(() => undefined, 1000);
