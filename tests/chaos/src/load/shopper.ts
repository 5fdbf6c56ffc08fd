import { setTimeout as delay } from 'node:timers/promises';
import { Unanswered, type Client } from './client.ts';
import type { Ledger, Told } from './ledger.ts';
import type { Visit } from './visits.ts';

const PAUSE_MS = 250;
/** Codes that say that the system, or this program, has a fault; what is merely away has others. */
const faulty = [
  'INTERNAL_SERVER_ERROR',
  'BAD_USER_INPUT',
  'GRAPHQL_VALIDATION_FAILED',
  'FORBIDDEN',
  'UNAUTHENTICATED',
  'no code',
];

const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  orderId saga { id } errors { __typename ... on UserError { message } } } }`;
const CANCEL = `mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) {
  saga { id } errors { __typename ... on UserError { code message } } } }`;
const ORDER_PROGRESS = `subscription ($id: ID!, $afterSequence: Int) {
  progress: orderProgress(orderId: $id, afterSequence: $afterSequence) { sequence type } }`;
const SAGA_PROGRESS = `subscription ($id: ID!, $afterSequence: Int) {
  progress: sagaProgress(sagaId: $id, afterSequence: $afterSequence) { sequence type } }`;

interface Refusals {
  readonly errors: readonly { readonly __typename: string; readonly message: string }[];
}

interface Placed {
  readonly placeOrder: Refusals & {
    readonly orderId: string | null;
    readonly saga: { readonly id: string } | null;
  };
}

interface Progress {
  readonly progress: { readonly sequence: number; readonly type: string };
}

const ends: readonly string[] = ['SAGA_COMPLETED', 'SAGA_COMPENSATED'];

/** A customer who does not give up: what has no answer is asked again until the signal says that it is too late. */
export class Shopper {
  readonly #client: Client;
  readonly #ledger: Ledger;
  readonly #signal: AbortSignal;

  constructor(client: Client, ledger: Ledger, signal: AbortSignal) {
    this.#client = client;
    this.#ledger = ledger;
    this.#signal = signal;
  }

  /** Does all that the visit is for; what must not be goes to the ledger. */
  async visit(visit: Visit): Promise<void> {
    const { orderId, sagaId } = await this.#place(visit);
    const told = this.#ledger.orders.get(orderId);
    if (told === undefined) return;
    const isEarly = typeof visit.cancels === 'number';
    const cancelling = typeof visit.cancels === 'number' ? this.#cancel(told, visit.cancels) : undefined;
    if (visit.repeats) {
      const again = await this.#place(visit);
      if (again.orderId !== orderId)
        this.#ledger.findings.push(`order ${orderId}: the same request made another one, ${again.orderId}`);
    }
    // An order's progress is that of its latest saga: where that may change, the first one is followed by its own id.
    if (isEarly) await this.#follow(told, SAGA_PROGRESS, sagaId);
    else if (visit.follows || visit.cancels === 'afterwards')
      await this.#follow(told, ORDER_PROGRESS, orderId);
    await cancelling;
    if (visit.cancels === 'afterwards' && told.lastEvent === 'SAGA_COMPLETED') await this.#cancel(told, 0);
  }

  async #place({ input, isDoomed }: Visit): Promise<{ readonly orderId: string; readonly sagaId: string }> {
    const { placeOrder } = await this.#insist(() => this.#client.ask<Placed>(PLACE, { input }));
    const { orderId, saga, errors } = placeOrder;
    const key = String(input['idempotencyKey']);
    if (orderId === null || saga === null || errors.length > 0)
      throw new Error(`${key} was refused: ${JSON.stringify(errors)}`);
    this.#ledger.acknowledge({ orderId, sagaId: saga.id, key, isDoomed, cancelled: false });
    return { orderId, sagaId: saga.id };
  }

  async #cancel(told: Told, afterMs: number): Promise<void> {
    await delay(afterMs);
    const input = { orderId: told.orderId };
    const { cancelOrder } = await this.#insist(() =>
      this.#client.ask<{ cancelOrder: Refusals }>(CANCEL, { input }),
    );
    const [error] = cancelOrder.errors;
    if (error === undefined) {
      told.cancelled = true;
      this.#ledger.cancellations += 1;
    } else if (error.__typename === 'OrderNotCancellable') this.#ledger.refusedCancellations += 1;
    else this.#ledger.findings.push(`order ${told.orderId}: cancelOrder answered ${JSON.stringify(error)}`);
  }

  /** Follows to the end; every event must come once, in order, over all connections. */
  async #follow(told: Told, query: string, id: string): Promise<void> {
    let [last, type, isLost] = [0, '', false];
    const take = (data: unknown): void => {
      const { progress } = data as Progress;
      this.#ledger.events += 1;
      if (isLost) this.#ledger.resumed += 1;
      isLost = false;
      if (progress.sequence !== last + 1)
        this.#ledger.findings.push(`order ${told.orderId}: event ${progress.sequence} came after ${last}`);
      [last, type] = [progress.sequence, progress.type];
    };
    await this.#insist(async () => {
      isLost = last > 0;
      await this.#client.follow(query, { id, afterSequence: last }, take, this.#signal);
    }, 'subscription: ');
    this.#ledger.followed += 1;
    told.lastEvent = type;
    if (!ends.includes(type))
      this.#ledger.findings.push(`order ${told.orderId}: its progress ended with ${type || 'nothing'}`);
  }

  async #insist<Result>(work: () => Promise<Result>, kind = ''): Promise<Result> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        this.#ledger.countRepeated(`${kind}${error.code}`);
        if (faulty.includes(error.code)) this.#ledger.findings.push(`${error.code}: ${error.message}`);
        if (this.#signal.aborted) throw error;
        await delay(PAUSE_MS);
      }
    }
  }
}
