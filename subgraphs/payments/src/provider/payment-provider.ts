import type { Money } from '@counterstep/service-kit';

/** A charge to make. */
export interface ChargeRequest {
  /** The idempotency key: one per payment, the same for every attempt and for the cancellation. */
  readonly key: string;
  readonly amount: Money;
  /** The provider's token for the customer's payment method; a secret that must never be logged or stored. */
  readonly token: string;
  /** Our own reference, shown beside the charge in the provider's books: the order's id. */
  readonly reference: string;
}

/** Money was authorised and captured. */
export interface Captured {
  readonly outcome: 'captured';
  /** The provider's own id of the charge. */
  readonly chargeId: string;
  /** Such as `visa`. */
  readonly method: string;
  readonly authorizedAt: string;
  readonly capturedAt: string;
}

/** The provider refuses the charge for good; it must not be asked again. */
export interface Declined {
  readonly outcome: 'declined';
  /** Such as `CARD_DECLINED`. */
  readonly declineCode: string;
  readonly method?: string;
}

/** The key was cancelled: no money is held for it, nor ever will be. */
export interface Cancelled {
  readonly outcome: 'cancelled';
}

export type ChargeAnswer = Captured | Declined | Cancelled;

/** Money is set aside and not yet captured. */
export interface Authorized {
  readonly outcome: 'authorized';
  /** The provider's own id of the charge. */
  readonly chargeId: string;
  /** Such as `visa`. */
  readonly method: string;
  readonly authorizedAt: string;
}

/** The customer must confirm the payment first. */
export interface RequiresAction {
  readonly outcome: 'requires-action';
  /** Where the customer confirms it. */
  readonly url: string;
  readonly expiresAt: string;
  readonly chargeId?: string;
}

/** The provider has yet to settle it. */
export interface Processing {
  readonly outcome: 'processing';
  readonly chargeId?: string;
}

/** Authorized, Declined and Cancelled are final (until the key is cancelled); the others become one of them. */
export type AuthorizeAnswer = Authorized | Declined | Cancelled | RequiresAction | Processing;

/** Identifies a charge at the provider. */
export interface ChargeName {
  /** The idempotency key that it was made with. */
  readonly key: string;
  /** The provider's own id, where it is known: a provider may forget idempotency keys after a day. */
  readonly chargeId?: string | undefined;
}

/** Identifies a charge to cancel, with what is needed to make it again if the provider knows nothing of it. */
export interface CancelRequest extends ChargeName {
  readonly amount: Money;
  /** The order's id. */
  readonly reference: string;
}

/** A capture of all or part of the money that is set aside. */
export interface CaptureRequest extends ChargeName {
  readonly amount: Money;
}

/** The capture was refused and the money is still set aside; the provider may be asked again. */
export interface CaptureRefused {
  readonly outcome: 'refused';
  /** Such as `CAPTURE_DECLINED`. */
  readonly code: string;
}

export type CaptureAnswer = Captured | CaptureRefused | Cancelled;

/** The state of a charge at the provider. */
export interface ChargeState {
  /** Undefined where the provider knows no such charge. */
  readonly charge: AuthorizeAnswer | Captured | undefined;
  /** Refunds that failed after they were made. */
  readonly failedRefunds: readonly {
    readonly refundId: string;
    /** The code of the failure. */
    readonly failure: string;
    readonly failedAt: string;
  }[];
  /** What the customer's bank has taken back. */
  readonly chargeback?: { readonly chargebackId: string; readonly amount: Money; readonly at: string };
}

/** All that was left of the captured money, `amount`, was refunded. */
export interface Refunded {
  readonly outcome: 'refunded';
  readonly charge: Captured;
  readonly amount: Money;
  readonly refundId: string;
  readonly refundedAt: string;
}

/** The authorization was let go before anything was captured. */
export interface Voided {
  readonly outcome: 'voided';
}

/** There was no money to give back. */
export interface Nothing {
  readonly outcome: 'nothing';
}

export type CancelAnswer = Refunded | Voided | Nothing;

/** A partial refund to make. */
export interface RefundRequest extends ChargeName {
  /** The refund's own idempotency key: the same for every attempt. */
  readonly refundKey: string;
  readonly amount: Money;
}

/** The partial refund was made. */
export interface PartRefunded {
  readonly outcome: 'refunded';
  readonly refundId: string;
  readonly refundedAt: string;
}

/** The provider refuses to give the money back; nothing has changed. */
export interface RefundRefused {
  readonly outcome: 'refused';
  /** Such as `NOTHING_LEFT`. */
  readonly code: string;
}

export type RefundAnswer = PartRefunded | RefundRefused;

/** A message of the provider, byte for byte. */
export interface ProviderMessage {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What a message is about; the provider itself is asked what has happened. */
export type Hint =
  /** There may be news of the charge with this reference. */
  | { readonly kind: 'about'; readonly reference: string }
  | { readonly kind: 'nothing' }
  /** The message is not from the provider, or too old. */
  | { readonly kind: 'refused'; readonly message: string };

/**
 * A payment provider: the port that an integration implements.
 *
 * Every answer is definite and durable at the provider. Whatever is not definite (a timeout, a lost connection, a 5xx,
 * rate limiting) is thrown as `ProviderUnavailable`: the caller then does not know the outcome, and asks again with the
 * same key. An implementation bounds its own waiting, well below a step's attempt timeout.
 *
 * Calls with one key may run at the same time and arrive in any order. The provider, not its caller, serialises them:
 * at most one charge is ever held per key, and a cancellation is final.
 */
export interface PaymentProvider {
  /**
   * Authorises and captures. The first definite answer for a key is final until the key is cancelled, after which every
   * answer is `cancelled`.
   *
   * @throws {ProviderUnavailable} when the outcome is not known.
   * @throws {Error} when the key was used for another amount or token.
   */
  charge(request: ChargeRequest): Promise<ChargeAnswer>;
  /**
   * Sets money aside without capturing it. Asking again with the same key returns its present state.
   *
   * @throws {ProviderUnavailable} when the outcome is not known.
   * @throws {Error} when the key was used for another amount or token.
   */
  authorize(request: ChargeRequest): Promise<AuthorizeAnswer>;
  /**
   * Captures money that is set aside, once: asking again returns the first answer, except that a refused capture is
   * tried again. What is not captured is let go.
   *
   * @throws {ProviderUnavailable} when the outcome is not known.
   */
  capture(request: CaptureRequest): Promise<CaptureAnswer>;
  /**
   * Reads the present state of a charge without changing it.
   *
   * @throws {ProviderUnavailable} when the provider does not answer.
   */
  look(name: ChargeName): Promise<ChargeState>;
  /**
   * Ends the key, like cancelling a payment intent. After it resolves, no money for this key is held or ever will be:
   * what is set aside is voided, what is left of a capture is refunded, and what is under way or arrives later is
   * refused. Cancelling again returns the same answer; so does cancelling a key that the provider has never seen
   * (`nothing`).
   *
   * @throws {ProviderUnavailable} when the outcome is not known.
   */
  cancel(request: CancelRequest): Promise<CancelAnswer>;
  /**
   * Refunds a part of a charge, once per refund key: asking again returns the first answer. Refunds and cancellation
   * together never give back more than was captured.
   *
   * @throws {ProviderUnavailable} when the outcome is not known.
   */
  refund(request: RefundRequest): Promise<RefundAnswer>;
  /**
   * Reads what a message of the provider is about. Absent where the provider sends none, or its signatures cannot be
   * verified.
   *
   * @throws {ProviderUnavailable} when verifying needs the provider, which does not answer.
   */
  readonly readHint?: (message: ProviderMessage) => Promise<Hint>;
}
