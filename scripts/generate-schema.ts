/** Writes schema/holdfast.schema.json, with which editors check and complete `holdfast.json`. */
import { decisionsJsonSchema } from "../src/classify/decisions-schema.ts";
import { encodeJson } from "../src/core/json.ts";
import { settleGenerated } from "./generated-file.ts";

settleGenerated("schema/holdfast.schema.json", encodeJson(decisionsJsonSchema()));
