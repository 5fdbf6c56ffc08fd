import { ParcelsOfOrderDocument } from '../generated/shipping.ts';
import { ServiceUnavailable, type Ask } from '@counterstep/saga-service';

const withCarrier: ReadonlySet<string> = new Set(['HANDED_OVER', 'IN_TRANSIT', 'DELIVERED']);

/** Whether it is known that the carrier has a parcel of the order; false where shipping cannot be asked now. */
export async function carrierHas(ask: Ask, correlationId: string, orderId: string): Promise<boolean> {
  try {
    const { shipmentRecords } = await ask('shipping', ParcelsOfOrderDocument, { orderId }, { correlationId });
    return shipmentRecords.nodes.some(({ status }) => withCarrier.has(status));
  } catch (error) {
    if (error instanceof ServiceUnavailable) return false;
    throw error;
  }
}
