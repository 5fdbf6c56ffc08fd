import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { OrderWithPayment, CustomerReference, Context } from '../context.js';
import type { CountedLine as CountedOrderLine } from '../domain/fulfilment.js';
import type { OrderConnection as OrderPage } from '../order-store.js';
import type { Return as ReturnDocument } from '../domain/return.js';
import type { ReturnConnection as ReturnPage } from '../return-store.js';
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
  /** One return, by id; null when there is none, or when it is somebody else's. */
  readonly return?: Maybe<Return>;
  /** The returns of the customer who is logged in, newest first; for ADMIN all returns. */
  readonly returns: ReturnConnection;
  /**
   * One order, by id or by number; null when there is none, or when it is somebody else's. Exactly one of the arguments
   * must be given.
   */
  readonly order?: Maybe<Order>;
  /** The orders of the customer who is logged in, newest first; for ADMIN all orders. */
  readonly orders: OrderConnection;
  /** Orders, whosever they are, newest first; for the auditor. */
  readonly orderRecords: OrderConnection;
  /** How much of an order can be sent back now, by its lines; null when there is no such order. For the coordinator. */
  readonly returnableUnits?: Maybe<ReadonlyArray<ReturnableUnits>>;
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


export type QueryReturnArgs = {
  id: Scalars['ID']['input'];
};


export type QueryReturnsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ReturnFilter>;
  orderBy?: InputMaybe<ReturnOrder>;
};


export type QueryOrderArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  number?: InputMaybe<Scalars['String']['input']>;
};


export type QueryOrdersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OrderFilter>;
  orderBy?: InputMaybe<OrderOrder>;
};


export type QueryOrderRecordsArgs = {
  orderIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryReturnableUnitsArgs = {
  orderId: Scalars['ID']['input'];
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
  /** Records an order as PENDING, with its prices and names frozen. */
  readonly createOrder: CreateOrderPayload;
  /** Cancels an order whose placing is undone. */
  readonly abandonOrder: CompensationPayload;
  /** Confirms an order: from here on it is placed. */
  readonly confirmOrder: StepPayload;
  /** Locks a confirmed order while its cancellation is decided: it becomes CANCELLING, for one saga only. */
  readonly requestCancellation: StepPayload;
  /** Makes an order CONFIRMED again whose cancellation was not possible. */
  readonly restoreOrder: CompensationPayload;
  /** Records that an order is cancelled, and why. */
  readonly completeCancellation: StepPayload;
  /**
   * Locks a confirmed order, or lines of it, for one saga that cancels them, and says what that means: how much money is
   * given back, and which parcels are taken back. Refused where a unit is on its way, cancelled, or locked already.
   */
  readonly lockLines: LockLinesPayload;
  /** Gives the lines free that the saga has locked. */
  readonly unlockLines: CompensationPayload;
  /** Records a return that a customer asks for, and keeps its units from being sent back twice. */
  readonly openReturn: OpenReturnPayload;
  /** Closes a return of which nothing was accepted; its units may be sent back again. */
  readonly abandonReturn: CompensationPayload;
  /** Waits until what is sent back was received, at most until the return's `receiveBy`; refused where the return was closed. */
  readonly awaitParcel: AwaitParcelPayload;
  /** Ends the wait: from here on nothing can be received for the return. */
  readonly forgetParcel: CompensationPayload;
  /** Counts what was received and accepted of a return as returned, and says what that means. */
  readonly acceptReturn: AcceptReturnPayload;
  /** Records that everything is done for a return. */
  readonly completeReturn: StepPayload;
  /**
   * Records what was received of a return, once; the second time with something else it is refused. For the coordinator,
   * which then wakes the saga.
   */
  readonly recordReceipt: ReturnDecision;
  /** Records that a return is to be closed, where nothing was received yet. For the coordinator, which then wakes the saga. */
  readonly recordClosing: ReturnDecision;
  /** Counts what of an order is on its way and has arrived: each parcel once, however often and late its carrier reports. */
  readonly recordParcelMovement: StepPayload;
};


export type MutationForgetStepsArgs = {
  keys: ReadonlyArray<Scalars['ID']['input']>;
};


export type MutationCreateOrderArgs = {
  step: StepInput;
  input: CreateOrderInput;
};


export type MutationAbandonOrderArgs = {
  step: StepInput;
  input: AbandonOrderInput;
};


export type MutationConfirmOrderArgs = {
  step: StepInput;
  input: ConfirmOrderInput;
};


export type MutationRequestCancellationArgs = {
  step: StepInput;
  input: OrderStepInput;
};


export type MutationRestoreOrderArgs = {
  step: StepInput;
  input: OrderStepInput;
};


export type MutationCompleteCancellationArgs = {
  step: StepInput;
  input: CompleteCancellationInput;
};


export type MutationLockLinesArgs = {
  step: StepInput;
  input: LockLinesInput;
};


export type MutationUnlockLinesArgs = {
  step: StepInput;
  input: OrderStepInput;
};


export type MutationOpenReturnArgs = {
  step: StepInput;
  input: OpenReturnInput;
};


export type MutationAbandonReturnArgs = {
  step: StepInput;
  input: AbandonReturnInput;
};


export type MutationAwaitParcelArgs = {
  step: StepInput;
  input: ReturnStepInput;
};


export type MutationForgetParcelArgs = {
  step: StepInput;
  input: ReturnStepInput;
};


export type MutationAcceptReturnArgs = {
  step: StepInput;
  input: ReturnStepInput;
};


export type MutationCompleteReturnArgs = {
  step: StepInput;
  input: ReturnStepInput;
};


export type MutationRecordReceiptArgs = {
  input: RecordReceiptInput;
};


export type MutationRecordClosingArgs = {
  input: RecordClosingInput;
};


export type MutationRecordParcelMovementArgs = {
  step: StepInput;
  input: ParcelMovementInput;
};

/** How many units of one product of an order can be sent back now. */
export type ReturnableUnits = {
  readonly __typename?: 'ReturnableUnits';
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** How many units. */
  readonly returnable: Scalars['Int']['output'];
  /** Why it is not more: `NOT_DELIVERED`, `WINDOW_OVER` where more arrived longer ago than 30 days, else `TOO_MANY`. */
  readonly code: Scalars['String']['output'];
};

/** A parcel that has moved. */
export type ParcelMovementInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** The parcel. */
  readonly shipmentId: Scalars['ID']['input'];
  /** The warehouse that it left; absent where that is not known. */
  readonly warehouse?: InputMaybe<Scalars['String']['input']>;
  /** How far it has come. */
  readonly status: ParcelMovement;
  /** What is in it; empty where that is not known: then all of the order that is in no other parcel. */
  readonly lines: ReadonlyArray<StepLineInput>;
};

/** How far a parcel has come. */
export type ParcelMovement =
  /** The carrier has it. */
  | 'HANDED_OVER'
  /** It is on its way. */
  | 'IN_TRANSIT'
  /** It has arrived. */
  | 'DELIVERED';

/** An order to record. */
export type CreateOrderInput = {
  /** The order's id. */
  readonly orderId: Scalars['ID']['input'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** What is ordered, each product at most once. */
  readonly lines: ReadonlyArray<PricedLineInput>;
  /** The sum of all lines. */
  readonly total: MoneyInput;
  /** Where it goes. */
  readonly shippingAddress: AddressInput;
  /** When the order was accepted. */
  readonly placedAt: Scalars['DateTime']['input'];
};

/** The answer of createOrder. */
export type CreateOrderPayload = {
  readonly __typename?: 'CreateOrderPayload';
  /** The order's number for people; null when the step was refused. */
  readonly number?: Maybe<Scalars['String']['output']>;
  /** Set when the step was refused and nothing happened. */
  readonly rejection?: Maybe<StepRejection>;
};

/** An order to cancel, and why. */
export type AbandonOrderInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** Why, as a code. */
  readonly code: Scalars['String']['input'];
  /** Why, in a sentence. */
  readonly message: Scalars['String']['input'];
};

/** Lines to lock. */
export type LockLinesInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** What is to be cancelled; absent: everything that is left. */
  readonly lines?: InputMaybe<ReadonlyArray<StepLineInput>>;
};

/** The answer of lockLines; everything is null when the step was refused. */
export type LockLinesPayload = {
  readonly __typename?: 'LockLinesPayload';
  /** Whether nothing is left of the order once they are cancelled. */
  readonly whole?: Maybe<Scalars['Boolean']['output']>;
  /** The order's number for people. */
  readonly number?: Maybe<Scalars['String']['output']>;
  /** What is to be cancelled. */
  readonly lines?: Maybe<ReadonlyArray<CancelledLine>>;
  /** The same units, with the warehouses in which they stand. */
  readonly units?: Maybe<ReadonlyArray<WarehouseUnits>>;
  /** How much money is given back. */
  readonly amount?: Maybe<Money>;
  /** The parcels that are taken back, by their warehouse. */
  readonly parcels?: Maybe<ReadonlyArray<PlannedParcel>>;
  /** What stays of those parcels and is booked anew, by the warehouse; without those of which nothing stays. */
  readonly staying?: Maybe<ReadonlyArray<PlannedParcel>>;
  /** Where the order goes. */
  readonly shippingAddress?: Maybe<Address>;
  /** Set when the step was refused and nothing happened. */
  readonly rejection?: Maybe<StepRejection>;
};

/** Units of one product that are cancelled, or come back. */
export type CancelledLine = {
  readonly __typename?: 'CancelledLine';
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** How many units. */
  readonly quantity: Scalars['Int']['output'];
};

/** Units of one product in one warehouse. */
export type WarehouseUnits = {
  readonly __typename?: 'WarehouseUnits';
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** How many units. */
  readonly quantity: Scalars['Int']['output'];
  /** The warehouse. */
  readonly warehouse: Scalars['String']['output'];
};

/** What goes from one warehouse in one parcel. */
export type PlannedParcel = {
  readonly __typename?: 'PlannedParcel';
  /** The warehouse. */
  readonly warehouse: Scalars['String']['output'];
  /** What is in it. */
  readonly lines: ReadonlyArray<CancelledLine>;
};

/** A return to record. */
export type OpenReturnInput = {
  /** The return's id. */
  readonly returnId: Scalars['ID']['input'];
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** What comes back. */
  readonly lines: ReadonlyArray<StepLineInput>;
  /** Why, as a code. */
  readonly reason: ReturnReason;
  /** Why, in words. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
  /** When it was asked for. */
  readonly requestedAt: Scalars['DateTime']['input'];
  /** Until when it has to be received. */
  readonly receiveBy: Scalars['DateTime']['input'];
};

/** The answer of openReturn; everything is null when the step was refused. */
export type OpenReturnPayload = {
  readonly __typename?: 'OpenReturnPayload';
  /** The return's number for people. */
  readonly number?: Maybe<Scalars['String']['output']>;
  /** Where the order went. */
  readonly address?: Maybe<Address>;
  /** Set when the step was refused and nothing happened. */
  readonly rejection?: Maybe<StepRejection>;
};

/** A return to close, and why. */
export type AbandonReturnInput = {
  /** The return. */
  readonly returnId: Scalars['ID']['input'];
  /** Why, as a code. */
  readonly code: Scalars['String']['input'];
  /** Why, in a sentence. */
  readonly message: Scalars['String']['input'];
};

/** Names a return. */
export type ReturnStepInput = {
  /** The return. */
  readonly returnId: Scalars['ID']['input'];
};

/** The answer of awaitParcel. */
export type AwaitParcelPayload = {
  readonly __typename?: 'AwaitParcelPayload';
  /** When it was received; null when the step was refused, or has to wait. */
  readonly receivedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Set when the step was refused and nothing happened. */
  readonly rejection?: Maybe<StepRejection>;
  /** Set when nothing was received yet. */
  readonly waiting?: Maybe<StepWaiting>;
};

/** The answer of acceptReturn; everything is null when the step was refused. */
export type AcceptReturnPayload = {
  readonly __typename?: 'AcceptReturnPayload';
  /** How much money is given back for what was accepted. */
  readonly amount?: Maybe<Money>;
  /** What was accepted. */
  readonly lines?: Maybe<ReadonlyArray<CancelledLine>>;
  /** What of it can be sold again, and where it stands. */
  readonly units?: Maybe<ReadonlyArray<WarehouseUnits>>;
  /** Set when the step was refused and nothing happened. */
  readonly rejection?: Maybe<StepRejection>;
};

/** What was received of a return. */
export type RecordReceiptInput = {
  /** The return. */
  readonly returnId: Scalars['ID']['input'];
  /** Where it was received. */
  readonly warehouse: Scalars['String']['input'];
  /** What was received; products that are not named were not. */
  readonly lines: ReadonlyArray<ReceivedLineInput>;
  /** Anything worth knowing. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
};

/** Units of one product that were received. */
export type ReceivedLineInput = {
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['input'];
  /** How many units are accepted: 0 to what was to come back. */
  readonly accepted: Scalars['Int']['input'];
  /** How many of these can be sold again. */
  readonly resellable: Scalars['Int']['input'];
};

/** A return to close. */
export type RecordClosingInput = {
  /** The return. */
  readonly returnId: Scalars['ID']['input'];
  /** Why, in a sentence. */
  readonly reason: Scalars['String']['input'];
};

/** What became of what was to be recorded of a return. */
export type ReturnDecision = {
  readonly __typename?: 'ReturnDecision';
  /** The return; null when there is none. */
  readonly return?: Maybe<Return>;
  /** Why nothing was recorded: `RETURN_NOT_FOUND`, `RETURN_STATE_CONFLICT`, or `NOT_RETURNABLE` where a line is not of the return or has more units than it. */
  readonly rejection?: Maybe<StepRejection>;
  /** The product at fault, where there is one. */
  readonly sku?: Maybe<Scalars['String']['output']>;
  /** How many of its units could be received. */
  readonly returnable?: Maybe<Scalars['Int']['output']>;
};

/** An order to confirm. */
export type ConfirmOrderInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** What goes from which warehouse; absent where that is not known. */
  readonly parcels?: InputMaybe<ReadonlyArray<PlannedParcelInput>>;
};

/** What goes from one warehouse in one parcel. */
export type PlannedParcelInput = {
  /** The warehouse. */
  readonly warehouse: Scalars['String']['input'];
  /** What is in it. */
  readonly lines: ReadonlyArray<StepLineInput>;
};

/** Names an order. */
export type OrderStepInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
};

/** An order that is cancelled, and why. */
export type CompleteCancellationInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** Why, as a code. */
  readonly code: Scalars['String']['input'];
  /** Why, in a sentence. */
  readonly message: Scalars['String']['input'];
};

/** Which orders; all given conditions must hold. */
export type OrderFilter = {
  /** One of these statuses. */
  readonly status?: InputMaybe<ReadonlyArray<OrderStatus>>;
  /** Orders of this customer; other than oneself for ADMIN only. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** Placed at or after this instant. */
  readonly placedAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Placed before this instant. */
  readonly placedBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

/** In which order orders come. */
export type OrderOrder = {
  /** By what. */
  readonly field: OrderOrderField;
  /** In which direction. */
  readonly direction?: OrderDirection;
};

/** By what orders can be ordered. */
export type OrderOrderField =
  /** When it was accepted. */
  | 'PLACED_AT'
  /** The sum of all lines, in minor units. */
  | 'TOTAL'
  /** What became of it, by the names of the statuses; then when it was accepted. */
  | 'STATUS';

/** Something that a customer has ordered. */
export type Order = Node & {
  readonly __typename?: 'Order';
  /** The order's id. */
  readonly id: Scalars['ID']['output'];
  /** The order's number for people. */
  readonly number: Scalars['String']['output'];
  /** What became of it. */
  readonly status: OrderStatus;
  /** Who ordered. */
  readonly customer?: Maybe<Customer>;
  /** What was ordered. */
  readonly lines: ReadonlyArray<OrderLine>;
  /** The sum of all lines. */
  readonly total: Money;
  /** Where it goes. */
  readonly shippingAddress: Address;
  /** When it was accepted. */
  readonly placedAt: Scalars['DateTime']['output'];
  /** When it was confirmed. */
  readonly confirmedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was cancelled. */
  readonly cancelledAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why it was cancelled. */
  readonly cancellation?: Maybe<OrderCancellation>;
  /** How much of it has left the shop, and has arrived; `NONE` until the first parcel is handed over. */
  readonly fulfilment: Fulfilment;
  /** What the viewer may do with it now. */
  readonly nextActions?: Maybe<ReadonlyArray<OrderAction>>;
  readonly payment?: Maybe<Payment>;
  /** What was sent back of it, or is to be, oldest first. */
  readonly returns?: Maybe<ReadonlyArray<Return>>;
};

/** How much of what is not cancelled has left the shop, and has arrived. */
export type Fulfilment =
  /** No parcel has been handed over to a carrier. */
  | 'NONE'
  /** Some of it is on its way. */
  | 'PARTIALLY_SHIPPED'
  /** All of it is on its way. */
  | 'SHIPPED'
  /** Some of it has arrived. */
  | 'PARTIALLY_DELIVERED'
  /** All of it has arrived. */
  | 'DELIVERED';

/** What somebody may do with an order. */
export type OrderAction =
  /** Take the customer's payment further. */
  | 'COMPLETE_PAYMENT'
  /** Cancel all of it. */
  | 'CANCEL'
  /** Cancel some of it. */
  | 'CANCEL_LINES'
  /** Send some of it back. */
  | 'RETURN'
  /** Give money back, as an ADMIN. */
  | 'REFUND';

/** What became of an order. */
export type OrderStatus =
  /** It is being placed. */
  | 'PENDING'
  /** It is placed. */
  | 'CONFIRMED'
  /** It is being cancelled. */
  | 'CANCELLING'
  /** It is cancelled, and everything done for it is undone. */
  | 'CANCELLED';

/** One product of an order. */
export type OrderLine = {
  readonly __typename?: 'OrderLine';
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** The product's name when the order was placed. */
  readonly name: Scalars['String']['output'];
  /** How many units. */
  readonly quantity: Scalars['Int']['output'];
  /** The price of one unit when the order was placed. */
  readonly unitPrice: Money;
  /** The price of all units. */
  readonly total: Money;
  /** How many units were cancelled. */
  readonly cancelled: Scalars['Int']['output'];
  /** How many units were handed over to a carrier, the delivered ones among them. */
  readonly shipped: Scalars['Int']['output'];
  /** How many units have arrived. */
  readonly delivered: Scalars['Int']['output'];
  /** How many units were sent back and accepted. */
  readonly returned: Scalars['Int']['output'];
  /** The product as it is today. */
  readonly product?: Maybe<Product>;
};

export type Product = {
  readonly __typename?: 'Product';
  readonly sku: Scalars['String']['output'];
};

/** Why an order was cancelled. */
export type OrderCancellation = {
  readonly __typename?: 'OrderCancellation';
  /** Why, as a code: `OUT_OF_STOCK`, `PAYMENT_DECLINED`, `SHIPPING_UNAVAILABLE`, `REQUESTED_BY_CUSTOMER`, `REQUESTED_BY_ADMIN` and others. */
  readonly code: Scalars['String']['output'];
  /** Why, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** When it was decided. */
  readonly at: Scalars['DateTime']['output'];
};

export type Payment = {
  readonly __typename?: 'Payment';
  readonly id: Scalars['ID']['output'];
  readonly action?: Maybe<PaymentAction>;
};

export type PaymentAction = {
  readonly __typename?: 'PaymentAction';
  readonly expiresAt: Scalars['DateTime']['output'];
};

export type Customer = {
  readonly __typename?: 'Customer';
  readonly id: Scalars['ID']['output'];
  /** The customer's orders; empty for everyone but the customer and ADMIN. */
  readonly orders: OrderConnection;
};


export type CustomerOrdersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  orderBy?: InputMaybe<OrderOrder>;
};

/** A page of orders. */
export type OrderConnection = {
  readonly __typename?: 'OrderConnection';
  /** The orders with their cursors. */
  readonly edges: ReadonlyArray<OrderEdge>;
  /** The orders. */
  readonly nodes: ReadonlyArray<Order>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many orders match in all. */
  readonly totalCount: Scalars['Int']['output'];
};

/** An order in a page. */
export type OrderEdge = {
  readonly __typename?: 'OrderEdge';
  /** The order's place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The order. */
  readonly node: Order;
};

/** Something that comes back. */
export type Return = Node & {
  readonly __typename?: 'Return';
  /** The return's id. */
  readonly id: Scalars['ID']['output'];
  /** The return's number for people. */
  readonly number: Scalars['String']['output'];
  /** What became of it. */
  readonly status: ReturnStatus;
  /** Why, as a code. */
  readonly reason: ReturnReason;
  /** Why, in words. */
  readonly note?: Maybe<Scalars['String']['output']>;
  /** What comes back. */
  readonly lines: ReadonlyArray<ReturnLine>;
  /** When it was asked for. */
  readonly requestedAt: Scalars['DateTime']['output'];
  /** Until when it has to be received. */
  readonly receiveBy: Scalars['DateTime']['output'];
  /** When it was received. */
  readonly receivedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The order it is of. */
  readonly order: Order;
};

/** What became of a return. */
export type ReturnStatus =
  /** It was asked for. */
  | 'REQUESTED'
  /** Its parcel is booked, and has not been received. */
  | 'AWAITING_PARCEL'
  /** It was received. */
  | 'RECEIVED'
  /** What was accepted of it is paid back. */
  | 'COMPLETED'
  /** It has ended, and nothing was accepted. */
  | 'CLOSED';

/** Why something comes back. */
export type ReturnReason =
  /** It does not work. */
  | 'DEFECTIVE'
  /** It is not what was ordered. */
  | 'WRONG_ITEM'
  /** It arrived broken. */
  | 'DAMAGED'
  /** The customer does not want it. */
  | 'NOT_WANTED'
  /** Something else. */
  | 'OTHER';

/** Units of one product that come back. */
export type ReturnLine = {
  readonly __typename?: 'ReturnLine';
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** How many units were to come back. */
  readonly quantity: Scalars['Int']['output'];
  /** How many were accepted; null until it was received. */
  readonly accepted?: Maybe<Scalars['Int']['output']>;
  /** How many of these can be sold again; null until it was received. */
  readonly resellable?: Maybe<Scalars['Int']['output']>;
};

/** Which returns; all given conditions must hold. */
export type ReturnFilter = {
  /** One of these statuses. */
  readonly status?: InputMaybe<ReadonlyArray<ReturnStatus>>;
  /** Returns of this customer; other than oneself for ADMIN only. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** Returns of this order. */
  readonly orderId?: InputMaybe<Scalars['ID']['input']>;
  /** Asked for at or after this instant. */
  readonly requestedAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Asked for before this instant. */
  readonly requestedBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

/** In which order returns come. */
export type ReturnOrder = {
  /** By what. */
  readonly field: ReturnOrderField;
  /** In which direction. */
  readonly direction?: OrderDirection;
};

/** By what returns can be ordered. */
export type ReturnOrderField =
  /** When it was asked for. */
  | 'REQUESTED_AT'
  /** What became of it, by the names of the statuses; then when it was asked for. */
  | 'STATUS';

/** A page of returns. */
export type ReturnConnection = {
  readonly __typename?: 'ReturnConnection';
  /** The returns with their cursors. */
  readonly edges: ReadonlyArray<ReturnEdge>;
  /** The returns. */
  readonly nodes: ReadonlyArray<Return>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many returns match in all. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A return in a page. */
export type ReturnEdge = {
  readonly __typename?: 'ReturnEdge';
  /** The return's place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The return. */
  readonly node: Return;
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
  Customer: Customer;
  Return: Return;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}>
    & ( Record<PropertyKey, never>
        | GraphQLRecursivePick<FederationTypes['Order'], {"payment":{"action":{"expiresAt":true}}}> ) );
  Customer:
    ( { __typename: 'Customer' }
    & GraphQLRecursivePick<FederationTypes['Customer'], {"id":true}> );
  Return:
    ( { __typename: 'Return' }
    & GraphQLRecursivePick<FederationTypes['Return'], {"id":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( OrderWithPayment )
    | ( ReturnDocument )
  ;
  UserError:
    | ( ValidationError )
    | ( IdempotencyConflict )
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
  ReturnableUnits: ResolverTypeWrapper<ReturnableUnits>;
  ParcelMovementInput: ParcelMovementInput;
  ParcelMovement: ParcelMovement;
  CreateOrderInput: CreateOrderInput;
  CreateOrderPayload: ResolverTypeWrapper<CreateOrderPayload>;
  AbandonOrderInput: AbandonOrderInput;
  LockLinesInput: LockLinesInput;
  LockLinesPayload: ResolverTypeWrapper<LockLinesPayload>;
  CancelledLine: ResolverTypeWrapper<CancelledLine>;
  WarehouseUnits: ResolverTypeWrapper<WarehouseUnits>;
  PlannedParcel: ResolverTypeWrapper<PlannedParcel>;
  OpenReturnInput: OpenReturnInput;
  OpenReturnPayload: ResolverTypeWrapper<OpenReturnPayload>;
  AbandonReturnInput: AbandonReturnInput;
  ReturnStepInput: ReturnStepInput;
  AwaitParcelPayload: ResolverTypeWrapper<AwaitParcelPayload>;
  AcceptReturnPayload: ResolverTypeWrapper<AcceptReturnPayload>;
  RecordReceiptInput: RecordReceiptInput;
  ReceivedLineInput: ReceivedLineInput;
  RecordClosingInput: RecordClosingInput;
  ReturnDecision: ResolverTypeWrapper<Omit<ReturnDecision, 'return'> & { return?: Maybe<ResolversTypes['Return']> }>;
  ConfirmOrderInput: ConfirmOrderInput;
  PlannedParcelInput: PlannedParcelInput;
  OrderStepInput: OrderStepInput;
  CompleteCancellationInput: CompleteCancellationInput;
  OrderFilter: OrderFilter;
  OrderOrder: OrderOrder;
  OrderOrderField: OrderOrderField;
  Order: ResolverTypeWrapper<OrderWithPayment>;
  Fulfilment: Fulfilment;
  OrderAction: OrderAction;
  OrderStatus: OrderStatus;
  OrderLine: ResolverTypeWrapper<CountedOrderLine>;
  Product: ResolverTypeWrapper<Product>;
  OrderCancellation: ResolverTypeWrapper<OrderCancellation>;
  Payment: ResolverTypeWrapper<Payment>;
  PaymentAction: ResolverTypeWrapper<PaymentAction>;
  Customer: ResolverTypeWrapper<CustomerReference>;
  OrderConnection: ResolverTypeWrapper<OrderPage>;
  OrderEdge: ResolverTypeWrapper<Omit<OrderEdge, 'node'> & { node: ResolversTypes['Order'] }>;
  Return: ResolverTypeWrapper<ReturnDocument>;
  ReturnStatus: ReturnStatus;
  ReturnReason: ReturnReason;
  ReturnLine: ResolverTypeWrapper<ReturnLine>;
  ReturnFilter: ReturnFilter;
  ReturnOrder: ReturnOrder;
  ReturnOrderField: ReturnOrderField;
  ReturnConnection: ResolverTypeWrapper<ReturnPage>;
  ReturnEdge: ResolverTypeWrapper<Omit<ReturnEdge, 'node'> & { node: ResolversTypes['Return'] }>;
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
  ReturnableUnits: ReturnableUnits;
  ParcelMovementInput: ParcelMovementInput;
  CreateOrderInput: CreateOrderInput;
  CreateOrderPayload: CreateOrderPayload;
  AbandonOrderInput: AbandonOrderInput;
  LockLinesInput: LockLinesInput;
  LockLinesPayload: LockLinesPayload;
  CancelledLine: CancelledLine;
  WarehouseUnits: WarehouseUnits;
  PlannedParcel: PlannedParcel;
  OpenReturnInput: OpenReturnInput;
  OpenReturnPayload: OpenReturnPayload;
  AbandonReturnInput: AbandonReturnInput;
  ReturnStepInput: ReturnStepInput;
  AwaitParcelPayload: AwaitParcelPayload;
  AcceptReturnPayload: AcceptReturnPayload;
  RecordReceiptInput: RecordReceiptInput;
  ReceivedLineInput: ReceivedLineInput;
  RecordClosingInput: RecordClosingInput;
  ReturnDecision: Omit<ReturnDecision, 'return'> & { return?: Maybe<ResolversParentTypes['Return']> };
  ConfirmOrderInput: ConfirmOrderInput;
  PlannedParcelInput: PlannedParcelInput;
  OrderStepInput: OrderStepInput;
  CompleteCancellationInput: CompleteCancellationInput;
  OrderFilter: OrderFilter;
  OrderOrder: OrderOrder;
  Order: OrderWithPayment;
  OrderLine: CountedOrderLine;
  Product: Product;
  OrderCancellation: OrderCancellation;
  Payment: Payment;
  PaymentAction: PaymentAction;
  Customer: CustomerReference;
  OrderConnection: OrderPage;
  OrderEdge: Omit<OrderEdge, 'node'> & { node: ResolversParentTypes['Order'] };
  Return: ReturnDocument;
  ReturnLine: ReturnLine;
  ReturnFilter: ReturnFilter;
  ReturnOrder: ReturnOrder;
  ReturnConnection: ReturnPage;
  ReturnEdge: Omit<ReturnEdge, 'node'> & { node: ResolversParentTypes['Return'] };
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
  __resolveType: TypeResolveFn<'Order' | 'Return', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'ValidationError' | 'IdempotencyConflict', ParentType, ContextType>;
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
  return?: Resolver<Maybe<ResolversTypes['Return']>, ParentType, ContextType, RequireFields<QueryReturnArgs, 'id'>>;
  returns?: Resolver<ResolversTypes['ReturnConnection'], ParentType, ContextType, Partial<QueryReturnsArgs>>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, Partial<QueryOrderArgs>>;
  orders?: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, Partial<QueryOrdersArgs>>;
  orderRecords?: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, RequireFields<QueryOrderRecordsArgs, 'first'>>;
  returnableUnits?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ReturnableUnits']>>, ParentType, ContextType, RequireFields<QueryReturnableUnitsArgs, 'orderId'>>;
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
  createOrder?: Resolver<ResolversTypes['CreateOrderPayload'], ParentType, ContextType, RequireFields<MutationCreateOrderArgs, 'step' | 'input'>>;
  abandonOrder?: Resolver<ResolversTypes['CompensationPayload'], ParentType, ContextType, RequireFields<MutationAbandonOrderArgs, 'step' | 'input'>>;
  confirmOrder?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationConfirmOrderArgs, 'step' | 'input'>>;
  requestCancellation?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationRequestCancellationArgs, 'step' | 'input'>>;
  restoreOrder?: Resolver<ResolversTypes['CompensationPayload'], ParentType, ContextType, RequireFields<MutationRestoreOrderArgs, 'step' | 'input'>>;
  completeCancellation?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationCompleteCancellationArgs, 'step' | 'input'>>;
  lockLines?: Resolver<ResolversTypes['LockLinesPayload'], ParentType, ContextType, RequireFields<MutationLockLinesArgs, 'step' | 'input'>>;
  unlockLines?: Resolver<ResolversTypes['CompensationPayload'], ParentType, ContextType, RequireFields<MutationUnlockLinesArgs, 'step' | 'input'>>;
  openReturn?: Resolver<ResolversTypes['OpenReturnPayload'], ParentType, ContextType, RequireFields<MutationOpenReturnArgs, 'step' | 'input'>>;
  abandonReturn?: Resolver<ResolversTypes['CompensationPayload'], ParentType, ContextType, RequireFields<MutationAbandonReturnArgs, 'step' | 'input'>>;
  awaitParcel?: Resolver<ResolversTypes['AwaitParcelPayload'], ParentType, ContextType, RequireFields<MutationAwaitParcelArgs, 'step' | 'input'>>;
  forgetParcel?: Resolver<ResolversTypes['CompensationPayload'], ParentType, ContextType, RequireFields<MutationForgetParcelArgs, 'step' | 'input'>>;
  acceptReturn?: Resolver<ResolversTypes['AcceptReturnPayload'], ParentType, ContextType, RequireFields<MutationAcceptReturnArgs, 'step' | 'input'>>;
  completeReturn?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationCompleteReturnArgs, 'step' | 'input'>>;
  recordReceipt?: Resolver<ResolversTypes['ReturnDecision'], ParentType, ContextType, RequireFields<MutationRecordReceiptArgs, 'input'>>;
  recordClosing?: Resolver<ResolversTypes['ReturnDecision'], ParentType, ContextType, RequireFields<MutationRecordClosingArgs, 'input'>>;
  recordParcelMovement?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationRecordParcelMovementArgs, 'step' | 'input'>>;
};

export type ReturnableUnitsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReturnableUnits'] = ResolversParentTypes['ReturnableUnits']> = {
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  returnable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CreateOrderPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateOrderPayload'] = ResolversParentTypes['CreateOrderPayload']> = {
  number?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
};

export type LockLinesPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LockLinesPayload'] = ResolversParentTypes['LockLinesPayload']> = {
  whole?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  number?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lines?: Resolver<Maybe<ReadonlyArray<ResolversTypes['CancelledLine']>>, ParentType, ContextType>;
  units?: Resolver<Maybe<ReadonlyArray<ResolversTypes['WarehouseUnits']>>, ParentType, ContextType>;
  amount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  parcels?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PlannedParcel']>>, ParentType, ContextType>;
  staying?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PlannedParcel']>>, ParentType, ContextType>;
  shippingAddress?: Resolver<Maybe<ResolversTypes['Address']>, ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
};

export type CancelledLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelledLine'] = ResolversParentTypes['CancelledLine']> = {
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WarehouseUnitsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WarehouseUnits'] = ResolversParentTypes['WarehouseUnits']> = {
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  warehouse?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PlannedParcelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PlannedParcel'] = ResolversParentTypes['PlannedParcel']> = {
  warehouse?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['CancelledLine']>, ParentType, ContextType>;
};

export type OpenReturnPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenReturnPayload'] = ResolversParentTypes['OpenReturnPayload']> = {
  number?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['Address']>, ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
};

export type AwaitParcelPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AwaitParcelPayload'] = ResolversParentTypes['AwaitParcelPayload']> = {
  receivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
  waiting?: Resolver<Maybe<ResolversTypes['StepWaiting']>, ParentType, ContextType>;
};

export type AcceptReturnPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AcceptReturnPayload'] = ResolversParentTypes['AcceptReturnPayload']> = {
  amount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  lines?: Resolver<Maybe<ReadonlyArray<ResolversTypes['CancelledLine']>>, ParentType, ContextType>;
  units?: Resolver<Maybe<ReadonlyArray<ResolversTypes['WarehouseUnits']>>, ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
};

export type ReturnDecisionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReturnDecision'] = ResolversParentTypes['ReturnDecision']> = {
  return?: Resolver<Maybe<ResolversTypes['Return']>, ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
  sku?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  returnable?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['OrderLine']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  shippingAddress?: Resolver<ResolversTypes['Address'], ParentType, ContextType>;
  placedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  confirmedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  cancelledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  cancellation?: Resolver<Maybe<ResolversTypes['OrderCancellation']>, ParentType, ContextType>;
  fulfilment?: Resolver<ResolversTypes['Fulfilment'], ParentType, ContextType>;
  nextActions?: Resolver<Maybe<ReadonlyArray<ResolversTypes['OrderAction']>>, ParentType, ContextType>;
  returns?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Return']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderLine'] = ResolversParentTypes['OrderLine']> = {
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unitPrice?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  cancelled?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  shipped?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  delivered?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  returned?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
};

export type ProductResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product']> = {
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OrderCancellationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderCancellation'] = ResolversParentTypes['OrderCancellation']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type PaymentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type CustomerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer'], FederationReferenceType extends FederationReferenceTypes['Customer'] = FederationReferenceTypes['Customer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Customer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, Partial<CustomerOrdersArgs>>;
};

export type OrderConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderConnection'] = ResolversParentTypes['OrderConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['OrderEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Order']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OrderEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderEdge'] = ResolversParentTypes['OrderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
};

export type ReturnResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Return'] = ResolversParentTypes['Return'], FederationReferenceType extends FederationReferenceTypes['Return'] = FederationReferenceTypes['Return']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Return']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ReturnStatus'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['ReturnReason'], ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['ReturnLine']>, ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  receiveBy?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  receivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReturnLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReturnLine'] = ResolversParentTypes['ReturnLine']> = {
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  accepted?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  resellable?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ReturnConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReturnConnection'] = ResolversParentTypes['ReturnConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ReturnEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Return']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ReturnEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReturnEdge'] = ResolversParentTypes['ReturnEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Return'], ParentType, ContextType>;
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
  ReturnableUnits?: ReturnableUnitsResolvers<ContextType>;
  CreateOrderPayload?: CreateOrderPayloadResolvers<ContextType>;
  LockLinesPayload?: LockLinesPayloadResolvers<ContextType>;
  CancelledLine?: CancelledLineResolvers<ContextType>;
  WarehouseUnits?: WarehouseUnitsResolvers<ContextType>;
  PlannedParcel?: PlannedParcelResolvers<ContextType>;
  OpenReturnPayload?: OpenReturnPayloadResolvers<ContextType>;
  AwaitParcelPayload?: AwaitParcelPayloadResolvers<ContextType>;
  AcceptReturnPayload?: AcceptReturnPayloadResolvers<ContextType>;
  ReturnDecision?: ReturnDecisionResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  OrderLine?: OrderLineResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  OrderCancellation?: OrderCancellationResolvers<ContextType>;
  Payment?: PaymentResolvers<ContextType>;
  Customer?: CustomerResolvers<ContextType>;
  OrderConnection?: OrderConnectionResolvers<ContextType>;
  OrderEdge?: OrderEdgeResolvers<ContextType>;
  Return?: ReturnResolvers<ContextType>;
  ReturnLine?: ReturnLineResolvers<ContextType>;
  ReturnConnection?: ReturnConnectionResolvers<ContextType>;
  ReturnEdge?: ReturnEdgeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  text?: TextDirectiveResolver<any, any, ContextType>;
  step?: StepDirectiveResolver<any, any, ContextType>;
  compensation?: CompensationDirectiveResolver<any, any, ContextType>;
  internal?: InternalDirectiveResolver<any, any, ContextType>;
};
