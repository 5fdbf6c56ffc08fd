import type { Address } from '@counterstep/service-kit';

/** A parcel to book. */
export interface BookingRequest {
  /** The idempotency key: one per shipment, the same for every attempt and for the cancellation. */
  readonly key: string;
  readonly address: Address;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** Our own reference, shown beside the parcel in the carrier's books: the order's id. */
  readonly reference: string;
}

/** The carrier will carry the parcel. */
export interface Booked {
  readonly outcome: 'booked';
  readonly trackingNumber: string;
  readonly estimatedDelivery: string;
  readonly bookedAt: string;
}

/** The carrier does not serve the address; it must not be asked again. */
export interface NotServed {
  readonly outcome: 'not-served';
}

/** The booking is cancelled, and nothing will be carried. */
export interface Cancelled {
  readonly outcome: 'cancelled';
}

/** There was no booking to cancel. */
export interface Nothing {
  readonly outcome: 'nothing';
}

/** The carrier already has the parcel; the booking stands. */
export interface TooLate {
  readonly outcome: 'too-late';
}

/** `cancelled` means that the key was cancelled before. */
export type BookingAnswer = Booked | NotServed | Cancelled;

export type CancelAnswer = Cancelled | Nothing | TooLate;

/**
 * A carrier: the port that an integration implements.
 *
 * Every answer is definite and durable at the carrier. Whatever is not definite (a timeout, a lost connection, a 5xx,
 * rate limiting) is thrown as `ProviderUnavailable`: the caller then does not know the outcome, and asks again with the
 * same key. An implementation bounds its own waiting, well below a step's attempt timeout.
 *
 * Calls with one key may run at the same time and arrive in any order. The carrier, not its caller, serialises them: at
 * most one parcel is ever booked per key, and a cancellation is final.
 */
export interface Carrier {
  /** The name shown to people, such as `UPS`. */
  readonly name: string;
  /**
   * Books a parcel. The first definite answer for a key is final until the key is cancelled, after which every answer
   * is `cancelled`.
   *
   * @throws {ProviderUnavailable} when the outcome is not known.
   * @throws {Error} when the key was used for another parcel.
   */
  book(request: BookingRequest): Promise<BookingAnswer>;
  /**
   * Ends the key. After it answers `cancelled` or `nothing`, no parcel is carried for this key or ever will be: a
   * booking that happened is cancelled, one that is under way or arrives later is refused. Cancelling again succeeds
   * again; so does cancelling a key that the carrier has never seen.
   *
   * @throws {ProviderUnavailable} when the outcome is not known.
   */
  cancel(request: { readonly key: string }): Promise<CancelAnswer>;
}
