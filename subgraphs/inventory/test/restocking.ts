import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stepInput, type Answer } from '@counterstep/service-kit/testing';
import fc from 'fast-check';
import { startInventory, units, type InventoryKit, type Item } from './inventory-kit.ts';

const RESTOCK = `mutation ($step: StepInput!, $input: ReservationStepInput!) {
  restockInventory(step: $step, input: $input) { rejection { code } } }`;

/** Puts the units of a cancelled order back. */
export const restock = (inventory: InventoryKit, orderId: string, step: object): Promise<Answer> =>
  inventory.ask(RESTOCK, { step, input: { orderId } }, { service: 'coordinator' });

/** What is sent for an order once it is confirmed; each message may come again, and in any order. */
type Message = 'commit' | 'restock';

const schedules = fc.array(
  fc.record({
    quantity: fc.integer({ min: 1, max: 4 }),
    messages: fc.array(fc.constantFrom<Message>('commit', 'restock'), { maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 4 },
);

/** What must hold of cancelled orders' units in any order of messages, on one kind of store. */
export const restockingInAnyOrder = (engine: string, runs: number, mongoUri?: () => string): void => {
  describe(`cancelled orders in any interleaving with their placing on ${engine}`, () => {
    let inventory: InventoryKit;
    let orders = 0;
    beforeAll(async () => {
      inventory = await startInventory([units('MUG', 'EAST', 10_000), units('MUG', 'WEST', 5)], {
        mongoUri: mongoUri?.(),
      });
    });
    afterAll(() => inventory.end());

    const onHand = async (): Promise<number> =>
      (await inventory.items()).reduce((sum, item: Item) => sum + item.onHand, 0);

    it('give back what they held or took, once', async () => {
      const property = fc.asyncProperty(fc.scheduler(), schedules, async (scheduler, plans) => {
        const before = await onHand();
        const planned = plans.map((plan) => ({ ...plan, orderId: `order-${(orders += 1)}` }));
        const send = async (orderId: string, message: Message): Promise<void> => {
          const step = stepInput(message, `${message}-of-${orderId}`);
          const { data, errors } = await (message === 'commit'
            ? inventory.commit(orderId, step)
            : restock(inventory, orderId, step));
          expect([errors, Object.values(data ?? {})]).toEqual([undefined, [{ rejection: null }]]);
        };
        for (const { orderId, quantity } of planned) await inventory.reserve(orderId, [['MUG', quantity]]);
        await scheduler.waitFor(
          Promise.all(
            planned.flatMap(({ orderId, messages }) =>
              messages.map(async (message) => {
                await scheduler.schedule(Promise.resolve(), message);
                await send(orderId, message);
              }),
            ),
          ),
        );
        // The placing saga always commits in the end, however late.
        for (const { orderId } of planned) await send(orderId, 'commit');

        const cancelled = planned.filter(({ messages }) => messages.includes('restock'));
        const sold = planned.filter(({ messages }) => !messages.includes('restock'));
        const taken = sold.reduce((sum, { quantity }) => sum + quantity, 0);
        expect(await onHand()).toBe(before - taken);
        for (const { reserved, available, onHand: units } of await inventory.items())
          expect([reserved, available]).toEqual([0, units]);
        const statuses = async (of: typeof planned) =>
          (await inventory.reservations(of.map(({ orderId }) => orderId))).map(
            (found) => (found as { status: string }).status,
          );
        expect(await statuses(cancelled)).toEqual(cancelled.map(() => 'RELEASED'));
        expect(await statuses(sold)).toEqual(sold.map(() => 'COMMITTED'));
      });
      await fc.assert(property, { numRuns: runs, interruptAfterTimeLimit: 20_000 });
    });
  });
};
