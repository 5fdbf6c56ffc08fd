import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from './client.ts';
import type { Insist } from './insist.ts';
import type { Ledger, Told } from './ledger.ts';
import type { Later } from './visits.ts';

const PAUSE_MS = 300;
/** How many times to look whether a report has reached the order. */
const LOOKS = 60;

const errors = 'errors { __typename ... on UserError { code message } }';
const CANCEL_LINES = `mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { saga { id } ${errors} } }`;
const SHIPMENTS = 'query ($id: ID!) { order(id: $id) { fulfilment shipments { id status direction } } }';
const REPORT = `mutation ($input: UpdateShipmentInput!) { updateShipment(input: $input) { ${errors} } }`;
const REQUEST = `mutation ($input: RequestReturnInput!) { requestReturn(input: $input) { return { id } ${errors} } }`;
const RECEIVE = `mutation ($input: ReceiveReturnInput!) { receiveReturn(input: $input) { ${errors} } }`;
const CLOSE = `mutation ($input: CloseReturnInput!) { closeReturn(input: $input) { ${errors} } }`;
const ISSUE = `mutation ($input: IssueRefundInput!) { issueRefund(input: $input) { saga { id } ${errors} } }`;
const SIMULATE = `mutation ($input: SimulatePaymentInput!) { simulatePayment(input: $input) { ${errors} } }`;
const COMPLETE = `mutation ($input: CompletePaymentInput!) { completePayment(input: $input) { ${errors} } }`;
const SAGA = 'query ($id: ID!) { saga(id: $id) { status } }';

interface Answer {
  readonly saga?: { readonly id: string } | null;
  readonly return?: { readonly id: string } | null;
  readonly errors: readonly {
    readonly __typename: string;
    readonly code: string;
    readonly message: string;
  }[];
}

interface Parcels {
  readonly fulfilment: string;
  readonly shipments: readonly { readonly id: string; readonly status: string; readonly direction: string }[];
}

/** The clients that ask, and the ledger of the answers. */
export interface AftercareParts {
  readonly customer: Client;
  readonly admin: Client;
  readonly ledger: Ledger;
  readonly insist: Insist;
  readonly signal: AbortSignal;
}

/** What happens to an order after it is placed: a bank, carriers, a warehouse, support and its customer. */
export class Aftercare {
  readonly #parts: AftercareParts;
  readonly #told: Told;

  constructor(parts: AftercareParts, told: Told) {
    this.#parts = parts;
    this.#told = told;
  }

  async #ask(client: Client, document: string, input: object): Promise<Answer> {
    const data = await this.#parts.insist(() => client.ask<Record<string, Answer>>(document, { input }));
    const [answer] = Object.values(data);
    if (answer === undefined) throw new Error(`There is no answer to ${document}.`);
    return answer;
  }

  /** Whether it was done; an expected refusal is counted, and any other one is a finding. */
  #isDone(what: string, { errors: [error] }: Answer, ...reasons: readonly string[]): boolean {
    const { ledger } = this.#parts;
    ledger.countLater(error === undefined ? what : `${what} refused`);
    if (error !== undefined && !reasons.includes(error.__typename))
      ledger.findings.push(`order ${this.#told.orderId}: ${what} answered ${JSON.stringify(error)}`);
    return error === undefined;
  }

  /** Plays the bank as soon as it is asked; then the customer comes back from it, or not. */
  async confirm(outcome: string, comesBack: boolean): Promise<void> {
    const { customer, insist, signal, ledger } = this.#parts;
    const { orderId, sagaId } = this.#told;
    while (!signal.aborted) {
      const { errors: refusals } = await this.#ask(customer, SIMULATE, { orderId, outcome });
      if (refusals.length === 0) break;
      const { saga } = await insist(() =>
        customer.ask<{ saga: { status: string } | null }>(SAGA, { id: sagaId }),
      );
      if (saga?.status === 'COMPENSATED' || saga?.status === 'COMPLETED') return;
      await delay(PAUSE_MS);
    }
    ledger.countLater(`payment ${outcome}`);
    if (comesBack) await this.#ask(customer, COMPLETE, { orderId });
  }

  /** Does everything that is to happen to a confirmed order, one thing after the other. */
  async follow(later: Later): Promise<void> {
    if (later.cancels !== undefined) await this.#cancelLines(later.cancels);
    if (later.goodwill !== undefined) await this.#giveBack(later.goodwill);
    if (!later.isSent) return;
    await this.#report('HANDED_OVER');
    await this.#isOnce('SHIPPED');
    if (later.returns === undefined) return;
    await this.#report('DELIVERED');
    if (await this.#isOnce('DELIVERED')) await this.#sendBack(later.returns);
  }

  async #cancelLines(line: { readonly sku: string; readonly quantity: number }): Promise<void> {
    const { orderId, lineCancellations } = this.#told;
    const answer = await this.#ask(this.#parts.customer, CANCEL_LINES, { orderId, lines: [line] });
    // A repeated request whose first answer was lost may find no more units to cancel.
    const isDone = this.#isDone('lines cancelled', answer, 'OrderNotCancellable', 'NotCancellable');
    if (isDone && answer.saga != null) lineCancellations.set(answer.saga.id, line.quantity);
  }

  async #giveBack(amount: number): Promise<void> {
    const { orderId, key, goodwill } = this.#told;
    const input = {
      ...{ orderId, amount: { amount, currency: 'USD' } },
      ...{ note: 'We are sorry.', idempotencyKey: `${key}-goodwill` },
    };
    const answer = await this.#ask(this.#parts.admin, ISSUE, input);
    const isDone = this.#isDone('goodwill', answer, 'RefundTooLarge');
    if (isDone && answer.saga != null) goodwill.set(answer.saga.id, amount);
  }

  async #parcels(): Promise<Parcels> {
    const { admin, insist } = this.#parts;
    const { order } = await insist(() =>
      admin.ask<{ order: Parcels }>(SHIPMENTS, { id: this.#told.orderId }),
    );
    return order;
  }

  async #report(status: string): Promise<void> {
    const { shipments } = await this.#parcels();
    for (const shipment of shipments) {
      if (shipment.direction !== 'TO_CUSTOMER' || shipment.status === 'CANCELLED') continue;
      const answer = await this.#ask(this.#parts.admin, REPORT, { shipmentId: shipment.id, status });
      if (this.#isDone(status, answer, 'InvalidShipmentTransition'))
        this.#told.moved.set(shipment.id, status);
    }
  }

  /** Waits until the order shows what was reported; false where it does not in good time. */
  async #isOnce(wanted: string): Promise<boolean> {
    for (let look = 0; look < LOOKS && !this.#parts.signal.aborted; look += 1) {
      const { fulfilment } = await this.#parcels();
      if (fulfilment === wanted) return true;
      await delay(PAUSE_MS);
    }
    return false;
  }

  async #sendBack({ line, accepted, resellable }: NonNullable<Later['returns']>): Promise<void> {
    const { customer, admin } = this.#parts;
    const { orderId, key, returns } = this.#told;
    const asked = await this.#ask(customer, REQUEST, {
      ...{ orderId, lines: [line], reason: 'NOT_WANTED', idempotencyKey: `${key}-return` },
    });
    if (!this.#isDone('return', asked, 'NotReturnable') || asked.return == null) return;
    const returnId = asked.return.id;
    if (accepted === undefined) {
      const closed = await this.#ask(customer, CLOSE, { returnId, reason: 'I keep it.' });
      if (this.#isDone('return closed', closed, 'ReturnStateConflict')) returns.set(returnId, 0);
      return;
    }
    const lines = [{ sku: line.sku, accepted, resellable }];
    const received = await this.#ask(admin, RECEIVE, { returnId, warehouse: 'EAST', lines });
    if (this.#isDone('return received', received, 'ReturnStateConflict')) returns.set(returnId, accepted);
  }
}
