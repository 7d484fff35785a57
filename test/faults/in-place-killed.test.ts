/** Releases and rollbacks without links, ended at a stride of their changing calls. */
import { releaseInPlace, rollbackInPlace } from "./scenarios/in-place.ts";
import { testStrided } from "./strided.ts";

const BOTH = [releaseInPlace, rollbackInPlace];

testStrided({ killed: BOTH, failing: BOTH, stride: 5 });
