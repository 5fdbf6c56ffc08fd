import type { Random } from '@counterstep/primitives/testing';

/** What happens to an order once it is confirmed, in the order of the fields. */
export interface Later {
  /** The units that the customer cancels, never all of them. */
  readonly cancels?: Line | undefined;
  /** What support gives back as goodwill, in minor units. */
  readonly goodwill?: number | undefined;
  /** Whether carriers report on its parcels. */
  readonly isSent: boolean;
  /** What the customer sends back, and how much of it the warehouse accepts; otherwise the return is closed. */
  readonly returns?: Returned | undefined;
}

interface Line {
  readonly sku: string;
  readonly quantity: number;
}

interface Returned {
  readonly line: Line;
  readonly accepted?: number | undefined;
  readonly resellable: number;
}

/** What a customer does in a visit. */
export interface Visit {
  readonly customer: 'ada' | 'grace';
  /** The input of `placeOrder`. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Whether the order can only end undone. */
  readonly isDoomed: boolean;
  readonly follows: boolean;
  /** Whether the customer places the same order once more. */
  readonly repeats: boolean;
  /** Whether and when the customer cancels the order: so many ms after its answer, or once it has ended. */
  readonly cancels: 'never' | 'afterwards' | number;
  /** What the customer's bank answers where it is asked, and whether the customer comes back from it. */
  readonly bank?: { readonly outcome: string; readonly comesBack: boolean } | undefined;
  /** Undefined where nothing happens to the order after it is placed. */
  readonly later?: Later | undefined;
}

interface Kind {
  readonly weight: number;
  readonly input: (random: Random) => object;
  readonly isDoomed?: boolean;
  /** What the customer's bank answers where it is asked. */
  readonly bank?: string;
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

/** No warehouse has both products, so the order needs two parcels. */
const inTwoParcels = (quantity: number) => lines(['KEYBOARD-87', quantity], ['MOUSE-ERGO', quantity]);

/**
 * All cases of the demo data, except those that stay stuck, such as tok_refund_fails, and those that wait for a
 * customer.
 */
const kinds: readonly Kind[] = [
  { weight: 8, input: () => ({}) },
  {
    weight: 4,
    input: (random) => lines(['KEYBOARD-87', random.integer(1, 3)], ['DESK-LAMP', random.integer(1, 5)]),
  },
  { weight: 1, input: (random) => inTwoParcels(random.integer(1, 3)) },
  { weight: 3, input: () => paidWith('tok_flaky') },
  { weight: 1, input: () => paidWith('tok_async') },
  { weight: 2, bank: 'AUTHENTICATED', input: () => paidWith('tok_3ds') },
  { weight: 1, bank: 'AUTHENTICATION_FAILED', isDoomed: true, input: () => paidWith('tok_3ds') },
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

/** Draws the next visit; the idempotency key makes repeated requests safe. */
export function drawVisit(random: Random, idempotencyKey: string): Visit {
  const { input, isDoomed = false, bank } = random.pick(weighted);
  const plain = { ...lines(['MUG-BLUE', random.integer(1, 3)]), ...paidWith('tok_visa') };
  const waitFor = random.pick(['ACCEPTED', 'RECORDED', 'FINISHED']);
  const early = random.integer(0, 2000);
  const cancels = isOneIn(random, 10) ? early : isOneIn(random, 5) ? 'afterwards' : 'never';
  const order = { ...plain, ...input(random) };
  const hasLater = cancels === 'never' && !isDoomed && isOneIn(random, 2);
  return {
    customer: random.pick(['ada', 'grace']),
    input: { ...order, waitFor, idempotencyKey },
    isDoomed,
    follows: isOneIn(random, 3),
    repeats: isOneIn(random, 4),
    cancels,
    ...(bank !== undefined && { bank: { outcome: bank, comesBack: isOneIn(random, 2) } }),
    ...(hasLater && { later: drawLater(random, order.lines) }),
  };
}

/** Draws what happens to an order of these lines after it is placed; each thing happens to some orders. */
function drawLater(random: Random, ordered: readonly Line[]): Later {
  const [first] = ordered;
  if (first === undefined) return { isSent: false };
  const { sku, quantity } = first;
  const units = ordered.reduce((sum, line) => sum + line.quantity, 0);
  const cancels = units > 1 && isOneIn(random, 2) ? { sku, quantity: 1 } : undefined;
  const left = quantity - (cancels?.quantity ?? 0);
  const accepted = isOneIn(random, 4) ? undefined : random.integer(0, left);
  const resellable = random.integer(0, accepted ?? 0);
  const hasReturn = left > 0 && isOneIn(random, 2);
  return {
    ...(cancels !== undefined && { cancels }),
    ...(isOneIn(random, 3) && { goodwill: random.integer(1, 300) }),
    isSent: hasReturn || isOneIn(random, 2),
    ...(hasReturn && { returns: { line: { sku, quantity: left }, accepted, resellable } }),
  };
}
