import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Changefeed } from '@counterstep/document-store';
import type { SagaDocument } from '../src/saga-store.ts';
import { SagaWatch } from '../src/watch.ts';
import { Harness } from '../src/testing/harness.ts';

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const broken = (): Changefeed<SagaDocument> => ({
  next: () => Promise.reject(new Error('Changes were missed.')),
  return: () => Promise.resolve({ done: true, value: undefined }),
  [Symbol.asyncIterator]() {
    return this;
  },
});

let harness: Harness;

beforeEach(async () => {
  harness = await Harness.open();
});

afterEach(async () => {
  await harness.close();
});

/** A watch that gets the given changefeeds first. */
const watchWith = (...feeds: (() => Promise<Changefeed<SagaDocument>>)[]): SagaWatch => {
  const { store, clock } = harness;
  const changes = (): Promise<Changefeed<SagaDocument>> => feeds.shift()?.() ?? store.changes();
  return new SagaWatch({ store: { ...store, changes }, clock, log, reopenMs: 1_000 });
};

describe('a watch', () => {
  it('tells what it has missed once a broken changefeed is open again', async () => {
    const { runner } = harness.process({ id: 'one' });
    const watch = watchWith(
      () => Promise.reject(new Error('There is no connection.')),
      () => Promise.resolve(broken()),
    );
    const seen: string[] = [];
    watch.watch('saga-1', ({ status }) => seen.push(status));
    watch.start();
    await harness.pass(0);
    await harness.start(runner);
    await harness.reaches('COMPLETED');
    await harness.pass(2_000);
    expect(seen.at(-1)).toBe('COMPLETED');
    await watch.stop();
  });

  it('ends a changefeed that opens when it has stopped already', async () => {
    let ended = 0;
    let open = (_: Changefeed<SagaDocument>): void => undefined;
    const watch = watchWith(
      () =>
        new Promise((resolve) => {
          open = resolve;
        }),
    );
    watch.start();
    const stopped = watch.stop();
    const feed = broken();
    open({
      ...feed,
      return: () => {
        ended += 1;
        return Promise.resolve({ done: true, value: undefined });
      },
    });
    await stopped;
    expect(ended).toBe(1);
  });

  it('lets go of whoever waits when it stops', async () => {
    const watch = watchWith();
    const waiting = watch.until('saga-1', () => true, 60_000);
    await harness.pass(0);
    await watch.stop();
    expect(await waiting).toBeUndefined();
  });
});

describe('the end of a saga', () => {
  it('is told where its commit has an unknown outcome and nobody else can tell it', async () => {
    const alone = await Harness.open({ exclusive: true });
    const { runner } = alone.process({
      id: 'one',
      failpoint: (name) => {
        if (name === 'after-send:letter:invoke') alone.failCommits('after');
      },
    });
    runner.run();
    const told = runner.until('saga-1', ({ status }) => status === 'COMPLETED', 60_000);
    await alone.start(runner);
    await expect(alone.during(told)).resolves.toMatchObject({ status: 'COMPLETED' });
    await alone.close();
  });
});
