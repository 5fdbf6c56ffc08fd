import { BadUserInput, instant, newId, type Clock } from '@counterstep/service-kit';
import type { StepHandler, StepHandlers } from '@counterstep/service-kit/server';
import { reject, unchanged } from '@counterstep/step-barrier/document-store';
import type { Context } from './context.ts';
import { allocate, describeShortages, type WantedLine } from './domain/allocation.ts';
import { commitment, restocking } from './domain/reservation.ts';
import type {
  CompensationPayload,
  MutationCommitReservationArgs,
  MutationReleaseInventoryArgs,
  MutationReserveInventoryArgs,
  MutationRestockInventoryArgs,
  ReserveInventoryPayload,
  StepPayload,
} from './generated/schema.ts';
import type { InventoryStore } from './inventory-store.ts';

/** The steps that inventory takes part in. */
export const createSteps = (inventory: InventoryStore, clock: Clock) =>
  ({
    ...reservingSteps(inventory, clock),
    commitReservation: commitReservation(inventory, clock),
    restockInventory: restockInventory(inventory, clock),
  }) satisfies StepHandlers<Context>;

function reservingSteps(inventory: InventoryStore, clock: Clock) {
  const reserveInventory: StepHandler<
    MutationReserveInventoryArgs,
    ReserveInventoryPayload,
    Context
  > = async ({ orderId, customerId, lines }) => {
    checkLines(lines);
    const [existing, stock] = await Promise.all([
      inventory.reservationOf(orderId),
      inventory.itemsOf(lines.map(({ sku }) => sku)),
    ]);
    if (existing !== undefined)
      return reject({ code: 'ALREADY_RESERVED', message: 'The order has a reservation already.' });
    const allocation = allocate(lines, stock);
    if (allocation.kind === 'short')
      return reject({ code: 'OUT_OF_STOCK', message: describeShortages(allocation.shortages) });
    const reservation = { id: newId(), orderId, customerId, lines: allocation.units, heldAt: instant(clock) };
    return { writes: inventory.hold(reservation), response: { reservationId: reservation.id } };
  };

  const releaseInventory: StepHandler<MutationReleaseInventoryArgs, CompensationPayload, Context> = async ({
    orderId,
  }) => {
    const reservation = await inventory.reservationOf(orderId);
    if (reservation?.status !== 'HELD') return unchanged({ undone: false });
    return { writes: inventory.release(reservation, instant(clock)), response: { undone: true } };
  };

  return { reserveInventory, releaseInventory };
}

type CommitReservation = StepHandler<MutationCommitReservationArgs, StepPayload, Context>;
type RestockInventory = StepHandler<MutationRestockInventoryArgs, StepPayload, Context>;

const commitReservation =
  (inventory: InventoryStore, clock: Clock): CommitReservation =>
  async ({ orderId }) => {
    const decision = commitment(await inventory.reservationOf(orderId));
    switch (decision.kind) {
      case 'refused':
        return reject(decision.rejection);
      case 'done':
        return unchanged({});
      case 'take':
        return { writes: inventory.take(decision.reservation, instant(clock)), response: {} };
    }
  };

const restockInventory =
  (inventory: InventoryStore, clock: Clock): RestockInventory =>
  async ({ orderId }) => {
    const decision = restocking(await inventory.reservationOf(orderId));
    switch (decision.kind) {
      case 'refused':
        return reject(decision.rejection);
      case 'done':
        return unchanged({});
      case 'free':
        return { writes: inventory.free(decision.reservation, instant(clock)), response: {} };
      case 'restock':
        return { writes: inventory.restock(decision.reservation, instant(clock)), response: {} };
    }
  };

const MAX_QUANTITY = 100;

/** @throws {BadUserInput} when there are no lines, a quantity is not within 1 and 100, or a product comes twice. */
function checkLines(lines: readonly WantedLine[]): void {
  if (lines.length === 0) throw new BadUserInput('There must be at least one line.', ['input', 'lines']);
  const seen = new Set<string>();
  for (const [index, { sku, quantity }] of lines.entries()) {
    const at = (field: string) => ['input', 'lines', String(index), field];
    if (quantity < 1 || quantity > MAX_QUANTITY)
      throw new BadUserInput(`quantity must be 1 to ${MAX_QUANTITY}.`, at('quantity'));
    if (seen.has(sku)) throw new BadUserInput(`${sku} comes twice.`, at('sku'));
    seen.add(sku);
  }
}
