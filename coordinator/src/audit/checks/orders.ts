import { stepsOf, stillThere, type Difference, type OrderCheck } from '../order-books.ts';

/** The status that an order's ended sagas have brought it to; undefined where they have said nothing of it. */
const wantedStatus: (books: Parameters<OrderCheck>[0]) => 'CONFIRMED' | 'CANCELLED' | undefined = (books) => {
  const done = (mutation: string): boolean => stepsOf(books, mutation, 'SUCCEEDED').length > 0;
  // Whoever has cancelled only lines tells of these.
  const isWhole = stepsOf(books, 'completeCancellation', 'SUCCEEDED').some(
    ({ saga }) => !saga.steps.some(({ mutation, begun }) => mutation === 'sendOrderNews' && begun),
  );
  if (isWhole) return 'CANCELLED';
  return done('confirmOrder') ? 'CONFIRMED' : undefined;
};

/** An order whose placing is undone is CANCELLED; another one is what its sagas have brought it to. */
export const checkOrders: OrderCheck = (books) => {
  const { order } = books;
  const status = order?.status ?? 'absent';
  const wanted = wantedStatus(books);
  const differs: readonly Difference[] =
    wanted === undefined || status === wanted
      ? []
      : [
          {
            code: 'ORDER_DIFFERS_FROM_SAGA',
            message: `The order should be ${wanted}, and is ${status}.`,
            participant: `the order is ${status}`,
          },
        ];
  const undone =
    order === undefined || status === 'CANCELLED'
      ? []
      : stillThere(books, 'createOrder', `the order is ${status}`);
  return [...differs, ...undone];
};
