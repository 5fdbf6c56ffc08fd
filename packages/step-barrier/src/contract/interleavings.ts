import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Bench } from './bench.ts';
import { Play, scenarios, type Attempt, type Ending, type Scenario } from './scenario.ts';

const RUNS = 60;

const undisturbed: Attempt = {
  operation: 'invoke',
  epoch: 9,
  input: 'a',
  deadline: 'ahead',
  waits: false,
  crash: undefined,
  fault: undefined,
  turns: [0, 0],
};

const responsesOf = (endings: readonly Ending[], operation: Attempt['operation']) =>
  endings.flatMap(({ attempt, response }) => (attempt.operation === operation && response ? [response] : []));

/** Tests what the barrier promises on a store, whatever happens to the attempts of a step. */
export function interleavingContract<Writes>(bench: () => Bench<Writes>): void {
  describe('the barrier, for any order, repetition and interleaving of invoke and compensate', () => {
    let plays = 0;

    /** Plays generated scenarios, and checks each with the given function. */
    const always = (
      check: (play: Play<Writes>, endings: readonly Ending[], scenario: Scenario) => Promise<void> | void,
    ) =>
      fc.assert(
        fc.asyncProperty(scenarios, async (scenario) => {
          plays += 1;
          const play = new Play(bench(), scenario, `saga-${plays}`);
          await check(play, await play.perform(), scenario);
        }),
        { numRuns: RUNS },
      );

    it('does and undoes at most once, and nothing is undone that was not done', () =>
      always(async (play) => {
        const { done, undone } = await play.effect();
        expect(done).toBeLessThanOrEqual(1);
        expect(undone).toBeLessThanOrEqual(done);
        expect(play.provider.charges.get(play.key) ?? 0).toBeLessThanOrEqual(1);
      }));

    it('has done what it said was done, unless it said that it is undone', () =>
      always(async (play, endings, { rejects }) => {
        const { done, undone } = await play.effect();
        if (responsesOf(endings, 'invoke').length > 0) expect(done).toBe(rejects ? 0 : 1);
        if (responsesOf(endings, 'compensate').length > 0) expect(done - undone).toBe(0);
      }));

    it('answers each repetition of an operation with its first answer', () =>
      always((_play, endings) => {
        for (const operation of ['invoke', 'compensate'] as const) {
          const [first, ...more] = responsesOf(endings, operation);
          for (const response of more) expect(response).toEqual(first);
        }
      }));

    it('answers nobody who asks with other input', () =>
      always((_play, endings) => {
        for (const operation of ['invoke', 'compensate'] as const) {
          const answered = endings.filter(
            ({ attempt, response }) => attempt.operation === operation && response,
          );
          expect(new Set(answered.map(({ attempt }) => attempt.input)).size).toBeLessThanOrEqual(1);
        }
      }));

    it('lets no attempt fail because another one was faster', () =>
      always((_play, endings) => {
        for (const { code } of endings) expect(code).not.toBe('LOST_RACE');
      }));

    it('accepts no invoke after a compensation has been answered', () =>
      always((_play, endings) => {
        const compensated = endings.find(
          ({ attempt, response }) => attempt.operation === 'compensate' && response,
        );
        const late = endings.filter(({ batch }) => compensated && batch > compensated.batch);
        expect(responsesOf(late, 'invoke')).toEqual([]);
      }));

    it('refuses everyone whose epoch is lower than one that was answered before', () =>
      always((_play, endings) => {
        for (const { batch, attempt, code } of endings) {
          const earlier = endings.filter((other) => other.batch < batch && other.response);
          if (earlier.some((other) => other.attempt.epoch > attempt.epoch)) expect(code).toBe('STALE_EPOCH');
        }
      }));

    it('begins no work after the deadline, and keeps none that ends after it', () =>
      always((_play, endings) => {
        for (const { attempt, works, response, code } of endings) {
          if (attempt.deadline === 'past') expect(works).toBe(0);
          // Only an attempt that lost a race may answer, with what another attempt has done.
          if (attempt.deadline === 'passes' && works === 1) expect(response).toBeUndefined();
          if (attempt.deadline === 'ahead') expect(code).not.toBe('DEADLINE_EXCEEDED');
        }
      }));

    it('lets a coordinator that asks on finish the step: done once', () =>
      always(async (play, endings, { rejects, thirdParty }) => {
        const record = await play.record();
        const again = { ...undisturbed, input: record?.invoke?.input ?? 'a' };
        const { response, code } = await play.attempt(again, Infinity);
        const { done, undone } = await play.effect();
        const charges = play.provider.charges.get(play.key) ?? 0;
        const refunds = play.provider.refunds.get(play.key) ?? 0;
        if (record?.compensate !== undefined) {
          expect(code).toBe('STEP_CANCELLED');
          expect([done - undone, charges - refunds]).toEqual([0, 0]);
        } else if (response === undefined) {
          // A compensation has reached the provider, and has yet to be repeated.
          expect([thirdParty, code, charges - refunds]).toEqual([true, 'STEP_CANCELLED', 0]);
        } else {
          expect(responsesOf(endings, 'invoke').concat(response)[0]).toEqual(response);
          expect([done, undone, charges]).toEqual(rejects ? [0, 0, 0] : [1, 0, thirdParty ? 1 : 0]);
        }
      }));

    it('lets a coordinator that asks on undo the step: nothing done, then and later', () =>
      always(async (play, endings) => {
        const record = await play.record();
        const undo = {
          ...undisturbed,
          operation: 'compensate',
          input: record?.compensate?.input ?? 'a',
        } as const;
        const { response } = await play.attempt(undo, Infinity);
        expect(responsesOf(endings, 'compensate').concat(response!)[0]).toEqual(response);
        expect((await play.attempt(undo, Infinity)).response).toEqual(response);
        const late = await play.attempt({ ...undisturbed, input: record?.invoke?.input ?? 'a' }, Infinity);
        expect(late.code).toBe('STEP_CANCELLED');
        const { done, undone } = await play.effect();
        expect(done - undone).toBe(0);
        expect(play.provider.refunds.get(play.key) ?? 0).toBe(play.provider.charges.get(play.key) ?? 0);
      }));
  });
}
