import { answered, expectCode, expectPayload, expectSame, type Rule } from '../rule.ts';
import { Broken, NotChecked } from '../verdict.ts';
import type { Attempt } from '../participant.ts';

const repeated: Rule = {
  id: 'P14',
  title: 'An invoke that is repeated is answered with its first answer, under every epoch and deadline.',
  of: 'step',
  check: async ({ participant }, step) => {
    const attempt = participant.begin(step);
    const first = await participant.settle(attempt);
    expectPayload(first, step.invoke.name);
    for (const epoch of [1, 1, 2]) {
      const again = await participant.settle({ ...attempt, epoch });
      expectSame(again, first, `${step.invoke.name}, repeated under epoch ${epoch},`);
    }
  },
};

const fingerprint: Rule = {
  id: 'P15',
  title: 'The same input is the same in whatever order its keys come, and whether a field is null or absent.',
  of: 'step',
  check: async ({ participant }, step) => {
    const attempt = participant.begin(step);
    const rewritten = (call: Attempt): Attempt => ({
      ...call,
      input: participant.inputs.rewritten(call.mutation, call.input),
    });
    const first = answered(await participant.settle(attempt), step.invoke.name);
    const again = await participant.settle(rewritten(attempt));
    expectSame(again, first, `${step.invoke.name}, repeated with the same input in another order,`);
    if (step.compensate === undefined) return;
    const undoing = participant.undoing(attempt, step.compensate);
    const undone = answered(await participant.settle(undoing), step.compensate.name);
    const late = await participant.settle(rewritten(undoing));
    expectSame(late, undone, `${step.compensate.name}, repeated with the same input in another order,`);
  },
};

const otherInput: Rule = {
  id: 'P16',
  title:
    'An invoke that is repeated with other input is refused with KEY_PARAMETER_MISMATCH; the first answer stays.',
  of: 'step',
  check: async ({ participant }, step) => {
    const attempt = participant.begin(step);
    const first = answered(await participant.settle(attempt), step.invoke.name);
    const told = await participant.settle(participant.otherwise(attempt));
    expectCode(told, 'KEY_PARAMETER_MISMATCH', `${step.invoke.name}, repeated with other input,`);
    expectSame(await participant.settle(attempt), first, `${step.invoke.name}, repeated after that,`);
  },
};

const key: Rule = {
  id: 'P17',
  title:
    'What is the same step is said by sagaId and step together: another step of the same saga is another one.',
  of: 'step',
  check: async ({ participant }, step) => {
    const attempt = participant.begin(step);
    const other = { ...participant.begin(step), sagaId: attempt.sagaId, step: `${attempt.step}-2` };
    const first = answered(await participant.settle(attempt), step.invoke.name);
    expectPayload(await participant.settle(other), `${step.invoke.name} as another step of the same saga`);
    if (step.compensate) {
      const undoing = { ...participant.undoing(attempt, step.compensate), step: other.step };
      expectPayload(
        await participant.settle(undoing),
        `${step.compensate.name} of another step of the same saga`,
      );
    }
    expectSame(await participant.settle(attempt), first, `${step.invoke.name}, repeated after another step,`);
  },
};

const items: Rule = {
  id: 'P31',
  title:
    'Where StepInput has an item, each item of a step is a step of its own, and so is the step without one.',
  of: 'step',
  check: async ({ participant, description }, step) => {
    if (!description.inputs.get('StepInput')?.some(({ name }) => name.value === 'item')) return;
    const attempt = participant.begin(step);
    const first = answered(await participant.settle(attempt), step.invoke.name);
    for (const item of ['EAST', 'WEST']) {
      const { input } = participant.begin(step);
      const told = await participant.settle({ ...attempt, item, input });
      expectPayload(told, `${step.invoke.name} of the item ${item}`);
    }
    if (step.compensate) {
      const undoing = participant.undoing({ ...attempt, item: 'EAST' }, step.compensate);
      expectPayload(await participant.settle(undoing), `${step.compensate.name} of the item EAST`);
    }
    expectSame(await participant.settle(attempt), first, `${step.invoke.name}, repeated after its items,`);
  },
};

const rejection: Rule = {
  id: 'P21',
  title: 'A rejection is an answer like any other: it is repeated, and to undo it is answered undone: false.',
  of: 'step',
  check: async ({ participant }, step) => {
    const attempt = participant.begin(step, 'rejected');
    const first = answered(await participant.settle(attempt), step.invoke.name);
    if (first.rejection === undefined)
      throw new NotChecked(
        `${step.invoke.name} is not rejected: give it a "rejected" input in the file of --values`,
      );
    const again = await participant.settle({ ...attempt, epoch: 2 });
    expectSame(again, first, `${step.invoke.name}, rejected and repeated,`);
    if (step.compensate === undefined) return;
    const undone = await participant.settle({ ...participant.undoing(attempt, step.compensate), epoch: 2 });
    if (undone.payload?.['undone'] !== false)
      throw new Broken(`${step.compensate.name} of a rejected step is answered ${undone.text}`);
  },
};

const stale: Rule = {
  id: 'P22',
  title: 'A call under a lower epoch than one that was answered is refused with STALE_EPOCH.',
  of: 'step',
  check: async ({ participant }, step) => {
    const attempt = participant.begin(step);
    answered(await participant.settle({ ...attempt, epoch: 5 }), step.invoke.name);
    const told = await participant.settle({ ...attempt, epoch: 4 });
    expectCode(told, 'STALE_EPOCH', `${step.invoke.name} under epoch 4, after 5,`);
    if (step.compensate === undefined) return;
    const undoing = participant.undoing(attempt, step.compensate);
    const undone = await participant.settle({ ...undoing, epoch: 4 });
    expectCode(undone, 'STALE_EPOCH', `${step.compensate.name} under epoch 4, after 5,`);
  },
};

const raised: Rule = {
  id: 'P23',
  title: 'A call that is answered with what was done before raises the epoch like any other.',
  of: 'step',
  check: async ({ participant }, step) => {
    const attempt = participant.begin(step);
    answered(await participant.settle(attempt), step.invoke.name);
    await participant.settle({ ...attempt, epoch: 3 });
    const told = await participant.settle({ ...attempt, epoch: 2 });
    expectCode(
      told,
      'STALE_EPOCH',
      `${step.invoke.name} under epoch 2, after its answer was repeated under 3,`,
    );
  },
};

/** Rules on an invoke and its repetitions. */
export const invokeRules: readonly Rule[] = [
  repeated,
  fingerprint,
  otherInput,
  key,
  items,
  rejection,
  stale,
  raised,
];
