/** Writes schema/holdfast.schema.json, with which editors check and complete `holdfast.json`; `holdfast init` brings it along. */
import { toJSONSchema } from "zod/mini";
import { decisionsSchema } from "../src/classify/decisions-schema.ts";
import { encodeJson } from "../src/core/json.ts";
import { settleGenerated } from "./generated-file.ts";

const schema = toJSONSchema(decisionsSchema, { target: "draft-7" });
settleGenerated(
  "schema/holdfast.schema.json",
  encodeJson({ ...schema, title: "Decisions for Holdfast (holdfast.json)" }),
);
