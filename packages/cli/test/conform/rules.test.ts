import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { makeKey } from '@counterstep/identity';
import { conform, type Report, type Subject } from '../../src/conform/conform.ts';
import { rules } from '../../src/conform/rules/index.ts';
import { serveReference, type ReferenceKeys, type ReferenceParticipant } from './reference-participant.ts';

const values = new Map([['holdSeat', { rejected: { rows: [13] }, waiting: { rows: [99] } }]]);

describe('the rules of the protocol', () => {
  let keys: ReferenceKeys;
  let participant: ReferenceParticipant | undefined;

  beforeAll(async () => {
    keys = { coordinator: await makeKey('coordinator'), gateway: await makeKey('gateway') };
  });
  afterEach(async () => {
    await participant?.stop();
    participant = undefined;
  });

  const check = async (fault?: string, given: Partial<Subject> = {}): Promise<Report> => {
    const served = await serveReference(keys, fault);
    participant = served;
    return conform({
      ...{ url: served.url, audience: 'seats', values, restart: () => served.restart() },
      ...{ key: keys.coordinator, otherKey: keys.gateway },
      ...given,
    });
  };

  const inState = (report: Report, state: string): readonly string[] =>
    report.rules.filter((rule) => rule.state === state).map(({ id }) => id);

  it('hold where a participant keeps them, and each one is seen', async () => {
    const report = await check();
    expect(report.rules.filter(({ state }) => state !== 'holds')).toEqual([]);
    expect(report).toMatchObject({ conforms: true, notes: [] });
  });

  it.each(rules.map(({ id }) => id))('%s is the only one that is broken where only it is', async (id) => {
    const report = await check(id);
    expect(report.rules.filter(({ state }) => state === 'broken')).toEqual([
      {
        id,
        title: expect.any(String),
        state: 'broken',
        reasons: expect.arrayContaining([expect.any(String)]),
      },
    ]);
    expect(report.conforms).toBe(false);
  });

  it('leave no step behind', async () => {
    await check();
    expect(participant?.remembered()).toBe(0);
  });

  it('are not all seen without keys, values and a way to kill', async () => {
    const report = await check(undefined, { otherKey: undefined, restart: undefined, values: new Map() });
    expect(inState(report, 'not-checked')).toEqual(['P7', 'P21', 'P30', 'P32']);
    expect(report.conforms).toBe(true);
  });
});
