import { BadUserInput, instant, type Clock } from '@counterstep/service-kit';
import type { StepHandler, StepHandlers } from '@counterstep/service-kit/server';
import { reject, unchanged } from '@counterstep/step-barrier/document-store';
import type { Context } from './context.ts';
import { notReserved, standing } from './domain/reservation.ts';
import { putAllBack, putBack, takeHeld, type Restocking } from './domain/settlement.ts';
import { stockItemId } from './domain/stock.ts';
import type {
  MutationCommitParcelArgs,
  MutationCommitReservationArgs,
  MutationRestockInventoryArgs,
  MutationRestockUnitsArgs,
  StepPayload,
  WarehouseLineInput,
} from './generated/schema.ts';
import type { InventoryStore } from './inventory-store.ts';

type CommitReservation = StepHandler<MutationCommitReservationArgs, StepPayload, Context>;
type CommitParcel = StepHandler<MutationCommitParcelArgs, StepPayload, Context>;
type RestockInventory = StepHandler<MutationRestockInventoryArgs, StepPayload, Context>;
type RestockUnits = StepHandler<MutationRestockUnitsArgs, StepPayload, Context>;

/** The steps by which held units leave the warehouses, or units of an order go back on the shelf. */
export const settlingSteps = (inventory: InventoryStore, clock: Clock) =>
  ({
    commitReservation: commitReservation(inventory, clock),
    commitParcel: commitParcel(inventory, clock),
    restockInventory: restockInventory(inventory, clock),
    restockUnits: restockUnits(inventory, clock),
  }) satisfies StepHandlers<Context>;

const commitReservation =
  (inventory: InventoryStore, clock: Clock): CommitReservation =>
  async ({ orderId }) => {
    const found = standing(await inventory.reservationOf(orderId));
    if (found.kind === 'refused') return reject(found.rejection);
    if (found.kind === 'done') return unchanged({});
    const { reservation } = found;
    return { writes: inventory.settle(reservation, takeHeld(reservation), instant(clock)), response: {} };
  };

const commitParcel =
  (inventory: InventoryStore, clock: Clock): CommitParcel =>
  async ({ orderId, warehouse }) => {
    const reservation = await inventory.reservationOf(orderId);
    if (reservation === undefined) return reject(notReserved.rejection);
    const settlement = takeHeld(reservation, warehouse);
    if (settlement.moves.length === 0) return unchanged({});
    return { writes: inventory.settle(reservation, settlement, instant(clock)), response: {} };
  };

const restockInventory =
  (inventory: InventoryStore, clock: Clock): RestockInventory =>
  async ({ orderId }) =>
    restocked(inventory, putAllBack(await inventory.reservationOf(orderId)), clock);

const restockUnits =
  (inventory: InventoryStore, clock: Clock): RestockUnits =>
  async ({ orderId, lines, reason }) => {
    checkUnits(lines);
    const names = [...new Set(lines.map(({ warehouse }) => warehouse))];
    const [reservation, ...areWarehouses] = await Promise.all([
      inventory.reservationOf(orderId),
      ...names.map((name) => inventory.isWarehouse(name)),
    ]);
    const warehouses = new Set(names.filter((_name, index) => areWarehouses[index]));
    const decision = putBack(reservation, lines, reason, (name) => warehouses.has(name));
    return restocked(inventory, decision, clock);
  };

async function restocked(inventory: InventoryStore, decision: Restocking, clock: Clock) {
  switch (decision.kind) {
    case 'refused':
      return reject(decision.rejection);
    case 'done':
      return unchanged({});
    case 'settle': {
      const { reservation, settlement } = decision;
      const { moves } = settlement;
      const items = await inventory.itemsOf([...new Set(moves.map(({ sku }) => sku))]);
      const known = new Set(items.map(({ id }) => id));
      const missing = new Set(moves.map(stockItemId).filter((id) => !known.has(id)));
      return { writes: inventory.settle(reservation, settlement, instant(clock), missing), response: {} };
    }
  }
}

const MAX_LINES = 1000;

/** @throws {BadUserInput} when there are too many lines, or one is of no units. */
function checkUnits(lines: readonly WarehouseLineInput[]): void {
  if (lines.length > MAX_LINES)
    throw new BadUserInput(`There must be at most ${MAX_LINES} lines.`, ['input', 'lines']);
  for (const [index, { quantity }] of lines.entries()) {
    if (quantity < 1)
      throw new BadUserInput('quantity must be at least 1.', ['input', 'lines', String(index), 'quantity']);
  }
}
