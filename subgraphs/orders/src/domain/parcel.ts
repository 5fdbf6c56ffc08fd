/** How far a parcel has come, as its carrier reports it. */
export type ParcelMovement = 'HANDED_OVER' | 'IN_TRANSIT' | 'DELIVERED';

/** Units of one product of an order. */
export interface Units {
  readonly sku: string;
  readonly quantity: number;
}

/** A parcel of the order that has left its warehouse. */
export interface SentParcel {
  readonly shipmentId: string;
  readonly lines: readonly Units[];
  readonly sentAt: string;
  readonly deliveredAt?: string;
}
