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
import type { SettledBy } from './reservation-store.ts';

type CommitReservation = StepHandler<MutationCommitReservationArgs, StepPayload, Context>;
type CommitParcel = StepHandler<MutationCommitParcelArgs, StepPayload, Context>;
type RestockInventory = StepHandler<MutationRestockInventoryArgs, StepPayload, Context>;
type RestockUnits = StepHandler<MutationRestockUnitsArgs, StepPayload, Context>;

/** The steps that remove held units from the warehouses, or put units of an order back to stock. */
export const settlingSteps = (inventory: InventoryStore, clock: Clock) =>
  ({
    commitReservation: commitReservation(inventory, clock),
    commitParcel: commitParcel(inventory, clock),
    restockInventory: restockInventory(inventory, clock),
    restockUnits: restockUnits(inventory, clock),
  }) satisfies StepHandlers<Context>;

const commitReservation =
  (inventory: InventoryStore, clock: Clock): CommitReservation =>
  async ({ orderId }, _context, { sagaId }) => {
    const found = standing(await inventory.reservationOf(orderId));
    if (found.kind === 'refused') return reject(found.rejection);
    if (found.kind === 'done') return unchanged({});
    const { reservation } = found;
    return {
      writes: inventory.settle(reservation, takeHeld(reservation), { at: instant(clock), actor: sagaId }),
      response: {},
    };
  };

const commitParcel =
  (inventory: InventoryStore, clock: Clock): CommitParcel =>
  async ({ orderId, warehouse }, _context, { sagaId }) => {
    const reservation = await inventory.reservationOf(orderId);
    if (reservation === undefined) return reject(notReserved.rejection);
    const settlement = takeHeld(reservation, warehouse);
    if (settlement.moves.length === 0) return unchanged({});
    return {
      writes: inventory.settle(reservation, settlement, { at: instant(clock), actor: sagaId }),
      response: {},
    };
  };

const restockInventory =
  (inventory: InventoryStore, clock: Clock): RestockInventory =>
  async ({ orderId }, _context, { sagaId }) =>
    restocked(inventory, putAllBack(await inventory.reservationOf(orderId)), {
      at: instant(clock),
      actor: sagaId,
    });

const restockUnits =
  (inventory: InventoryStore, clock: Clock): RestockUnits =>
  async ({ orderId, lines, reason }, _context, { sagaId }) => {
    checkUnits(lines);
    const names = [...new Set(lines.map(({ warehouse }) => warehouse))];
    const [reservation, warehouses] = await Promise.all([
      inventory.reservationOf(orderId),
      inventory.warehousesNamed(names),
    ]);
    const decision = putBack(reservation, lines, reason, (name) => warehouses.has(name));
    const closed = new Set(names.filter((name) => warehouses.get(name)?.active === false));
    return restocked(inventory, decision, { at: instant(clock), actor: sagaId, closed });
  };

async function restocked(inventory: InventoryStore, decision: Restocking, by: SettledBy) {
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
      return { writes: inventory.settle(reservation, settlement, { ...by, missing }), response: {} };
    }
  }
}

const MAX_LINES = 1000;

/** @throws {BadUserInput} when there are too many lines, or one has no units. */
function checkUnits(lines: readonly WarehouseLineInput[]): void {
  if (lines.length > MAX_LINES)
    throw new BadUserInput(`There must be at most ${MAX_LINES} lines.`, ['input', 'lines']);
  for (const [index, { quantity }] of lines.entries()) {
    if (quantity < 1)
      throw new BadUserInput('quantity must be at least 1.', ['input', 'lines', String(index), 'quantity']);
  }
}
