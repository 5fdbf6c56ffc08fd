import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { failureOf, logIn, type Client } from '../support/client.ts';
import { ADDRESS } from '../support/customers.ts';
import { labelOf, placeOrderSaga, placingSteps, recordsOfRefused } from '../support/definition.ts';
import { mugs, placeOrder, progressOf, type Placed } from '../support/orders.ts';
import { runProgram } from '../support/run.ts';
import { startSystem, type System } from '../support/system.ts';
import { copy, removeById, setById, setOfOrder } from './faults.ts';

const CLI = 'coordinator-audit';
const START = `mutation ($input: StartAuditInput!) { startAudit(input: $input) {
  audit { id state } errors { __typename ... on UserError { code path } } } }`;

interface Report {
  readonly state: string;
  readonly examined: Readonly<Record<string, number>>;
  readonly findings: readonly {
    readonly code: string;
    readonly sagaId: string | null;
    readonly orderId: string | null;
    readonly step: string | null;
    readonly subgraph: string | null;
    readonly message: string;
    readonly coordinator: string;
    readonly participant: string;
  }[];
  readonly notes: readonly unknown[];
}

let system: System;
let admin: Client;
let ada: Client;
const orders: Record<string, { readonly order: string; readonly saga: string }> = {};

const env = { ATTEMPT_TIMEOUT_MS: '3000', AUDIT_SETTLE_MS: '3000', LOG_LEVEL: 'warn' };

const cli = (args: readonly string[] = [], more: Readonly<Record<string, string>> = {}) =>
  runProgram(CLI, { COUNTERSTEP_URL: system.url, ...more }, args);

async function audited(): Promise<{ end: unknown; report: Report }> {
  const { end, stdout, stderr } = await cli(['--json']);
  if (stdout === '') throw new Error(stderr);
  return { end, report: JSON.parse(stdout) as Report };
}

async function place(name: string, changes: object = {}): Promise<Placed> {
  const placed = await placeOrder(ada, mugs(changes));
  expect(placed.errors).toEqual([]);
  orders[name] = { order: placed.orderId!, saga: placed.saga!.id };
  return placed;
}

const unserved = { shippingAddress: { ...ADDRESS, postalCode: '00000' } };

beforeAll(async () => {
  system = await startSystem(env);
  [admin, ada] = await Promise.all([logIn(system.url, 'admin'), logIn(system.url, 'ada')]);
  for (const name of ['placed', 'paid twice', 'unpaid', 'unheard of', 'forgotten']) await place(name);
  await place('declined', { payment: { token: 'tok_declined' } });
  await place('sold out', { lines: [{ sku: 'POSTER-SOLD-OUT', quantity: 1 }] });
  for (const name of ['undone', 'undone too']) await place(name, unserved);
});

afterAll(async () => {
  await ada.close();
  await system.remove();
});

describe('the audit of a system that keeps its promises', () => {
  it('finds nothing, says what it looked at, and exits with 0', async () => {
    const { end, report } = await audited();
    expect(report).toMatchObject({ state: 'DONE', findings: [], notes: [] });
    expect(report.examined['sagas']).toBe(9);
    expect(report.examined['stepRecords']).toBe(
      5 * placingSteps.length +
        recordsOfRefused('authorizePayment') +
        recordsOfRefused('reserveInventory') +
        2 * recordsOfRefused('bookParcel'),
    );
    expect(end).toBe(0);
  });

  it('finds nothing while orders are under way', async () => {
    const accepted = mugs({ waitFor: 'ACCEPTED' });
    const placed = await Promise.all(Array.from({ length: 12 }, () => placeOrder(ada, accepted)));
    const reports = await Promise.all([audited(), audited()]);
    expect(reports.map(({ report }) => report.findings)).toEqual([[], []]);
    await Promise.all(placed.map(({ orderId }) => progressOf(ada, orderId!)));
  });

  it('is for people, too', async () => {
    const { end, stdout } = await cli();
    expect(stdout).toMatch(/^Audited 21 sagas, .*\n\nNo findings/);
    expect(end).toBe(0);
  });

  it('is for ADMIN only', async () => {
    for (const query of ['{ audit { id } }', 'mutation { startAudit { audit { id } } }'])
      expect(await failureOf(ada.ask(query))).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('refuses a future instant, and names the argument', async () => {
    const future = { input: { since: '2999-01-01T00:00:00.000Z' } };
    expect(await admin.ask(START, future)).toEqual({
      startAudit: {
        audit: null,
        errors: [{ __typename: 'ValidationError', code: 'VALIDATION_ERROR', path: ['input', 'since'] }],
      },
    });
  });

  it('exits with 2 where it cannot be done, and says why', async () => {
    const wrong = { COUNTERSTEP_PASSWORD: 'not-the-password' };
    expect(await cli([], wrong)).toMatchObject({ end: 2, stderr: expect.stringContaining('cannot log in') });
    const nobody = await cli(['--url', 'http://127.0.0.1:1']);
    expect(nobody).toMatchObject({ end: 2, stderr: expect.stringContaining('Nothing answers') });
    expect(await cli(['--since', 'now'])).toMatchObject({
      end: 2,
      stderr: expect.stringContaining('--since'),
    });
    const customer = { COUNTERSTEP_EMAIL: 'ada@example.com' };
    expect(await cli([], customer)).toMatchObject({ end: 2, stderr: expect.stringContaining('ADMIN') });
  });

  it('explains itself', async () => {
    const { end, stdout } = await cli(['--help']);
    expect(stdout).toContain('Exit code: 0 no findings, 1 findings, 2 it could not be done.');
    expect(end).toBe(0);
  });
});

describe('the audit of a system whose documents were changed', () => {
  let report: Report;
  let end: unknown;
  const found = (name: string) => {
    const { order, saga } = orders[name]!;
    return report.findings
      .filter(({ orderId, sagaId }) => orderId === order || sagaId === saga)
      .map(({ code, subgraph, step }) => [code, subgraph, step].filter((part) => part !== null).join(' '))
      .sort();
  };

  beforeAll(async () => {
    await system.stop();
    const { dataDir } = system;
    const keyOf = (name: string, step: string) => `${orders[name]!.saga}:${labelOf(step)}`;
    await removeById(dataDir, 'payments', 'step_barriers', keyOf('placed', 'authorizePayment'));
    await copy(
      dataDir,
      'payment_provider',
      'charges',
      keyOf('paid twice', 'authorizePayment'),
      'another-key',
    );
    await setOfOrder(dataDir, 'payments', 'payments', orders['unpaid']!.order, {
      ...{ status: 'REFUNDED', refunded: { amount: 2800, currency: 'USD' } },
    });
    await setOfOrder(dataDir, 'inventory', 'reservations', orders['declined']!.order, {
      status: 'HELD',
      lines: [{ sku: 'MUG-BLUE', warehouse: 'EAST', quantity: 2, held: 2 }],
    });
    await setById(dataDir, 'inventory', 'step_barriers', keyOf('undone', 'reserveInventory'), {}, [
      'compensate',
    ]);
    await setById(dataDir, 'orders', 'orders', orders['undone']!.order, { status: 'PENDING' });
    const [charge, booking] = [keyOf('undone too', 'authorizePayment'), keyOf('undone too', 'bookParcel')];
    await setById(dataDir, 'payment_provider', 'charges', charge, { status: 'AUTHORIZED' });
    await setById(dataDir, 'carrier', 'bookings', booking, { status: 'BOOKED' });
    await copy(dataDir, 'orders', 'step_barriers', keyOf('placed', 'createOrder'), 'nobody:createOrder');
    await copy(
      dataDir,
      'orders',
      'step_barriers',
      keyOf('placed', 'createOrder'),
      keyOf('unheard of', 'paint'),
    );
    await removeById(dataDir, 'coordinator', 'sagas', orders['forgotten']!.saga);
    await setById(dataDir, 'inventory', 'stock', 'DESK-LAMP/WEST', { onHand: 81, available: 81 });
    system = await system.restart();
    ({ end, report } = await audited());
  });

  it('exits with 1', () => {
    expect(end).toBe(1);
  });

  it('finds a step that is done for the coordinator and absent at the participant', () => {
    expect(found('placed')).toEqual(['STEP_ABSENT_AT_PARTICIPANT payments authorizePayment']);
    expect(report.findings.find(({ code }) => code === 'STEP_ABSENT_AT_PARTICIPANT')).toMatchObject({
      sagaId: orders['placed']!.saga,
      coordinator: 'SUCCEEDED',
      participant: 'no record',
    });
  });

  it('finds steps that the coordinator does not know', () => {
    expect(found('unheard of')).toEqual(['STEP_UNKNOWN_TO_COORDINATOR orders paint']);
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        code: 'STEP_UNKNOWN_TO_COORDINATOR',
        sagaId: 'nobody',
        coordinator: 'no such saga',
      }),
    );
  });

  it('finds two payments for one order', () => {
    expect(found('paid twice')).toEqual(['TWO_PAYMENTS payments']);
  });

  it('finds a confirmed order that is not paid', () => {
    expect(found('unpaid')).toEqual(['CONFIRMED_ORDER_NOT_PAID payments']);
  });

  it('finds stock that an ended saga holds', () => {
    expect(found('declined')).toEqual([
      'EFFECT_AFTER_COMPENSATION inventory reserveInventory',
      'STOCK_HELD_BY_ENDED_SAGA inventory',
    ]);
  });

  it('finds a step that was never undone, and an order that is not cancelled', () => {
    expect(found('undone')).toEqual([
      'COMPENSATION_ABSENT_AT_PARTICIPANT inventory reserveInventory',
      'EFFECT_AFTER_COMPENSATION orders createOrder',
    ]);
  });

  it('finds money and a parcel that only provider and carrier know of, for a cancelled order', () => {
    expect(found('undone too')).toEqual([
      'EFFECT_AFTER_COMPENSATION payments authorizePayment',
      'MONEY_FOR_CANCELLED_ORDER payments',
      'PARCEL_FOR_CANCELLED_ORDER shipping',
    ]);
  });

  it('finds everything that is left of a saga that is gone', () => {
    expect(found('forgotten')).toEqual([
      'EFFECT_WITHOUT_SAGA inventory',
      'EFFECT_WITHOUT_SAGA orders',
      'EFFECT_WITHOUT_SAGA payments',
      'EFFECT_WITHOUT_SAGA shipping',
      ...placeOrderSaga.steps
        .map(({ subgraph, name }) => `STEP_UNKNOWN_TO_COORDINATOR ${subgraph} ${labelOf(name)}`)
        .sort(),
    ]);
  });

  it('finds stock that does not add up', () => {
    const messages = report.findings
      .filter(({ code }) => code === 'STOCK_DOES_NOT_ADD_UP')
      .map(({ message }) => message)
      .sort();
    expect(messages).toEqual([
      'DESK-LAMP in WEST does not add up: 81 on hand and not 80; 81 on hand and movements of 80.',
      'MUG-BLUE in EAST does not add up: 34 reserved and not 36.',
    ]);
  });

  it('finds nothing else', () => {
    const known = new Set(Object.values(orders).flatMap(({ order, saga }) => [order, saga]));
    const others = report.findings.filter(({ orderId, sagaId }) => !known.has(orderId ?? sagaId ?? ''));
    expect(others.map(({ code, sagaId }) => [code, sagaId])).toEqual([
      ['STEP_UNKNOWN_TO_COORDINATOR', 'nobody'],
      ['STOCK_DOES_NOT_ADD_UP', null],
      ['STOCK_DOES_NOT_ADD_UP', null],
    ]);
  });

  it('is made at the start as well, and logged', async () => {
    await system.program.printed(/audit: TWO_PAYMENTS: The order was paid 2 times\./);
  });
});
