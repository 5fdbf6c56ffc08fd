import { answered, expectCode, expectSame, type Rule, type Scene } from '../rule.ts';
import { NotChecked } from '../verdict.ts';
import type { Attempt, Told } from '../participant.ts';
import { NoAnswer } from '../client.ts';
import type { Step } from '../sdl.ts';

const BURST = 12;

/** A check for after the participant's restart. */
type Afterwards = () => Promise<void>;

async function beforeKill({ participant }: Scene, step: Step): Promise<readonly Afterwards[]> {
  const { invoke, compensate } = step;
  const done = participant.begin(step);
  const first = answered(await participant.settle({ ...done, epoch: 2 }), invoke.name);
  const known = async (): Promise<void> => {
    const stale = await participant.settle({ ...done, epoch: 1 });
    expectCode(stale, 'STALE_EPOCH', `${invoke.name}, under a lower epoch after a kill,`);
    expectSame(await participant.settle({ ...done, epoch: 2 }), first, `${invoke.name}, done before a kill,`);
  };
  if (compensate === undefined) return [known];
  const never = participant.begin(step);
  answered(await participant.settle(participant.undoing(never, compensate)), compensate.name);
  return [
    known,
    async () => {
      const told = await participant.settle(never);
      expectCode(told, 'STEP_CANCELLED', `${invoke.name}, cancelled before a kill,`);
    },
  ];
}

/** Makes many attempts at once, kills the participant once the first is answered, and then repeats them all. */
async function killWithin({ participant, restart }: Scene, step: Step): Promise<void> {
  const attempts: Attempt[] = Array.from({ length: BURST }, () => participant.begin(step));
  const sent = attempts.map(async (attempt): Promise<Told | undefined> => {
    try {
      return await participant.attempt(attempt);
    } catch (error) {
      if (error instanceof NoAnswer) return undefined;
      throw error;
    }
  });
  await Promise.race(sent);
  await restart?.();
  const told = await Promise.all(sent);
  for (const [index, attempt] of attempts.entries()) {
    const first = told[index];
    const again = answered(await participant.settle(attempt), step.invoke.name);
    if (first?.payload !== undefined)
      expectSame(again, first, `${step.invoke.name}, answered just before a kill,`);
    expectSame(
      await participant.settle(attempt),
      again,
      `${step.invoke.name}, cut off by a kill and repeated,`,
    );
  }
}

/** Rules on what a participant remembers after a kill. */
export const restartRules: readonly Rule[] = [
  {
    id: 'P30',
    title: 'What was answered is known after kill -9, and what was cut off by it can be repeated.',
    of: 'whole',
    check: async (scene) => {
      if (scene.restart === undefined)
        throw new NotChecked('give a command with --restart that kills the participant and starts it again');
      const afterwards: Afterwards[] = [];
      for (const step of scene.steps) afterwards.push(...(await beforeKill(scene, step)));
      await scene.restart();
      for (const check of afterwards) await check();
      for (const step of scene.steps) await killWithin(scene, step);
    },
  },
];
