import { answered, expectCode, expectPayload, expectSame, type Rule } from '../rule.ts';
import { Broken } from '../verdict.ts';
import type { Attempt, Participant } from '../participant.ts';

async function expectNoRecord(participant: Participant, attempt: Attempt, what: string): Promise<void> {
  if ((await participant.recordOf(attempt)) !== undefined)
    throw new Broken(`${what} is refused, and recorded`);
}

const malformed: Rule = {
  id: 'P8',
  title: 'A call whose arguments are malformed is answered with an error, and nothing is recorded.',
  of: 'step',
  check: async ({ participant }, step) => {
    const attempt = participant.begin(step);
    const { mutation, sagaId, input } = attempt;
    const query = `mutation ($step: StepInput!, $input: ${mutation.inputType}!) {
      ${mutation.name}(step: $step, input: $input) { __typename } }`;
    const deadline = new Date(participant.client.now() + 60_000).toISOString();
    const good = { sagaId, step: attempt.step, epoch: 1, deadline };
    const wrong = [
      ['a deadline that is no instant', { step: { ...good, deadline: 'soon' }, input }],
      ['an epoch that is no integer', { step: { ...good, epoch: 'first' }, input }],
      ['no sagaId', { step: { ...good, sagaId: undefined }, input }],
      ['no input', { step: good }],
    ] as const;
    for (const [what, variables] of wrong) {
      const { errors } = await participant.ask(query, variables);
      if (errors.length === 0) throw new Broken(`${mutation.name} with ${what} is answered with data`);
      await expectNoRecord(participant, attempt, `${mutation.name} with ${what}`);
    }
  },
};

const deadline: Rule = {
  id: 'P12',
  title:
    'A first attempt after its deadline, by the clock that the participant tells, is refused with DEADLINE_EXCEEDED, and nothing is recorded.',
  of: 'step',
  check: async ({ participant }, step) => {
    const attempt = participant.begin(step);
    const { compensate } = step;
    const undoing = compensate && participant.undoing(attempt, compensate);
    for (const call of undoing ? [attempt, undoing] : [attempt]) {
      const what = `${call.mutation.name} after its deadline`;
      expectCode(await participant.settle({ ...call, deadline: 'past' }), 'DEADLINE_EXCEEDED', what);
      await expectNoRecord(participant, call, what);
    }
    expectPayload(await participant.settle(attempt), `${step.invoke.name} in time, after a late attempt,`);
  },
};

const late: Rule = {
  id: 'P13',
  title: 'An attempt after its deadline is still answered with what was done before.',
  of: 'step',
  check: async ({ participant }, step) => {
    const attempt = participant.begin(step);
    const first = answered(await participant.settle(attempt), step.invoke.name);
    const again = await participant.settle({ ...attempt, epoch: 2, deadline: 'past' });
    expectSame(again, first, `${step.invoke.name}, done and repeated late,`);
    if (step.compensate === undefined) return;
    const undoing = { ...participant.undoing(attempt, step.compensate), epoch: 3 };
    const undone = answered(await participant.settle(undoing), step.compensate.name);
    const late = await participant.settle({ ...undoing, epoch: 4, deadline: 'past' });
    expectSame(late, undone, `${step.compensate.name}, done and repeated late,`);
  },
};

/** Rules on wrong and late attempts. */
export const requestRules: readonly Rule[] = [malformed, deadline, late];
