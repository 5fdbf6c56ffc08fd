import { stillThere, type Difference, type OrderCheck, type PaymentRecord } from '../order-books.ts';

interface Money {
  readonly amount: number;
}

interface Entry {
  readonly status: string;
  readonly amount?: Money | null | undefined;
  readonly refunded?: Money | null | undefined;
}

const holding: ReadonlySet<string> = new Set(['CAPTURED', 'AUTHORIZED', 'PARTIALLY_REFUNDED', 'REFUNDED']);

const kept = ({ status, amount, refunded }: Entry): number =>
  holding.has(status) ? (amount?.amount ?? 0) - (refunded?.amount ?? 0) : 0;

const sum = (entries: readonly Entry[]): number => entries.reduce((total, entry) => total + kept(entry), 0);

const keeping = (entries: readonly Entry[]): number => entries.filter((entry) => kept(entry) > 0).length;

const givenFor = (payments: readonly PaymentRecord[], ...causes: readonly string[]): number =>
  payments
    .flatMap(({ refunds }) => refunds)
    .filter(({ status, cause }) => status === 'SUCCEEDED' && causes.includes(cause))
    .reduce((total, { amount }) => total + amount.amount, 0);

/** Money is kept only for confirmed orders, in full and once; the provider's books count as much as our own. */
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
  // Refunds for goodwill or returns leave the order as paid as before, so their amounts count as paid.
  const given = givenFor(payments, 'GOODWILL', 'RETURN');
  const paid = Math.min(ours, theirs) + given;
  const cancelled = (order?.lines ?? []).reduce(
    (worth, line) => worth + line.cancelled * line.unitPrice.amount,
    0,
  );
  const total = (order?.total.amount ?? 0) - cancelled;
  return [
    ...(most > 0
      ? ['processPayment', 'authorizePayment'].flatMap((step) => stillThere(books, step, `money is ${words}`))
      : []),
    ...(order?.status === 'CANCELLED' && most > 0
      ? [found('MONEY_FOR_CANCELLED_ORDER', `The order is cancelled, and ${most} is kept.`)]
      : []),
    ...(order?.status === 'CONFIRMED' && paid < total
      ? [
          found(
            'CONFIRMED_ORDER_NOT_PAID',
            `The order is confirmed for ${total}, and ${paid} was paid for it.`,
          ),
        ]
      : []),
    ...(times > 1 ? [found('TWO_PAYMENTS', `The order was paid ${times} times.`)] : []),
  ];
};
