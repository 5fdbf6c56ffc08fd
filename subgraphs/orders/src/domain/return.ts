import type { Document, Draft } from '@counterstep/document-store';
import type { Units } from './parcel.ts';

/** The state of a return. */
export type ReturnStatus = 'REQUESTED' | 'AWAITING_PARCEL' | 'RECEIVED' | 'COMPLETED' | 'CLOSED';

/** Why a customer returns something. */
export type ReturnReason = 'DEFECTIVE' | 'WRONG_ITEM' | 'DAMAGED' | 'NOT_WANTED' | 'OTHER';

/** Units of one product in a return. */
export interface ReturnLine extends Units {
  /** How many were accepted; absent until receipt. */
  readonly accepted?: number;
  /** How many of the accepted units can be sold again; absent until receipt. */
  readonly resellable?: number;
}

/** Why a return ended without accepted units. */
export interface Closing {
  readonly code: string;
  readonly message: string;
  readonly at: string;
}

/** A return of units of an order. */
export interface Return extends Document {
  /** A unique number for people. */
  readonly number: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly status: ReturnStatus;
  readonly reason: ReturnReason;
  readonly note?: string;
  readonly lines: readonly ReturnLine[];
  readonly requestedAt: string;
  /** After this time, nothing can be received for the return. */
  readonly receiveBy: string;
  readonly receivedAt?: string;
  /** Where it was received. */
  readonly warehouse?: string;
  readonly receiptNote?: string;
  /** Set once no saga waits for its parcel any more. */
  readonly forgotten?: boolean;
  readonly closing?: Closing;
}

/** The data of a new return. */
export type NewReturn = Omit<
  Return,
  'version' | 'status' | 'receivedAt' | 'warehouse' | 'receiptNote' | 'forgotten' | 'closing'
>;

/** A new return, ready to be stored. */
export const requestedReturn = (asked: NewReturn): Draft<Return> => ({ ...asked, status: 'REQUESTED' });
