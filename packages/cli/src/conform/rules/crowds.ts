import { answered, expectSame, type Rule } from '../rule.ts';
import { Broken } from '../verdict.ts';

const CROWD = 8;
const RACES = 5;

/** Codes that the coordinator would wrongly take as final. */
const WRONG = ['STALE_EPOCH', 'STEP_CANCELLED', 'KEY_PARAMETER_MISMATCH'];

const invokes: Rule = {
  id: 'P25',
  title: 'Of invokes that come at once one is done, and all are answered the same, or asked to come again.',
  of: 'step',
  check: async ({ participant }, step) => {
    const attempt = participant.begin(step);
    const crowd = await Promise.all(Array.from({ length: CROWD }, () => participant.attempt(attempt)));
    const last = answered(await participant.settle(attempt), step.invoke.name);
    for (const told of crowd) {
      if (told.payload !== undefined)
        expectSame(told, last, `${step.invoke.name}, sent ${CROWD} times at once,`);
      else if (WRONG.includes(told.code ?? ''))
        throw new Broken(`${step.invoke.name}, sent ${CROWD} times at once, is answered ${told.text}`);
    }
  },
};

const both: Rule = {
  id: 'P26',
  title:
    'Of an invoke and its compensation that come at once one is first: what was answered as done is recorded as done, and what is cancelled is never done.',
  of: 'pair',
  check: async ({ participant }, { invoke, compensate }) => {
    for (let race = 0; race < RACES; race += 1) {
      const attempt = participant.begin({ invoke, compensate });
      const undoing = participant.undoing(attempt, compensate);
      const [told] = await Promise.all([participant.attempt(attempt), participant.attempt(undoing)]);
      answered(await participant.settle(undoing), compensate.name);
      const record = await participant.recordOf(attempt);
      const state = record?.invoke ?? 'nothing';
      const expected = told.rejection ? 'REJECTED' : 'DONE';
      if (record?.compensated !== true)
        throw new Broken(
          `${compensate.name}, sent together with ${invoke.name}, is answered and not recorded`,
        );
      if (told.payload !== undefined && state !== expected)
        throw new Broken(
          `${invoke.name}, sent together with ${compensate.name}, is answered ${told.text} and recorded as ${state}`,
        );
    }
  },
};

/** Rules on simultaneous calls. */
export const crowdRules: readonly Rule[] = [invokes, both];
