/** Does synchronous work at once, and returns a promise of its result or error. */
export const promised = <Result>(work: () => Result): Promise<Result> =>
  new Promise((resolve) => {
    resolve(work());
  });
