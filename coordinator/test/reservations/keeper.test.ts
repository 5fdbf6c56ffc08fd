import { beforeEach, describe, expect, it } from '@jest/globals';
import type { SagaDocument } from '@counterstep/saga-engine';
import { ServiceUnavailable, type Ask } from '@counterstep/saga-service';
import type { EndingHold } from '../../src/reservations/hold-decision.ts';
import { keepHolds, startKeeper, type KeptHolds } from '../../src/reservations/keeper.ts';

const MINUTE_MS = 60_000;
const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const at = (minutes: number): string => new Date(NOON + minutes * MINUTE_MS).toISOString();

describe('what is held for orders', () => {
  let now: number;
  let holds: Map<string, EndingHold>;
  let sagas: Map<string, SagaDocument>;
  let isDown: boolean;

  beforeEach(() => {
    now = NOON;
    holds = new Map();
    sagas = new Map();
    isDown = false;
  });

  const hold = (name: string, status: SagaDocument['status'] | undefined, endsIn: number): void => {
    const [orderId, sagaId] = [`order-${name}`, `saga-${name}`];
    holds.set(orderId, { orderId, sagaId, expiresAt: at(endsIn) });
    if (status !== undefined) sagas.set(sagaId, { id: sagaId, status, correlationId: 'c' } as SagaDocument);
  };

  /** Inventory, as far as its holds go. */
  const inventory: Readonly<Record<string, (variables: never) => unknown>> = {
    EndingHolds: ({ before, first }: { readonly before: string; readonly first: number }) => ({
      endingHolds: [...holds.values()]
        .filter(({ expiresAt }) => expiresAt < before)
        .sort((one, other) => (one.expiresAt < other.expiresAt ? -1 : 1))
        .slice(0, first),
    }),
    ExtendHold: ({ orderId, until }: { readonly orderId: string; readonly until: string }) => {
      const held = holds.get(orderId);
      if (held !== undefined) holds.set(orderId, { ...held, expiresAt: until });
      return { extendHold: held !== undefined };
    },
    ExpireHold: ({ orderId }: { readonly orderId: string }) => ({ expireHold: holds.delete(orderId) }),
  };
  const ask = ((
    _subgraph: string,
    document: { readonly definitions: readonly { readonly name: { readonly value: string } }[] },
    variables: never,
  ) => {
    if (isDown) return Promise.reject(new ServiceUnavailable('inventory'));
    return Promise.resolve(inventory[document.definitions[0]!.name.value]!(variables));
  }) as unknown as Ask;
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  const options = (intervalMs = MINUTE_MS) => ({
    ...{ ask, intervalMs, log: silent, clock: { now: () => now } },
    sagas: {
      getMany: (ids: readonly string[]) =>
        Promise.resolve(new Map([...sagas].filter(([id]) => ids.includes(id)))),
    },
  });
  const look = (): Promise<KeptHolds> => keepHolds(options());
  const endOf = (name: string): string | undefined => holds.get(`order-${name}`)?.expiresAt;

  it.each(['RUNNING', 'COMPENSATING', 'STUCK'] as const)(
    'is held for 15 min more before the end while its saga is %s',
    async (status) => {
      hold('live', status, 1);
      expect(await look()).toEqual({ extended: 1, expired: 0 });
      expect(endOf('live')).toBe(at(16));
      expect(await look()).toEqual({ extended: 0, expired: 0 });
    },
  );

  it('is held on for a saga under way of which nobody has looked after the hold until long after its end', async () => {
    hold('late', 'RUNNING', -600);
    expect(await look()).toEqual({ extended: 1, expired: 0 });
    expect(endOf('late')).toBe(at(15));
  });

  it.each(['COMPENSATED', undefined] as const)(
    'is free once its end has come where its saga is %s, and not before',
    async (status) => {
      hold('over', status, 1);
      expect(await look()).toEqual({ extended: 0, expired: 0 });
      now += MINUTE_MS;
      expect(await look()).toEqual({ extended: 0, expired: 1 });
      expect(holds.size).toBe(0);
    },
  );

  it('stays held for an order that is placed, whatever has become of the step that takes the end away', async () => {
    hold('placed', 'COMPLETED', -1);
    expect(await look()).toEqual({ extended: 1, expired: 0 });
    expect(endOf('placed')).toBe(at(15));
  });

  it('is looked at to the last one, however many there are', async () => {
    for (let index = 0; index < 230; index += 1) hold(`live-${index}`, 'RUNNING', -index);
    for (let index = 0; index < 120; index += 1) hold(`over-${index}`, 'COMPENSATED', -index);
    expect(await look()).toEqual({ extended: 230, expired: 120 });
  });

  it('is left alone for as long as its end is far', async () => {
    hold('far', 'RUNNING', 5);
    expect(await look()).toEqual({ extended: 0, expired: 0 });
    expect(endOf('far')).toBe(at(5));
  });

  it('is looked at again where inventory did not answer', async () => {
    hold('live', 'RUNNING', 1);
    isDown = true;
    let failures = 0;
    const failed = new Promise<void>((resolve) => {
      silent.debug = () => {
        failures += 1;
        isDown = false;
        resolve();
        return undefined;
      };
    });
    const stop = startKeeper(options(1));
    await failed;
    while (endOf('live') === at(1)) await new Promise(setImmediate);
    await stop();
    expect(failures).toBe(1);
    expect(Date.parse(endOf('live')!)).toBeGreaterThanOrEqual(NOON + 16 * MINUTE_MS);
  });
});
