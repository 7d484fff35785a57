/** How many seconds before `now` a time was; both ISO. */
export function ageFrom(now: string): (at: string) => number {
  return (at) => Math.round((Date.parse(now) - Date.parse(at)) / 1000);
}
