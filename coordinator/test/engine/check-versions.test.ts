import { describe, expect, it } from '@jest/globals';
import {
  checkDefinitions,
  definitionHash,
  IllegalDefinitions,
  recordVersions,
  type SagaDefinition,
} from '@counterstep/saga-engine';
import { call, confirm, legal, letter, mutation, ref, reserve, schedule, sdls } from './legal.ts';

const recorded = recordVersions([legal], {});

const changed = [
  {
    definition: 'Legal',
    version: 1,
    reason: 'has changed since version 1 was recorded, and its sagas could not go on: raise the version',
  },
];

const swapped = (step: typeof reserve): typeof reserve => ({
  ...step,
  compensate: call(mutation('releaseInventory', 'ReservationStepInput', 'undone'), {
    orderId: ref.input('customerId'),
  }),
});

const faults: readonly (readonly [string, Partial<SagaDefinition>])[] = [
  ['a step is renamed', { steps: [{ ...reserve, name: 'hold' }, schedule, confirm, letter()] }],
  ['steps are moved', { steps: [schedule, reserve, confirm, letter()] }],
  ['a step is added', { steps: [reserve, schedule, confirm, letter(), { ...letter(), name: 'copy' }] }],
  ['a step is taken out', { steps: [schedule, confirm, letter()] }],
  ['a step after compensation is taken out', { afterCompensation: [] }],
  ['a kind is changed', { steps: [reserve, schedule, { ...confirm, kind: 'RETRIABLE' }, letter()] }],
  ['a step becomes critical', { steps: [reserve, schedule, confirm, { ...letter(), critical: true }] }],
  ['a variable is changed', { steps: [reserve, schedule, confirm, letter({ number: 'A-2' })] }],
  ['a compensation is changed', { steps: [swapped(reserve), schedule, confirm, letter()] }],
];

describe('a definition under a version that is recorded', () => {
  it('is legal where it is what is recorded', () => {
    expect(checkDefinitions([legal], sdls, recorded)).toEqual([]);
  });

  it.each(faults)('is refused where %s', (_, changes) => {
    const definition = { ...legal, ...changes };
    expect(checkDefinitions([definition], sdls)).toEqual([]);
    expect(checkDefinitions([definition], sdls, recorded)).toEqual(changed);
    expect(checkDefinitions([legal, { ...definition, version: 2 }], sdls, recorded)).toMatchObject([
      { version: 2, reason: 'version 2 is not recorded: run npm run generate' },
    ]);
  });

  it('may have other policies: what was sent stays what it is', () => {
    const patient = { ...reserve, policy: { attemptTimeoutMs: 1_000 } };
    const definition = { ...legal, deadlineMs: 1_000, steps: [patient, schedule, confirm, letter()] };
    expect(checkDefinitions([definition], sdls, recorded)).toEqual([]);
  });

  it('is refused where it is another one each time that the process starts', () => {
    let starts = 0;
    const load = (): SagaDefinition => ({
      ...legal,
      steps: [reserve, schedule, confirm, letter({ number: `start-${(starts += 1)}` })],
    });
    const versions = recordVersions([load()], {});
    expect(checkDefinitions([load()], sdls, versions)).toEqual(changed);
  });
});

describe('the recorded versions', () => {
  const second = { ...legal, version: 2, steps: [reserve, confirm] };

  it('grow with each new version and each new saga', () => {
    const other = { ...legal, name: 'Able', version: 10 };
    const all = recordVersions([second, other], recorded);
    expect(all).toEqual({
      Able: { 10: definitionHash(other) },
      Legal: { 1: definitionHash(legal), 2: definitionHash(second) },
    });
    expect(Object.keys(all)).toEqual(['Able', 'Legal']);
    expect(checkDefinitions([legal, second, other], sdls, all)).toEqual([]);
  });

  it('keep versions that no coordinator knows any more, so that their numbers are not used again', () => {
    const both = recordVersions([second], recorded);
    expect(both).toMatchObject({ Legal: { 1: definitionHash(legal) } });
    const reused = { ...second, version: 1 };
    expect(checkDefinitions([reused], sdls, both)).toEqual(changed);
  });

  it('are never changed', () => {
    const definition = { ...legal, steps: [confirm] };
    const record = () => recordVersions([second, definition], recorded);
    expect(record).toThrow(IllegalDefinitions);
    expect(record).toThrow(/^Saga definitions are illegal:\n- Legal@1: has changed since version 1/);
  });

  it('are not asked for names that every object has', () => {
    expect(checkDefinitions([{ ...legal, name: 'constructor' }], sdls, recorded)).toContainEqual({
      definition: 'constructor',
      version: 1,
      reason: 'version 1 is not recorded: run npm run generate',
    });
  });
});
