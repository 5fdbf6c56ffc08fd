import { beforeEach, describe, expect, it } from '@jest/globals';
import { createBarrier, type StepWork } from '../barrier.ts';
import { barrierId, type Invoked, type StepCall } from '../rules.ts';
import { AttemptClock, type Bench } from './bench.ts';

const NOW = Date.parse('2026-03-01T09:00:00.000Z');
const waiting = {
  for: 'PROVIDER',
  askAgainAt: '2026-03-01T09:01:00.000Z',
  until: '2026-03-01T09:15:00.000Z',
} as const;

/** Tests how the barrier handles steps that wait, and steps that are done once per item. */
export function waitingContract<Writes>(bench: () => Bench<Writes>): void {
  let sagas = 0;
  let sagaId: string;
  beforeEach(() => {
    sagas += 1;
    sagaId = `saga-that-waits-${sagas}`;
  });
  const call = (parts: Partial<StepCall> = {}): StepCall => ({
    ...{ sagaId, step: 'step', operation: 'invoke', epoch: 1, input: 'a' },
    deadline: '2026-03-01T09:00:05.000Z',
    ...parts,
  });
  const run = (given: StepCall, work: StepWork<object, Writes>) =>
    createBarrier(bench().store, new AttemptClock(NOW)).run(given, work);
  /** Work that counts and answers; notes in `seen` what it is told of the invoke. */
  const answering =
    (response: object, what: 'done' | 'undone', seen: Invoked[] = []): StepWork<object, Writes> =>
    ({ key, invoked }) => {
      seen.push(invoked);
      return Promise.resolve({ writes: bench().count(key, what), response });
    };

  describe('a step that waits', () => {
    it('keeps what it has written, and is done anew when the same key is asked again, until it is answered', async () => {
      await bench().begin(barrierId(call()));
      const seen: Invoked[] = [];
      const wait = answering({ waiting }, 'done', seen);
      for (const epoch of [1, 1, 2]) expect(await run(call({ epoch }), wait)).toEqual({ waiting });
      expect(await bench().store.get(barrierId(call()))).toMatchObject({
        epoch: 2,
        invoke: { state: 'INTENDED' },
      });
      const done = answering({ receipt: 7 }, 'done', seen);
      for (const epoch of [2, 3]) expect(await run(call({ epoch }), done)).toEqual({ receipt: 7 });
      expect(seen).toEqual(['NO', 'INTENDED', 'INTENDED', 'INTENDED']);
      expect(await bench().effect(barrierId(call()))).toMatchObject({ done: 4 });
    });

    it('is refused to a lower epoch, to another input and after the deadline', async () => {
      await bench().begin(barrierId(call()));
      await run(call({ epoch: 3 }), answering({ waiting }, 'done'));
      for (const [parts, code] of [
        [{ epoch: 2 }, 'STALE_EPOCH'],
        [{ epoch: 3, input: 'b' }, 'KEY_PARAMETER_MISMATCH'],
        [{ epoch: 3, deadline: '2026-03-01T08:59:59.000Z' }, 'DEADLINE_EXCEEDED'],
      ] as const)
        await expect(run(call(parts), answering({}, 'done'))).rejects.toMatchObject({ code });
      expect(await bench().effect(barrierId(call()))).toMatchObject({ done: 1 });
    });

    it('is undone by a compensation that knows of it, and then never done', async () => {
      await bench().begin(barrierId(call()));
      const seen: Invoked[] = [];
      await run(call(), answering({ waiting }, 'done'));
      const undo = answering({ undone: true }, 'undone', seen);
      expect(await run(call({ operation: 'compensate' }), undo)).toEqual({ undone: true });
      await expect(run(call(), answering({}, 'done'))).rejects.toMatchObject({ code: 'STEP_CANCELLED' });
      expect(seen).toEqual(['INTENDED']);
      expect(await bench().effect(barrierId(call()))).toEqual(
        expect.objectContaining({ done: 1, undone: 1 }),
      );
    });
  });

  describe('a step that is done once per item', () => {
    it('has an answer, and an undoing, of its own for each item', async () => {
      const items = [undefined, 'EAST', 'WEST', 'EAST:2'];
      for (const item of items) {
        await bench().begin(barrierId(call({ item })));
        await run(call({ item, input: item ?? 'a' }), answering({ of: item ?? 'all' }, 'done'));
      }
      await run(call({ item: 'EAST', operation: 'compensate' }), answering({ undone: true }, 'undone'));
      for (const item of items.filter((each) => each !== 'EAST')) {
        const again = run(call({ item, input: item ?? 'a' }), answering({ of: 'nobody' }, 'done'));
        expect(await again).toEqual({ of: item ?? 'all' });
        expect(await bench().effect(barrierId(call({ item })))).toMatchObject({ done: 1, undone: 0 });
      }
      const undone = run(call({ item: 'EAST', input: 'EAST' }), answering({}, 'done'));
      await expect(undone).rejects.toMatchObject({ code: 'STEP_CANCELLED' });
    });
  });
}
