import { answered, expectCode, expectPayload, type Rule } from '../rule.ts';
import { Broken, NotChecked } from '../verdict.ts';
import type { Told } from '../participant.ts';

/**
 * Checks the description of a wait.
 *
 * @throws {Broken} if it is incomplete.
 */
function expectWait({ payload = {}, text }: Told, mutation: string): void {
  const wait = payload['waiting'] as Readonly<Record<string, unknown>>;
  const [askAgainAt, until] = ['askAgainAt', 'until'].map((name) => Date.parse(String(wait[name])));
  const isWhole = typeof wait['for'] === 'string' && Number(askAgainAt) <= Number(until);
  const others = Object.entries(payload).filter(([name, value]) => name !== 'waiting' && value !== null);
  if (!isWhole || others.length > 0) throw new Broken(`${mutation} has to wait, and is answered ${text}`);
}

const unrecorded: Rule = {
  id: 'P32',
  title:
    'A waiting answer is not recorded: the step is gone on with when it is asked again, until it is undone.',
  of: 'step',
  check: async ({ participant }, step) => {
    const { invoke, compensate } = step;
    if (!invoke.selection.includes(' waiting {')) return;
    const attempt = participant.begin(step, 'waiting');
    const first = answered(await participant.settle(attempt), invoke.name);
    if (first.payload?.['waiting'] == null)
      throw new NotChecked(`${invoke.name} does not wait: give it a "waiting" input in the file of --values`);
    expectWait(first, invoke.name);
    const record = await participant.recordOf(attempt);
    if (record?.invoke !== 'INTENDED')
      throw new Broken(`${invoke.name} waits, and its record says ${record?.invoke ?? 'nothing'}`);
    const again = await participant.settle({ ...attempt, epoch: 2 });
    expectPayload(again, `${invoke.name}, asked again while it waits,`);
    if (compensate === undefined) return;
    const undoing = { ...participant.undoing(attempt, compensate), epoch: 2 };
    expectPayload(await participant.settle(undoing), `${compensate.name} of a step that waits`);
    const late = await participant.settle({ ...attempt, epoch: 2 });
    expectCode(late, 'STEP_CANCELLED', `${invoke.name}, undone while it waited,`);
  },
};

/** Rules on a step that has to wait. */
export const waitingRules: readonly Rule[] = [unrecorded];
