import type { StockBooksQuery } from '../../generated/inventory.ts';
import type { Finding } from '@counterstep/saga-service';
import { stillThere, type Difference, type OrderBooks, type OrderCheck } from '../order-books.ts';

interface Units {
  readonly sku: string;
  readonly quantity: number;
}

const unitsBySku = (lines: readonly Units[]): ReadonlyMap<string, number> => {
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of lines) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  return bySku;
};

/** Describes units per product, independently of their order. */
const unitsInWords = (lines: readonly Units[]): string =>
  [...unitsBySku(lines)]
    .filter(([, quantity]) => quantity > 0)
    .map(([sku, quantity]) => `${quantity} ${sku}`)
    .sort()
    .join(', ') || 'nothing';

type Reservation = OrderBooks['reservations'][number];

/**
 * Whether the order may hold units until its parcels are handed over: it is confirmed, and a saga has allocated them.
 */
const mayWait = ({ order }: OrderBooks, { allocated }: Reservation): boolean =>
  allocated && order?.status === 'CONFIRMED';

/** Units held for a confirmed order, or sent and not returned to stock. */
const takenBy = (books: OrderBooks): readonly Units[] =>
  books.reservations
    .filter((reservation) => reservation.status === 'COMMITTED' || mayWait(books, reservation))
    .flatMap(({ kept }) => kept);

function checkTaken(books: OrderBooks): readonly Difference[] {
  const { order } = books;
  const units = takenBy(books);
  const taken = unitsInWords(units);
  const participant = `taken: ${taken}`;
  if (order?.status === 'CANCELLED' && taken !== 'nothing') {
    const message = `The order is cancelled, and has taken ${taken}.`;
    return [{ code: 'STOCK_TAKEN_FOR_CANCELLED_ORDER', message, participant }];
  }
  if (order?.status !== 'CONFIRMED') return [];
  const left = unitsBySku(units);
  const wanted = order.lines.map(({ sku, quantity, cancelled }) => ({ sku, quantity: quantity - cancelled }));
  const ordered = new Set(order.lines.map(({ sku }) => sku));
  // Some of the returned units cannot be sold again, so they may stay out of stock.
  const isRight =
    [...left.keys()].every((sku) => ordered.has(sku)) &&
    order.lines.every(({ sku, quantity, cancelled, returned }) => {
      const open = quantity - cancelled - (left.get(sku) ?? 0);
      return open >= 0 && open <= returned;
    });
  if (isRight) return [];
  const message = `The confirmed order is for ${unitsInWords(wanted)}, and has taken ${taken}.`;
  return [{ code: 'STOCK_DIFFERS_FROM_ORDER', message, participant }];
}

/**
 * Stock may be held only while a saga runs or for confirmed orders, and may have left the warehouse only for confirmed
 * ones.
 */
export const checkInventory: OrderCheck = (books) => {
  const kept = books.reservations.filter(({ status }) => status === 'HELD' || status === 'COMMITTED');
  const held = books.reservations.filter((one) => one.status === 'HELD' && !mayWait(books, one));
  return [
    ...kept.flatMap(({ status, lines }) =>
      stillThere(books, 'reserveInventory', `the reservation of ${unitsInWords(lines)} is ${status}`),
    ),
    ...held.map(({ lines, expiresAt }): Difference => {
      const end = expiresAt == null ? '' : ` until ${expiresAt}`;
      return {
        code: 'STOCK_HELD_BY_ENDED_SAGA',
        message: `No saga of the order runs, and ${unitsInWords(lines)} are still held${end}.`,
        participant: `held: ${unitsInWords(lines)}`,
      };
    }),
    ...checkTaken(books),
  ];
};

export type StockBook = StockBooksQuery['stockBooks'][number];

/** Finds stock that does not add up; stock that moved during the count proves nothing. */
export const checkStock = (books: readonly StockBook[]): readonly Finding[] =>
  books.flatMap((book): readonly Finding[] => {
    const { sku, warehouse, settled } = book;
    const item = `${sku} in ${warehouse}`;
    const about = { subgraph: 'inventory', item };
    if (!settled) {
      const message = `${item} moved all the time while it was counted.`;
      return [
        { code: 'STOCK_UNSETTLED', message, ...about, coordinator: 'not asked', participant: inWords(book) },
      ];
    }
    const wrong = wrongSums(book);
    if (wrong.length === 0) return [];
    const message = `${item} does not add up: ${wrong.join('; ')}.`;
    const coordinator = 'held and sold are what the reservations of its sagas say';
    return [{ code: 'STOCK_DOES_NOT_ADD_UP', message, ...about, coordinator, participant: inWords(book) }];
  });

const inWords = ({ onHand, reserved, available, opening, adjusted, held, sold, moved }: StockBook): string =>
  `on hand ${onHand}, reserved ${reserved}, available ${available}; opening ${opening ?? 'unknown'}, ` +
  `adjusted ${adjusted}, held ${held}, sold ${sold}, moved ${moved ?? 'unknown'}`;

function wrongSums({
  onHand,
  reserved,
  available,
  opening,
  adjusted,
  held,
  sold,
  moved,
}: StockBook): readonly string[] {
  const wanted = opening == null ? undefined : opening + adjusted - sold;
  return [
    ...(wanted === undefined || onHand === wanted ? [] : [`${onHand} on hand and not ${wanted}`]),
    ...(moved == null || moved === onHand ? [] : [`${onHand} on hand and movements of ${moved}`]),
    ...(reserved === held ? [] : [`${reserved} reserved and not ${held}`]),
    ...(available === onHand - reserved ? [] : [`${available} available and not ${onHand - reserved}`]),
  ];
}
