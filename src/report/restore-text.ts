import { displayName } from "../core/bytes.ts";
import { count } from "./marks.ts";

/** How one path will change. */
interface Step {
  readonly path: string;
  readonly replaces: boolean;
  readonly missing: number;
  readonly changed: number;
  readonly since: number;
}

/** What a restore would do, path by path. */
export function renderRestore(about: {
  readonly name: string;
  readonly taken: string;
  readonly steps: readonly Step[];
}): string {
  const head = `↩ Restore from the snapshot ${about.name}, taken ${about.taken.replace("T", " ").replace(/Z$/, " UTC")}`;
  if (about.steps.length === 0) return `${head}\n\n✅ Nothing to do: everything is as the snapshot has it`;
  const rescues = about.steps.some(({ replaces }) => replaces);
  return [
    head,
    "",
    ...about.steps.map(stepLine),
    "",
    rescues
      ? "Each comes back in one exchange; what stands there goes to the rescue folder whole, with what came since (holdfast rescued)"
      : "Nothing stands there now",
    "What the snapshot does not have as an entry of its own stays as it is",
  ].join("\n");
}

function stepLine({ path, replaces, missing, changed, since }: Step): string {
  const facts = [
    ...(missing > 0 ? [`${missing} missing now`] : []),
    ...(changed > 0 ? [`${changed} changed`] : []),
    ...(since > 0 ? [`${count(since, "thing")} that came since`] : []),
  ];
  return `   ${replaces ? "⇄" : "+"} shared/${displayName(path)}   ${facts.join(", ")}`;
}
