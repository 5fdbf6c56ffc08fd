import { describe, expect, test } from '@jest/globals';
import { derive } from '../src/index.ts';

interface Named {
  readonly name: string;
}

/** A source that the test feeds, and that records whether it was ended. */
function openSource() {
  const given: string[] = [];
  const waiting: ((step: IteratorResult<string, undefined>) => void)[] = [];
  const failing: ((error: Error) => void)[] = [];
  let ended = false;
  return {
    next: () =>
      new Promise<IteratorResult<string, undefined>>((resolve, reject) => {
        const value = given.shift();
        if (value !== undefined) resolve({ done: false, value });
        else {
          waiting.push(resolve);
          failing.push(reject);
        }
      }),
    return: () => {
      ended = true;
      for (const resolve of waiting.splice(0)) resolve({ done: true, value: undefined });
      return Promise.resolve({ done: true as const, value: undefined });
    },
    give: (value: string) => {
      failing.shift();
      const resolve = waiting.shift();
      if (resolve) resolve({ done: false, value });
      else given.push(value);
    },
    fail: (error: Error) => {
      waiting.shift();
      failing.shift()?.(error);
    },
    get ended() {
      return ended;
    },
  };
}

const nameOf = (value: string): Named | undefined => (value === 'skip' ? undefined : { name: value });

describe('A derived iterator', () => {
  test('gives its first values, then what is made of the source, without what is left out', async () => {
    const source = openSource();
    const names = derive(source, nameOf, { first: [{ name: 'first' }] });
    await expect(names.next()).resolves.toEqual({ done: false, value: { name: 'first' } });
    const next = names.next();
    source.give('skip');
    source.give('second');
    await expect(next).resolves.toEqual({ done: false, value: { name: 'second' } });
  });

  test('ends its source at once, while a value is awaited', async () => {
    const source = openSource();
    const names = derive(source, nameOf);
    const next = names.next();
    await expect(names.return(undefined)).resolves.toEqual({ done: true, value: undefined });
    await expect(next).resolves.toEqual({ done: true, value: undefined });
    expect(source.ended).toBe(true);
  });

  test('ends its source when a value cannot be made', async () => {
    const source = openSource();
    const names = derive(source, (): Named => {
      throw new Error('no name');
    });
    const next = names.next();
    source.give('any');
    await expect(next).rejects.toThrow('no name');
    expect(source.ended).toBe(true);
  });

  test('throws what its source throws, or gives what is made of that', async () => {
    const failing = openSource();
    const failed = derive(failing, nameOf).next();
    failing.fail(new Error('lost'));
    await expect(failed).rejects.toThrow('lost');

    const recovering = openSource();
    const recovered = derive(recovering, nameOf, { recover: (error) => ({ name: String(error) }) }).next();
    recovering.fail(new Error('lost'));
    await expect(recovered).resolves.toEqual({ done: false, value: { name: 'Error: lost' } });
  });
});
