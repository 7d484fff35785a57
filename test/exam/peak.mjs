/** Loaded into the measured program: writes its peak memory, in KiB, beside itself when it ends (getrusage(2), ru_maxrss). */
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  writeFileSync(process.env.HOLDFAST_PEAK_FILE, String(process.resourceUsage().maxRSS));
});
