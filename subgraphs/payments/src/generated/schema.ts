import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { OrderReference, ReturnReference, Context } from '../context.js';
import type { Payment as PaymentDocument } from '../domain/payment.js';
import type { PaymentConnection as PaymentPage } from '../payment-store.js';
import type { Refund as RefundDocument } from '../domain/refund.js';
import type { RefundConnection as RefundPage } from '../refund-store.js';
import type { Charge } from '../provider/charges.js';
import type { ChargeConnection } from '../provider/simulated-provider.js';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant in ISO 8601, UTC, with milliseconds, such as `2026-03-01T09:30:00.000Z`. */
  DateTime: { input: string; output: string; }
  /** An integer that a JavaScript number holds exactly: within ±(2^53 - 1). */
  SafeInt: { input: number; output: number; }
  /** A three-letter currency code of ISO 4217, such as `USD`. */
  Currency: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** An amount of money. */
export type Money = {
  readonly __typename?: 'Money';
  /** The amount in minor units: 1400 USD is 14.00 dollars. */
  readonly amount: Scalars['SafeInt']['output'];
  /** The currency of the amount. */
  readonly currency: Scalars['Currency']['output'];
};

/** An amount of money, as an argument. */
export type MoneyInput = {
  /** The amount in minor units: 1400 USD is 14.00 dollars. */
  readonly amount: Scalars['SafeInt']['input'];
  /** The currency of the amount. */
  readonly currency: Scalars['Currency']['input'];
};

/** Something with an id of its own, which `node` finds again. */
export type Node = {
  /** The id, unique among all nodes. */
  readonly id: Scalars['ID']['output'];
};

/** Where a page of a connection begins and ends. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Whether another page follows. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether another page precedes. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first item; pass it as `before`, with `last`, for the page that precedes. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
  /** The cursor of the last item; pass it as `after`, with `first`, for the next page. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

/** In which direction a list is ordered. */
export type OrderDirection =
  /** The smallest or oldest first. */
  | 'ASC'
  /** The greatest or newest first. */
  | 'DESC';

/** A refusal that a client can expect and show to a person. */
export type UserError = {
  /** A stable code in upper case. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault, such as `["input", "lines", "0", "quantity"]`. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** An argument is malformed or out of range; nothing was changed. */
export type ValidationError = UserError & {
  readonly __typename?: 'ValidationError';
  /** Always `VALIDATION_ERROR`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** The idempotency key was used before with other input. */
export type IdempotencyConflict = UserError & {
  readonly __typename?: 'IdempotencyConflict';
  /** Always `IDEMPOTENCY_CONFLICT`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** A postal address. */
export type Address = {
  readonly __typename?: 'Address';
  /** The addressee. */
  readonly name: Scalars['String']['output'];
  /** Street and house number. */
  readonly line1: Scalars['String']['output'];
  /** Apartment, floor or company. */
  readonly line2?: Maybe<Scalars['String']['output']>;
  /** City or town. */
  readonly city: Scalars['String']['output'];
  /** State, province or region. */
  readonly region?: Maybe<Scalars['String']['output']>;
  /** Postal code, in the form of its country. */
  readonly postalCode: Scalars['String']['output'];
  /** Country code of ISO 3166-1 alpha-2, such as `US`. */
  readonly country: Scalars['String']['output'];
};

/** A postal address, as an argument. Blanks around its texts do not count. */
export type AddressInput = {
  /** The addressee, 1 to 100 characters. */
  readonly name: Scalars['String']['input'];
  /** Street and house number, 1 to 200 characters. */
  readonly line1: Scalars['String']['input'];
  /** Apartment, floor or company, at most 200 characters. */
  readonly line2?: InputMaybe<Scalars['String']['input']>;
  /** City or town, 1 to 100 characters. */
  readonly city: Scalars['String']['input'];
  /** State, province or region, at most 100 characters. */
  readonly region?: InputMaybe<Scalars['String']['input']>;
  /** Postal code, in a form of its country, with or without separators; `""` where the country has none, such as `HK`, or needs none, such as `IE`. */
  readonly postalCode: Scalars['String']['input'];
  /** Country code of ISO 3166-1 alpha-2, such as `US`. */
  readonly country: Scalars['String']['input'];
};

/** A product and how many of it. */
export type StepLineInput = {
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['input'];
  /** How many units, 1 to 100. */
  readonly quantity: Scalars['Int']['input'];
};

/** An order line with the name and the price that were valid when the order was placed. */
export type PricedLineInput = {
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['input'];
  /** The product's name. */
  readonly name: Scalars['String']['input'];
  /** How many units, 1 to 100. */
  readonly quantity: Scalars['Int']['input'];
  /** The price of one unit. */
  readonly unitPrice: MoneyInput;
};

/** Which attempt of which saga step a call is. */
export type StepInput = {
  /** The saga. */
  readonly sagaId: Scalars['ID']['input'];
  /** The step's name in the saga's definition; the same for invoke and compensate. */
  readonly step: Scalars['String']['input'];
  /** The key of the item, of a step that is done once per item; absent where it is done once. */
  readonly item?: InputMaybe<Scalars['String']['input']>;
  /** The caller's fencing token; a lower one than the barrier has seen is refused with STALE_EPOCH. */
  readonly epoch: Scalars['Int']['input'];
  /** The instant after which the attempt must not take effect; later it is refused with DEADLINE_EXCEEDED. */
  readonly deadline: Scalars['DateTime']['input'];
};

/** The participant's word that a step was refused and nothing happened. */
export type StepRejection = {
  readonly __typename?: 'StepRejection';
  /** A stable code in upper case, such as `SOLD_OUT`. */
  readonly code: Scalars['String']['output'];
  /** Why, in a sentence that the customer may read. */
  readonly message: Scalars['String']['output'];
};

/** What a saga step waits for. */
export type WaitFor =
  /** The customer has to do something, such as to confirm a payment. */
  | 'CUSTOMER'
  /** A provider has to settle something. */
  | 'PROVIDER'
  /** Somebody who works for the shop has to decide. */
  | 'OPERATOR'
  /** A parcel has to arrive. */
  | 'PARCEL';

/**
 * The participant's word that a step is neither done nor refused yet. It is asked again, with the same key, at
 * `askAgainAt` and whenever somebody hints that the answer may be there.
 */
export type StepWaiting = {
  readonly __typename?: 'StepWaiting';
  /** What it waits for. */
  readonly for: WaitFor;
  /** When it is worth asking again. */
  readonly askAgainAt: Scalars['DateTime']['output'];
  /** How long it may take; afterwards the saga turns back, and the step is undone. */
  readonly until: Scalars['DateTime']['output'];
};

/** The answer of a step that returns nothing but its acceptance. */
export type StepPayload = {
  readonly __typename?: 'StepPayload';
  /** Set when the step was refused and nothing happened. */
  readonly rejection?: Maybe<StepRejection>;
};

/** The answer of a compensation. */
export type CompensationPayload = {
  readonly __typename?: 'CompensationPayload';
  /** Whether there was something to undo. */
  readonly undone: Scalars['Boolean']['output'];
};

export type Query = {
  readonly __typename?: 'Query';
  /** What the step barrier remembers, in the order in which it was first recorded; for the auditor. */
  readonly stepRecords: StepRecordConnection;
  /** For each id, the type of the node that the viewer may see under it; null where this subgraph has none. */
  readonly nodeTypes: ReadonlyArray<Maybe<Scalars['String']['output']>>;
  /** One payment; null when there is none, or when it is somebody else's. */
  readonly payment?: Maybe<Payment>;
  /** The payments of the customer who is logged in, newest first; for ADMIN all payments. */
  readonly payments: PaymentConnection;
  /** The refunds of the customer who is logged in, newest first; for ADMIN all refunds. */
  readonly refunds: RefundConnection;
  /**
   * The ledger of the simulated payment provider, newest first, which shows that the money adds up. ADMIN only; null where
   * a real provider is used.
   */
  readonly simulatedCharges?: Maybe<SimulatedChargeConnection>;
  /** The payments of all customers, newest first; for the auditor. */
  readonly paymentRecords: PaymentConnection;
  /** The ledger of the simulated payment provider, newest first, for the auditor; null where a real provider is used. */
  readonly chargeRecords?: Maybe<SimulatedChargeConnection>;
};


export type QueryStepRecordsArgs = {
  keys?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  since?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryNodeTypesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


export type QueryPaymentArgs = {
  id: Scalars['ID']['input'];
};


export type QueryPaymentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<PaymentFilter>;
  orderBy?: InputMaybe<PaymentOrder>;
};


export type QueryRefundsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<RefundFilter>;
  orderBy?: InputMaybe<RefundOrder>;
};


export type QuerySimulatedChargesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  orderBy?: InputMaybe<SimulatedChargeOrder>;
};


export type QueryPaymentRecordsArgs = {
  orderIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryChargeRecordsArgs = {
  orderIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** What a step barrier remembers of one step of one saga. */
export type StepRecord = {
  readonly __typename?: 'StepRecord';
  /** The saga. */
  readonly sagaId: Scalars['ID']['output'];
  /** The step's name in the saga's definition. */
  readonly step: Scalars['String']['output'];
  /** The key of the item, of a step that is done once per item. */
  readonly item?: Maybe<Scalars['String']['output']>;
  /** The highest epoch that has called. */
  readonly epoch: Scalars['Int']['output'];
  /** What became of the invoke; null when it never came. */
  readonly invoke?: Maybe<StepRecordState>;
  /** Whether the step was undone, or kept from ever happening. */
  readonly compensated: Scalars['Boolean']['output'];
  /** When the step was first heard of. */
  readonly recordedAt: Scalars['DateTime']['output'];
};

/** What a step barrier knows of an invoke. */
export type StepRecordState =
  /** A third party may have been called. */
  | 'INTENDED'
  /** It was done. */
  | 'DONE'
  /** It was refused: nothing happened. */
  | 'REJECTED'
  /** It may not happen any more. */
  | 'CANCELLED';

/** A page of what a step barrier remembers. */
export type StepRecordConnection = {
  readonly __typename?: 'StepRecordConnection';
  /** The records. */
  readonly nodes: ReadonlyArray<StepRecord>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Forgets what the step barrier remembers of steps of sagas that ended long ago; answers how many there were. */
  readonly forgetSteps: Scalars['Int']['output'];
  /**
   * Call it when the customer returns from the bank: the provider is asked at once what has become of the payment, so that
   * the order goes on without delay. Without this call the order goes on too, a little later.
   */
  readonly completePayment: CompletePaymentPayload;
  /**
   * Plays the customer's bank. Works with the simulated provider only, and never in production: FORBIDDEN there. Customers
   * may name their own orders; ADMIN any.
   */
  readonly simulatePayment: SimulatePaymentPayload;
  /** Authorises and captures the payment of an order. */
  readonly processPayment: ProcessPaymentPayload;
  /** Voids or refunds the payment of an order, even if its outcome is unknown. */
  readonly refundPayment: CompensationPayload;
  /**
   * Sets the money of an order aside without capturing it. The step may have to wait for the customer, who confirms the
   * payment with the bank, or for the provider.
   */
  readonly authorizePayment: AuthorizePaymentPayload;
  /** Voids the authorization of an order, even if its outcome is unknown; refunds the money where it was captured. */
  readonly voidPayment: CompensationPayload;
  /** Captures the money set aside for an order, less what was cancelled; does nothing where the payment is voided. */
  readonly capturePayment: StepPayload;
  /**
   * Gives a part of an order's money back: exactly that amount, or what can still be given back if that is less. Where the
   * money is only set aside, less of it will be captured; where nothing would be left to capture, it is let go.
   */
  readonly refundPart: RefundPartPayload;
  /** Refunds the money that was taken when the order was placed. */
  readonly refundOrder: StepPayload;
  /** Claims a part of an order's money for a refund, so that no other refund takes it. */
  readonly claimRefund: ClaimRefundPayload;
  /** Releases the claim of a refund that was not made. */
  readonly releaseClaim: CompensationPayload;
  /** Has the provider make a refund that was claimed. */
  readonly executeRefund: StepPayload;
};


export type MutationForgetStepsArgs = {
  keys: ReadonlyArray<Scalars['ID']['input']>;
};


export type MutationCompletePaymentArgs = {
  input: CompletePaymentInput;
};


export type MutationSimulatePaymentArgs = {
  input: SimulatePaymentInput;
};


export type MutationProcessPaymentArgs = {
  step: StepInput;
  input: ProcessPaymentInput;
};


export type MutationRefundPaymentArgs = {
  step: StepInput;
  input: RefundPaymentInput;
};


export type MutationAuthorizePaymentArgs = {
  step: StepInput;
  input: AuthorizePaymentInput;
};


export type MutationVoidPaymentArgs = {
  step: StepInput;
  input: PaymentStepInput;
};


export type MutationCapturePaymentArgs = {
  step: StepInput;
  input: PaymentStepInput;
};


export type MutationRefundPartArgs = {
  step: StepInput;
  input: RefundPartInput;
};


export type MutationRefundOrderArgs = {
  step: StepInput;
  input: RefundOrderInput;
};


export type MutationClaimRefundArgs = {
  step: StepInput;
  input: ClaimRefundInput;
};


export type MutationReleaseClaimArgs = {
  step: StepInput;
  input: ReleaseClaimInput;
};


export type MutationExecuteRefundArgs = {
  step: StepInput;
  input: ExecuteRefundInput;
};

/** Names the order whose payment has news. */
export type CompletePaymentInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
};

/** The answer of completePayment. */
export type CompletePaymentPayload = {
  readonly __typename?: 'CompletePaymentPayload';
  /** The order; null where there is none, or where it is somebody else's. */
  readonly order?: Maybe<Order>;
  /** The payment, with what the provider has just said; null where there is none. */
  readonly payment?: Maybe<Payment>;
  /** Why the provider was not asked; empty where it was. */
  readonly errors: ReadonlyArray<CompletePaymentError>;
};

/** Why a payment was not continued. */
export type CompletePaymentError = OrderNotFound | NoPaymentAction;

/** There is no such order, or it is somebody else's. */
export type OrderNotFound = UserError & {
  readonly __typename?: 'OrderNotFound';
  /** Always `ORDER_NOT_FOUND`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** The payment does not wait for anything, or its state does not allow the simulated outcome. */
export type NoPaymentAction = UserError & {
  readonly __typename?: 'NoPaymentAction';
  /** Always `NO_PAYMENT_ACTION`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** The outcome to simulate for the payment of an order. */
export type SimulatePaymentInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** What happens. */
  readonly outcome: SimulatedPaymentOutcome;
};

/** The outcomes that the simulated provider offers. */
export type SimulatedPaymentOutcome =
  /** The customer has confirmed the payment with the bank: `tok_3ds`. */
  | 'AUTHENTICATED'
  /** The customer has not confirmed the payment: it is declined. */
  | 'AUTHENTICATION_FAILED'
  /** The bank has settled the payment: `tok_async`. */
  | 'SETTLED'
  /** The bank has not settled the payment: it is declined. */
  | 'SETTLEMENT_FAILED'
  /** The latest refund has failed: the shop holds its money again. */
  | 'REFUND_FAILED'
  /** The customer's bank takes back everything that the shop still holds. */
  | 'CHARGED_BACK';

/** The answer of simulatePayment. */
export type SimulatePaymentPayload = {
  readonly __typename?: 'SimulatePaymentPayload';
  /** The payment afterwards; null where there is none. */
  readonly payment?: Maybe<Payment>;
  /** Why nothing happened; empty where it did. */
  readonly errors: ReadonlyArray<CompletePaymentError>;
};

/** A refund to claim. */
export type ClaimRefundInput = {
  /** The refund's id. */
  readonly refundId: Scalars['ID']['input'];
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** How much: at least 1, at most what can still be given back. */
  readonly amount: MoneyInput;
  /** Why, as a code. */
  readonly cause: RefundCause;
  /** Why, in words. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
  /** The return that it is for. */
  readonly returnId?: InputMaybe<Scalars['ID']['input']>;
};

/** The answer of claimRefund. */
export type ClaimRefundPayload = {
  readonly __typename?: 'ClaimRefundPayload';
  /** The refund; null when the step was refused. */
  readonly refundId?: Maybe<Scalars['ID']['output']>;
  /** Set when the step was refused and nothing happened. */
  readonly rejection?: Maybe<StepRejection>;
};

/** Names a refund whose claim is released. */
export type ReleaseClaimInput = {
  /** The refund. */
  readonly refundId: Scalars['ID']['input'];
  /** Why, as a code. */
  readonly code: Scalars['String']['input'];
};

/** Names a refund to make. */
export type ExecuteRefundInput = {
  /** The refund. */
  readonly refundId: Scalars['ID']['input'];
};

/** Money to set aside. */
export type AuthorizePaymentInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** How much to set aside. */
  readonly amount: MoneyInput;
  /** The payment provider's token of the method; never a card number. */
  readonly token: Scalars['String']['input'];
};

/** The answer of authorizePayment. */
export type AuthorizePaymentPayload = {
  readonly __typename?: 'AuthorizePaymentPayload';
  /** The payment; null when the step was refused or has to wait. */
  readonly paymentId?: Maybe<Scalars['ID']['output']>;
  /** Set when the step was refused and nothing happened. */
  readonly rejection?: Maybe<StepRejection>;
  /** Set when the customer or the provider must act first. */
  readonly waiting?: Maybe<StepWaiting>;
};

/** Names the payment by its order. */
export type PaymentStepInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
};

/** A part of an order's money to give back. */
export type RefundPartInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** How much. */
  readonly amount: MoneyInput;
  /** Why, as a code. */
  readonly cause: RefundCause;
  /** Why, in words. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
  /** The return that it is for. */
  readonly returnId?: InputMaybe<Scalars['ID']['input']>;
};

/** The answer of refundPart. */
export type RefundPartPayload = {
  readonly __typename?: 'RefundPartPayload';
  /** How much is given back; null when the step was refused. */
  readonly refunded?: Maybe<Money>;
  /** The refund; null where nothing was given back, because nothing had been taken or nothing was left. */
  readonly refundId?: Maybe<Scalars['ID']['output']>;
  /** Set when the step was refused and nothing happened. */
  readonly rejection?: Maybe<StepRejection>;
};

/** A payment to take. */
export type ProcessPaymentInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** How much to take. */
  readonly amount: MoneyInput;
  /** The payment provider's token of the method; never a card number. */
  readonly token: Scalars['String']['input'];
};

/** The answer of processPayment. */
export type ProcessPaymentPayload = {
  readonly __typename?: 'ProcessPaymentPayload';
  /** The payment; null when the step was refused. */
  readonly paymentId?: Maybe<Scalars['ID']['output']>;
  /** Set when the step was refused and nothing happened. */
  readonly rejection?: Maybe<StepRejection>;
};

/** Names the payment by its order. */
export type RefundPaymentInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
};

/** Names the payment by its order. */
export type RefundOrderInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
};

/** Which payments; all given conditions must hold. */
export type PaymentFilter = {
  /** One of these statuses. */
  readonly status?: InputMaybe<ReadonlyArray<PaymentStatus>>;
  /** Payments of this customer; only ADMIN may name somebody else. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** The payment of this order. */
  readonly orderId?: InputMaybe<Scalars['ID']['input']>;
  /** Payments first recorded at or after this instant. */
  readonly createdAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Payments first recorded before this instant. */
  readonly createdBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

/** How payments are sorted. */
export type PaymentOrder = {
  /** By what. */
  readonly field: PaymentOrderField;
  /** In which direction. */
  readonly direction?: OrderDirection;
};

/** What payments can be sorted by. */
export type PaymentOrderField =
  /** When it was first recorded. */
  | 'CREATED_AT'
  /** How much was asked for, in minor units. */
  | 'AMOUNT'
  /** Its status, alphabetically by name; then when it was first recorded. */
  | 'STATUS';

/** Which refunds; all given conditions must hold. */
export type RefundFilter = {
  /** One of these statuses. */
  readonly status?: InputMaybe<ReadonlyArray<RefundStatus>>;
  /** One of these causes. */
  readonly cause?: InputMaybe<ReadonlyArray<RefundCause>>;
  /** Refunds to this customer; only ADMIN may name somebody else. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** Refunds of this order. */
  readonly orderId?: InputMaybe<Scalars['ID']['input']>;
  /** Refunds requested at or after this instant. */
  readonly requestedAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Refunds requested before this instant. */
  readonly requestedBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

/** How refunds are sorted. */
export type RefundOrder = {
  /** By what. */
  readonly field: RefundOrderField;
  /** In which direction. */
  readonly direction?: OrderDirection;
};

/** What refunds can be sorted by. */
export type RefundOrderField =
  /** When it was requested. */
  | 'REQUESTED_AT'
  /** How much, in minor units. */
  | 'AMOUNT'
  /** Its status, alphabetically by name; then when it was requested. */
  | 'STATUS';

export type Order = {
  readonly __typename?: 'Order';
  readonly id: Scalars['ID']['output'];
  /** The payment of the order; null when none was ever attempted. */
  readonly payment?: Maybe<Payment>;
  /**
   * How much of the order's money was given back: the sum of its successful refunds; null where no payment was ever
   * attempted.
   */
  readonly refunded?: Maybe<Money>;
  /** The order's refunds, whatever their status, oldest first. */
  readonly refunds?: Maybe<ReadonlyArray<Refund>>;
};

/** Money taken for an order. */
export type Payment = Node & {
  readonly __typename?: 'Payment';
  /** The payment's id. */
  readonly id: Scalars['ID']['output'];
  /** Its status. */
  readonly status: PaymentStatus;
  /** How much was asked for. */
  readonly amount: Money;
  /** How much was taken. */
  readonly captured: Money;
  /** How much was given back. */
  readonly refunded: Money;
  /** How much can still be refunded: what was captured, less what was given back and what is about to be. */
  readonly refundable: Money;
  /** The payment's refunds, whatever their status, oldest first. */
  readonly refunds: ReadonlyArray<Refund>;
  /**
   * What the customer must do before the payment can go on; null where there is nothing to do, and for everyone but its
   * owner.
   */
  readonly action?: Maybe<PaymentAction>;
  /** The method, such as `visa`; `unknown` until the provider has named it. */
  readonly method: Scalars['String']['output'];
  /** Why the provider declined, such as `CARD_DECLINED`. */
  readonly declineCode?: Maybe<Scalars['String']['output']>;
  /** When the provider authorised it. */
  readonly authorizedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When the money was taken. */
  readonly capturedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When money was last given back. */
  readonly refundedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The order it pays. */
  readonly order?: Maybe<Order>;
};

/** The status of a payment. */
export type PaymentStatus =
  /** The provider has been asked, or is about to be. */
  | 'PENDING'
  /** The customer must confirm it with the bank. */
  | 'REQUIRES_ACTION'
  /** The provider has yet to settle it, which may take minutes. */
  | 'PROCESSING'
  /** The amount is set aside, and not yet taken. */
  | 'AUTHORIZED'
  /** The money is taken. */
  | 'CAPTURED'
  /** The provider declined. */
  | 'DECLINED'
  /** It was given up before any money was taken. */
  | 'VOIDED'
  /** A part of the money was given back. */
  | 'PARTIALLY_REFUNDED'
  /** All of the money was given back. */
  | 'REFUNDED'
  /** The customer's bank has taken the money back. */
  | 'CHARGED_BACK';

/** What a customer must do before a payment can go on. */
export type PaymentAction = {
  readonly __typename?: 'PaymentAction';
  /** Where the customer confirms it: a page of the bank. */
  readonly url: Scalars['String']['output'];
  /** The deadline, after which the payment is given up. */
  readonly expiresAt: Scalars['DateTime']['output'];
};

/** Money that is given back. Letting go of money that was only set aside is not a refund. */
export type Refund = {
  readonly __typename?: 'Refund';
  /** The refund's id. */
  readonly id: Scalars['ID']['output'];
  /** Its status. */
  readonly status: RefundStatus;
  /** How much. */
  readonly amount: Money;
  /** Why, as a code. */
  readonly cause: RefundCause;
  /** Why, in words. */
  readonly note?: Maybe<Scalars['String']['output']>;
  /** The code of its failure. */
  readonly failure?: Maybe<Scalars['String']['output']>;
  /** When it was requested. */
  readonly requestedAt: Scalars['DateTime']['output'];
  /** When it succeeded or failed. */
  readonly settledAt?: Maybe<Scalars['DateTime']['output']>;
  /** The order whose money it is. */
  readonly order?: Maybe<Order>;
  /** The return that it is for. */
  readonly return?: Maybe<Return>;
};

/** The status of a refund. */
export type RefundStatus =
  /** The provider has been asked, or is about to be. */
  | 'PENDING'
  /** The money was given back. */
  | 'SUCCEEDED'
  /** The money was not given back. */
  | 'FAILED';

/** Why money is given back. */
export type RefundCause =
  /** The order, or a part of it, was cancelled or could not be placed. */
  | 'CANCELLATION'
  /** The customer returned something. */
  | 'RETURN'
  /** The shop gives it out of goodwill. */
  | 'GOODWILL'
  /** The customer's bank has taken it back. */
  | 'CHARGEBACK';

export type Return = {
  readonly __typename?: 'Return';
  readonly id: Scalars['ID']['output'];
  /** The refund for it; null where nothing was accepted, or nothing is paid back yet. */
  readonly refund?: Maybe<Refund>;
};

/** A page of refunds. */
export type RefundConnection = {
  readonly __typename?: 'RefundConnection';
  /** The refunds with their cursors. */
  readonly edges: ReadonlyArray<RefundEdge>;
  /** The refunds. */
  readonly nodes: ReadonlyArray<Refund>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many refunds match in all. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A refund in a page. */
export type RefundEdge = {
  readonly __typename?: 'RefundEdge';
  /** The refund's place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The refund. */
  readonly node: Refund;
};

/** A page of payments. */
export type PaymentConnection = {
  readonly __typename?: 'PaymentConnection';
  /** The payments with their cursors. */
  readonly edges: ReadonlyArray<PaymentEdge>;
  /** The payments. */
  readonly nodes: ReadonlyArray<Payment>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many payments match in all. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A payment in a page. */
export type PaymentEdge = {
  readonly __typename?: 'PaymentEdge';
  /** The payment's place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The payment. */
  readonly node: Payment;
};

/** An entry of the simulated payment provider's ledger, for one idempotency key. */
export type SimulatedCharge = {
  readonly __typename?: 'SimulatedCharge';
  /** The idempotency key, which all attempts of one payment share. */
  readonly key: Scalars['ID']['output'];
  /** Its status. */
  readonly status: SimulatedChargeStatus;
  /** How much was asked for; null when it was cancelled before a charge came. */
  readonly amount?: Maybe<Money>;
  /** How much was taken; null when it was cancelled before a charge came. */
  readonly captured?: Maybe<Money>;
  /** How much was refunded or charged back; null when it was cancelled before a charge came. */
  readonly refunded?: Maybe<Money>;
  /** Why it was declined, such as `CARD_DECLINED`. */
  readonly declineCode?: Maybe<Scalars['String']['output']>;
  /** When the provider first heard of the key. */
  readonly openedAt: Scalars['DateTime']['output'];
  /** The order that the charge was made for; null when it was cancelled before a charge came. */
  readonly order?: Maybe<Order>;
};

/** The status of a charge at the simulated payment provider. */
export type SimulatedChargeStatus =
  /** It has failed temporarily; no money is held. */
  | 'FAILING'
  /** The customer must confirm it; no money is held. */
  | 'REQUIRES_ACTION'
  /** It is not settled yet; no money is held. */
  | 'PROCESSING'
  /** The money is set aside and not yet taken. */
  | 'AUTHORIZED'
  /** The money is taken, and held for the shop. */
  | 'CAPTURED'
  /** It was declined; no money is held. */
  | 'DECLINED'
  /** The money was taken and given back. */
  | 'REFUNDED'
  /** The money was set aside, and let go; none was taken. */
  | 'VOIDED'
  /** It was cancelled before money was taken, and none will be. */
  | 'CANCELLED'
  /** The money was taken, and the customer's bank has taken it back. */
  | 'CHARGED_BACK';

/** In which order simulated charges come. */
export type SimulatedChargeOrder = {
  /** By what. */
  readonly field: SimulatedChargeOrderField;
  /** In which direction. */
  readonly direction?: OrderDirection;
};

/** By what simulated charges can be ordered. */
export type SimulatedChargeOrderField =
  /** When the other side first heard of the key. */
  | 'OPENED_AT'
  /** What became of it, by the names of the statuses; then when the other side first heard of the key. */
  | 'STATUS';

/** A page of the simulated payment provider's ledger. */
export type SimulatedChargeConnection = {
  readonly __typename?: 'SimulatedChargeConnection';
  /** The charges with their cursors. */
  readonly edges: ReadonlyArray<SimulatedChargeEdge>;
  /** The charges. */
  readonly nodes: ReadonlyArray<SimulatedCharge>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many charges there are in all. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A charge in a page. */
export type SimulatedChargeEdge = {
  readonly __typename?: 'SimulatedChargeEdge';
  /** The charge's place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The charge. */
  readonly node: SimulatedCharge;
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /** Hints that a payment has news for a waiting saga; a hint may be lost or come twice. */
  readonly paymentSettled: PaymentHint;
};

/** A hint that a payment has news. */
export type PaymentHint = {
  readonly __typename?: 'PaymentHint';
  /** The order. */
  readonly orderId: Scalars['ID']['output'];
  /** The saga whose step waits. */
  readonly sagaId: Scalars['ID']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Order: Order;
  Payment: Payment;
  Refund: Refund;
  Return: Return;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
  Payment:
    ( { __typename: 'Payment' }
    & GraphQLRecursivePick<FederationTypes['Payment'], {"id":true}> );
  Refund:
    ( { __typename: 'Refund' }
    & GraphQLRecursivePick<FederationTypes['Refund'], {"id":true}> );
  Return:
    ( { __typename: 'Return' }
    & GraphQLRecursivePick<FederationTypes['Return'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  CompletePaymentError:
    | ( OrderNotFound )
    | ( NoPaymentAction )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( PaymentDocument );
  UserError:
    | ( ValidationError )
    | ( IdempotencyConflict )
    | ( OrderNotFound )
    | ( NoPaymentAction )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
  Currency: ResolverTypeWrapper<Scalars['Currency']['output']>;
  Money: ResolverTypeWrapper<Money>;
  MoneyInput: MoneyInput;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  OrderDirection: OrderDirection;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  ValidationError: ResolverTypeWrapper<ValidationError>;
  IdempotencyConflict: ResolverTypeWrapper<IdempotencyConflict>;
  Address: ResolverTypeWrapper<Address>;
  AddressInput: AddressInput;
  StepLineInput: StepLineInput;
  PricedLineInput: PricedLineInput;
  StepInput: StepInput;
  StepRejection: ResolverTypeWrapper<StepRejection>;
  WaitFor: WaitFor;
  StepWaiting: ResolverTypeWrapper<StepWaiting>;
  StepPayload: ResolverTypeWrapper<StepPayload>;
  CompensationPayload: ResolverTypeWrapper<CompensationPayload>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  StepRecord: ResolverTypeWrapper<StepRecord>;
  StepRecordState: StepRecordState;
  StepRecordConnection: ResolverTypeWrapper<StepRecordConnection>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  CompletePaymentInput: CompletePaymentInput;
  CompletePaymentPayload: ResolverTypeWrapper<Omit<CompletePaymentPayload, 'order' | 'payment' | 'errors'> & { order?: Maybe<ResolversTypes['Order']>, payment?: Maybe<ResolversTypes['Payment']>, errors: ReadonlyArray<ResolversTypes['CompletePaymentError']> }>;
  CompletePaymentError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CompletePaymentError']>;
  OrderNotFound: ResolverTypeWrapper<OrderNotFound>;
  NoPaymentAction: ResolverTypeWrapper<NoPaymentAction>;
  SimulatePaymentInput: SimulatePaymentInput;
  SimulatedPaymentOutcome: SimulatedPaymentOutcome;
  SimulatePaymentPayload: ResolverTypeWrapper<Omit<SimulatePaymentPayload, 'payment' | 'errors'> & { payment?: Maybe<ResolversTypes['Payment']>, errors: ReadonlyArray<ResolversTypes['CompletePaymentError']> }>;
  ClaimRefundInput: ClaimRefundInput;
  ClaimRefundPayload: ResolverTypeWrapper<ClaimRefundPayload>;
  ReleaseClaimInput: ReleaseClaimInput;
  ExecuteRefundInput: ExecuteRefundInput;
  AuthorizePaymentInput: AuthorizePaymentInput;
  AuthorizePaymentPayload: ResolverTypeWrapper<AuthorizePaymentPayload>;
  PaymentStepInput: PaymentStepInput;
  RefundPartInput: RefundPartInput;
  RefundPartPayload: ResolverTypeWrapper<RefundPartPayload>;
  ProcessPaymentInput: ProcessPaymentInput;
  ProcessPaymentPayload: ResolverTypeWrapper<ProcessPaymentPayload>;
  RefundPaymentInput: RefundPaymentInput;
  RefundOrderInput: RefundOrderInput;
  PaymentFilter: PaymentFilter;
  PaymentOrder: PaymentOrder;
  PaymentOrderField: PaymentOrderField;
  RefundFilter: RefundFilter;
  RefundOrder: RefundOrder;
  RefundOrderField: RefundOrderField;
  Order: ResolverTypeWrapper<OrderReference>;
  Payment: ResolverTypeWrapper<PaymentDocument>;
  PaymentStatus: PaymentStatus;
  PaymentAction: ResolverTypeWrapper<PaymentAction>;
  Refund: ResolverTypeWrapper<RefundDocument>;
  RefundStatus: RefundStatus;
  RefundCause: RefundCause;
  Return: ResolverTypeWrapper<ReturnReference>;
  RefundConnection: ResolverTypeWrapper<RefundPage>;
  RefundEdge: ResolverTypeWrapper<Omit<RefundEdge, 'node'> & { node: ResolversTypes['Refund'] }>;
  PaymentConnection: ResolverTypeWrapper<PaymentPage>;
  PaymentEdge: ResolverTypeWrapper<Omit<PaymentEdge, 'node'> & { node: ResolversTypes['Payment'] }>;
  SimulatedCharge: ResolverTypeWrapper<Charge>;
  SimulatedChargeStatus: SimulatedChargeStatus;
  SimulatedChargeOrder: SimulatedChargeOrder;
  SimulatedChargeOrderField: SimulatedChargeOrderField;
  SimulatedChargeConnection: ResolverTypeWrapper<ChargeConnection>;
  SimulatedChargeEdge: ResolverTypeWrapper<Omit<SimulatedChargeEdge, 'node'> & { node: ResolversTypes['SimulatedCharge'] }>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PaymentHint: ResolverTypeWrapper<PaymentHint>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  SafeInt: Scalars['SafeInt']['output'];
  Currency: Scalars['Currency']['output'];
  Money: Money;
  MoneyInput: MoneyInput;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  ID: Scalars['ID']['output'];
  PageInfo: PageInfo;
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  ValidationError: ValidationError;
  IdempotencyConflict: IdempotencyConflict;
  Address: Address;
  AddressInput: AddressInput;
  StepLineInput: StepLineInput;
  PricedLineInput: PricedLineInput;
  StepInput: StepInput;
  StepRejection: StepRejection;
  StepWaiting: StepWaiting;
  StepPayload: StepPayload;
  CompensationPayload: CompensationPayload;
  Query: Record<PropertyKey, never>;
  StepRecord: StepRecord;
  StepRecordConnection: StepRecordConnection;
  Mutation: Record<PropertyKey, never>;
  CompletePaymentInput: CompletePaymentInput;
  CompletePaymentPayload: Omit<CompletePaymentPayload, 'order' | 'payment' | 'errors'> & { order?: Maybe<ResolversParentTypes['Order']>, payment?: Maybe<ResolversParentTypes['Payment']>, errors: ReadonlyArray<ResolversParentTypes['CompletePaymentError']> };
  CompletePaymentError: ResolversUnionTypes<ResolversParentTypes>['CompletePaymentError'];
  OrderNotFound: OrderNotFound;
  NoPaymentAction: NoPaymentAction;
  SimulatePaymentInput: SimulatePaymentInput;
  SimulatePaymentPayload: Omit<SimulatePaymentPayload, 'payment' | 'errors'> & { payment?: Maybe<ResolversParentTypes['Payment']>, errors: ReadonlyArray<ResolversParentTypes['CompletePaymentError']> };
  ClaimRefundInput: ClaimRefundInput;
  ClaimRefundPayload: ClaimRefundPayload;
  ReleaseClaimInput: ReleaseClaimInput;
  ExecuteRefundInput: ExecuteRefundInput;
  AuthorizePaymentInput: AuthorizePaymentInput;
  AuthorizePaymentPayload: AuthorizePaymentPayload;
  PaymentStepInput: PaymentStepInput;
  RefundPartInput: RefundPartInput;
  RefundPartPayload: RefundPartPayload;
  ProcessPaymentInput: ProcessPaymentInput;
  ProcessPaymentPayload: ProcessPaymentPayload;
  RefundPaymentInput: RefundPaymentInput;
  RefundOrderInput: RefundOrderInput;
  PaymentFilter: PaymentFilter;
  PaymentOrder: PaymentOrder;
  RefundFilter: RefundFilter;
  RefundOrder: RefundOrder;
  Order: OrderReference;
  Payment: PaymentDocument;
  PaymentAction: PaymentAction;
  Refund: RefundDocument;
  Return: ReturnReference;
  RefundConnection: RefundPage;
  RefundEdge: Omit<RefundEdge, 'node'> & { node: ResolversParentTypes['Refund'] };
  PaymentConnection: PaymentPage;
  PaymentEdge: Omit<PaymentEdge, 'node'> & { node: ResolversParentTypes['Payment'] };
  SimulatedCharge: Charge;
  SimulatedChargeOrder: SimulatedChargeOrder;
  SimulatedChargeConnection: ChargeConnection;
  SimulatedChargeEdge: Omit<SimulatedChargeEdge, 'node'> & { node: ResolversParentTypes['SimulatedCharge'] };
  Subscription: Record<PropertyKey, never>;
  PaymentHint: PaymentHint;
  Int: Scalars['Int']['output'];
  Boolean: Scalars['Boolean']['output'];
  String: Scalars['String']['output'];
};

export type TextDirectiveArgs = {
  max?: Maybe<Scalars['Int']['input']>;
  lines?: Maybe<Scalars['Boolean']['input']>;
  verbatim?: Maybe<Scalars['Boolean']['input']>;
  collected?: Maybe<Scalars['Boolean']['input']>;
};

export type TextDirectiveResolver<Result, Parent, ContextType = Context, Args = TextDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type StepDirectiveArgs = {
  compensation?: Maybe<Scalars['String']['input']>;
};

export type StepDirectiveResolver<Result, Parent, ContextType = Context, Args = StepDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type CompensationDirectiveArgs = { };

export type CompensationDirectiveResolver<Result, Parent, ContextType = Context, Args = CompensationDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type InternalDirectiveArgs = { };

export type InternalDirectiveResolver<Result, Parent, ContextType = Context, Args = InternalDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export interface CurrencyScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Currency'], any> {
  name: 'Currency';
}

export type MoneyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['Currency'], ParentType, ContextType>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Payment', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'ValidationError' | 'IdempotencyConflict' | 'OrderNotFound' | 'NoPaymentAction', ParentType, ContextType>;
};

export type ValidationErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ValidationError'] = ResolversParentTypes['ValidationError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IdempotencyConflictResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IdempotencyConflict'] = ResolversParentTypes['IdempotencyConflict']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AddressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Address'] = ResolversParentTypes['Address']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line1?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line2?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  city?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  postalCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  country?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type StepRejectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StepRejection'] = ResolversParentTypes['StepRejection']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type StepWaitingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StepWaiting'] = ResolversParentTypes['StepWaiting']> = {
  for?: Resolver<ResolversTypes['WaitFor'], ParentType, ContextType>;
  askAgainAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type StepPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StepPayload'] = ResolversParentTypes['StepPayload']> = {
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
};

export type CompensationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CompensationPayload'] = ResolversParentTypes['CompensationPayload']> = {
  undone?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  stepRecords?: Resolver<ResolversTypes['StepRecordConnection'], ParentType, ContextType, RequireFields<QueryStepRecordsArgs, 'first'>>;
  nodeTypes?: Resolver<ReadonlyArray<Maybe<ResolversTypes['String']>>, ParentType, ContextType, RequireFields<QueryNodeTypesArgs, 'ids'>>;
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType, RequireFields<QueryPaymentArgs, 'id'>>;
  payments?: Resolver<ResolversTypes['PaymentConnection'], ParentType, ContextType, Partial<QueryPaymentsArgs>>;
  refunds?: Resolver<ResolversTypes['RefundConnection'], ParentType, ContextType, Partial<QueryRefundsArgs>>;
  simulatedCharges?: Resolver<Maybe<ResolversTypes['SimulatedChargeConnection']>, ParentType, ContextType, Partial<QuerySimulatedChargesArgs>>;
  paymentRecords?: Resolver<ResolversTypes['PaymentConnection'], ParentType, ContextType, RequireFields<QueryPaymentRecordsArgs, 'first'>>;
  chargeRecords?: Resolver<Maybe<ResolversTypes['SimulatedChargeConnection']>, ParentType, ContextType, RequireFields<QueryChargeRecordsArgs, 'first'>>;
};

export type StepRecordResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StepRecord'] = ResolversParentTypes['StepRecord']> = {
  sagaId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  step?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  item?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  invoke?: Resolver<Maybe<ResolversTypes['StepRecordState']>, ParentType, ContextType>;
  compensated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type StepRecordConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StepRecordConnection'] = ResolversParentTypes['StepRecordConnection']> = {
  nodes?: Resolver<ReadonlyArray<ResolversTypes['StepRecord']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  forgetSteps?: Resolver<ResolversTypes['Int'], ParentType, ContextType, RequireFields<MutationForgetStepsArgs, 'keys'>>;
  completePayment?: Resolver<ResolversTypes['CompletePaymentPayload'], ParentType, ContextType, RequireFields<MutationCompletePaymentArgs, 'input'>>;
  simulatePayment?: Resolver<ResolversTypes['SimulatePaymentPayload'], ParentType, ContextType, RequireFields<MutationSimulatePaymentArgs, 'input'>>;
  processPayment?: Resolver<ResolversTypes['ProcessPaymentPayload'], ParentType, ContextType, RequireFields<MutationProcessPaymentArgs, 'step' | 'input'>>;
  refundPayment?: Resolver<ResolversTypes['CompensationPayload'], ParentType, ContextType, RequireFields<MutationRefundPaymentArgs, 'step' | 'input'>>;
  authorizePayment?: Resolver<ResolversTypes['AuthorizePaymentPayload'], ParentType, ContextType, RequireFields<MutationAuthorizePaymentArgs, 'step' | 'input'>>;
  voidPayment?: Resolver<ResolversTypes['CompensationPayload'], ParentType, ContextType, RequireFields<MutationVoidPaymentArgs, 'step' | 'input'>>;
  capturePayment?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationCapturePaymentArgs, 'step' | 'input'>>;
  refundPart?: Resolver<ResolversTypes['RefundPartPayload'], ParentType, ContextType, RequireFields<MutationRefundPartArgs, 'step' | 'input'>>;
  refundOrder?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationRefundOrderArgs, 'step' | 'input'>>;
  claimRefund?: Resolver<ResolversTypes['ClaimRefundPayload'], ParentType, ContextType, RequireFields<MutationClaimRefundArgs, 'step' | 'input'>>;
  releaseClaim?: Resolver<ResolversTypes['CompensationPayload'], ParentType, ContextType, RequireFields<MutationReleaseClaimArgs, 'step' | 'input'>>;
  executeRefund?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationExecuteRefundArgs, 'step' | 'input'>>;
};

export type CompletePaymentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CompletePaymentPayload'] = ResolversParentTypes['CompletePaymentPayload']> = {
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['CompletePaymentError']>, ParentType, ContextType>;
};

export type CompletePaymentErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CompletePaymentError'] = ResolversParentTypes['CompletePaymentError']> = {
  __resolveType: TypeResolveFn<'OrderNotFound' | 'NoPaymentAction', ParentType, ContextType>;
};

export type OrderNotFoundResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderNotFound'] = ResolversParentTypes['OrderNotFound']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type NoPaymentActionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NoPaymentAction'] = ResolversParentTypes['NoPaymentAction']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SimulatePaymentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SimulatePaymentPayload'] = ResolversParentTypes['SimulatePaymentPayload']> = {
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['CompletePaymentError']>, ParentType, ContextType>;
};

export type ClaimRefundPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ClaimRefundPayload'] = ResolversParentTypes['ClaimRefundPayload']> = {
  refundId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
};

export type AuthorizePaymentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuthorizePaymentPayload'] = ResolversParentTypes['AuthorizePaymentPayload']> = {
  paymentId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
  waiting?: Resolver<Maybe<ResolversTypes['StepWaiting']>, ParentType, ContextType>;
};

export type RefundPartPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RefundPartPayload'] = ResolversParentTypes['RefundPartPayload']> = {
  refunded?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  refundId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
};

export type ProcessPaymentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProcessPaymentPayload'] = ResolversParentTypes['ProcessPaymentPayload']> = {
  paymentId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>;
  refunded?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  refunds?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Refund']>>, ParentType, ContextType>;
};

export type PaymentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment'], FederationReferenceType extends FederationReferenceTypes['Payment'] = FederationReferenceTypes['Payment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Payment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PaymentStatus'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  captured?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  refunded?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  refundable?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  refunds?: Resolver<ReadonlyArray<ResolversTypes['Refund']>, ParentType, ContextType>;
  action?: Resolver<Maybe<ResolversTypes['PaymentAction']>, ParentType, ContextType>;
  method?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  declineCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  authorizedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  capturedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  refundedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PaymentActionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentAction'] = ResolversParentTypes['PaymentAction']> = {
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type RefundResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Refund'] = ResolversParentTypes['Refund'], FederationReferenceType extends FederationReferenceTypes['Refund'] = FederationReferenceTypes['Refund']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Refund']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RefundStatus'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  cause?: Resolver<ResolversTypes['RefundCause'], ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  settledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  return?: Resolver<Maybe<ResolversTypes['Return']>, ParentType, ContextType>;
};

export type ReturnResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Return'] = ResolversParentTypes['Return'], FederationReferenceType extends FederationReferenceTypes['Return'] = FederationReferenceTypes['Return']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Return']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  refund?: Resolver<Maybe<ResolversTypes['Refund']>, ParentType, ContextType>;
};

export type RefundConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RefundConnection'] = ResolversParentTypes['RefundConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RefundEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Refund']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RefundEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RefundEdge'] = ResolversParentTypes['RefundEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Refund'], ParentType, ContextType>;
};

export type PaymentConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentConnection'] = ResolversParentTypes['PaymentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PaymentEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Payment']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PaymentEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentEdge'] = ResolversParentTypes['PaymentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Payment'], ParentType, ContextType>;
};

export type SimulatedChargeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SimulatedCharge'] = ResolversParentTypes['SimulatedCharge']> = {
  key?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SimulatedChargeStatus'], ParentType, ContextType>;
  amount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  captured?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  refunded?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  declineCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  openedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
};

export type SimulatedChargeConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SimulatedChargeConnection'] = ResolversParentTypes['SimulatedChargeConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SimulatedChargeEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['SimulatedCharge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SimulatedChargeEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SimulatedChargeEdge'] = ResolversParentTypes['SimulatedChargeEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SimulatedCharge'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  paymentSettled?: SubscriptionResolver<ResolversTypes['PaymentHint'], "paymentSettled", ParentType, ContextType>;
};

export type PaymentHintResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentHint'] = ResolversParentTypes['PaymentHint']> = {
  orderId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sagaId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  Currency?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  ValidationError?: ValidationErrorResolvers<ContextType>;
  IdempotencyConflict?: IdempotencyConflictResolvers<ContextType>;
  Address?: AddressResolvers<ContextType>;
  StepRejection?: StepRejectionResolvers<ContextType>;
  StepWaiting?: StepWaitingResolvers<ContextType>;
  StepPayload?: StepPayloadResolvers<ContextType>;
  CompensationPayload?: CompensationPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  StepRecord?: StepRecordResolvers<ContextType>;
  StepRecordConnection?: StepRecordConnectionResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  CompletePaymentPayload?: CompletePaymentPayloadResolvers<ContextType>;
  CompletePaymentError?: CompletePaymentErrorResolvers<ContextType>;
  OrderNotFound?: OrderNotFoundResolvers<ContextType>;
  NoPaymentAction?: NoPaymentActionResolvers<ContextType>;
  SimulatePaymentPayload?: SimulatePaymentPayloadResolvers<ContextType>;
  ClaimRefundPayload?: ClaimRefundPayloadResolvers<ContextType>;
  AuthorizePaymentPayload?: AuthorizePaymentPayloadResolvers<ContextType>;
  RefundPartPayload?: RefundPartPayloadResolvers<ContextType>;
  ProcessPaymentPayload?: ProcessPaymentPayloadResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  Payment?: PaymentResolvers<ContextType>;
  PaymentAction?: PaymentActionResolvers<ContextType>;
  Refund?: RefundResolvers<ContextType>;
  Return?: ReturnResolvers<ContextType>;
  RefundConnection?: RefundConnectionResolvers<ContextType>;
  RefundEdge?: RefundEdgeResolvers<ContextType>;
  PaymentConnection?: PaymentConnectionResolvers<ContextType>;
  PaymentEdge?: PaymentEdgeResolvers<ContextType>;
  SimulatedCharge?: SimulatedChargeResolvers<ContextType>;
  SimulatedChargeConnection?: SimulatedChargeConnectionResolvers<ContextType>;
  SimulatedChargeEdge?: SimulatedChargeEdgeResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  PaymentHint?: PaymentHintResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  text?: TextDirectiveResolver<any, any, ContextType>;
  step?: StepDirectiveResolver<any, any, ContextType>;
  compensation?: CompensationDirectiveResolver<any, any, ContextType>;
  internal?: InternalDirectiveResolver<any, any, ContextType>;
};
