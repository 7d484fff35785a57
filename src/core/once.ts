/** The same answers, each question asked once; `key` tells which questions are the same. */
export function once<Q, A>(answer: (question: Q) => A, key: (question: Q) => string): (question: Q) => A {
  const known = new Map<string, A>();
  return (question) => {
    const name = key(question);
    if (!known.has(name)) known.set(name, answer(question));
    return known.get(name) as A;
  };
}
