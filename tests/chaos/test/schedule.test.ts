import { describe, expect, it } from '@jest/globals';
import { createRandom } from '@counterstep/primitives/testing';
import { drawSchedule, targetOf, type Fault, type Surface } from '../src/faults/schedule.ts';

const surface: Surface = {
  services: ['orders', 'payments', 'coordinator', 'coordinator-2', 'gateway'],
  hops: ['gateway>orders', 'coordinator>payments'],
  disks: ['orders'],
  mongo: true,
};
const wanted = { durationMs: 60_000, kills: 40, leaseMs: 4_000 };

const draw = (seed: number, changes: Partial<Surface> = {}): readonly Fault[] =>
  drawSchedule(createRandom(seed), { ...surface, ...changes }, wanted);

const kinds = (faults: readonly Fault[]): readonly string[] =>
  [...new Set(faults.map(({ kind }) => kind))].sort();

const seeds = Array.from({ length: 50 }, (_, seed) => seed);

describe('The schedule of a seed', () => {
  it('is always the same, and another one for another seed', () => {
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
  });

  it('kills as often as was asked for', () => {
    for (const seed of seeds) {
      const killed = draw(seed).flatMap((fault) =>
        fault.kind === 'kill' ? [fault.againAfterMs === undefined ? 1 : 2] : [],
      );
      expect(killed.reduce((sum, times) => sum + times, 0)).toBe(wanted.kills);
    }
  });

  it('has every kind of fault, in order of time, with room for recovery at the end', () => {
    for (const seed of seeds) {
      const faults = draw(seed);
      expect(kinds(faults)).toEqual(
        ['cut', 'freeze', 'full-disk', 'hold', 'kill', 'kill-member', 'slow', 'step-down'].sort(),
      );
      const times = faults.map(({ atMs }) => atMs);
      expect(times).toEqual([...times].sort((one, other) => one - other));
      expect(times.at(-1)).toBeLessThanOrEqual(57_000);
    }
  });

  it('gives what it has broken time to work before it breaks it again', () => {
    for (const seed of seeds) {
      const faults = drawSchedule(createRandom(seed), surface, { ...wanted, durationMs: 300_000, kills: 20 });
      for (const target of new Set(faults.map(targetOf))) {
        const [first, ...rest] = faults.filter((fault) => targetOf(fault) === target);
        let free = first!.atMs + ('forMs' in first! ? first.forMs : 0);
        for (const fault of rest) {
          expect(fault.atMs).toBeGreaterThan(free);
          free = fault.atMs + ('forMs' in fault ? fault.forMs : 0);
        }
      }
    }
  });

  it('freezes coordinators for longer than their lease', () => {
    const frozen = seeds.flatMap((seed) =>
      draw(seed).filter((fault) => fault.kind === 'freeze' && fault.service.startsWith('coordinator')),
    );
    expect(frozen.length).toBeGreaterThan(50);
    for (const fault of frozen) expect('forMs' in fault && fault.forMs).toBeGreaterThan(wanted.leaseMs);
  });

  it('leaves alone what is not there', () => {
    const faults = draw(1, { disks: [], mongo: false });
    expect(kinds(faults)).toEqual(['cut', 'freeze', 'hold', 'kill', 'slow']);
    expect(drawSchedule(createRandom(1), surface, { ...wanted, kills: 0 })).toEqual([]);
  });
});
