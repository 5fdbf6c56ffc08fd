import { describe, expect, it } from '@jest/globals';
import type { SagaDocument } from '@counterstep/saga-engine';
import { historyOf } from '../../src/history/history.ts';

/** A saga whose events happened at the given seconds. */
const saga = (id: string, ...seconds: readonly number[]): SagaDocument =>
  ({
    id,
    log: seconds.map((second, index) => ({
      ...{ sequence: index + 1, type: 'STEP_STARTED' },
      at: `2026-05-01T10:00:${String(second).padStart(2, '0')}.000Z`,
    })),
  }) as unknown as SagaDocument;

const told = (sagas: readonly SagaDocument[], last = 100): readonly string[] =>
  historyOf(sagas, last).map(({ sequence, saga: { id } }) => `${id}${sequence}`);

describe('the history of an order', () => {
  it('holds the events of all sagas in the order of their instants', () => {
    expect(told([saga('a', 1, 3, 5), saga('b', 2, 4)])).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
  });

  it('puts the older saga first where instants are equal', () => {
    expect(told([saga('a', 1, 2), saga('b', 2, 2)])).toEqual(['a1', 'a2', 'b1', 'b2']);
  });

  it('keeps the sequence of a saga whose clock was set back', () => {
    expect(told([saga('a', 5, 3, 4), saga('b', 6)])).toEqual(['a1', 'a2', 'a3', 'b1']);
  });

  it('is cut to the newest events', () => {
    expect(told([saga('a', 1, 3), saga('b', 2, 4)], 2)).toEqual(['a2', 'b2']);
    expect(told([saga('a', 1)], 0)).toEqual([]);
    expect(told([])).toEqual([]);
  });
});
