import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A command within a sentence, and a name put into it between plain double quotes, where a shell expands what the name holds. */
const TYPED =
  /\b(?:holdfast [a-z]+|mv|cp|rm|ls|ln|chmod|chown|chgrp|chattr|lsattr|diff|umount)(?: -[-\w]+)*(?: [\w./]+| "\$\{[^}]*\}[^"`]*")* "\$\{/;

test("what a person is told to type holds no name that a shell would expand", () => {
  const found = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.startsWith("script/"))
    .flatMap((file) =>
      readFileSync(join(ROOT, "src", file), "utf8")
        .split("\n")
        .flatMap((line, index) => (TYPED.test(line) ? [`src/${file}:${index + 1}: ${line.trim()}`] : [])),
    );
  expect(found).toEqual([]);
});
