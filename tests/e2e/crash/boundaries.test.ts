import { describe, expect, it } from '@jest/globals';
import { audit } from '../support/audit.ts';
import { readBooks } from '../support/all-books.ts';
import { afterCompensation, labelOf, placingSteps, undoneBefore } from '../support/definition.ts';
import { around, Patron, startLasting, type LastingSystem } from '../support/lasting.ts';
import { mugs, type OrderInput } from '../support/orders.ts';

/** An order and the boundaries at which the process dies on its way, in the order in which it reaches them. */
interface Journey {
  readonly title: string;
  readonly input: OrderInput;
  readonly boundaries: readonly string[];
  readonly end: 'CONFIRMED' | 'CANCELLED';
}

const labelsOf = (steps: readonly string[]) => steps.map((step) => labelOf(step));

const to = (postalCode: string): OrderInput => ({
  shippingAddress: {
    name: 'Ada',
    line1: '12 Analytical Way',
    city: 'Springfield',
    postalCode,
    country: 'US',
  },
});

const placed: Journey = {
  title: 'places an order',
  input: {},
  boundaries: [
    'before-create',
    'created',
    'after-commit:saga:SAGA_TAKEN_OVER',
    'claimed',
    ...around(labelsOf(placingSteps)),
    'after-commit:saga:SAGA_COMPLETED',
  ],
  end: 'CONFIRMED',
};

const undone: readonly Journey[] = [
  {
    title: 'undoes an order whose carrier does not answer',
    input: to('99999'),
    boundaries: [
      'after-commit:saga:SAGA_STARTED',
      'after-commit:bookParcel:EAST:STEP_RETRYING',
      'released',
      ...around(labelsOf(['bookParcel', ...undoneBefore('bookParcel')]), 'compensate'),
      ...around(labelsOf(afterCompensation)),
      'after-commit:saga:SAGA_COMPENSATED',
    ],
    end: 'CANCELLED',
  },
  {
    title: 'undoes an order whose carrier refuses',
    input: to('00000'),
    boundaries: ['after-send:bookParcel:EAST:invoke', 'after-commit:bookParcel:EAST:STEP_REJECTED'],
    end: 'CANCELLED',
  },
  {
    title: 'undoes an order whose money was set aside without an answer',
    input: { payment: { token: 'tok_lost_reply' } },
    boundaries: [
      'after-commit:authorizePayment:COMPENSATION_STARTED',
      'after-send:authorizePayment:compensate',
    ],
    end: 'CANCELLED',
  },
];

const LIMIT_MS = 400_000;

// The lease is hardly longer than an attempt, so that a saga that waits is released.
const env = {
  LOG_LEVEL: 'silent',
  ATTEMPT_TIMEOUT_MS: '10000',
  LEASE_MS: '10001',
  RETRY_WINDOW_MS: '120000',
};

/** Lets an order reach all its boundaries, with a new process after each; returns its id. */
async function travel(system: LastingSystem, patron: Patron, journey: Journey): Promise<string> {
  const { title, input, boundaries } = journey;
  const order = mugs({ ...input, waitFor: 'ACCEPTED', idempotencyKey: title });
  const before = system.crossed.length;
  const { orderId } = await patron.place(order);
  const events = await patron.follow(orderId!);
  const numbers = events.map(({ sequence }) => sequence);
  expect(system.crossed.slice(before)).toEqual(boundaries);
  expect(numbers).toEqual(events.map((_, index) => index + 1));
  expect((await patron.place(order)).orderId).toBe(orderId);
  return orderId!;
}

/** Runs the journeys one after the other and audits the books; returns what is wrong. */
async function travelAll(journeys: readonly Journey[]): Promise<readonly string[]> {
  const boundaries = journeys.flatMap((journey) => journey.boundaries);
  const system = await startLasting(env, boundaries);
  const [ada, admin] = [new Patron(system, 'ada'), new Patron(system, 'admin')];
  try {
    const opening = await admin.insist(readBooks);
    const orders = new Map<string, Journey['end']>();
    for (const journey of journeys) orders.set(await travel(system, ada, journey), journey.end);
    return audit(await admin.insist(readBooks), { orders, opening });
  } finally {
    await Promise.all([ada.close(), admin.close()]);
    await system.remove();
  }
}

describe('A process that dies at every boundary of a saga, between committed and sent', () => {
  it.concurrent(
    'places an order completely and once',
    async () => {
      expect(await travelAll([placed])).toEqual([]);
    },
    LIMIT_MS,
  );

  it.concurrent(
    'undoes an order completely and once',
    async () => {
      expect(await travelAll(undone)).toEqual([]);
    },
    LIMIT_MS,
  );
});
