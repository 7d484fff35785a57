import { HoldfastError } from "../core/error.ts";
import type { Plan } from "../plan/plan.ts";
import { renderPlan } from "../report/plan-text.ts";
import type { Context } from "./context.ts";

/** Shows the plan and asks once; without a terminal data is only moved with `--yes`. */
export async function confirmPlan(plan: Plan, context: Context): Promise<void> {
  await confirmText(renderPlan(plan), context);
}

/** Shows what will be done and asks once, as {@link confirmPlan} does. `would` says in words what nobody does unasked. */
export async function confirmText(text: string, context: Context, would = "move data"): Promise<void> {
  if (!context.interactive) {
    throw new HoldfastError({
      code: "needs-yes",
      message: `This run would ${would}, and nobody is there to ask`,
      hint: "Look at it with --dry-run, then add --yes",
    });
  }
  const { confirm, isCancel } = await import("@clack/prompts");
  context.tell(text);
  const answer = await confirm({ message: "Do this?", initialValue: false });
  if (isCancel(answer) || !answer)
    throw new HoldfastError({
      code: "not-confirmed",
      message: "Nothing was changed",
      hint: "Run it again when you are ready",
    });
}
