import type { Catcher, Defect } from "../defect.ts";

const listing = (named: string): Catcher => ({ file: "test/script/plan/inventory.test.ts", named });
const page = (named: string): Catcher => ({ file: "test/script/plan/php-page.test.ts", named });

/** Servers without Node.js: what a listing may say, and who may start the page. */
export const SCRIPTING: readonly Defect[] = [
  {
    id: "listing-without-its-end",
    file: "src/core/listing.ts",
    find: "if (end !== `end ${lines.length}`) throw",
    replace: "if (end === undefined) throw",
    caughtBy: listing("a wrong count"),
  },
  {
    id: "listing-with-names-below-files",
    file: "src/core/listing.ts",
    find: "if (root.nodes.has(path) || !isFolder(root, parentOf(path))) return false;",
    replace: "if (root.nodes.has(path)) return false;",
    caughtBy: listing("below a file"),
  },
  {
    id: "page-takes-tokens-in-the-clear",
    file: "src/script/plan/php-guard.ts",
    find: "if (!hf_private()) hf_end",
    replace: "if (false) hf_end",
    caughtBy: page("plain http is refused"),
  },
  {
    id: "page-takes-any-token",
    file: "src/script/plan/php-guard.ts",
    find: "if (!hash_equals(HF_HASH, hash('sha256', hf_posted('token')))) hf_end",
    replace: "if (hf_posted('token') === '') hf_end",
    caughtBy: page("a wrong token"),
  },
  {
    id: "half-a-listing-as-a-download",
    file: "src/script/plan/listing-page.ts",
    find: "if ($hf_code !== 0) hf_end",
    replace: "if (false) hf_end",
    caughtBy: { file: "test/script/plan/listing-page.test.ts", named: "what is not whole is no download" },
  },
  {
    id: "page-takes-any-word",
    file: "src/script/plan/php-guard.ts",
    find: "if (!in_array($hf_do, array('${kind.words.join(\"', '\")}'), true)) hf_end",
    replace: "if (false) hf_end",
    caughtBy: { file: "test/script/plan/listing-page.test.ts", named: "without the token it tells nothing" },
  },
  {
    id: "health-check-believes-forged-lines",
    file: "src/script/posix-asking.ts",
    find: '[ "\\${a_size##* }" = \\${#a_says} ] || a_believed=no',
    replace: '[ "\\${a_size##* }" = \\${#a_says} ] || :',
    caughtBy: { file: "test/script/health-check-many.test.ts", named: "looks like lines about other entries" },
  },
  {
    id: "health-check-passes-chains-unseen",
    file: "src/script/posix-asking.ts",
    find: '[ -z "\\${9-}" ] || a_plain=chain',
    replace: ":",
    caughtBy: { file: "test/script/health-check.test.ts", named: "a chain that leads elsewhere" },
  },
  {
    id: "script-what-came-back-stops-it",
    file: "src/script/plan/posix-taking.ts",
    find: "then sweep_earlier || return; fi",
    replace: "then :; fi",
    caughtBy: { file: "test/script/plan/came-back.test.ts", named: "takes along what came" },
  },
];
