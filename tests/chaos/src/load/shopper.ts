import { setTimeout as delay } from 'node:timers/promises';
import { Aftercare, type AftercareParts } from './aftercare.ts';
import { insistence } from './insist.ts';
import type { Told } from './ledger.ts';
import type { Visit } from './visits.ts';

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

const nothingYet = (): Pick<Told, 'lineCancellations' | 'goodwill' | 'moved' | 'returns'> => ({
  ...{ lineCancellations: new Map(), goodwill: new Map(), moved: new Map(), returns: new Map() },
});

const ends: readonly string[] = ['SAGA_COMPLETED', 'SAGA_COMPENSATED'];

/** A customer who does not give up: repeats unanswered requests until the signal says that it is too late. */
export class Shopper {
  readonly #parts: AftercareParts;

  constructor(parts: Omit<AftercareParts, 'insist'>) {
    this.#parts = { ...parts, insist: insistence(parts.ledger, parts.signal) };
  }

  /** Makes the visit; records violations in the ledger. */
  async visit(visit: Visit): Promise<void> {
    const { orderId, sagaId } = await this.#place(visit);
    const told = this.#parts.ledger.orders.get(orderId);
    if (told === undefined) return;
    const isEarly = typeof visit.cancels === 'number';
    const cancelling = typeof visit.cancels === 'number' ? this.#cancel(told, visit.cancels) : undefined;
    const aftercare = new Aftercare(this.#parts, told);
    const { bank } = visit;
    const confirming = bank === undefined ? undefined : aftercare.confirm(bank.outcome, bank.comesBack);
    if (visit.repeats) {
      const again = await this.#place(visit);
      if (again.orderId !== orderId)
        this.#parts.ledger.findings.push(
          `order ${orderId}: the same request made another one, ${again.orderId}`,
        );
    }
    // An order's progress is that of its latest saga: where that may change, follow the first saga by its own id.
    if (isEarly) await this.#follow(told, SAGA_PROGRESS, sagaId);
    else if (visit.follows || visit.cancels === 'afterwards' || visit.later !== undefined)
      await this.#follow(told, ORDER_PROGRESS, orderId);
    await cancelling;
    await confirming;
    if (visit.cancels === 'afterwards' && told.lastEvent === 'SAGA_COMPLETED') await this.#cancel(told, 0);
    if (visit.later !== undefined && told.lastEvent === 'SAGA_COMPLETED') await aftercare.follow(visit.later);
  }

  async #place({ input, isDoomed }: Visit): Promise<{ readonly orderId: string; readonly sagaId: string }> {
    const { placeOrder } = await this.#parts.insist(() => this.#parts.customer.ask<Placed>(PLACE, { input }));
    const { orderId, saga, errors } = placeOrder;
    const key = String(input['idempotencyKey']);
    if (orderId === null || saga === null || errors.length > 0)
      throw new Error(`${key} was refused: ${JSON.stringify(errors)}`);
    this.#parts.ledger.acknowledge({
      orderId,
      sagaId: saga.id,
      key,
      isDoomed,
      cancelled: false,
      ...nothingYet(),
    });
    return { orderId, sagaId: saga.id };
  }

  async #cancel(told: Told, afterMs: number): Promise<void> {
    await delay(afterMs);
    const input = { orderId: told.orderId };
    const { cancelOrder } = await this.#parts.insist(() =>
      this.#parts.customer.ask<{ cancelOrder: Refusals }>(CANCEL, { input }),
    );
    const [error] = cancelOrder.errors;
    if (error === undefined) {
      told.cancelled = true;
      this.#parts.ledger.cancellations += 1;
    } else if (error.__typename === 'OrderNotCancellable') this.#parts.ledger.refusedCancellations += 1;
    else
      this.#parts.ledger.findings.push(
        `order ${told.orderId}: cancelOrder answered ${JSON.stringify(error)}`,
      );
  }

  /** Follows to the end; every event must arrive once and in order, over all connections. */
  async #follow(told: Told, query: string, id: string): Promise<void> {
    let [last, type, isLost] = [0, '', false];
    const take = (data: unknown): void => {
      const { progress } = data as Progress;
      this.#parts.ledger.events += 1;
      if (isLost) this.#parts.ledger.resumed += 1;
      isLost = false;
      if (progress.sequence !== last + 1)
        this.#parts.ledger.findings.push(
          `order ${told.orderId}: event ${progress.sequence} came after ${last}`,
        );
      [last, type] = [progress.sequence, progress.type];
    };
    await this.#parts.insist(async () => {
      isLost = last > 0;
      await this.#parts.customer.follow(query, { id, afterSequence: last }, take, this.#parts.signal);
    }, 'subscription: ');
    this.#parts.ledger.followed += 1;
    told.lastEvent = type;
    if (!ends.includes(type))
      this.#parts.ledger.findings.push(`order ${told.orderId}: its progress ended with ${type || 'nothing'}`);
  }
}
