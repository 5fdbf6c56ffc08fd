import type { Document, Draft } from '@counterstep/document-store';
import type { Units } from './parcel.ts';

/** What became of a return. */
export type ReturnStatus = 'REQUESTED' | 'AWAITING_PARCEL' | 'RECEIVED' | 'COMPLETED' | 'CLOSED';

/** Why something comes back. */
export type ReturnReason = 'DEFECTIVE' | 'WRONG_ITEM' | 'DAMAGED' | 'NOT_WANTED' | 'OTHER';

/** Units of one product that come back. */
export interface ReturnLine extends Units {
  /** How many were accepted; absent until it was received. */
  readonly accepted?: number;
  /** How many of these can be sold again; absent until it was received. */
  readonly resellable?: number;
}

/** Why a return has ended of which nothing was accepted. */
export interface Closing {
  readonly code: string;
  readonly message: string;
  readonly at: string;
}

/** Something of an order that comes back. */
export interface Return extends Document {
  /** For people; unique. */
  readonly number: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly status: ReturnStatus;
  readonly reason: ReturnReason;
  readonly note?: string;
  readonly lines: readonly ReturnLine[];
  readonly requestedAt: string;
  /** From when on nothing can be received for it. */
  readonly receiveBy: string;
  readonly receivedAt?: string;
  /** Where it was received. */
  readonly warehouse?: string;
  readonly receiptNote?: string;
  /** Set where nobody waits for its parcel any more. */
  readonly forgotten?: boolean;
  readonly closing?: Closing;
}

/** What a return is made of when it is asked for. */
export type NewReturn = Omit<
  Return,
  'version' | 'status' | 'receivedAt' | 'warehouse' | 'receiptNote' | 'forgotten' | 'closing'
>;

/** A return as it is first recorded. */
export const requestedReturn = (asked: NewReturn): Draft<Return> => ({ ...asked, status: 'REQUESTED' });
