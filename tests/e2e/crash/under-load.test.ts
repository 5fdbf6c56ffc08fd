import { describe, expect, it } from '@jest/globals';
import { audit } from '../support/audit.ts';
import { readBooks } from '../support/all-books.ts';
import { Patron, startLasting, type LastingSystem } from '../support/lasting.ts';
import { mugs, type OrderInput, type SagaEvent } from '../support/orders.ts';
import { withSeed, type Random } from '../support/random.ts';

const ORDERS = 60;
const CLIENTS = 6;
const CRASHES = 5;
/** The least number of events of any order, its answer included, so that the last crash comes before the last order. */
const LEAST_EVENTS = 12;

interface Case {
  readonly input: OrderInput;
  /** Absent where the end depends on which order comes first. */
  readonly end?: 'CONFIRMED' | 'CANCELLED';
}

const postalCode = (code: string) => ({
  shippingAddress: {
    name: 'Ada',
    line1: '12 Analytical Way',
    city: 'Springfield',
    postalCode: code,
    country: 'US',
  },
});
const paidWith = (token: string) => ({ payment: { token } });

const cases: readonly ((random: Random) => Case)[] = [
  () => ({ input: {}, end: 'CONFIRMED' }),
  (random) => ({
    input: {
      lines: [
        { sku: 'KEYBOARD-87', quantity: random.integer(1, 3) },
        { sku: 'DESK-LAMP', quantity: random.integer(1, 5) },
      ],
    },
    end: 'CONFIRMED',
  }),
  () => ({ input: { lines: [{ sku: 'VASE-RARE', quantity: 1 }] } }),
  () => ({ input: { lines: [{ sku: 'POSTER-SOLD-OUT', quantity: 1 }] }, end: 'CANCELLED' }),
  () => ({ input: paidWith('tok_declined'), end: 'CANCELLED' }),
  () => ({ input: paidWith('tok_flaky'), end: 'CONFIRMED' }),
  () => ({ input: paidWith('tok_lost_reply'), end: 'CANCELLED' }),
  () => ({ input: postalCode('00000'), end: 'CANCELLED' }),
  () => ({ input: postalCode('99999'), end: 'CANCELLED' }),
];

function drawCase(random: Random, index: number): Case {
  // Each kind of order comes at least once; the rest are drawn.
  const { input, ...rest } = (cases[index] ?? random.pick(cases))(random);
  const waitFor = random.pick(['ACCEPTED', 'RECORDED', 'FINISHED']);
  return { ...rest, input: mugs({ ...input, waitFor, idempotencyKey: `under-load-${index}` }) };
}

/** Kills the system each time a random number of answers and events have arrived. */
function crashOnCount(system: LastingSystem, random: Random) {
  const draw = () => random.integer(5, Math.floor((ORDERS * LEAST_EVENTS) / CRASHES) - CLIENTS);
  const crashing: Promise<void>[] = [];
  let left = draw();
  return {
    happened: () => {
      left -= 1;
      if (left > 0 || crashing.length === CRASHES) return;
      left = draw();
      crashing.push(Promise.all(crashing).then(() => system.crash()));
    },
    over: async () => (await Promise.all(crashing)).length,
  };
}

const sequencesOf = (events: readonly SagaEvent[]) => events.map(({ sequence }) => sequence);

describe('The whole process, killed again and again under load', () => {
  it('ends every acknowledged order, keeps the books right and does nothing twice', async () => {
    await withSeed(async (random) => {
      const system = await startLasting({ RETRY_WINDOW_MS: '120000', ATTEMPT_TIMEOUT_MS: '10000' });
      const patrons = [new Patron(system, 'ada'), new Patron(system, 'grace')] as const;
      const admin = new Patron(system, 'admin');
      try {
        const opening = await admin.insist(readBooks);
        const drawn = Array.from({ length: ORDERS }, (_, index) => drawCase(random, index));
        const crashes = crashOnCount(system, random);
        const orders = new Map<string, Case['end']>();
        const entries = drawn.entries();
        const shop = async (patron: Patron): Promise<void> => {
          for (const [, { input, end }] of entries) {
            const { orderId, errors } = await patron.place(input);
            expect(errors).toEqual([]);
            orders.set(orderId!, end);
            crashes.happened();
            const events = await patron.follow(orderId!, crashes.happened);
            expect(sequencesOf(events)).toEqual(events.map((_, index) => index + 1));
            expect((await patron.place(input)).orderId).toBe(orderId);
          }
        };
        await Promise.all(Array.from({ length: CLIENTS }, (_, index) => shop(patrons[index % 2]!)));

        expect(await crashes.over()).toBe(CRASHES);
        expect(orders.size).toBe(ORDERS);
        const books = await admin.insist(readBooks);
        expect(audit(books, { orders, opening })).toEqual([]);
        expect(books.orders).toHaveLength(opening.orders.length + ORDERS);
        const vases = books.orders.filter(({ lines }) => lines.some(({ sku }) => sku === 'VASE-RARE'));
        expect(vases.filter(({ status }) => status === 'CONFIRMED')).toHaveLength(1);
      } finally {
        await Promise.all([...patrons, admin].map((patron) => patron.close()));
        await system.remove();
      }
    });
  }, 180_000);
});
