import { BadUserInput, instant, newId, type Clock } from '@counterstep/service-kit';
import type { StepHandler, StepHandlers } from '@counterstep/service-kit/server';
import { reject, unchanged } from '@counterstep/step-barrier/document-store';
import type { Context } from './context.ts';
import { allocate, describeShortages, type WantedLine } from './domain/allocation.ts';
import { parcelsOf, standing } from './domain/reservation.ts';
import { freeHeld } from './domain/settlement.ts';
import { isOpen } from './domain/stock.ts';
import type {
  CompensationPayload,
  MutationAllocateReservationArgs,
  MutationReleaseInventoryArgs,
  MutationReserveInventoryArgs,
  ReserveInventoryPayload,
  StepPayload,
} from './generated/schema.ts';
import { endOfHold } from './hold-ends.ts';
import type { InventoryStore } from './inventory-store.ts';

type ReserveInventory = StepHandler<MutationReserveInventoryArgs, ReserveInventoryPayload, Context>;
type ReleaseInventory = StepHandler<MutationReleaseInventoryArgs, CompensationPayload, Context>;
type AllocateReservation = StepHandler<MutationAllocateReservationArgs, StepPayload, Context>;

/** The steps that hold units for an order, release them, and keep them without an expiry. */
export const reservingSteps = (inventory: InventoryStore, clock: Clock) =>
  ({
    reserveInventory: reserveInventory(inventory, clock),
    releaseInventory: releaseInventory(inventory, clock),
    allocateReservation: allocateReservation(inventory, clock),
  }) satisfies StepHandlers<Context>;

const reserveInventory =
  (inventory: InventoryStore, clock: Clock): ReserveInventory =>
  async ({ orderId, customerId, lines, holdForMs }, _context, { sagaId }) => {
    checkLines(lines);
    const now = clock.now();
    const end = holdForMs == null ? {} : { expiresAt: endOfHold(now, holdForMs) };
    const [existing, stock] = await Promise.all([
      inventory.reservationOf(orderId),
      inventory.itemsOf(lines.map(({ sku }) => sku)),
    ]);
    if (existing !== undefined)
      return reject({ code: 'ALREADY_RESERVED', message: 'The order has a reservation already.' });
    const allocation = allocate(lines, stock.filter(isOpen));
    if (allocation.kind === 'short')
      return reject({ code: 'OUT_OF_STOCK', message: describeShortages(allocation.shortages) });
    const { units } = allocation;
    const heldAt = new Date(now).toISOString();
    const reservation = { id: newId(), orderId, customerId, lines: units, heldAt, sagaId, ...end };
    const response = { reservationId: reservation.id, parcels: parcelsOf(units) };
    return { writes: inventory.hold(reservation), response };
  };

const releaseInventory =
  (inventory: InventoryStore, clock: Clock): ReleaseInventory =>
  async ({ orderId }, _context, { sagaId }) => {
    const reservation = await inventory.reservationOf(orderId);
    if (reservation?.status !== 'HELD') return unchanged({ undone: false });
    const settlement = freeHeld(reservation, 'RELEASED');
    const writes = inventory.settle(reservation, settlement, { at: instant(clock), actor: sagaId });
    return { writes, response: { undone: true } };
  };

const allocateReservation =
  (inventory: InventoryStore, clock: Clock): AllocateReservation =>
  async ({ orderId }) => {
    const found = standing(await inventory.reservationOf(orderId));
    if (found.kind === 'refused') return reject(found.rejection);
    if (found.kind === 'done' || found.reservation.allocatedAt !== undefined) return unchanged({});
    return { writes: [inventory.allocate(found.reservation, instant(clock))], response: {} };
  };

const MAX_QUANTITY = 100;

/** @throws {BadUserInput} when there are no lines, a quantity is not within 1 and 100, or a product appears twice. */
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
