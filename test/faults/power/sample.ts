/** At most `states` of a list, in its order, spread over it; which ones depends on the seed alone. */
export function pick<T>(all: readonly T[], { states, seed }: { readonly states: number; readonly seed: number }): T[] {
  if (all.length <= states) return [...all];
  const random = randomFrom(seed);
  const stride = all.length / states;
  // One from each of as many equal stretches.
  return Array.from({ length: states }, (_, index) => all[Math.floor((index + random()) * stride)]).filter(
    (one) => one !== undefined,
  );
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32, a public-domain generator by T. Ettinger). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
