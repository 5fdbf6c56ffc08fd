import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countedLines, parcelsAfter } from '../src/domain/fulfilment.ts';
import { decideCompletion, decideLock } from '../src/domain/line-lock.ts';
import { worthOf, type LineLock, type Order } from '../src/domain/order.ts';
import type { PlannedParcel, Units } from '../src/domain/parcel.ts';
import { planOf, planWithout } from '../src/domain/plan.ts';
import { decideAcceptance, openWithout } from '../src/domain/receiving.ts';
import type { Return } from '../src/domain/return.ts';
import { notReturnable } from '../src/domain/returnability.ts';
import { address, usd } from './kit.ts';

const AT = '2026-03-01T09:00:00.000Z';
const skus = ['LAMP', 'MUG', 'BOOK'];
const warehouses = ['EAST', 'NORTH', 'WEST'];

type Command =
  | { readonly do: 'lock'; readonly lines: readonly Units[] | undefined }
  | { readonly do: 'complete' | 'unlock' | 'abandon' }
  | { readonly do: 'move'; readonly nth: number; readonly delivered: boolean; readonly told: boolean }
  | { readonly do: 'open'; readonly lines: readonly Units[] }
  | { readonly do: 'accept'; readonly share: number };

const someUnits = fc.array(
  fc.record({ sku: fc.constantFrom(...skus), quantity: fc.integer({ min: 1, max: 3 }) }),
  { minLength: 1, maxLength: 3 },
);

const commands: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('lock' as const),
      lines: fc.option(someUnits, { nil: undefined }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('complete' as const, 'unlock' as const, 'abandon' as const) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      nth: fc.nat(2),
      delivered: fc.boolean(),
      told: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('open' as const), lines: someUnits }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('accept' as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
);

/** An order of up to three products over up to three warehouses. */
const orders = fc
  .array(fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 3 })
  .map((counts) => {
    const planned: PlannedParcel[] = counts.map((quantities, n) => ({
      warehouse: warehouses[n]!,
      lines: skus
        .map((sku, index) => ({ sku, quantity: quantities[index]! + (n === 0 && index === 0 ? 1 : 0) }))
        .filter(({ quantity }) => quantity > 0),
    }));
    const all = planned.flatMap(({ lines }) => lines);
    const lines = skus
      .map((sku, index) => ({
        ...{ sku, name: sku, unitPrice: usd(199 * (index + 1)) },
        quantity: all.reduce((sum, line) => (line.sku === sku ? sum + line.quantity : sum), 0),
      }))
      .filter(({ quantity }) => quantity > 0);
    const total = usd(lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amount, 0));
    const order: Order = {
      ...{ id: 'order-1', version: 1, number: '1', customerId: 'c', status: 'CONFIRMED', placedAt: AT },
      ...{ lines, total, shippingAddress: address },
      planned: planned.filter((parcel) => parcel.lines.length > 0),
    };
    return order;
  });

/** What becomes of an order, as the steps write it. */
class Story {
  order: Order;
  refunded = 0;
  #amount = 0;
  /** A parcel that was to be withdrawn has left: the saga can only turn back. */
  #tooLate = false;
  #returns = 0;

  constructor(order: Order) {
    this.order = order;
  }

  lock(lines: readonly Units[] | undefined): void {
    const decision = decideLock(this.order, lines, 'saga');
    if (decision.kind !== 'lock') return;
    const { lock, amount } = decision.plan;
    this.#amount = amount.amount;
    this.#tooLate = false;
    this.order = { ...this.order, lock, ...(lock.whole && { status: 'CANCELLING', cancelledBy: 'saga' }) };
  }

  unlock(): void {
    if (this.order.lock === undefined) return;
    const { lock: _, cancelledBy: __, ...order } = this.order;
    this.order = { ...order, status: 'CONFIRMED' };
  }

  complete(): void {
    if (this.#tooLate) {
      this.unlock();
      return;
    }
    const decision = decideCompletion(this.order, 'saga');
    if (decision.kind === 'refused') return;
    this.refunded += this.#amount;
    const { lock: _, ...order } = this.order;
    if (decision.kind === 'cancel') this.order = { ...order, status: 'CANCELLED' };
    else {
      const { lines, planned, parcels } = decision;
      this.order = { ...order, lines, planned, ...(parcels.length > 0 && { parcels }) };
    }
  }

  move(nth: number, delivered: boolean, told: boolean): void {
    const parcel = planOf(this.order)[nth];
    if (parcel === undefined || this.order.status === 'CANCELLED') return;
    const { warehouse } = parcel;
    const taken = this.order.lock?.units.some((units) => units.warehouse === warehouse) === true;
    if (taken) this.#tooLate = true;
    const parcels = parcelsAfter(this.order, {
      ...{ shipmentId: `S-${warehouse}`, status: delivered ? 'DELIVERED' : 'HANDED_OVER', at: AT },
      ...{ lines: parcel.lines, ...(told && { warehouse }) },
    });
    if (parcels !== undefined) this.order = { ...this.order, parcels };
  }

  open(lines: readonly Units[]): void {
    if (notReturnable(this.order, lines, AT) !== undefined) return;
    const returnId = `r${(this.#returns += 1)}`;
    this.order = { ...this.order, openReturns: [...(this.order.openReturns ?? []), { returnId, lines }] };
  }

  accept(share: number): void {
    const open = this.order.openReturns?.[0];
    if (open === undefined) return;
    const received: Return = {
      ...{
        id: open.returnId,
        version: 1,
        number: 'R',
        orderId: 'order-1',
        customerId: 'c',
        status: 'RECEIVED',
      },
      ...{ reason: 'OTHER', requestedAt: AT, receiveBy: AT, receivedAt: AT, warehouse: 'EAST' },
      lines: open.lines.map((line) => {
        const accepted = Math.round(line.quantity * share);
        return { ...line, accepted, resellable: accepted };
      }),
    };
    const decision = decideAcceptance(received, this.order);
    if (decision.kind === 'refused') return;
    const { orderLines, openReturns, amount } = decision.acceptance;
    this.refunded += amount.amount;
    this.order = { ...this.order, lines: orderLines, openReturns };
  }

  abandon(): void {
    const [open] = this.order.openReturns ?? [];
    if (open !== undefined)
      this.order = { ...this.order, openReturns: openWithout(this.order, open.returnId) };
  }

  tell(command: Command): void {
    switch (command.do) {
      case 'lock':
        this.lock(command.lines);
        break;
      case 'move':
        this.move(command.nth, command.delivered, command.told);
        break;
      case 'open':
        this.open(command.lines);
        break;
      case 'accept':
        this.accept(command.share);
        break;
      case 'complete':
      case 'unlock':
      case 'abandon':
        this[command.do]();
    }
  }
}

const checkCounts = ({ order, refunded }: Story): void => {
  const counted = countedLines(order);
  for (const { sku, quantity, cancelled, shipped, delivered, returned } of counted) {
    const open = (order.openReturns ?? []).flatMap(({ lines }) => lines).filter((line) => line.sku === sku);
    const coming = open.reduce((sum, line) => sum + line.quantity, 0);
    expect(cancelled).toBeGreaterThanOrEqual(0);
    expect(cancelled + shipped).toBeLessThanOrEqual(quantity);
    expect(delivered).toBeLessThanOrEqual(shipped);
    expect(returned + coming).toBeLessThanOrEqual(delivered);
    expect(order.lines.find((line) => line.sku === sku)!.returned ?? 0).toBe(returned);
  }
  const kept = counted.map(({ sku, quantity, cancelled, returned }) => ({
    sku,
    quantity: quantity - cancelled - returned,
  }));
  expect(refunded + worthOf(order, kept).amount).toBe(order.total.amount);
};

describe('the counts of an order', () => {
  it('hold for any cancellations, movements and returns, and what is paid back is what is not kept', () => {
    fc.assert(
      fc.property(orders, fc.array(commands, { maxLength: 25 }), (order, told) => {
        const story = new Story(order);
        for (const command of told) {
          story.tell(command);
          checkCounts(story);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('say for any lines which parcels are taken back: just these units, and no parcel without need', () => {
    fc.assert(
      fc.property(orders, fc.option(someUnits, { nil: undefined }), (order, lines) => {
        const decision = decideLock(order, lines, 'saga');
        if (decision.kind !== 'lock') return;
        const { lock, parcels, staying } = decision.plan;
        expect(decideLock(order, lines, 'saga')).toEqual(decision);
        expect(planWithout(parcels, lock.units)).toEqual(staying);
        expect(unitsIn(lock.units)).toEqual(unitsIn(decision.plan.lines));
        expect(
          lock.units.every(({ warehouse }) => parcels.some((parcel) => parcel.warehouse === warehouse)),
        ).toBe(true);
        expect(lock.whole).toBe(countOf(lock.units) === countOf(order.lines));
        if (lock.whole) expect(staying).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

const countOf = (units: readonly Units[]): number => units.reduce((sum, { quantity }) => sum + quantity, 0);

const unitsIn = (units: LineLock['units'] | readonly Units[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const { sku, quantity } of units) sums[sku] = (sums[sku] ?? 0) + quantity;
  return sums;
};
