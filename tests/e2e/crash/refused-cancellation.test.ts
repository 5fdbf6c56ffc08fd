import { afterEach, expect, it } from '@jest/globals';
import { setOfOrder } from '../audit/faults.ts';
import { cancelledOrder, cancelOrder } from '../support/cancellations.ts';
import { logIn } from '../support/client.ts';
import { mugs, placeOrder } from '../support/orders.ts';
import { ProgramEnded, startSystem, type System } from '../support/system.ts';

const env = { LOG_LEVEL: 'silent' };

/** The boundary before the parcel is handed over: the cancellation has begun, and nothing speaks against it yet. */
const BEGUN = 'before-send:lockLines:invoke';
/** The boundaries at which the next processes die, one each. */
const boundaries = [
  'before-send:withdrawParcel:EAST:invoke',
  'after-send:withdrawParcel:EAST:invoke',
  'after-commit:withdrawParcel:EAST:STEP_REJECTED',
  'after-send:lockLines:compensate',
  'after-commit:saga:SAGA_COMPENSATED',
];

let system: System;
afterEach(() => system.remove());

/** Runs the next process until it dies at the failpoint, which may be before it is ready. */
async function dieAt(failpoint: string): Promise<void> {
  try {
    const { program } = await system.restart({ ...env, FAILPOINT: failpoint });
    expect(await program.ended).toBe('SIGKILL');
  } catch (error) {
    if (!(error instanceof ProgramEnded) || error.end !== 'SIGKILL') throw error;
  }
}

it('A cancellation that is refused under way leaves one saga and the order as it was, wherever the process dies', async () => {
  system = await startSystem({ ...env, FAILPOINT: BEGUN });
  const before = await logIn(system.url, 'ada');
  const { orderId } = await placeOrder(before, mugs());
  const placed = (await cancelledOrder(before, orderId!))!;
  await expect(cancelOrder(before, orderId!)).rejects.toThrow();
  expect(await system.program.ended).toBe('SIGKILL');

  await setOfOrder(system.dataDir, 'shipping', 'shipments', orderId!, { status: 'HANDED_OVER' });
  for (const boundary of boundaries) await dieAt(boundary);

  system = await system.restart(env);
  const after = await logIn(system.url, 'ada');
  const { errors } = await cancelOrder(after, orderId!);
  expect(errors).toMatchObject([{ code: 'SHIPMENT_HANDED_OVER' }]);
  const kept = (await cancelledOrder(after, orderId!))!;
  expect(kept.sagas).toMatchObject([
    { type: 'PlaceOrder', status: 'COMPLETED' },
    { type: 'CancelOrder', status: 'COMPENSATED' },
  ]);
  expect(kept).toEqual({
    ...placed,
    ...{ saga: kept.saga, sagas: kept.sagas, shipment: { ...placed.shipment, status: 'HANDED_OVER' } },
  });
  await after.close();
}, 200_000);
