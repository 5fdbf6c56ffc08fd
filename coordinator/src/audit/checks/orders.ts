import { stepsOf, stillThere, type Difference, type OrderCheck } from '../order-books.ts';

/** The status that the order's ended sagas should have given it; undefined if they imply none. */
const wantedStatus: (books: Parameters<OrderCheck>[0]) => 'CONFIRMED' | 'CANCELLED' | undefined = (books) => {
  const done = (mutation: string): boolean => stepsOf(books, mutation, 'SUCCEEDED').length > 0;
  // Only a cancellation of lines sends order news; one of the whole order does not.
  const isWhole = stepsOf(books, 'completeCancellation', 'SUCCEEDED').some(
    ({ saga }) => !saga.steps.some(({ mutation, begun }) => mutation === 'sendOrderNews' && begun),
  );
  if (isWhole) return 'CANCELLED';
  return done('confirmOrder') ? 'CONFIRMED' : undefined;
};

/** An order whose placing was undone must be CANCELLED; any other must have the status that its sagas gave it. */
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
