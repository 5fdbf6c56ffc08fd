import { setTimeout as delay } from 'node:timers/promises';
import { answered, type Rule, type Scene } from '../rule.ts';
import { Broken } from '../verdict.ts';
import { keyOf, type Attempt, type StepRecord } from '../participant.ts';
import type { Step } from '../sdl.ts';

const CLOCK_LEEWAY_MS = 5_000;

type Expected = Readonly<Partial<StepRecord>>;

async function expectRecord(
  scene: Scene,
  attempt: Attempt,
  expected: Expected,
  when: string,
): Promise<StepRecord> {
  const record = await scene.participant.recordOf(attempt);
  if (record === undefined) throw new Broken(`${when} there is no record of it`);
  for (const [name, value] of Object.entries(expected)) {
    const found = record[name as keyof StepRecord];
    if (found !== value)
      throw new Broken(`${when} its record says ${name}: ${String(found)} in place of ${String(value)}`);
  }
  return record;
}

const content: Rule = {
  id: 'P27',
  title:
    'stepRecords tells of each step its highest epoch, what became of the invoke, whether it is undone, and when it was first heard of.',
  of: 'step',
  check: async (scene, step) => {
    const { participant } = scene;
    const { invoke, compensate } = step;
    const attempt = participant.begin(step);
    const { sagaId } = attempt;
    if ((await participant.recordOf(attempt)) !== undefined)
      throw new Broken('a step that never came is recorded');
    const from = participant.client.now() - CLOCK_LEEWAY_MS;
    const told = answered(await participant.settle({ ...attempt, epoch: 2 }), invoke.name);
    const state = told.rejection ? 'REJECTED' : 'DONE';
    const known = { sagaId, step: attempt.step, invoke: state };
    const first = await expectRecord(
      scene,
      attempt,
      { ...known, epoch: 2, compensated: false },
      `after ${invoke.name}`,
    );
    const recorded = Date.parse(first.recordedAt);
    if (!(recorded >= from && recorded <= participant.client.now() + CLOCK_LEEWAY_MS))
      throw new Broken(`${invoke.name} is recorded at ${first.recordedAt}, which is not when it was called`);
    if (compensate === undefined) return;
    answered(
      await participant.settle({ ...participant.undoing(attempt, compensate), epoch: 3 }),
      compensate.name,
    );
    const { recordedAt } = first;
    const undone = { ...known, epoch: 3, compensated: true, recordedAt };
    await expectRecord(scene, attempt, undone, `after ${compensate.name}`);
    const late = participant.begin(step);
    answered(await participant.settle(participant.undoing(late, compensate)), compensate.name);
    await expectRecord(
      scene,
      late,
      { invoke: 'CANCELLED', compensated: true },
      `after ${compensate.name} alone`,
    );
  },
};

/** Makes attempts one after another, and returns their records. */
async function recordedInTurn(scene: Scene, step: Step): Promise<readonly StepRecord[]> {
  const records: StepRecord[] = [];
  for (let index = 0; index < 3; index += 1) {
    const attempt = scene.participant.begin(step);
    answered(await scene.participant.settle(attempt), step.invoke.name);
    records.push(await expectRecord(scene, attempt, {}, `after ${step.invoke.name}`));
    // Instants have a resolution of milliseconds, and these must differ.
    await delay(5);
  }
  return records;
}

const sagasOf = (records: readonly StepRecord[]): string => records.map(({ sagaId }) => sagaId).join(', ');

function expectList(found: readonly StepRecord[], expected: readonly StepRecord[], what: string): void {
  if (sagasOf(found) !== sagasOf(expected))
    throw new Broken(`${what} lists the sagas ${sagasOf(found) || 'none'} in place of ${sagasOf(expected)}`);
}

const pages: Rule = {
  id: 'P28',
  title:
    'stepRecords lists what is asked for by keys and since, in the order of first recording, in pages of first from after on.',
  of: 'whole',
  check: async (scene) => {
    const [step] = scene.steps;
    if (step === undefined) return;
    const records = await recordedInTurn(scene, step);
    const { participant } = scene;
    const keys = records.map(keyOf).reverse();
    const one = await participant.recordPage({ keys, first: 2 });
    expectList(one.nodes, records.slice(0, 2), 'stepRecords(keys, first: 2)');
    const { endCursor, hasNextPage } = one.pageInfo;
    if (!hasNextPage || endCursor === null)
      throw new Broken('stepRecords(first: 2) of three says that no page follows');
    const two = await participant.recordPage({ keys, first: 2, after: endCursor });
    expectList(two.nodes, records.slice(2), 'the second page of stepRecords');
    if (two.pageInfo.hasNextPage)
      throw new Broken('the last page of stepRecords says that another one follows');
    const since = records[1]?.recordedAt ?? '';
    const later = await participant.recordPage({ keys, since, first: 100 });
    expectList(
      later.nodes,
      records.filter(({ recordedAt }) => recordedAt >= since),
      'stepRecords(since)',
    );
  },
};

const forgetting: Rule = {
  id: 'P29',
  title:
    'forgetSteps removes the records of the given steps and of no other, and answers how many there were.',
  of: 'whole',
  check: async (scene) => {
    const [step] = scene.steps;
    if (step === undefined) return;
    const { participant } = scene;
    const [kept, gone, never] = [participant.begin(step), participant.begin(step), participant.begin(step)];
    for (const attempt of [kept, gone]) answered(await participant.settle(attempt), step.invoke.name);
    const undoing = step.compensate && participant.undoing(gone, step.compensate);
    if (undoing) await participant.settle(undoing);
    const keys = [keyOf(gone), keyOf(never)];
    for (const expected of [1, 0]) {
      const count = await participant.forget(keys);
      if (count !== expected) throw new Broken(`forgetSteps answers ${count} where there were ${expected}`);
    }
    if ((await participant.recordOf(gone)) !== undefined)
      throw new Broken('what forgetSteps was to remove is there');
    await expectRecord(scene, kept, {}, 'after forgetSteps of another step');
  },
};

/** Rules on the records that the auditor reads. */
export const recordRules: readonly Rule[] = [content, pages, forgetting];
