import { answered, expectCode, expectPayload, expectSame, type Rule } from '../rule.ts';
import { Broken } from '../verdict.ts';

const repeated: Rule = {
  id: 'P18',
  title:
    'A compensation that is repeated is answered with its first answer, and with KEY_PARAMETER_MISMATCH where its input is another.',
  of: 'pair',
  check: async ({ participant }, { invoke, compensate }) => {
    const attempt = participant.begin({ invoke, compensate });
    answered(await participant.settle(attempt), invoke.name);
    const undoing = participant.undoing(attempt, compensate);
    const first = await participant.settle(undoing);
    expectPayload(first, compensate.name);
    for (const epoch of [1, 2]) {
      const again = await participant.settle({ ...undoing, epoch });
      expectSame(again, first, `${compensate.name}, repeated under epoch ${epoch},`);
    }
    const other = await participant.settle({ ...participant.otherwise(undoing), epoch: 2 });
    expectCode(other, 'KEY_PARAMETER_MISMATCH', `${compensate.name}, repeated with other input,`);
  },
};

const tombstone: Rule = {
  id: 'P19',
  title:
    'A compensation before its invoke is answered undone: false; the invoke is then refused with STEP_CANCELLED, whatever its input.',
  of: 'pair',
  check: async ({ participant }, { invoke, compensate }) => {
    const attempt = participant.begin({ invoke, compensate });
    const undone = await participant.settle(participant.undoing(attempt, compensate));
    if (undone.payload?.['undone'] !== false)
      throw new Broken(`${compensate.name} before its invoke is answered ${undone.text}`);
    for (const epoch of [1, 2]) {
      const told = await participant.settle({ ...attempt, epoch });
      expectCode(told, 'STEP_CANCELLED', `${invoke.name} after its compensation`);
    }
    const input = participant.inputs.other(invoke, attempt.input);
    if (input === undefined) return;
    const told = await participant.settle({ ...attempt, input, epoch: 2 });
    expectCode(told, 'STEP_CANCELLED', `${invoke.name} with other input after its compensation`);
  },
};

const cancelled: Rule = {
  id: 'P20',
  title: 'An invoke that comes again after it was undone is refused with STEP_CANCELLED.',
  of: 'pair',
  check: async ({ participant }, { invoke, compensate }) => {
    const attempt = participant.begin({ invoke, compensate });
    answered(await participant.settle(attempt), invoke.name);
    answered(await participant.settle(participant.undoing(attempt, compensate)), compensate.name);
    for (const epoch of [1, 2]) {
      const told = await participant.settle({ ...attempt, epoch });
      expectCode(told, 'STEP_CANCELLED', `${invoke.name}, undone and repeated,`);
    }
  },
};

const order: Rule = {
  id: 'P24',
  title:
    'What is decided first: the epoch, then whether the step is cancelled, then the input, then whether it was undone, and last the deadline.',
  of: 'step',
  check: async ({ participant }, step) => {
    const { invoke, compensate } = step;
    const attempt = participant.begin(step);
    answered(await participant.settle({ ...attempt, epoch: 5 }), invoke.name);
    const other = participant.otherwise(attempt);
    const stale = await participant.settle({ ...other, epoch: 4 });
    expectCode(stale, 'STALE_EPOCH', `${invoke.name} under a lower epoch and with other input`);
    const late = await participant.settle({ ...other, epoch: 5, deadline: 'past' });
    expectCode(late, 'KEY_PARAMETER_MISMATCH', `${invoke.name} with other input and too late`);
    if (compensate === undefined) return;
    const undoing = { ...participant.undoing(attempt, compensate), epoch: 5 };
    answered(await participant.settle(undoing), compensate.name);
    const undone = await participant.settle({ ...other, epoch: 5 });
    expectCode(undone, 'KEY_PARAMETER_MISMATCH', `${invoke.name} with other input, after it was undone,`);
  },
};

/** Rules on a compensation, and on what comes after it. */
export const compensationRules: readonly Rule[] = [repeated, tombstone, cancelled, order];
