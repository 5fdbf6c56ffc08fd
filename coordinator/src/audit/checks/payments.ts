import {
  stillThere,
  type Difference,
  type OrderBooks,
  type OrderCheck,
  type PaymentRecord,
} from '../order-books.ts';

interface Money {
  readonly amount: number;
}

interface Entry {
  readonly status: string;
  readonly amount?: Money | null | undefined;
  /** How much of the amount was taken; nothing yet where it is only set aside. */
  readonly captured?: Money | null | undefined;
  readonly refunded?: Money | null | undefined;
}

const holding: ReadonlySet<string> = new Set(['CAPTURED', 'AUTHORIZED', 'PARTIALLY_REFUNDED', 'REFUNDED']);

const kept = ({ status, amount, captured, refunded }: Entry): number => {
  if (!holding.has(status)) return 0;
  const taken = status === 'AUTHORIZED' ? amount : (captured ?? amount);
  return (taken?.amount ?? 0) - (refunded?.amount ?? 0);
};

const sum = (entries: readonly Entry[]): number => entries.reduce((total, entry) => total + kept(entry), 0);

const keeping = (entries: readonly Entry[]): number => entries.filter((entry) => kept(entry) > 0).length;

type RefundRecord = PaymentRecord['refunds'][number];

/** When a refund came to count, or ceased to. */
const countsSince = ({ status, requestedAt, settledAt }: RefundRecord): string =>
  status === 'FAILED' ? (settledAt ?? requestedAt) : requestedAt;

/**
 * How much was given as a gesture: not what replaces a refund for units that has failed before, since nothing but a
 * gesture can give that back.
 */
function goodwillOf(payments: readonly PaymentRecord[]): number {
  const inOrder = payments
    .flatMap(({ refunds }) => refunds)
    .toSorted((a, b) => (countsSince(a) < countsSince(b) ? -1 : Number(countsSince(a) > countsSince(b))));
  let [given, owed] = [0, 0];
  for (const { status, cause, amount } of inOrder) {
    if (cause !== 'GOODWILL') owed += status === 'FAILED' ? amount.amount : 0;
    else if (status === 'SUCCEEDED') {
      const replaced = Math.min(owed, amount.amount);
      owed -= replaced;
      given += amount.amount - replaced;
    }
  }
  return given;
}

/** What the units are worth that were neither cancelled nor returned. */
const worthOf = ({ order }: OrderBooks): number =>
  (order?.lines ?? []).reduce(
    (worth, { cancelled, returned, unitPrice }) => worth - (cancelled + returned) * unitPrice.amount,
    order?.total.amount ?? 0,
  );

/** Money is kept only for units of confirmed orders, and once; the provider's books count as much as our own. */
export const checkPayments: OrderCheck = (books) => {
  const { order, payments, charges } = books;
  const ours = sum(payments);
  // If the provider's books cannot be read, only our own count.
  const theirs = charges === undefined ? ours : sum(charges);
  const times = Math.max(keeping(payments), keeping(charges ?? []));
  const most = Math.max(ours, theirs);
  const words = `kept: ${ours} by our books, ${theirs} by the provider's`;
  const found = (code: Difference['code'], message: string): Difference => ({
    code,
    message,
    participant: words,
  });
  // Refunds for goodwill leave the order as paid as before, so their amounts count as paid.
  const goodwill = goodwillOf(payments);
  const worth = worthOf(books);
  const paid = Math.min(ours, theirs) + goodwill;
  // After goodwill, less may be left than a return is worth: then all of it is refunded, and nothing is kept.
  const tooMuch = Math.min(most, most + goodwill - worth);
  return [
    ...(most > 0
      ? ['processPayment', 'authorizePayment'].flatMap((step) => stillThere(books, step, `money is ${words}`))
      : []),
    ...(order?.status === 'CANCELLED' && most > 0
      ? [found('MONEY_FOR_CANCELLED_ORDER', `The order is cancelled, and ${most} is kept.`)]
      : []),
    ...(order?.status === 'CONFIRMED' && paid < worth
      ? [
          found(
            'CONFIRMED_ORDER_NOT_PAID',
            `The order is confirmed for ${worth}, and ${paid} was paid for it.`,
          ),
        ]
      : []),
    ...(order?.status === 'CONFIRMED' && times <= 1 && tooMuch > 0
      ? [
          found(
            'MONEY_FOR_UNITS_NOT_KEPT',
            `The units kept are worth ${worth}, and ${tooMuch} too much is kept.`,
          ),
        ]
      : []),
    ...(times > 1 ? [found('TWO_PAYMENTS', `The order was paid ${times} times.`)] : []),
  ];
};
