import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cancelOrder, type Cancellation } from '../../src/cancel-order/cancel-order.ts';
import type { Viewer } from '@counterstep/identity';
import { instantOf } from '@counterstep/saga-engine/core/instant';
import { sagaIdOf, type NewSagaRequest, type SagaRunner } from '@counterstep/saga-engine';
import type { CancelOrderInput } from '../../src/generated/schema.ts';
import { cancelOrder as cancelling } from '../../src/sagas/cancel-order/definition.ts';
import { placeOrder as placing } from '../../src/sagas/place-order/definition.ts';
import { Harness, type CoordinatorProcess, type ProcessOptions } from '@counterstep/saga-engine/testing';

const ada = { id: 'ada', email: 'ada@example.com', name: 'Ada', role: 'CUSTOMER' } as const;
const grace = { ...ada, id: 'grace', email: 'grace@example.com' };

const placed: NewSagaRequest = {
  ...{ sagaId: 'placing', definitionName: 'PlaceOrder', requestHash: 'hash', correlationId: 'correlation' },
  ...{ subject: 'order-1', owner: ada.id },
  input: { orderId: 'order-1', customerId: ada.id, email: ada.email, name: ada.name },
};

describe('cancelling an order', () => {
  let harness: Harness;
  let handedOver = false;
  let cancellable: ReadonlyMap<string, number> | undefined;

  beforeEach(async () => {
    harness = await Harness.open();
    handedOver = false;
    cancellable = undefined;
  });
  afterEach(() => harness.close());

  const coordinator = (id: string, more: Partial<ProcessOptions> = {}): CoordinatorProcess => {
    const process = harness.process({ id, definitions: [placing, cancelling], ...more });
    process.runner.run();
    return process;
  };
  const cancel = (runner: SagaRunner, input: Partial<CancelOrderInput> = {}, viewer: Viewer = ada) => {
    const request = { viewer, correlationId: 'correlation' };
    return cancelOrder({ orderId: 'order-1', ...input }, request, {
      ...{ runner, sagas: harness.store },
      precheck: {
        carrierHas: () => Promise.resolve(handedOver),
        cancellable: () => Promise.resolve(cancellable),
      },
    });
  };
  const sagas = () => harness.store.ofSubjects(['order-1']);
  const place = async (runner: SagaRunner): Promise<void> => {
    await harness.during(runner.startSaga(placed));
    await harness.reaches('COMPLETED', 'placing');
  };
  const codes = ({ errors }: Cancellation) => errors.map(({ code }) => code);

  it('has one saga for all that ask at once, and at whichever coordinator', async () => {
    const [one, two] = [coordinator('one'), coordinator('two')];
    await place(one.runner);
    const asked = [one, two, one, two].map(({ runner }, index) =>
      cancel(runner, { reason: `Reason ${index}.`, waitFor: 'FINISHED' }),
    );
    const answers = await harness.during(Promise.all(asked));
    expect(new Set(answers.map(({ saga }) => saga!.id)).size).toBe(1);
    expect(answers.map(({ saga, errors }) => [saga!.status, errors])).toEqual(
      Array(4).fill(['COMPLETED', []]),
    );
    expect(await sagas()).toHaveLength(2);
    for (const { name } of cancelling.steps) expect(harness.participants.times(name, true)).toBe(1);
  });

  it('is answered after five seconds at the latest, and goes on', async () => {
    const { runner } = coordinator('one');
    await place(runner);
    harness.script('cancelShipping', 'invoke', 'hangs', 'hangs', 'hangs');
    const before = harness.elapsed;
    const { saga, errors } = await harness.during(cancel(runner));
    expect(harness.elapsed - before).toBe(5_000);
    expect([saga!.status, errors]).toEqual(['RUNNING', []]);
    await harness.reaches('COMPLETED', saga!.id);
  });

  it('begins a new saga after one that was refused, and none while that one is undone', async () => {
    const { runner } = coordinator('one');
    await place(runner);
    harness.participants.temper = { rejecting: ['cancelShipping'], broken: [] };
    harness.latencyMs = 100;
    const first = harness.during(cancel(runner));
    const joined = cancel(runner);
    expect(codes(await first)).toEqual(['FULL']);
    expect((await harness.during(joined)).saga!.id).toBe((await first).saga!.id);
    harness.participants.temper = { rejecting: [], broken: [] };
    const second = await harness.during(cancel(runner, { waitFor: 'FINISHED' }));
    expect([second.saga!.status, second.errors]).toEqual(['COMPLETED', []]);
    expect((await sagas()).map(({ definitionName, status }) => [definitionName, status])).toEqual([
      ['PlaceOrder', 'COMPLETED'],
      ['CancelOrder', 'COMPENSATED'],
      ['CancelOrder', 'COMPLETED'],
    ]);
  });

  it('begins the next saga after 120 that were refused', async () => {
    const { runner } = coordinator('one');
    await place(runner);
    const placing = await harness.saga('placing');
    for (let attempt = 0; attempt < 120; attempt += 1) {
      const startedAt = instantOf(Date.parse(placing.startedAt) + 1 + attempt);
      const refused = {
        definitionName: 'CancelOrder',
        status: 'COMPENSATED',
        direction: 'BACKWARD',
        startedAt,
      } as const;
      await harness.store.insert({
        ...placing,
        ...refused,
        id: sagaIdOf('CancelOrder', 'order-1', String(attempt)),
      });
    }
    const { saga, errors } = await harness.during(cancel(runner, { waitFor: 'FINISHED' }));
    expect([saga!.id, saga!.status, errors]).toEqual([
      sagaIdOf('CancelOrder', 'order-1', '120'),
      'COMPLETED',
      [],
    ]);
    expect((await harness.during(cancel(runner))).saga!.id).toBe(saga!.id);
  });

  it('begins no saga where the parcel is known to be with the carrier', async () => {
    const { runner } = coordinator('one');
    await place(runner);
    handedOver = true;
    for (let asked = 0; asked < 25; asked += 1) {
      const answer = await harness.during(cancel(runner));
      expect([codes(answer), answer.saga!.id]).toEqual([['SHIPMENT_HANDED_OVER'], 'placing']);
    }
    expect(await sagas()).toHaveLength(1);
  });

  it('turns a placing back that another coordinator works on', async () => {
    const [one, two] = [coordinator('one'), coordinator('two')];
    harness.script('scheduleShipping', 'invoke', 'hangs');
    await harness.during(one.runner.startSaga(placed));
    await harness.until(() => Promise.resolve(harness.sent.some(({ step }) => step === 'scheduleShipping')));
    const input = { reason: 'Too slow.', waitFor: 'FINISHED' } as const;
    const { saga, errors } = await harness.during(cancel(two.runner, input));
    expect(errors).toEqual([]);
    expect(saga).toMatchObject({
      ...{ id: 'placing', status: 'COMPENSATED' },
      failure: { code: 'REQUESTED_BY_CUSTOMER', message: 'Too slow.' },
    });
    expect(await sagas()).toHaveLength(1);
    expect(harness.participants.times('createOrder', false)).toBe(1);
    expect(harness.participants.times('confirmOrder', true)).toBe(0);
  });

  it('goes on with a saga of its own where the pivot is committed before it is turned back', async () => {
    let asked: Promise<Cancellation> | undefined;
    const { runner } = coordinator('one', {
      failpoint: (name) => {
        if (name === 'after-commit:confirmOrder:STEP_STARTED')
          asked = cancel(runner, { waitFor: 'FINISHED' });
      },
    });
    await place(runner);
    const { saga, errors } = await harness.during(asked!);
    expect([saga!.definitionName, saga!.status, errors]).toEqual(['CancelOrder', 'COMPLETED', []]);
    expect((await harness.saga('placing')).status).toBe('COMPLETED');
  });

  const lines = (...skus: string[]) => ({ lines: skus.map((sku) => ({ sku, quantity: 1 })) });

  it('cancels lines one request after the other, and the same ones once however often that is asked at once', async () => {
    const [one, two] = [coordinator('one'), coordinator('two')];
    await place(one.runner);
    harness.latencyMs = 100;
    const asked = [one, two, one].map(({ runner }) => cancel(runner, lines('A', 'B')));
    await harness.until(async () => (await sagas()).length === 2);
    const other = cancel(two.runner, lines('C'));
    const whole = cancel(one.runner);
    const answers = await harness.during(Promise.all(asked));
    expect(new Set(answers.map(({ saga }) => saga!.id)).size).toBe(1);
    expect(answers.map(codes)).toEqual([[], [], []]);
    expect(codes(await harness.during(other))).toEqual(['CANCELLATION_UNDER_WAY']);
    expect(codes(await harness.during(whole))).toEqual(['CANCELLATION_UNDER_WAY']);
    await harness.reaches('COMPLETED', answers[0]!.saga!.id);
    const next = await harness.during(cancel(two.runner, { ...lines('C'), waitFor: 'FINISHED' }));
    const again = await harness.during(cancel(two.runner, { ...lines('C'), waitFor: 'FINISHED' }));
    expect([codes(next), codes(again)]).toEqual([[], []]);
    const inputs = (await sagas()).slice(1).map(({ status, input }) => [status, input]);
    expect(inputs).toMatchObject([
      ['COMPLETED', lines('A', 'B')],
      ['COMPLETED', lines('C')],
      ['COMPLETED', lines('C')],
    ]);
  });

  it('begins no saga for more units than can be cancelled, and names the product', async () => {
    const { runner } = coordinator('one');
    await place(runner);
    cancellable = new Map([['A', 1]]);
    const answer = await harness.during(cancel(runner, lines('A', 'A', 'B')));
    expect(answer.errors).toMatchObject([
      { __typename: 'NotCancellable', code: 'NOT_CANCELLABLE', sku: 'A', cancellable: 1 },
      { __typename: 'NotCancellable', code: 'NOT_CANCELLABLE', sku: 'B', cancellable: 0 },
    ]);
    expect(answer.saga!.id).toBe('placing');
    expect(codes(await harness.during(cancel(runner, { lines: [] })))).toEqual(['VALIDATION_ERROR']);
    expect(await sagas()).toHaveLength(1);
  });

  it('does not know another customer’s order', async () => {
    const { runner } = coordinator('one');
    await place(runner);
    expect(await cancel(runner, {}, grace)).toEqual(await cancel(runner, { orderId: 'no-order' }));
    expect(codes(await cancel(runner, {}, grace))).toEqual(['ORDER_NOT_FOUND']);
    expect(await sagas()).toHaveLength(1);
  });
});
