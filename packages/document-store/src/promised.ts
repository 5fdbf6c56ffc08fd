/** Does synchronous work at once, with its result or error as a promise. */
export const promised = <Result>(work: () => Result): Promise<Result> =>
  new Promise((resolve) => {
    resolve(work());
  });
