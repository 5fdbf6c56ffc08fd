import { describe, expect, it } from '@jest/globals';
import { createSkewLog } from '../src/skew-log.ts';

const listen = () => {
  const lines: unknown[] = [];
  const note =
    (level: string) =>
    ({ subgraph, skewMs }: { subgraph?: string; skewMs?: number }) => {
      lines.push([level, subgraph, skewMs]);
    };
  const log = { warn: note('warn'), info: note('info') } as unknown as Parameters<typeof createSkewLog>[0];
  return { lines, onSkew: createSkewLog(log, 1_000) };
};

describe('the log of clocks', () => {
  it('names a subgraph whose clock is off, once, and says when it is right again', () => {
    const { lines, onSkew } = listen();
    for (const skewMs of [0, 10_000, 10_001, -500, -20_000]) onSkew('inventory', skewMs);
    expect(lines).toEqual([
      ['warn', 'inventory', 10_000],
      ['info', 'inventory', -500],
      ['warn', 'inventory', -20_000],
    ]);
  });

  it('is silent within the tolerance', () => {
    const { lines, onSkew } = listen();
    for (const skewMs of [1_000, -1_000]) onSkew('orders', skewMs);
    expect(lines).toEqual([]);
  });
});
