import { displayName } from "../core/bytes.ts";
import { OPERATION_SIGNS, type Operation } from "../plan/operation.ts";
import type { Plan } from "../plan/plan.ts";
import { count, renderDiagnostic } from "./marks.ts";

/** The plan as a person reads it: each step with its reason. */
export function renderPlan(plan: Plan): string {
  const { layout, operations } = plan;
  const head = [
    `📋 Plan: ${plan.command} "${displayName(layout.app)}"`,
    `   Shared: ${displayName(layout.shared)}   Layout: ${layout.kind}${layout.live ? ", live" : ""}`,
    "",
  ];
  const steps =
    operations.length === 0
      ? ["✅ Nothing to do: everything is already where it belongs"]
      : operations.flatMap(stepLines);
  const diagnostics = plan.diagnostics.length === 0 ? [] : ["", ...plan.diagnostics.map(renderDiagnostic)];
  const total =
    operations.length === 0
      ? []
      : [
          "",
          `${count(operations.length, "step")}. Nothing is overwritten or deleted; what loses is kept in the rescue folder`,
        ];
  return [...head, ...steps, ...diagnostics, ...total].join("\n");
}

function stepLines(operation: Operation, index: number): string[] {
  const number = String(index + 1).padStart(3);
  return [
    `${number}. ${OPERATION_SIGNS[operation.kind]} ${describe(operation)}`,
    `       why: ${displayName(operation.reason)}`,
  ];
}

/** One operation in words. */
function describe(operation: Operation): string {
  const path = displayName(operation.path);
  switch (operation.kind) {
    case "make-directory":
      return `Make the folder ${path}`;
    case "adopt":
      return `Take over ${path}: it moves to shared, and a link stands in its place (${operation.text})`;
    case "merge":
      return `Merge ${path} into shared, then link it (${operation.text}); where both differ ${operation.winner === "app" ? "the application's version" : "shared's version"} stays`;
    case "settle":
      return `Compare what ${path} was before it was linked with shared once more; what came to it since goes to shared`;
    case "make-link":
      return `Link ${path} → ${operation.text}`;
    case "relink":
      return `Correct the link ${path} → ${operation.text} (it was ${displayName(operation.was)})`;
    case "set-aside":
      return `Keep ${path} aside in the ${operation.to === "rescued" ? "rescue folder" : "retired folder"}`;
    case "write-file":
    case "write-record":
      return `Write ${path}`;
    default:
      return path;
  }
}
