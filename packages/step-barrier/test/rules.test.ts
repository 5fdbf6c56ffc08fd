import { describe, expect, it } from '@jest/globals';
import {
  admit,
  answered,
  intended,
  type Admission,
  type BarrierRecord,
  type StepCall,
} from '@counterstep/step-barrier';

const NOW = Date.parse('2026-03-01T09:00:00.000Z');
const response = { number: '42' };
const undone = { undone: true };

const recordOf = (parts: Partial<BarrierRecord>): BarrierRecord => ({
  id: 'saga:step',
  version: 1,
  epoch: 2,
  recordedAt: '2026-03-01T08:59:00.000Z',
  ...parts,
});

const records = {
  nothing: undefined,
  intended: recordOf({ invoke: { state: 'INTENDED', input: 'a' } }),
  done: recordOf({ invoke: { state: 'DONE', input: 'a', response } }),
  rejected: recordOf({ invoke: { state: 'REJECTED', input: 'a', response: { rejection: { code: 'NO' } } } }),
  'done and compensated': recordOf({
    invoke: { state: 'DONE', input: 'a', response },
    compensate: { input: 'c', response: undone },
  }),
  'compensated before any invoke': recordOf({
    invoke: { state: 'CANCELLED' },
    compensate: { input: 'c', response: { undone: false } },
  }),
} satisfies Record<string, BarrierRecord | undefined>;

const call = (parts: Partial<StepCall>): StepCall => ({
  sagaId: 'saga',
  step: 'step',
  operation: 'invoke',
  epoch: 2,
  deadline: '2026-03-01T09:00:05.000Z',
  input: parts.operation === 'compensate' ? 'c' : 'a',
  ...parts,
});

const perform = (invoked: 'NO' | 'INTENDED' | { response: object }) =>
  ({ kind: 'perform', invoked }) as Admission;
const replay = (answer: object, raiseEpoch = false) =>
  ({ kind: 'replay', response: answer, raiseEpoch }) as Admission;
const refuse = (code: string) => ({ kind: 'refuse', code }) as Admission;
const answer = { kind: 'answer', response: { undone: false } } as const;

type Row = readonly [keyof typeof records, Partial<StepCall>, Admission];

const late = { deadline: '2026-03-01T08:59:59.999Z' } as const;
const compensate = { operation: 'compensate' } as const;

const table: readonly Row[] = [
  ['nothing', {}, perform('NO')],
  ['nothing', compensate, answer],
  ['nothing', late, refuse('DEADLINE_EXCEEDED')],
  ['nothing', { ...compensate, ...late }, refuse('DEADLINE_EXCEEDED')],
  ['nothing', { deadline: '2026-03-01T09:00:00.000Z' }, perform('NO')],
  ['intended', {}, perform('INTENDED')],
  ['intended', { epoch: 3 }, perform('INTENDED')],
  ['intended', { epoch: 1 }, refuse('STALE_EPOCH')],
  ['intended', { input: 'b' }, refuse('KEY_PARAMETER_MISMATCH')],
  ['intended', late, refuse('DEADLINE_EXCEEDED')],
  ['intended', compensate, perform('INTENDED')],
  ['intended', { ...compensate, ...late }, refuse('DEADLINE_EXCEEDED')],
  ['done', {}, replay(response)],
  ['done', { epoch: 3 }, replay(response, true)],
  ['done', { epoch: 1 }, refuse('STALE_EPOCH')],
  ['done', { input: 'b' }, refuse('KEY_PARAMETER_MISMATCH')],
  ['done', late, replay(response)],
  ['done', compensate, perform({ response })],
  ['done', { ...compensate, epoch: 1 }, refuse('STALE_EPOCH')],
  ['done', { ...compensate, ...late }, refuse('DEADLINE_EXCEEDED')],
  ['rejected', {}, replay({ rejection: { code: 'NO' } })],
  ['rejected', compensate, answer],
  ['done and compensated', {}, refuse('STEP_CANCELLED')],
  ['done and compensated', { input: 'b' }, refuse('KEY_PARAMETER_MISMATCH')],
  ['done and compensated', compensate, replay(undone)],
  ['done and compensated', { ...compensate, epoch: 3 }, replay(undone, true)],
  ['done and compensated', { ...compensate, epoch: 1 }, refuse('STALE_EPOCH')],
  ['done and compensated', { ...compensate, input: 'd' }, refuse('KEY_PARAMETER_MISMATCH')],
  ['done and compensated', { ...compensate, ...late }, replay(undone)],
  ['compensated before any invoke', {}, refuse('STEP_CANCELLED')],
  ['compensated before any invoke', { input: 'b' }, refuse('STEP_CANCELLED')],
  ['compensated before any invoke', { epoch: 1 }, refuse('STALE_EPOCH')],
  ['compensated before any invoke', compensate, replay({ undone: false })],
];

describe('the rules of the barrier', () => {
  it.each(table)('with %s recorded, decide %j', (recorded, parts, expected) => {
    expect(admit(records[recorded], call(parts), NOW)).toEqual(expected);
  });

  it.each([
    [{ rejection: { code: 'NO', message: 'No.' } }, 'REJECTED'],
    [{ rejection: null }, 'DONE'],
    [{}, 'DONE'],
  ])('remember an invoke answered with %j as %s', (given, state) => {
    const { invoke } = answered(undefined, call({}), given, 'now');
    expect(invoke).toEqual({ state, input: 'a', response: given });
  });

  it.each([
    ['nothing', { state: 'CANCELLED' }],
    ['intended', { state: 'CANCELLED' }],
    ['done', records.done.invoke],
    ['rejected', records.rejected.invoke],
  ] as const)('remember of a compensation after %s that the invoke is %j', (recorded, invoke) => {
    const record = answered(records[recorded], call({ ...compensate, epoch: 4 }), undone, 'now');
    expect(record).toMatchObject({ epoch: 4, invoke, compensate: { input: 'c', response: undone } });
  });

  it('keep what is known of the invoke when a compensation is about to call a third party', () => {
    expect(intended(records.done, call({ ...compensate, epoch: 3 }), 'now')).toMatchObject({
      epoch: 3,
      invoke: records.done.invoke,
    });
  });
});
