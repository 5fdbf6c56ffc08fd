import type { StockBooksQuery } from '../../generated/inventory.ts';
import type { Finding } from '@counterstep/saga-service';
import { stepsOf, stillThere, type Difference, type OrderBooks, type OrderCheck } from '../order-books.ts';

/** Units per product, in words, whatever their order. */
const unitsInWords = (lines: readonly { readonly sku: string; readonly quantity: number }[]): string => {
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of lines) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  return (
    [...bySku]
      .map(([sku, quantity]) => `${quantity} ${sku}`)
      .sort()
      .join(', ') || 'nothing'
  );
};

/** Whether units may be held for the order until its parcels are handed over: it stands, and a saga has said so. */
const isAllocated = (books: OrderBooks): boolean =>
  books.order?.status === 'CONFIRMED' && stepsOf(books, 'allocateReservation', 'SUCCEEDED').length > 0;

function checkTaken(books: OrderBooks): readonly Difference[] {
  const { order, reservations } = books;
  const allocated = isAllocated(books);
  const taken = unitsInWords(
    reservations
      .filter(({ status }) => status === 'COMMITTED' || (allocated && status === 'HELD'))
      .flatMap(({ lines }) => lines),
  );
  if (order?.status === 'CANCELLED' && taken !== 'nothing') {
    const message = `The order is cancelled, and has taken ${taken}.`;
    return [{ code: 'STOCK_TAKEN_FOR_CANCELLED_ORDER', message, participant: `taken: ${taken}` }];
  }
  if (order?.status !== 'CONFIRMED') return [];
  // Of what has come back, only the receipt says how much is on the shelf again.
  if (order.lines.some(({ returned }) => returned > 0)) return [];
  const ordered = unitsInWords(
    order.lines
      .map(({ sku, quantity, cancelled }) => ({ sku, quantity: quantity - cancelled }))
      .filter(({ quantity }) => quantity > 0),
  );
  if (taken === ordered) return [];
  const message = `The confirmed order is for ${ordered}, and has taken ${taken}.`;
  return [{ code: 'STOCK_DIFFERS_FROM_ORDER', message, participant: `taken: ${taken}` }];
}

/** Stock is held while a saga runs and for orders that are confirmed; it leaves the warehouse for these only. */
export const checkInventory: OrderCheck = (books) => {
  const kept = books.reservations.filter(({ status }) => status === 'HELD' || status === 'COMMITTED');
  const held = isAllocated(books) ? [] : books.reservations.filter(({ status }) => status === 'HELD');
  return [
    ...kept.flatMap(({ status, lines }) =>
      stillThere(books, 'reserveInventory', `the reservation of ${unitsInWords(lines)} is ${status}`),
    ),
    ...held.map(({ lines }): Difference => ({
      code: 'STOCK_HELD_BY_ENDED_SAGA',
      message: `No saga of the order runs, and ${unitsInWords(lines)} are still held.`,
      participant: `held: ${unitsInWords(lines)}`,
    })),
    ...checkTaken(books),
  ];
};

export type StockBook = StockBooksQuery['stockBooks'][number];

/** Where stock does not add up; where it moved while it was counted, nothing can be said. */
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

const inWords = ({ onHand, reserved, available, opening, adjusted, held, sold }: StockBook): string =>
  `on hand ${onHand}, reserved ${reserved}, available ${available}; opening ${opening ?? 'unknown'}, ` +
  `adjusted ${adjusted}, held ${held}, sold ${sold}`;

function wrongSums({
  onHand,
  reserved,
  available,
  opening,
  adjusted,
  held,
  sold,
}: StockBook): readonly string[] {
  const wanted = opening == null ? undefined : opening + adjusted - sold;
  return [
    ...(wanted === undefined || onHand === wanted ? [] : [`${onHand} on hand and not ${wanted}`]),
    ...(reserved === held ? [] : [`${reserved} reserved and not ${held}`]),
    ...(available === onHand - reserved ? [] : [`${available} available and not ${onHand - reserved}`]),
  ];
}
