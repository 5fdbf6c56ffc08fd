import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { OrderReference, ReturnReference, Context } from '../context.js';
import type { ParcelReport as ParcelReportDocument } from '../domain/parcel-report.js';
import type { Shipment as ShipmentDocument } from '../domain/shipment.js';
import type { ShipmentConnection as ShipmentPage } from '../shipment-store.js';
import type { Booking } from '../carrier/bookings.js';
import type { BookingConnection } from '../carrier/simulated-carrier.js';
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
  /** One shipment; null when there is none, or when it is somebody else's. */
  readonly shipment?: Maybe<Shipment>;
  /** The shipments of the customer who is logged in, newest first; for ADMIN all shipments. */
  readonly shipments: ShipmentConnection;
  /**
   * The book of the simulated carrier, newest first, which shows that every order is carried once or not at all. ADMIN
   * only; null where a real carrier is used.
   */
  readonly simulatedBookings?: Maybe<SimulatedBookingConnection>;
  /** The shipments of all customers, newest first; for the auditor. */
  readonly shipmentRecords: ShipmentConnection;
  /** Reports of carriers that no saga has taken up yet, oldest first; for the coordinator. */
  readonly openParcelReports: ReadonlyArray<ParcelReport>;
  /** The book of the simulated carrier, newest first, for the auditor; null where a real carrier is used. */
  readonly bookingRecords?: Maybe<SimulatedBookingConnection>;
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


export type QueryShipmentArgs = {
  id: Scalars['ID']['input'];
};


export type QueryShipmentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ShipmentFilter>;
  orderBy?: InputMaybe<ShipmentOrder>;
};


export type QuerySimulatedBookingsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  orderBy?: InputMaybe<SimulatedBookingOrder>;
};


export type QueryShipmentRecordsArgs = {
  orderIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryOpenParcelReportsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryBookingRecordsArgs = {
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
  /** Deletes a report that a saga has taken up; returns whether there was one. For the coordinator. */
  readonly settleParcelReport: Scalars['Boolean']['output'];
  /** Records how far a shipment has come. ADMIN only. */
  readonly updateShipment: UpdateShipmentPayload;
  /** Books a carrier for an order. */
  readonly scheduleShipping: ScheduleShippingPayload;
  /** Cancels the booking of an order, even if its outcome is unknown. */
  readonly cancelShipping: CompensationPayload;
  /** Books a carrier for what an order has in one warehouse. */
  readonly bookParcel: BookParcelPayload;
  /** Cancels the booking of a parcel, even if its outcome is unknown. */
  readonly cancelParcel: CompensationPayload;
  /** Withdraws a parcel that the carrier has booked; refused once the carrier has it. */
  readonly withdrawParcel: StepPayload;
  /** Books a withdrawn parcel again, with the same lines. */
  readonly rebookParcel: CompensationPayload;
  /** Books a carrier for a parcel that the customer sends back. */
  readonly bookReturnParcel: BookParcelPayload;
  /** Cancels the booking of a return's parcel, even if its outcome is unknown; leaves one that is on its way. */
  readonly cancelReturnParcel: CompensationPayload;
  /** Withdraws the parcel of a confirmed order; refused once the carrier has it. */
  readonly withdrawShipment: StepPayload;
};


export type MutationForgetStepsArgs = {
  keys: ReadonlyArray<Scalars['ID']['input']>;
};


export type MutationSettleParcelReportArgs = {
  id: Scalars['ID']['input'];
};


export type MutationUpdateShipmentArgs = {
  input: UpdateShipmentInput;
};


export type MutationScheduleShippingArgs = {
  step: StepInput;
  input: ScheduleShippingInput;
};


export type MutationCancelShippingArgs = {
  step: StepInput;
  input: CancelShippingInput;
};


export type MutationBookParcelArgs = {
  step: StepInput;
  input: BookParcelInput;
};


export type MutationCancelParcelArgs = {
  step: StepInput;
  input: ParcelStepInput;
};


export type MutationWithdrawParcelArgs = {
  step: StepInput;
  input: ParcelStepInput;
};


export type MutationRebookParcelArgs = {
  step: StepInput;
  input: RebookParcelInput;
};


export type MutationBookReturnParcelArgs = {
  step: StepInput;
  input: BookReturnParcelInput;
};


export type MutationCancelReturnParcelArgs = {
  step: StepInput;
  input: ReturnParcelStepInput;
};


export type MutationWithdrawShipmentArgs = {
  step: StepInput;
  input: WithdrawShipmentInput;
};

/** What happened to a shipment. */
export type UpdateShipmentInput = {
  /** The shipment. */
  readonly shipmentId: Scalars['ID']['input'];
  /**
   * The new status: HANDED_OVER, IN_TRANSIT or DELIVERED, never an earlier one than it has. Reporting the same status
   * again, as carriers do with every scan, adds an event.
   */
  readonly status: ShipmentStatus;
  /** Where it happened, at most 200 characters. */
  readonly location?: InputMaybe<Scalars['String']['input']>;
  /** Anything worth knowing, at most 500 characters. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
};

/** The answer of updateShipment. */
export type UpdateShipmentPayload = {
  readonly __typename?: 'UpdateShipmentPayload';
  /** The changed shipment; null when there are errors. */
  readonly shipment?: Maybe<Shipment>;
  /** Why nothing was changed. */
  readonly errors: ReadonlyArray<UpdateShipmentError>;
};

/** Why a shipment was not changed. */
export type UpdateShipmentError = ValidationError | ShipmentNotFound | InvalidShipmentTransition;

/** There is no such shipment. */
export type ShipmentNotFound = UserError & {
  readonly __typename?: 'ShipmentNotFound';
  /** Always `SHIPMENT_NOT_FOUND`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** A shipment cannot go from its status to the wanted one. */
export type InvalidShipmentTransition = UserError & {
  readonly __typename?: 'InvalidShipmentTransition';
  /** Always `INVALID_SHIPMENT_TRANSITION`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The shipment's status. */
  readonly from: ShipmentStatus;
  /** The wanted status. */
  readonly to: ShipmentStatus;
};

/** A shipment to book. */
export type ScheduleShippingInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** Where it goes. */
  readonly address: AddressInput;
  /** What is in it. */
  readonly lines: ReadonlyArray<StepLineInput>;
};

/** The answer of scheduleShipping. */
export type ScheduleShippingPayload = {
  readonly __typename?: 'ScheduleShippingPayload';
  /** The shipment; null when the step was refused. */
  readonly shipmentId?: Maybe<Scalars['ID']['output']>;
  /** The carrier's tracking number; null when the step was refused. */
  readonly trackingNumber?: Maybe<Scalars['String']['output']>;
  /** Set when the step was refused and nothing happened. */
  readonly rejection?: Maybe<StepRejection>;
};

/** Names the shipment by its order. */
export type CancelShippingInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
};

/** A parcel to book. */
export type BookParcelInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** From which warehouse. */
  readonly warehouse: Scalars['String']['input'];
  /** Where it goes. */
  readonly address: AddressInput;
  /** What is in it. */
  readonly lines: ReadonlyArray<StepLineInput>;
};

/** The answer of bookParcel and of bookReturnParcel. */
export type BookParcelPayload = {
  readonly __typename?: 'BookParcelPayload';
  /** The shipment; null when the step was refused. */
  readonly shipmentId?: Maybe<Scalars['ID']['output']>;
  /** The carrier's tracking number; null when the step was refused. */
  readonly trackingNumber?: Maybe<Scalars['String']['output']>;
  /** Set when the step was refused and nothing happened. */
  readonly rejection?: Maybe<StepRejection>;
};

/** Names the parcel of an order from one warehouse: the one that is not cancelled. */
export type ParcelStepInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** The warehouse. */
  readonly warehouse: Scalars['String']['input'];
};

/** Names a parcel to book again. */
export type RebookParcelInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** The warehouse. */
  readonly warehouse: Scalars['String']['input'];
  /** Where it goes. */
  readonly address: AddressInput;
};

/** A parcel that the customer sends back. */
export type BookReturnParcelInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** The return. */
  readonly returnId: Scalars['ID']['input'];
  /** Where it comes from. */
  readonly address: AddressInput;
  /** What is in it. */
  readonly lines: ReadonlyArray<StepLineInput>;
};

/** Names the parcel of a return. */
export type ReturnParcelStepInput = {
  /** The return. */
  readonly returnId: Scalars['ID']['input'];
};

/** A carrier's report on a parcel, made once per parcel and status. */
export type ParcelReport = {
  readonly __typename?: 'ParcelReport';
  /** The report's id: the shipment's and the status. */
  readonly id: Scalars['ID']['output'];
  /** The shipment. */
  readonly shipmentId: Scalars['ID']['output'];
  /** The order. */
  readonly orderId: Scalars['ID']['output'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['output'];
  /** The return, where the parcel is sent back. */
  readonly returnId?: Maybe<Scalars['ID']['output']>;
  /** The warehouse. */
  readonly warehouse: Scalars['String']['output'];
  /** The status that it reports. */
  readonly status: ShipmentStatus;
  /** What is in the parcel; empty where it is not known. */
  readonly lines: ReadonlyArray<ParcelLine>;
  /** The carrier's tracking number. */
  readonly trackingNumber?: Maybe<Scalars['String']['output']>;
  /** When it was reported. */
  readonly at: Scalars['DateTime']['output'];
};

/** Names the shipment by its order. */
export type WithdrawShipmentInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
};

/** Which shipments; all given conditions must hold. */
export type ShipmentFilter = {
  /** One of these statuses. */
  readonly status?: InputMaybe<ReadonlyArray<ShipmentStatus>>;
  /** Shipments of this customer's orders; only ADMIN may name somebody else. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** Shipments of this order. */
  readonly orderId?: InputMaybe<Scalars['ID']['input']>;
  /** Parcels from or to this warehouse, such as `EAST`. */
  readonly warehouse?: InputMaybe<Scalars['String']['input']>;
  /** Shipments first recorded at or after this instant. */
  readonly createdAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Shipments first recorded before this instant. */
  readonly createdBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

/** How shipments are sorted. */
export type ShipmentOrder = {
  /** By what. */
  readonly field: ShipmentOrderField;
  /** In which direction. */
  readonly direction?: OrderDirection;
};

/** What shipments can be sorted by. */
export type ShipmentOrderField =
  /** When it was first recorded. */
  | 'CREATED_AT'
  /** Its status, alphabetically by name; then when it was first recorded. */
  | 'STATUS';

export type Order = {
  readonly __typename?: 'Order';
  readonly id: Scalars['ID']['output'];
  /**
   * The shipment of the order; null when none was ever attempted.
   * @deprecated An order may have several parcels: use shipments.
   */
  readonly shipment?: Maybe<Shipment>;
  /** The parcels of the order, oldest first, including cancelled ones. */
  readonly shipments?: Maybe<ReadonlyArray<Shipment>>;
};

/** A parcel from a warehouse to the customer, or back. */
export type Shipment = Node & {
  readonly __typename?: 'Shipment';
  /** The shipment's id. */
  readonly id: Scalars['ID']['output'];
  /** How far it has come. */
  readonly status: ShipmentStatus;
  /** The warehouse that it comes from or returns to; `EAST`, the main one, where the parcel was booked without naming one. */
  readonly warehouse: Scalars['String']['output'];
  /** Which way it goes. */
  readonly direction: ParcelDirection;
  /** What is in it; empty for a parcel that an older version booked. */
  readonly lines: ReadonlyArray<ParcelLine>;
  /** When the carrier got it; null until that is reported. */
  readonly handedOverAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it arrived; null until that is reported. */
  readonly deliveredAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who carries it. */
  readonly carrier: Scalars['String']['output'];
  /** The carrier's tracking number. */
  readonly trackingNumber?: Maybe<Scalars['String']['output']>;
  /** When it should arrive. */
  readonly estimatedDelivery?: Maybe<Scalars['DateTime']['output']>;
  /** What has happened to it, oldest first. */
  readonly events: ReadonlyArray<ShipmentEvent>;
  /** The order in it. */
  readonly order?: Maybe<Order>;
};

/** Which way a parcel goes. */
export type ParcelDirection =
  /** To the customer. */
  | 'TO_CUSTOMER'
  /** Back to a warehouse. */
  | 'TO_WAREHOUSE';

/** Units of one product in a parcel. */
export type ParcelLine = {
  readonly __typename?: 'ParcelLine';
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** How many units. */
  readonly quantity: Scalars['Int']['output'];
};

/** How far a shipment has come. */
export type ShipmentStatus =
  /** The carrier has been asked, or is about to be. */
  | 'PENDING'
  /** The carrier has accepted it. */
  | 'SCHEDULED'
  /** The carrier has it. */
  | 'HANDED_OVER'
  /** It is on its way. */
  | 'IN_TRANSIT'
  /** It has arrived. */
  | 'DELIVERED'
  /** It will not be sent. */
  | 'CANCELLED';

/** Something that happened to a shipment. */
export type ShipmentEvent = {
  readonly __typename?: 'ShipmentEvent';
  /** The shipment's status from then on. */
  readonly status: ShipmentStatus;
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** Where it happened. */
  readonly location?: Maybe<Scalars['String']['output']>;
  /** Anything worth knowing. */
  readonly note?: Maybe<Scalars['String']['output']>;
};

/** A page of shipments. */
export type ShipmentConnection = {
  readonly __typename?: 'ShipmentConnection';
  /** The shipments with their cursors. */
  readonly edges: ReadonlyArray<ShipmentEdge>;
  /** The shipments. */
  readonly nodes: ReadonlyArray<Shipment>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many shipments match in all. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A shipment in a page. */
export type ShipmentEdge = {
  readonly __typename?: 'ShipmentEdge';
  /** The shipment's place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The shipment. */
  readonly node: Shipment;
};

/** An entry of the simulated carrier's book, for one idempotency key. */
export type SimulatedBooking = {
  readonly __typename?: 'SimulatedBooking';
  /** The idempotency key, which all attempts of one shipment share. */
  readonly key: Scalars['ID']['output'];
  /** Its status. */
  readonly status: SimulatedBookingStatus;
  /** The tracking number; null when nothing was ever booked. */
  readonly trackingNumber?: Maybe<Scalars['String']['output']>;
  /** When the carrier first heard of the key. */
  readonly openedAt: Scalars['DateTime']['output'];
  /** The order in the parcel; null when it was cancelled before a booking came. */
  readonly order?: Maybe<Order>;
};

/** The status of a booking at the simulated carrier. */
export type SimulatedBookingStatus =
  /** The carrier will carry the parcel. */
  | 'BOOKED'
  /** The carrier does not serve the address. */
  | 'REFUSED'
  /** It was cancelled, before or after it was booked; nothing will be carried. */
  | 'CANCELLED';

/** In which order simulated bookings come. */
export type SimulatedBookingOrder = {
  /** By what. */
  readonly field: SimulatedBookingOrderField;
  /** In which direction. */
  readonly direction?: OrderDirection;
};

/** By what simulated bookings can be ordered. */
export type SimulatedBookingOrderField =
  /** When the other side first heard of the key. */
  | 'OPENED_AT'
  /** What became of it, by the names of the statuses; then when the other side first heard of the key. */
  | 'STATUS';

/** A page of the simulated carrier's book. */
export type SimulatedBookingConnection = {
  readonly __typename?: 'SimulatedBookingConnection';
  /** The bookings with their cursors. */
  readonly edges: ReadonlyArray<SimulatedBookingEdge>;
  /** The bookings. */
  readonly nodes: ReadonlyArray<SimulatedBooking>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many bookings there are in all. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A booking in a page. */
export type SimulatedBookingEdge = {
  readonly __typename?: 'SimulatedBookingEdge';
  /** The booking's place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The booking. */
  readonly node: SimulatedBooking;
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /** Hints that there are reports which no saga has taken up yet; a hint may be lost or come twice. */
  readonly parcelReported: ParcelReport;
};

export type Return = {
  readonly __typename?: 'Return';
  readonly id: Scalars['ID']['output'];
  /** The parcel that carries it back. */
  readonly shipment?: Maybe<Shipment>;
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
  Shipment: Shipment;
  Return: Return;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
  Shipment:
    ( { __typename: 'Shipment' }
    & GraphQLRecursivePick<FederationTypes['Shipment'], {"id":true}> );
  Return:
    ( { __typename: 'Return' }
    & GraphQLRecursivePick<FederationTypes['Return'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  UpdateShipmentError:
    | ( ValidationError )
    | ( ShipmentNotFound )
    | ( InvalidShipmentTransition )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( ShipmentDocument );
  UserError:
    | ( ValidationError )
    | ( IdempotencyConflict )
    | ( ShipmentNotFound )
    | ( InvalidShipmentTransition )
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
  UpdateShipmentInput: UpdateShipmentInput;
  UpdateShipmentPayload: ResolverTypeWrapper<Omit<UpdateShipmentPayload, 'shipment' | 'errors'> & { shipment?: Maybe<ResolversTypes['Shipment']>, errors: ReadonlyArray<ResolversTypes['UpdateShipmentError']> }>;
  UpdateShipmentError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateShipmentError']>;
  ShipmentNotFound: ResolverTypeWrapper<ShipmentNotFound>;
  InvalidShipmentTransition: ResolverTypeWrapper<InvalidShipmentTransition>;
  ScheduleShippingInput: ScheduleShippingInput;
  ScheduleShippingPayload: ResolverTypeWrapper<ScheduleShippingPayload>;
  CancelShippingInput: CancelShippingInput;
  BookParcelInput: BookParcelInput;
  BookParcelPayload: ResolverTypeWrapper<BookParcelPayload>;
  ParcelStepInput: ParcelStepInput;
  RebookParcelInput: RebookParcelInput;
  BookReturnParcelInput: BookReturnParcelInput;
  ReturnParcelStepInput: ReturnParcelStepInput;
  ParcelReport: ResolverTypeWrapper<ParcelReportDocument>;
  WithdrawShipmentInput: WithdrawShipmentInput;
  ShipmentFilter: ShipmentFilter;
  ShipmentOrder: ShipmentOrder;
  ShipmentOrderField: ShipmentOrderField;
  Order: ResolverTypeWrapper<OrderReference>;
  Shipment: ResolverTypeWrapper<ShipmentDocument>;
  ParcelDirection: ParcelDirection;
  ParcelLine: ResolverTypeWrapper<ParcelLine>;
  ShipmentStatus: ShipmentStatus;
  ShipmentEvent: ResolverTypeWrapper<ShipmentEvent>;
  ShipmentConnection: ResolverTypeWrapper<ShipmentPage>;
  ShipmentEdge: ResolverTypeWrapper<Omit<ShipmentEdge, 'node'> & { node: ResolversTypes['Shipment'] }>;
  SimulatedBooking: ResolverTypeWrapper<Booking>;
  SimulatedBookingStatus: SimulatedBookingStatus;
  SimulatedBookingOrder: SimulatedBookingOrder;
  SimulatedBookingOrderField: SimulatedBookingOrderField;
  SimulatedBookingConnection: ResolverTypeWrapper<BookingConnection>;
  SimulatedBookingEdge: ResolverTypeWrapper<Omit<SimulatedBookingEdge, 'node'> & { node: ResolversTypes['SimulatedBooking'] }>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Return: ResolverTypeWrapper<ReturnReference>;
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
  UpdateShipmentInput: UpdateShipmentInput;
  UpdateShipmentPayload: Omit<UpdateShipmentPayload, 'shipment' | 'errors'> & { shipment?: Maybe<ResolversParentTypes['Shipment']>, errors: ReadonlyArray<ResolversParentTypes['UpdateShipmentError']> };
  UpdateShipmentError: ResolversUnionTypes<ResolversParentTypes>['UpdateShipmentError'];
  ShipmentNotFound: ShipmentNotFound;
  InvalidShipmentTransition: InvalidShipmentTransition;
  ScheduleShippingInput: ScheduleShippingInput;
  ScheduleShippingPayload: ScheduleShippingPayload;
  CancelShippingInput: CancelShippingInput;
  BookParcelInput: BookParcelInput;
  BookParcelPayload: BookParcelPayload;
  ParcelStepInput: ParcelStepInput;
  RebookParcelInput: RebookParcelInput;
  BookReturnParcelInput: BookReturnParcelInput;
  ReturnParcelStepInput: ReturnParcelStepInput;
  ParcelReport: ParcelReportDocument;
  WithdrawShipmentInput: WithdrawShipmentInput;
  ShipmentFilter: ShipmentFilter;
  ShipmentOrder: ShipmentOrder;
  Order: OrderReference;
  Shipment: ShipmentDocument;
  ParcelLine: ParcelLine;
  ShipmentEvent: ShipmentEvent;
  ShipmentConnection: ShipmentPage;
  ShipmentEdge: Omit<ShipmentEdge, 'node'> & { node: ResolversParentTypes['Shipment'] };
  SimulatedBooking: Booking;
  SimulatedBookingOrder: SimulatedBookingOrder;
  SimulatedBookingConnection: BookingConnection;
  SimulatedBookingEdge: Omit<SimulatedBookingEdge, 'node'> & { node: ResolversParentTypes['SimulatedBooking'] };
  Subscription: Record<PropertyKey, never>;
  Return: ReturnReference;
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
  __resolveType: TypeResolveFn<'Shipment', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'ValidationError' | 'IdempotencyConflict' | 'ShipmentNotFound' | 'InvalidShipmentTransition', ParentType, ContextType>;
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
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType, RequireFields<QueryShipmentArgs, 'id'>>;
  shipments?: Resolver<ResolversTypes['ShipmentConnection'], ParentType, ContextType, Partial<QueryShipmentsArgs>>;
  simulatedBookings?: Resolver<Maybe<ResolversTypes['SimulatedBookingConnection']>, ParentType, ContextType, Partial<QuerySimulatedBookingsArgs>>;
  shipmentRecords?: Resolver<ResolversTypes['ShipmentConnection'], ParentType, ContextType, RequireFields<QueryShipmentRecordsArgs, 'first'>>;
  openParcelReports?: Resolver<ReadonlyArray<ResolversTypes['ParcelReport']>, ParentType, ContextType, RequireFields<QueryOpenParcelReportsArgs, 'first'>>;
  bookingRecords?: Resolver<Maybe<ResolversTypes['SimulatedBookingConnection']>, ParentType, ContextType, RequireFields<QueryBookingRecordsArgs, 'first'>>;
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
  settleParcelReport?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationSettleParcelReportArgs, 'id'>>;
  updateShipment?: Resolver<ResolversTypes['UpdateShipmentPayload'], ParentType, ContextType, RequireFields<MutationUpdateShipmentArgs, 'input'>>;
  scheduleShipping?: Resolver<ResolversTypes['ScheduleShippingPayload'], ParentType, ContextType, RequireFields<MutationScheduleShippingArgs, 'step' | 'input'>>;
  cancelShipping?: Resolver<ResolversTypes['CompensationPayload'], ParentType, ContextType, RequireFields<MutationCancelShippingArgs, 'step' | 'input'>>;
  bookParcel?: Resolver<ResolversTypes['BookParcelPayload'], ParentType, ContextType, RequireFields<MutationBookParcelArgs, 'step' | 'input'>>;
  cancelParcel?: Resolver<ResolversTypes['CompensationPayload'], ParentType, ContextType, RequireFields<MutationCancelParcelArgs, 'step' | 'input'>>;
  withdrawParcel?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationWithdrawParcelArgs, 'step' | 'input'>>;
  rebookParcel?: Resolver<ResolversTypes['CompensationPayload'], ParentType, ContextType, RequireFields<MutationRebookParcelArgs, 'step' | 'input'>>;
  bookReturnParcel?: Resolver<ResolversTypes['BookParcelPayload'], ParentType, ContextType, RequireFields<MutationBookReturnParcelArgs, 'step' | 'input'>>;
  cancelReturnParcel?: Resolver<ResolversTypes['CompensationPayload'], ParentType, ContextType, RequireFields<MutationCancelReturnParcelArgs, 'step' | 'input'>>;
  withdrawShipment?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationWithdrawShipmentArgs, 'step' | 'input'>>;
};

export type UpdateShipmentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateShipmentPayload'] = ResolversParentTypes['UpdateShipmentPayload']> = {
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UpdateShipmentError']>, ParentType, ContextType>;
};

export type UpdateShipmentErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateShipmentError'] = ResolversParentTypes['UpdateShipmentError']> = {
  __resolveType: TypeResolveFn<'ValidationError' | 'ShipmentNotFound' | 'InvalidShipmentTransition', ParentType, ContextType>;
};

export type ShipmentNotFoundResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ShipmentNotFound'] = ResolversParentTypes['ShipmentNotFound']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidShipmentTransitionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvalidShipmentTransition'] = ResolversParentTypes['InvalidShipmentTransition']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['ShipmentStatus'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['ShipmentStatus'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ScheduleShippingPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScheduleShippingPayload'] = ResolversParentTypes['ScheduleShippingPayload']> = {
  shipmentId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  trackingNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
};

export type BookParcelPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BookParcelPayload'] = ResolversParentTypes['BookParcelPayload']> = {
  shipmentId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  trackingNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
};

export type ParcelReportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParcelReport'] = ResolversParentTypes['ParcelReport']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  shipmentId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  orderId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  customerId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  returnId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  warehouse?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ShipmentStatus'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['ParcelLine']>, ParentType, ContextType>;
  trackingNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  shipments?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Shipment']>>, ParentType, ContextType>;
};

export type ShipmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Shipment'] = ResolversParentTypes['Shipment'], FederationReferenceType extends FederationReferenceTypes['Shipment'] = FederationReferenceTypes['Shipment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Shipment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ShipmentStatus'], ParentType, ContextType>;
  warehouse?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  direction?: Resolver<ResolversTypes['ParcelDirection'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['ParcelLine']>, ParentType, ContextType>;
  handedOverAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  deliveredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  carrier?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  trackingNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  estimatedDelivery?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  events?: Resolver<ReadonlyArray<ResolversTypes['ShipmentEvent']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ParcelLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParcelLine'] = ResolversParentTypes['ParcelLine']> = {
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ShipmentEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ShipmentEvent'] = ResolversParentTypes['ShipmentEvent']> = {
  status?: Resolver<ResolversTypes['ShipmentStatus'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  location?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ShipmentConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ShipmentConnection'] = ResolversParentTypes['ShipmentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ShipmentEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Shipment']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ShipmentEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ShipmentEdge'] = ResolversParentTypes['ShipmentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Shipment'], ParentType, ContextType>;
};

export type SimulatedBookingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SimulatedBooking'] = ResolversParentTypes['SimulatedBooking']> = {
  key?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SimulatedBookingStatus'], ParentType, ContextType>;
  trackingNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  openedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
};

export type SimulatedBookingConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SimulatedBookingConnection'] = ResolversParentTypes['SimulatedBookingConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SimulatedBookingEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['SimulatedBooking']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SimulatedBookingEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SimulatedBookingEdge'] = ResolversParentTypes['SimulatedBookingEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SimulatedBooking'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  parcelReported?: SubscriptionResolver<ResolversTypes['ParcelReport'], "parcelReported", ParentType, ContextType>;
};

export type ReturnResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Return'] = ResolversParentTypes['Return'], FederationReferenceType extends FederationReferenceTypes['Return'] = FederationReferenceTypes['Return']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Return']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
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
  UpdateShipmentPayload?: UpdateShipmentPayloadResolvers<ContextType>;
  UpdateShipmentError?: UpdateShipmentErrorResolvers<ContextType>;
  ShipmentNotFound?: ShipmentNotFoundResolvers<ContextType>;
  InvalidShipmentTransition?: InvalidShipmentTransitionResolvers<ContextType>;
  ScheduleShippingPayload?: ScheduleShippingPayloadResolvers<ContextType>;
  BookParcelPayload?: BookParcelPayloadResolvers<ContextType>;
  ParcelReport?: ParcelReportResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  Shipment?: ShipmentResolvers<ContextType>;
  ParcelLine?: ParcelLineResolvers<ContextType>;
  ShipmentEvent?: ShipmentEventResolvers<ContextType>;
  ShipmentConnection?: ShipmentConnectionResolvers<ContextType>;
  ShipmentEdge?: ShipmentEdgeResolvers<ContextType>;
  SimulatedBooking?: SimulatedBookingResolvers<ContextType>;
  SimulatedBookingConnection?: SimulatedBookingConnectionResolvers<ContextType>;
  SimulatedBookingEdge?: SimulatedBookingEdgeResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Return?: ReturnResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  text?: TextDirectiveResolver<any, any, ContextType>;
  step?: StepDirectiveResolver<any, any, ContextType>;
  compensation?: CompensationDirectiveResolver<any, any, ContextType>;
  internal?: InternalDirectiveResolver<any, any, ContextType>;
};
