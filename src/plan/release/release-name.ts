/** A release's folder name from an ISO time in UTC (`2026-11-23T14:30:00Z`): two in one second get different names. */
export function releaseName(now: string, taken: ReadonlySet<string>): string {
  const wanted = now.slice(0, 19).replace("T", "_").replaceAll(":", "-");
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
  return name;
}
