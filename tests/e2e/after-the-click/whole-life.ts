import { expect } from '@jest/globals';
import { failureOf, logIn, type Client } from '../support/client.ts';
import { newCustomer } from '../support/customers.ts';
import { eventually, settled } from '../support/eventually.ts';
import { placeOrder } from '../support/orders.ts';
import { runProgram } from '../support/run.ts';
import type { System } from '../support/system.ts';

/** The prices of the units in the order, in minor units. */
const KEYBOARD = 12_900;
const MUG = 1_400;
const GOODWILL = 500;
const KEYBOARDS = 70;

const ORDER = `query ($id: ID!) { order(id: $id) { status fulfilment
  lines { sku cancelled delivered returned } refunded { amount }
  payment { captured { amount } refunded { amount } }
  shipments { id status warehouse direction } returns { id status }
  sagas { type status } } }`;
const HISTORY = `query ($id: ID!) { order(id: $id) {
  sagas { id sequence } history(last: 500) { sequence at saga { id } } newest: history(last: 1) { sequence saga { id } } } }`;
const CANCEL = `mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) {
  saga { id status } errors { __typename } } }`;
const ISSUE = `mutation ($input: IssueRefundInput!) { issueRefund(input: $input) { errors { __typename } } }`;
const REPORT = `mutation ($input: UpdateShipmentInput!) { updateShipment(input: $input) { errors { __typename } } }`;
const REQUEST = `mutation ($input: RequestReturnInput!) { requestReturn(input: $input) {
  return { id } errors { __typename } } }`;
const RECEIVE = `mutation ($input: ReceiveReturnInput!) { receiveReturn(input: $input) { errors { __typename } } }`;

interface Seen {
  readonly fulfilment: string;
  readonly shipments: readonly {
    readonly id: string;
    readonly status: string;
    readonly direction: string;
    readonly warehouse: string;
  }[];
  readonly returns: readonly { readonly status: string }[];
  readonly sagas: readonly { readonly status: string }[];
}

interface Answer {
  readonly return?: { readonly id: string } | null;
  readonly errors: readonly { readonly __typename: string }[];
}

const twelve = <Result>(run: () => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: 12 }, run));

const successes = (answers: readonly Answer[]): number =>
  answers.filter(({ errors }) => errors.length === 0).length;

/** An order from two warehouses, and what happens to it after the click; every request is made twelve times at once. */
export class WholeLife {
  #orderId = '';
  #returnId = '';
  readonly #customer: Client;
  readonly #admin: Client;

  private constructor(customer: Client, admin: Client) {
    this.#customer = customer;
    this.#admin = admin;
  }

  static async of(system: System): Promise<WholeLife> {
    return new WholeLife((await newCustomer(system.url)).client, await logIn(system.url, 'admin'));
  }

  async close(): Promise<void> {
    await Promise.all([this.#customer.close(), this.#admin.close()]);
  }

  async #ask(client: Client, document: string, input: object): Promise<Answer> {
    return Object.values(await client.ask<Record<string, Answer>>(document, { input }))[0]!;
  }

  async #order(): Promise<Seen> {
    return (await this.#customer.ask<{ order: Seen }>(ORDER, { id: this.#orderId })).order;
  }

  #parcels({ shipments }: Seen) {
    return shipments.filter(
      ({ status, direction }) => status !== 'CANCELLED' && direction !== 'TO_WAREHOUSE',
    );
  }

  async place(): Promise<void> {
    const { order } = await placeOrder(this.#customer, {
      lines: [
        { sku: 'KEYBOARD-87', quantity: KEYBOARDS },
        { sku: 'MUG-BLUE', quantity: 2 },
      ],
      ...{ payment: { token: 'tok_visa' }, waitFor: 'FINISHED' },
    });
    expect(order?.status).toBe('CONFIRMED');
    this.#orderId = order!.id;
    expect(this.#parcels(await this.#order())).toHaveLength(2);
  }

  /** Cancels the mugs; requests that come too late change nothing. */
  async cancelMug(): Promise<void> {
    const lines = [{ sku: 'MUG-BLUE', quantity: 2 }];
    const input = { orderId: this.#orderId, lines, waitFor: 'FINISHED' };
    await twelve(() => this.#ask(this.#customer, CANCEL, input));
    const order = await settled(
      () => this.#order(),
      ({ sagas }) => sagas.every(({ status }) => status === 'COMPLETED' || status === 'COMPENSATED'),
    );
    expect(order).toMatchObject({
      ...{ status: 'CONFIRMED', refunded: { amount: 2 * MUG } },
      lines: [
        { sku: 'KEYBOARD-87', cancelled: 0 },
        { sku: 'MUG-BLUE', cancelled: 2 },
      ],
    });
    expect(this.#parcels(order)).toHaveLength(2);
  }

  /** Reads the history: every event of every saga, in the order of its instants. */
  async isTold(): Promise<void> {
    interface Event {
      readonly sequence: number;
      readonly at: string;
      readonly saga: { readonly id: string };
    }
    const { order } = await this.#customer.ask<{
      order: { sagas: { id: string; sequence: number }[]; history: Event[]; newest: Event[] };
    }>(HISTORY, { id: this.#orderId });
    const instants = order.history.map(({ at }) => at);
    expect(instants).toEqual([...instants].sort());
    for (const { id, sequence } of order.sagas) {
      const told = order.history.filter(({ saga }) => saga.id === id);
      expect(told.map((event) => event.sequence)).toEqual(
        Array.from({ length: sequence }, (_, index) => index + 1),
      );
    }
    expect(order.newest).toMatchObject([{ saga: order.history.at(-1)!.saga }]);
    for (const last of [0, 501]) {
      const refused = this.#customer.ask(
        `query ($id: ID!) { order(id: $id) { history(last: ${last}) { at } } }`,
        {
          id: this.#orderId,
        },
      );
      expect(await failureOf(refused)).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  }

  async report(status: string): Promise<void> {
    for (const { id } of this.#parcels(await this.#order())) {
      const { errors } = await this.#ask(this.#admin, REPORT, { shipmentId: id, status });
      expect(errors).toEqual([]);
    }
  }

  async hasArrived(): Promise<void> {
    await eventually(
      () => this.#order(),
      ({ fulfilment }) => fulfilment === 'DELIVERED',
    );
  }

  async giveGoodwill(): Promise<void> {
    const amount = { amount: GOODWILL, currency: 'USD' };
    const input = { orderId: this.#orderId, amount, note: 'The box was dented.' };
    expect((await this.#ask(this.#admin, ISSUE, input)).errors).toEqual([]);
  }

  /** Requests the return of all keyboards; repeated requests are told that none is left. */
  async requestReturn(): Promise<void> {
    const lines = [{ sku: 'KEYBOARD-87', quantity: KEYBOARDS }];
    const input = { orderId: this.#orderId, lines, reason: 'NOT_WANTED' };
    const answers = await twelve(() => this.#ask(this.#customer, REQUEST, input));
    expect(successes(answers)).toBe(1);
    this.#returnId = answers.find(({ errors }) => errors.length === 0)!.return!.id;
  }

  /**
   * Receives fewer keyboards than were sent, half of which cannot be sold again; six people each count them in one of
   * two ways.
   */
  async receive(): Promise<number> {
    const counts = [30, 40];
    const answers = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const accepted = counts[index % 2]!;
        const lines = [{ sku: 'KEYBOARD-87', accepted, resellable: accepted / 2 }];
        const input = { returnId: this.#returnId, warehouse: 'EAST', lines };
        return { accepted, ...(await this.#ask(this.#admin, RECEIVE, input)) };
      }),
    );
    const heard = new Set(
      answers.filter(({ errors }) => errors.length === 0).map(({ accepted }) => accepted),
    );
    // Repeating the same count is no conflict; a different count is.
    expect(heard.size).toBe(1);
    return [...heard][0]!;
  }

  async isOver(accepted: number): Promise<void> {
    const order = await settled(
      () => this.#order(),
      ({ returns, sagas }) =>
        returns[0]?.status === 'COMPLETED' &&
        sagas.every(({ status }) => status === 'COMPLETED' || status === 'COMPENSATED'),
    );
    const refunded = 2 * MUG + GOODWILL + accepted * KEYBOARD;
    expect(order).toMatchObject({
      refunded: { amount: refunded },
      payment: { captured: { amount: KEYBOARDS * KEYBOARD + 2 * MUG }, refunded: { amount: refunded } },
      lines: [{ delivered: KEYBOARDS, returned: accepted }, { cancelled: 2 }],
    });
  }
}

/** Checks that the audit finds nothing. */
export async function expectCleanAudit(system: System): Promise<void> {
  const { end, stdout } = await runProgram('coordinator-audit', { COUNTERSTEP_URL: system.url }, ['--json']);
  expect(JSON.parse(stdout)).toMatchObject({ state: 'DONE', findings: [] });
  expect(end).toBe(0);
}
