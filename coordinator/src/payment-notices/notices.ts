import { setTimeout as delay } from 'node:timers/promises';
import { sagaIdOf, type SagaDocument, type SagaRunner, type SagaStore } from '@counterstep/saga-engine';
import { fingerprint, type Clock, type Logger } from '@counterstep/service-kit';
import type { AskForPaymentSagaInput, PlaceOrderSagaInput } from '../generated/schema.ts';

const TYPE = 'AskForPayment';
const PAGE = 100;
/** A bank may take 15 minutes. Older sagas wait for something else, some for weeks, and are not read. */
const SEARCHED_MS = 60 * 60_000;

export interface PaymentNoticesOptions {
  readonly runner: Pick<SagaRunner, 'startSaga' | 'watchAll'>;
  readonly sagas: Pick<SagaStore, 'list'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Pick<Logger, 'debug'>;
  /** The delay between searches for sagas of which no update arrived, in milliseconds. */
  readonly intervalMs: number;
}

/** Whether the saga places an order and waits for its customer, who has time left. */
export const waitsForCustomer = (
  { definitionName, steps }: Pick<SagaDocument, 'definitionName' | 'steps'>,
  nowMs: number,
): boolean =>
  definitionName === 'PlaceOrder' &&
  steps.some(
    ({ status, wait }) => status === 'WAITING' && wait?.for === 'CUSTOMER' && Date.parse(wait.until) > nowMs,
  );

/**
 * Starts the saga that tells a customer of a payment that waits for them. The saga's id is made of the waiting saga's,
 * so the customer is told once, however often this is called. It has no subject: the order's latest saga is still the
 * one that places it.
 *
 * @throws {StoreUnavailable} when it is unknown whether there is a saga now; the call may be repeated.
 */
export async function tellCustomer(
  placing: SagaDocument,
  { runner }: Pick<PaymentNoticesOptions, 'runner'>,
): Promise<void> {
  const { orderId, customerId, email, name, total } = placing.input as unknown as PlaceOrderSagaInput;
  const number = placing.steps.find((step) => step.name === 'createOrder')?.output?.['number'];
  const input: AskForPaymentSagaInput = {
    ...{ orderId, customerId, email: email ?? null, name, amount: total },
    number: typeof number === 'string' ? number : null,
  };
  await runner.startSaga({
    sagaId: sagaIdOf(TYPE, placing.id, ''),
    definitionName: TYPE,
    input: { ...input },
    requestHash: fingerprint([TYPE, placing.id]),
    correlationId: placing.correlationId,
    ...(placing.owner !== undefined && { owner: placing.owner }),
    ...(placing.traceparent !== undefined && { links: [placing.traceparent] }),
  });
}

/** Tells the customers of all sagas that wait for them now. */
export async function tellAll(options: PaymentNoticesOptions): Promise<void> {
  const { sagas, clock } = options;
  const startedAfter = new Date(clock.now() - SEARCHED_MS).toISOString();
  for (let after: string | undefined; ;) {
    const { nodes, pageInfo } = await sagas.list(
      { first: PAGE, after },
      { definitionName: 'PlaceOrder', status: ['RUNNING'], startedAfter },
    );
    for (const saga of nodes) if (waitsForCustomer(saga, clock.now())) await tellCustomer(saga, options);
    if (!pageInfo.hasNextPage || pageInfo.endCursor === null) return;
    after = pageInfo.endCursor;
  }
}

/**
 * Tells customers of payments that wait for them: as soon as a saga begins to wait, and at each interval those whose
 * coordinator died before it could tell them.
 *
 * @returns what ends it.
 */
export function startPaymentNotices(options: PaymentNoticesOptions): () => Promise<void> {
  const { runner, clock, log, intervalMs } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const unwatch = runner.watchAll((saga) => {
    if (!waitsForCustomer(saga, clock.now())) return;
    tellCustomer(saga, options).catch((error: unknown) => {
      log.debug({ err: error, sagaId: saga.id }, 'a customer cannot be told of a payment that waits yet');
    });
  });
  const repeat = async (): Promise<void> => {
    while (!signal.aborted) {
      await tellAll(options).catch((error: unknown) => {
        log.debug({ err: error }, 'sagas that wait for customers cannot be listed');
      });
      await delay(intervalMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  const repeating = repeat();
  return async () => {
    unwatch();
    stopping.abort();
    await repeating;
  };
}
