import type { Random } from '@counterstep/primitives/testing';

/** What a customer comes for. */
export interface Visit {
  readonly customer: 'ada' | 'grace';
  /** What `placeOrder` is given. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Whether the order can only end undone. */
  readonly isDoomed: boolean;
  readonly follows: boolean;
  /** Whether it asks to place the same order once more. */
  readonly repeats: boolean;
  /** Whether it cancels the order: at once, so long after its answer in ms, or once it has ended. */
  readonly cancels: 'never' | 'afterwards' | number;
}

interface Kind {
  readonly weight: number;
  readonly input: (random: Random) => object;
  readonly isDoomed?: boolean;
}

const paidWith = (token: string) => ({ payment: { token } });
const sentTo = (postalCode: string) => ({
  shippingAddress: {
    ...{ name: 'Ada', line1: '12 Analytical Way', city: 'Springfield' },
    ...{ postalCode, country: 'US' },
  },
});
const lines = (...items: readonly (readonly [string, number])[]) => ({
  lines: items.map(([sku, quantity]) => ({ sku, quantity })),
});

/** No warehouse has both. */
const inTwoParcels = (quantity: number) => lines(['KEYBOARD-87', quantity], ['MOUSE-ERGO', quantity]);

/** The whole mix of the demo data, but for what stays stuck for ever, as tok_refund_fails, and what waits for a customer. */
const kinds: readonly Kind[] = [
  { weight: 8, input: () => ({}) },
  {
    weight: 4,
    input: (random) => lines(['KEYBOARD-87', random.integer(1, 3)], ['DESK-LAMP', random.integer(1, 5)]),
  },
  { weight: 1, input: (random) => inTwoParcels(random.integer(1, 3)) },
  { weight: 3, input: () => paidWith('tok_flaky') },
  { weight: 1, input: () => paidWith('tok_async') },
  { weight: 1, input: () => lines(['VASE-RARE', 1]) },
  { weight: 1, isDoomed: true, input: () => lines(['POSTER-SOLD-OUT', 1]) },
  { weight: 1, isDoomed: true, input: () => paidWith('tok_declined') },
  { weight: 1, isDoomed: true, input: () => paidWith('tok_insufficient_funds') },
  { weight: 1, isDoomed: true, input: () => paidWith('tok_lost_reply') },
  { weight: 1, isDoomed: true, input: () => sentTo('00000') },
  { weight: 1, isDoomed: true, input: () => ({ ...inTwoParcels(1), ...sentTo('77777') }) },
  { weight: 1, isDoomed: true, input: () => sentTo('99999') },
];

const weighted = kinds.flatMap((kind) => Array.from({ length: kind.weight }, () => kind));

const isOneIn = (random: Random, count: number): boolean => random.integer(1, count) === 1;

/** Draws what the next customer comes for; the key makes asking again safe. */
export function drawVisit(random: Random, idempotencyKey: string): Visit {
  const { input, isDoomed = false } = random.pick(weighted);
  const plain = { ...lines(['MUG-BLUE', random.integer(1, 3)]), ...paidWith('tok_visa') };
  const waitFor = random.pick(['ACCEPTED', 'RECORDED', 'FINISHED']);
  const early = random.integer(0, 2000);
  return {
    customer: random.pick(['ada', 'grace']),
    input: { ...plain, ...input(random), waitFor, idempotencyKey },
    isDoomed,
    follows: isOneIn(random, 3),
    repeats: isOneIn(random, 4),
    cancels: isOneIn(random, 10) ? early : isOneIn(random, 5) ? 'afterwards' : 'never',
  };
}
