import { ServiceUnavailable, type Ask } from '@counterstep/saga-service';
import type { RequestContext } from '@counterstep/service-kit/server';
import { OrderCountsDocument } from '../generated/orders.ts';
import { ParcelsOfOrderDocument } from '../generated/shipping.ts';
import type { StepLineInput } from '../generated/schema.ts';

const withCarrier: ReadonlySet<string> = new Set(['HANDED_OVER', 'IN_TRANSIT', 'DELIVERED']);

/** Checks that can spare a saga whose failure is already certain; they decide nothing else. */
export interface Precheck {
  /** Whether the carrier is known to have a parcel of the order; false if that cannot be told now. */
  readonly carrierHas: (orderId: string) => Promise<boolean>;
  /** How many units of each product can be cancelled; undefined if that cannot be told now. */
  readonly cancellable: (orderId: string) => Promise<ReadonlyMap<string, number> | undefined>;
}

type Request = Pick<RequestContext, 'correlationId' | 'viewer'>;

/** Asks shipping and orders on the viewer's behalf. */
export const createPrecheck = (ask: Ask, { correlationId, viewer }: Request): Precheck => ({
  carrierHas: (orderId) =>
    unlessUnavailable(async () => (await handedOver(ask, correlationId, orderId)).length > 0, false),
  cancellable: (orderId) =>
    unlessUnavailable(async () => {
      const request = { correlationId, ...(viewer && { viewer }) };
      const [{ order }, parcels] = await Promise.all([
        ask('orders', OrderCountsDocument, { id: orderId }, request),
        handedOver(ask, correlationId, orderId),
      ]);
      return order == null ? undefined : cancellableUnits(order.lines, parcels);
    }, undefined),
});

interface CountedLine {
  readonly sku: string;
  readonly quantity: number;
  readonly cancelled: number;
  readonly shipped: number;
}

/** Units that are neither cancelled nor handed over; a parcel of unknown content may contain anything. */
export function cancellableUnits(
  lines: readonly CountedLine[],
  parcels: readonly (readonly StepLineInput[])[],
): ReadonlyMap<string, number> {
  const isUnknown = parcels.some((content) => content.length === 0);
  const onItsWay = (sku: string): number =>
    parcels
      .flat()
      .filter((line) => line.sku === sku)
      .reduce((sum, { quantity }) => sum + quantity, 0);
  return new Map(
    lines.map(({ sku, quantity, cancelled, shipped }) => {
      const left = quantity - cancelled - Math.max(shipped, onItsWay(sku));
      return [sku, isUnknown ? 0 : Math.max(0, left)];
    }),
  );
}

/** The content of each parcel that the carrier has. */
async function handedOver(ask: Ask, correlationId: string, orderId: string) {
  const { shipmentRecords } = await ask('shipping', ParcelsOfOrderDocument, { orderId }, { correlationId });
  return shipmentRecords.nodes
    .filter(({ status, direction }) => withCarrier.has(status) && direction === 'TO_CUSTOMER')
    .map(({ lines }) => lines);
}

async function unlessUnavailable<T>(question: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof ServiceUnavailable) return otherwise;
    throw error;
  }
}
