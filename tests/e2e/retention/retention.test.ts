import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cancelOrder } from '../support/cancellations.ts';
import { logIn, type Client } from '../support/client.ts';
import { placingSteps } from '../support/definition.ts';
import { eventually } from '../support/eventually.ts';
import { mugs, orderOf, placeOrder, progressOf } from '../support/orders.ts';
import { runProgram } from '../support/run.ts';
import { startSystem, type System } from '../support/system.ts';

/** Less time than a start takes, in days. */
const RETENTION = '0.000001';

const SAGA =
  'query ($id: ID!) { saga(id: $id) { status archivedAt sequence events { sequence } steps { name status } } }';

interface Saga {
  readonly status: string;
  readonly archivedAt: string | null;
  readonly sequence: number;
  readonly events: readonly object[];
  readonly steps: readonly { readonly status: string }[];
}

const placed = mugs({ idempotencyKey: 'retention-placed' });
const declined = mugs({ idempotencyKey: 'retention-declined', payment: { token: 'tok_declined' } });

let system: System;
let ada: Client;
const sagaOf = async (id: string) => (await ada.ask<{ saga: Saga }>(SAGA, { id })).saga;

describe('Sagas that ended longer ago than they are kept', () => {
  const ids: string[] = [];
  let orderId: string;

  beforeAll(async () => {
    system = await startSystem({ SAGA_RETENTION_DAYS: '0' });
    ada = await logIn(system.url, 'ada');
    const orders = [await placeOrder(ada, placed), await placeOrder(ada, declined)];
    ids.push(...orders.map(({ saga }) => saga!.id));
    orderId = orders[0]!.orderId!;
    await system.stop();
    system = await system.restart({ SAGA_RETENTION_DAYS: RETENTION, AUDIT_ON_START: 'false' });
    ada = await logIn(system.url, 'ada');
  });

  afterAll(() => system.remove());

  it('lose their events, and still say how they ended', async () => {
    for (const [index, status] of ['COMPLETED', 'COMPENSATED'].entries()) {
      const saga = await eventually(
        () => sagaOf(ids[index]!),
        ({ archivedAt }) => archivedAt !== null,
      );
      expect(saga).toMatchObject({ status, events: [], sequence: 0 });
    }
    const { steps } = await sagaOf(ids[0]!);
    expect(steps.map((step) => step.status)).toEqual(placingSteps.map(() => 'SUCCEEDED'));
  });

  it('still answer for their idempotency key', async () => {
    expect((await placeOrder(ada, placed)).orderId).toBe(orderId);
    const other = await placeOrder(ada, { ...placed, payment: { token: 'tok_declined' } });
    expect(other.errors).toMatchObject([{ code: 'IDEMPOTENCY_CONFLICT' }]);
    expect(await orderOf(ada, orderId)).toMatchObject({
      status: 'CONFIRMED',
      payment: { status: 'CAPTURED' },
    });
  });

  it('cannot be followed by a cancellation, which would not know what to take back', async () => {
    const { saga, errors } = await cancelOrder(ada, orderId);
    expect(errors).toMatchObject([{ __typename: 'OrderNotCancellable', code: 'ORDER_TOO_OLD' }]);
    expect(saga!.id).toBe(ids[0]);
    expect((await orderOf(ada, orderId)).status).toBe('CONFIRMED');
  });

  it('have no more progress, and those who follow are told at once', async () => {
    expect(await progressOf(ada, orderId)).toEqual([]);
  });

  it('are no finding of the auditor, whose participants have forgotten their steps', async () => {
    const { end, stdout } = await runProgram('coordinator-audit', { COUNTERSTEP_URL: system.url }, [
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ findings: [], examined: { sagas: 2, stepRecords: 0 } });
    expect(end).toBe(0);
  });
});
