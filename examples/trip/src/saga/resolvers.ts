import { BadUserInput, fingerprint } from '@counterstep/service-kit';
import { failureOf, sagaIdOf, type SagaDocument } from '@counterstep/saga-engine';
import { followSaga, type SagaContext, type SagaProgress } from '@counterstep/saga-service';
import type { BookTripSagaInput } from './book-trip.ts';
import { priceOf, type BookTripError } from './price.ts';

interface BookTripArgs {
  readonly input: Omit<BookTripSagaInput, 'tripId' | 'amount' | 'currency'> & {
    readonly idempotencyKey: string;
  };
}

interface Booked {
  readonly trip: SagaDocument | null;
  readonly errors: readonly BookTripError[];
}

const refused = (error: BookTripError): Booked => ({ trip: null, errors: [error] });

async function bookTrip(_parent: unknown, { input }: BookTripArgs, context: SagaContext): Promise<Booked> {
  const { idempotencyKey, ...asked } = input;
  const { ask, runner, sagas, correlationId } = context;
  const tripId = sagaIdOf('BookTrip', asked.email, idempotencyKey);
  const requestHash = fingerprint(asked);
  // A repeated request gets the same trip, even if its price has changed by now.
  const known = await sagas.get(tripId);
  if (known?.requestHash === requestHash) return { trip: known, errors: [] };
  const price = await priceOf(ask, asked, correlationId);
  if ('code' in price) return refused(price);
  const { outcome, saga } = await runner.startSaga({
    ...{ sagaId: tripId, definitionName: 'BookTrip', subject: tripId, requestHash, correlationId },
    input: { ...asked, ...price, tripId } satisfies BookTripSagaInput,
    trace: context.trace,
  });
  if (outcome !== 'CONFLICT') return { trip: saga, errors: [] };
  const message = 'The key was used before for another trip.';
  return refused({ code: 'IDEMPOTENCY_CONFLICT', message, path: ['input', 'idempotencyKey'] });
}

interface ProgressArgs {
  readonly id: string;
  readonly afterSequence?: number | null;
}

async function follow(_parent: unknown, { id, afterSequence }: ProgressArgs, context: SagaContext) {
  if ((afterSequence ?? 0) < 0)
    throw new BadUserInput('afterSequence must not be negative.', ['afterSequence']);
  if ((await context.sagas.get(id)) === undefined) throw new BadUserInput('There is no such trip.', ['id']);
  return followSaga(context.runner, context.sagas, id, afterSequence ?? 0);
}

export const resolvers = {
  Query: {
    trip: (_parent: unknown, { id }: { readonly id: string }, { sagas }: SagaContext) => sagas.get(id),
  },
  Mutation: { bookTrip },
  Subscription: {
    tripProgress: { subscribe: follow, resolve: (event: SagaProgress) => event },
  },
  Trip: {
    __resolveReference: ({ id }: { readonly id: string }, { sagas }: SagaContext) => sagas.get(id),
    failure: (saga: SagaDocument) => failureOf(saga),
    events: (saga: SagaDocument) => saga.log.map((event) => ({ ...event, saga })),
  },
  TripEvent: {
    trip: ({ saga }: SagaProgress) => saga,
  },
};
