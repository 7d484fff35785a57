/** Writes schema/plan.schema.json, by which other programs read and check a saved plan. */
import * as z from "zod";
import { encodeJson } from "../src/core/json.ts";
import { planDocument } from "../src/plan/plan-document.ts";
import { settleGenerated } from "./generated-file.ts";

const schema = z.toJSONSchema(planDocument, { target: "draft-7", io: "input" });
settleGenerated(
  "schema/plan.schema.json",
  encodeJson({ ...schema, title: "Plan of Holdfast (holdfast plan --out FILE)" }),
);
