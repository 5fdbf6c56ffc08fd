import type { Money } from '@counterstep/service-kit';

/** A charge to make. */
export interface ChargeRequest {
  /** The idempotency key: one per payment, the same for every attempt and for the cancellation. */
  readonly key: string;
  readonly amount: Money;
  /** The provider's token of the customer's method; a secret, never to be logged or stored. */
  readonly token: string;
  /** Our own name for the charge, shown beside it in the provider's books: the order's id. */
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

/** The provider will not take the money; it is not to be asked again. */
export interface Declined {
  readonly outcome: 'declined';
  /** Such as `CARD_DECLINED`. */
  readonly declineCode: string;
  readonly method?: string;
}

/** The key was cancelled before: no money is held for it, nor will be. */
export interface Cancelled {
  readonly outcome: 'cancelled';
}

export type ChargeAnswer = Captured | Declined | Cancelled;

/** Money is set aside, and not yet taken. */
export interface Authorized {
  readonly outcome: 'authorized';
  /** The provider's own id of the charge. */
  readonly chargeId: string;
  /** Such as `visa`. */
  readonly method: string;
  readonly authorizedAt: string;
}

/** The customer has to confirm it first. */
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

/** The first two and the last are for ever, until the key is cancelled; the others become one of them. */
export type AuthorizeAnswer = Authorized | Declined | Cancelled | RequiresAction | Processing;

/** Names a charge at the provider. */
export interface ChargeName {
  /** The idempotency key that it was made with. */
  readonly key: string;
  /** The provider's own id, where it is known: a provider may forget keys after a day. */
  readonly chargeId?: string | undefined;
}

/** A charge that is named, with what is needed to make it again where nothing is known of it. */
export interface CancelRequest extends ChargeName {
  readonly amount: Money;
  /** The order's id. */
  readonly reference: string;
}

/** Money that was set aside, to be taken: all of it, or less. */
export interface CaptureRequest extends ChargeName {
  readonly amount: Money;
}

/** The money was not taken, and is still set aside; the provider may be asked again. */
export interface CaptureRefused {
  readonly outcome: 'refused';
  /** Such as `CAPTURE_DECLINED`. */
  readonly code: string;
}

export type CaptureAnswer = Captured | CaptureRefused | Cancelled;

/** What the provider says of a charge now. */
export interface ChargeState {
  /** Undefined where the provider knows no such charge. */
  readonly charge: AuthorizeAnswer | Captured | undefined;
  /** Refunds that were made and have failed since. */
  readonly failedRefunds: readonly {
    readonly refundId: string;
    /** Why, as a code. */
    readonly failure: string;
    readonly failedAt: string;
  }[];
  /** What the customer's bank has taken back. */
  readonly chargeback?: { readonly chargebackId: string; readonly amount: Money; readonly at: string };
}

/** All that was left of captured money was given back: the amount. */
export interface Refunded {
  readonly outcome: 'refunded';
  readonly charge: Captured;
  readonly amount: Money;
  readonly refundId: string;
  readonly refundedAt: string;
}

/** Money was set aside but never taken, and has been let go. */
export interface Voided {
  readonly outcome: 'voided';
}

/** There was no money to give back. */
export interface Nothing {
  readonly outcome: 'nothing';
}

export type CancelAnswer = Refunded | Voided | Nothing;

/** A part of a charge to give back. */
export interface RefundRequest extends ChargeName {
  /** The refund's own idempotency key: the same for every attempt. */
  readonly refundKey: string;
  readonly amount: Money;
}

/** A part of a charge was given back. */
export interface PartRefunded {
  readonly outcome: 'refunded';
  readonly refundId: string;
  readonly refundedAt: string;
}

/** The provider will not give the money back; nothing has happened. */
export interface RefundRefused {
  readonly outcome: 'refused';
  /** Such as `NOTHING_LEFT`. */
  readonly code: string;
}

export type RefundAnswer = PartRefunded | RefundRefused;

/** What a provider has sent us, byte for byte. */
export interface ProviderMessage {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What a message is about; what has happened is asked of the provider itself. */
export type Hint =
  /** There may be news of the charge with this reference. */
  | { readonly kind: 'about'; readonly reference: string }
  | { readonly kind: 'nothing' }
  /** It is not the provider's, or too old. */
  | { readonly kind: 'refused'; readonly message: string };

/**
 * A payment provider, as an integration implements it.
 *
 * Every answer is definite and durable at the provider. Whatever is not definite (a timeout, a lost connection, a
 * 5xx, rate limiting) is thrown as `ProviderUnavailable`: the caller then knows nothing of the outcome, and asks
 * again with the same key. An implementation bounds its own waiting, well below a step's attempt timeout.
 *
 * Calls with one key may run at the same time and arrive in any order. The provider, not its caller, puts them in
 * order: at most one charge is ever held per key, and a cancellation is final.
 */
export interface PaymentProvider {
  /**
   * Authorises and captures. The first definite answer for a key is the answer for ever, until the key is cancelled;
   * from then on it is `cancelled`.
   *
   * @throws {ProviderUnavailable} when the outcome is not known.
   * @throws {Error} when the key was used for another amount or token.
   */
  charge(request: ChargeRequest): Promise<ChargeAnswer>;
  /**
   * Sets money aside without taking it. Asking again with the same key tells what has become of it.
   *
   * @throws {ProviderUnavailable} when the outcome is not known.
   * @throws {Error} when the key was used for another amount or token.
   */
  authorize(request: ChargeRequest): Promise<AuthorizeAnswer>;
  /**
   * Takes money that is set aside, once: asking again gives the first answer, but for a refusal, after which it is
   * tried again. What is not taken is let go.
   *
   * @throws {ProviderUnavailable} when the outcome is not known.
   */
  capture(request: CaptureRequest): Promise<CaptureAnswer>;
  /**
   * What the provider says of a charge now; changes nothing.
   *
   * @throws {ProviderUnavailable} when the provider does not answer.
   */
  look(name: ChargeName): Promise<ChargeState>;
  /**
   * Ends the key, like cancelling a payment intent. After it resolves, no money for this key is held or ever will be:
   * what is set aside is voided, what is left of what was taken is refunded, what is under way or arrives later is refused. Cancelling
   * again gives the same answer; so does cancelling a key that the provider has never seen (`nothing`).
   *
   * @throws {ProviderUnavailable} when the outcome is not known.
   */
  cancel(request: CancelRequest): Promise<CancelAnswer>;
  /**
   * Gives a part of a charge back, once per refund key: asking again gives the first answer. Never more is given back in
   * all, by refunds and cancellation together, than was captured.
   *
   * @throws {ProviderUnavailable} when the outcome is not known.
   */
  refund(request: RefundRequest): Promise<RefundAnswer>;
  /**
   * Reads what a message of the provider is about. Absent where the provider sends none, or its signatures cannot be
   * verified.
   *
   * @throws {ProviderUnavailable} when that can only be said by the provider, which does not answer.
   */
  readonly readHint?: (message: ProviderMessage) => Promise<Hint>;
}
