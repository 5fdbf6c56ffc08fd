import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { SagaDocument, SagaConnection as SagaPage, StepState, SagaPlan, PlannedStep } from '@counterstep/saga-engine';
import type { SagaProgress, SagaStatistics as SagaFigures, AuditDocument, Finding as FindingRecord, Examined } from '@counterstep/saga-service';
import type { OrderReference, RefundReference, ReturnReference, Context } from '../context.js';
import type { NodeReference } from '../node/node.js';
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
  /** A JSON object. */
  JSONObject: { input: Readonly<Record<string, unknown>>; output: Readonly<Record<string, unknown>>; }
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
  /** One saga; null when there is none, or when it is somebody else's. */
  readonly saga?: Maybe<Saga>;
  /** All sagas. ADMIN only. */
  readonly sagas: SagaConnection;
  /** How many sagas there are, how they stand and how long they take. ADMIN only. */
  readonly sagaStatistics: SagaStatistics;
  /** The definitions that the coordinator knows, by name, the newest version of each first. ADMIN only. */
  readonly sagaDefinitions: ReadonlyArray<SagaDefinition>;
  /** One audit, by default the latest; null when there is none. ADMIN only. */
  readonly audit?: Maybe<Audit>;
  /** Whatever the viewer may see under the id: an order, a product, a saga, a customer, a shipment, a payment or a return; else null. */
  readonly node?: Maybe<Node>;
};


export type QuerySagaArgs = {
  id: Scalars['ID']['input'];
};


export type QuerySagasArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SagaFilter>;
  orderBy?: InputMaybe<SagaOrder>;
};


export type QuerySagaStatisticsArgs = {
  type?: InputMaybe<Scalars['String']['input']>;
  since?: InputMaybe<Scalars['DateTime']['input']>;
};


export type QueryAuditArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Begins to compare what the sagas say with what every participant has recorded; changes nothing. It answers at once:
   * ask for `audit` until its state is DONE or FAILED. ADMIN only.
   */
  readonly startAudit: StartAuditPayload;
  /** Has no further attempt made of a saga until it is resumed; the outcome of one under way is still taken. ADMIN only. */
  readonly pauseSaga: SagaActionPayload;
  /** Lets a paused saga go on where it was; the time of the pause counts neither for its deadline nor for its retries. ADMIN only. */
  readonly resumeSaga: SagaActionPayload;
  /** Has the next attempt made now, also where the saga is STUCK. ADMIN only. */
  readonly retrySaga: SagaActionPayload;
  /** Has everything undone that was done; refused once the pivot was sent. A paused saga turns back, and is undone when it is resumed. ADMIN only. */
  readonly compensateSaga: SagaActionPayload;
  /** Tells how a step ended whose outcome nobody knows. ADMIN only. */
  readonly resolveSagaStep: SagaActionPayload;
  /** Leaves a step as it is whose compensation is STUCK: the others are undone, and the saga says for ever that it was waived. ADMIN only. */
  readonly waiveCompensation: SagaActionPayload;
  /** Places an order for the customer who is logged in. Once it has answered, the order ends completely placed or completely undone. */
  readonly placeOrder: PlaceOrderPayload;
  /**
   * Cancels an order, or lines of it: by the customer whose order it is, or by an ADMIN. An order that is still being placed
   * is undone, a confirmed one is taken back as long as its parcel is here. Asking again is safe: there is one cancellation
   * at a time.
   */
  readonly cancelOrder: CancelOrderPayload;
  /** Gives a part of an order's money back, as a gesture; ADMIN only. The order itself stays as it is. */
  readonly issueRefund: IssueRefundPayload;
  /**
   * Asks to send units of an order back that have arrived: by the customer whose order it is, or by an ADMIN. A parcel is
   * booked that has to be received until the return's `receiveBy`.
   */
  readonly requestReturn: ReturnPayload;
  /** Says what was received of a return, once; ADMIN only. What is accepted of it is paid back. */
  readonly receiveReturn: ReturnPayload;
  /** Ends a return of which nothing was received: by its customer as long as the carrier has not got the parcel, or by an ADMIN. */
  readonly closeReturn: ReturnPayload;
};


export type MutationStartAuditArgs = {
  input?: StartAuditInput;
};


export type MutationPauseSagaArgs = {
  input: SagaActionInput;
};


export type MutationResumeSagaArgs = {
  input: SagaActionInput;
};


export type MutationRetrySagaArgs = {
  input: SagaActionInput;
};


export type MutationCompensateSagaArgs = {
  input: SagaActionInput;
};


export type MutationResolveSagaStepArgs = {
  input: ResolveSagaStepInput;
};


export type MutationWaiveCompensationArgs = {
  input: WaiveCompensationInput;
};


export type MutationPlaceOrderArgs = {
  input: PlaceOrderInput;
};


export type MutationCancelOrderArgs = {
  input: CancelOrderInput;
};


export type MutationIssueRefundArgs = {
  input: IssueRefundInput;
};


export type MutationRequestReturnArgs = {
  input: RequestReturnInput;
};


export type MutationReceiveReturnArgs = {
  input: ReceiveReturnInput;
};


export type MutationCloseReturnArgs = {
  input: CloseReturnInput;
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /** One saga: what has happened after the given sequence, then live, until the saga has ended. */
  readonly sagaProgress: SagaEvent;
  /** Every saga's events from now on, whichever coordinator works on it; nothing is replayed. ADMIN only. */
  readonly sagaEvents: SagaEvent;
  /** The order's latest saga: what has happened after the given sequence, then live, until the saga has ended. */
  readonly orderProgress: SagaEvent;
};


export type SubscriptionSagaProgressArgs = {
  sagaId: Scalars['ID']['input'];
  afterSequence?: InputMaybe<Scalars['Int']['input']>;
};


export type SubscriptionSagaEventsArgs = {
  filter?: InputMaybe<SagaFilter>;
};


export type SubscriptionOrderProgressArgs = {
  orderId: Scalars['ID']['input'];
  afterSequence?: InputMaybe<Scalars['Int']['input']>;
};

/** A saga to do something with, and why. */
export type SagaActionInput = {
  /** The saga. */
  readonly sagaId: Scalars['ID']['input'];
  /** Why, 1 to 500 characters; it is kept in the saga's log. */
  readonly reason: Scalars['String']['input'];
};

/** How a step ended whose outcome nobody knows. */
export type ResolveSagaStepInput = {
  /** The saga. */
  readonly sagaId: Scalars['ID']['input'];
  /** The step's name. */
  readonly step: Scalars['String']['input'];
  /** The key of the item, of a step that is done once per item. */
  readonly item?: InputMaybe<Scalars['String']['input']>;
  /** How it ended; of a compensation, SUCCEEDED means that the step is undone. */
  readonly outcome: StepResolution;
  /** What the step's mutation would have answered: the fields that the saga selects. Of a compensation it says nothing. */
  readonly output?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Why you know, 1 to 500 characters; it is kept in the saga's log. */
  readonly reason: Scalars['String']['input'];
};

/** How an operator says that a step ended. */
export type StepResolution =
  /** It is done; a compensation that is STUCK: the step is undone. */
  | 'SUCCEEDED'
  /** It did not happen and never will: the saga turns back. A pivot must have been paused for as long as a lease first. */
  | 'REJECTED';

/** A step to leave as it is, and why. */
export type WaiveCompensationInput = {
  /** The saga. */
  readonly sagaId: Scalars['ID']['input'];
  /** The step whose compensation is STUCK. */
  readonly step: Scalars['String']['input'];
  /** The key of the item, of a step that is done once per item. */
  readonly item?: InputMaybe<Scalars['String']['input']>;
  /** Why, 1 to 500 characters; it is kept in the saga's log. */
  readonly reason: Scalars['String']['input'];
};

/** The answer of an operator's command. */
export type SagaActionPayload = {
  readonly __typename?: 'SagaActionPayload';
  /** The saga as it is now; null when there is none. */
  readonly saga?: Maybe<Saga>;
  /** Why nothing was done; empty too where the saga was already as wanted. */
  readonly errors: ReadonlyArray<SagaActionError>;
};

/** Why an operator's command was not followed. */
export type SagaActionError = ValidationError | SagaNotFound | SagaActionRefused;

/** There is no such saga. */
export type SagaNotFound = UserError & {
  readonly __typename?: 'SagaNotFound';
  /** Always `SAGA_NOT_FOUND`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** The command makes no sense in the saga's state; the codes are listed below. */
export type SagaActionRefused = UserError & {
  readonly __typename?: 'SagaActionRefused';
  /** Such as `PAST_PIVOT`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** How many sagas there are, how they stand and how long they take. */
export type SagaStatistics = {
  readonly __typename?: 'SagaStatistics';
  /** How many there are. */
  readonly total: Scalars['Int']['output'];
  /** How many there are of each status, all statuses named. */
  readonly byStatus: ReadonlyArray<SagaCount>;
  /** How long sagas took that have ended; null where none has. Asking for it reads every one of them. */
  readonly durationMs?: Maybe<DurationPercentiles>;
  /** When the oldest saga started that has not ended. */
  readonly oldestActiveStartedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** How many sagas have a status. */
export type SagaCount = {
  readonly __typename?: 'SagaCount';
  /** The status. */
  readonly status: SagaStatus;
  /** How many have it. */
  readonly count: Scalars['Int']['output'];
};

/** Percentiles of durations in milliseconds, by the nearest rank: each is the duration of one saga. */
export type DurationPercentiles = {
  readonly __typename?: 'DurationPercentiles';
  /** Half took no longer. */
  readonly p50: Scalars['Int']['output'];
  /** 95 in 100 took no longer. */
  readonly p95: Scalars['Int']['output'];
  /** 99 in 100 took no longer. */
  readonly p99: Scalars['Int']['output'];
};

/** A long-running transaction whose every step can be undone. */
export type Saga = Node & {
  readonly __typename?: 'Saga';
  /** The saga's id. */
  readonly id: Scalars['ID']['output'];
  /** The name of its definition, such as `PlaceOrder`. */
  readonly type: Scalars['String']['output'];
  /** How far it has come. */
  readonly status: SagaStatus;
  /** The id of what it is about; null where it is about nothing that has one. */
  readonly subject?: Maybe<Scalars['ID']['output']>;
  /** Its steps, in the order of the definition. */
  readonly steps: ReadonlyArray<SagaStep>;
  /** What has happened, oldest first. */
  readonly events: ReadonlyArray<SagaEvent>;
  /** The sequence of the newest event. */
  readonly sequence: Scalars['Int']['output'];
  /** Why it is being undone, was undone or is stuck. */
  readonly failure?: Maybe<SagaFailure>;
  /** The trace in which it was accepted: 32 hexadecimal digits, as in a W3C `traceparent`; null where nothing was traced. */
  readonly traceId?: Maybe<Scalars['String']['output']>;
  /** When it was accepted. */
  readonly startedAt: Scalars['DateTime']['output'];
  /** When it ended. */
  readonly finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When its events went, long after its end; null while they are kept. */
  readonly archivedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Whether an operator has paused it: no attempt is made until it is resumed. */
  readonly paused: Scalars['Boolean']['output'];
  /** Why it is STUCK, in a sentence; null where it is not. */
  readonly stuckReason?: Maybe<Scalars['String']['output']>;
  /** Steps that an operator left as they are though the saga was undone. COMPENSATED with such a step is not all undone. */
  readonly waivedSteps: ReadonlyArray<Scalars['String']['output']>;
  /** What undoing it now would do; nothing is done by asking. */
  readonly compensationPlan: CompensationPlan;
  /** The order it is about. */
  readonly order?: Maybe<Order>;
};


/** A long-running transaction whose every step can be undone. */
export type SagaEventsArgs = {
  afterSequence?: InputMaybe<Scalars['Int']['input']>;
};

/** What undoing a saga now would do. */
export type CompensationPlan = {
  readonly __typename?: 'CompensationPlan';
  /** Whether it is being undone, or would be on compensateSaga. */
  readonly possible: Scalars['Boolean']['output'];
  /** Why it is not possible. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** The steps that would be undone, in this order. */
  readonly undone: ReadonlyArray<SagaStep>;
  /** The steps that would not, in the order of the definition. */
  readonly kept: ReadonlyArray<KeptStep>;
};

/** A step that would not be undone. */
export type KeptStep = {
  readonly __typename?: 'KeptStep';
  /** The step. */
  readonly step: SagaStep;
  /** Why it would not, in a sentence. */
  readonly reason: Scalars['String']['output'];
};

/** How far a saga has come. */
export type SagaStatus =
  /** Its steps are being done. */
  | 'RUNNING'
  /** Its steps are being undone. */
  | 'COMPENSATING'
  /** A step cannot go on without help; it is tried again now and then. */
  | 'STUCK'
  /** Everything is done. */
  | 'COMPLETED'
  /** Everything is undone, but for `waivedSteps`. */
  | 'COMPENSATED';

/** A step of a saga. */
export type SagaStep = {
  readonly __typename?: 'SagaStep';
  /** The step's name. */
  readonly name: Scalars['String']['output'];
  /** The key of the item, of a step that is done once per item, such as `EAST`. */
  readonly item?: Maybe<Scalars['String']['output']>;
  /** The subgraph that does it. */
  readonly subgraph: Scalars['String']['output'];
  /** What may follow when it fails. */
  readonly kind: StepKind;
  /** Whether the saga fails when the step does. */
  readonly critical: Scalars['Boolean']['output'];
  /** What became of it. */
  readonly status: StepStatus;
  /** How often it was tried; for a compensated step, how often its compensation was. */
  readonly attempts: Scalars['Int']['output'];
  /** When it was first tried. */
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When its outcome was known. */
  readonly finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why it did not succeed. */
  readonly error?: Maybe<SagaFailure>;
  /** What it waits for; null where it does not wait. */
  readonly wait?: Maybe<StepWait>;
};

/** What a step waits for. */
export type StepWait = {
  readonly __typename?: 'StepWait';
  /** Who or what has to bring the answer. */
  readonly for: WaitFor;
  /** How long it may take; afterwards the saga turns back. */
  readonly until: Scalars['DateTime']['output'];
};

/** What may follow when a step fails. */
export type StepKind =
  /** It can be undone. */
  | 'COMPENSATABLE'
  /** The point of no return: once it is done the saga only goes forward. */
  | 'PIVOT'
  /** It is tried until it succeeds. */
  | 'RETRIABLE';

/** What became of a step. */
export type StepStatus =
  /** Not begun. */
  | 'PENDING'
  /** Begun; no outcome yet. */
  | 'STARTED'
  /** It is neither done nor refused: the participant waits for somebody, and is asked again. */
  | 'WAITING'
  /** Done. */
  | 'SUCCEEDED'
  /** Refused by the participant: nothing happened. */
  | 'REJECTED'
  /** It failed without word whether something happened; it is undone like a done one. */
  | 'UNKNOWN'
  /** Being undone. */
  | 'COMPENSATING'
  /** Undone. */
  | 'COMPENSATED'
  /** It cannot go on without help; it is tried again now and then. */
  | 'STUCK'
  /** An operator decided to leave it as it is. */
  | 'WAIVED'
  /** Not needed, or given up where it is not critical. */
  | 'SKIPPED';

/** Why a saga or a step failed. */
export type SagaFailure = {
  readonly __typename?: 'SagaFailure';
  /** The step that failed. */
  readonly step?: Maybe<Scalars['String']['output']>;
  /** The key of the item, of a step that is done once per item, such as `EAST`. */
  readonly item?: Maybe<Scalars['String']['output']>;
  /** A stable code in upper case. */
  readonly code: Scalars['String']['output'];
  /** Why, in a sentence. */
  readonly message: Scalars['String']['output'];
};

/** Something that happened in a saga. */
export type SagaEvent = {
  readonly __typename?: 'SagaEvent';
  /** The event's place in its saga: 1, 2, 3 and so on, without gaps. */
  readonly sequence: Scalars['Int']['output'];
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** What happened. */
  readonly type: SagaEventType;
  /** The step that it is about. */
  readonly step?: Maybe<Scalars['String']['output']>;
  /** The key of the item, of a step that is done once per item, such as `EAST`. */
  readonly item?: Maybe<Scalars['String']['output']>;
  /** Which attempt of the step, from 1. */
  readonly attempt?: Maybe<Scalars['Int']['output']>;
  /** Why, as a code. */
  readonly code?: Maybe<Scalars['String']['output']>;
  /** Why, in a sentence. What an operator gave as reason, only an ADMIN is told. */
  readonly message?: Maybe<Scalars['String']['output']>;
  /** Who did it: a coordinator, a customer or an operator. Who an operator is, only an ADMIN is told. */
  readonly actor?: Maybe<Scalars['String']['output']>;
  /** The trace of the work that it is about, like that of the saga; another one after a crash or a long wait. */
  readonly traceId?: Maybe<Scalars['String']['output']>;
  /** The saga. */
  readonly saga: Saga;
  /** The order that the saga is about. */
  readonly order?: Maybe<Order>;
};

/** What happened in a saga. */
export type SagaEventType =
  /** The saga was accepted. */
  | 'SAGA_STARTED'
  /** A step is about to be tried. */
  | 'STEP_STARTED'
  /** A step is neither done nor refused: it waits, and is asked again. */
  | 'STEP_WAITING'
  /** Somebody hinted that what a step waits for may be there: it is asked at once. */
  | 'STEP_WOKEN'
  /** A step is done. */
  | 'STEP_SUCCEEDED'
  /** A step was refused: nothing happened. */
  | 'STEP_REJECTED'
  /** An attempt failed and another will follow. */
  | 'STEP_RETRYING'
  /** A step failed without word whether something happened. */
  | 'STEP_UNKNOWN'
  /** A step that is not critical was given up. */
  | 'STEP_FAILED_UNCRITICAL'
  /** The saga turns back. */
  | 'COMPENSATION_STARTED'
  /** A step is about to be undone. */
  | 'STEP_COMPENSATING'
  /** A step is undone. */
  | 'STEP_COMPENSATED'
  /** A step cannot go on without help. */
  | 'STEP_STUCK'
  /** Another coordinator goes on with the saga. */
  | 'SAGA_TAKEN_OVER'
  /** Everything is done. */
  | 'SAGA_COMPLETED'
  /** Everything is undone; with the code `WAIVED`, but for what an operator left as it is. */
  | 'SAGA_COMPENSATED'
  /** An operator paused the saga. */
  | 'SAGA_PAUSED'
  /** An operator resumed the saga. */
  | 'SAGA_RESUMED'
  /** An operator told how an unknown outcome ended. */
  | 'STEP_RESOLVED'
  /** An operator gave up a compensation. */
  | 'STEP_WAIVED'
  /** An operator had a step tried at once. */
  | 'OPERATOR_RETRIED'
  /** An operator had the saga undone. */
  | 'OPERATOR_COMPENSATED';

/** Which sagas; all given conditions must hold. */
export type SagaFilter = {
  /** One of these statuses. */
  readonly status?: InputMaybe<ReadonlyArray<SagaStatus>>;
  /** The name of the definition. */
  readonly type?: InputMaybe<Scalars['String']['input']>;
  /** Started at or after this instant. */
  readonly startedAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Started before this instant. */
  readonly startedBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Sagas of this order. */
  readonly orderId?: InputMaybe<Scalars['ID']['input']>;
};

/** In which order sagas come. */
export type SagaOrder = {
  /** By what. */
  readonly field: SagaOrderField;
  /** In which direction. */
  readonly direction?: OrderDirection;
};

/** By what sagas can be ordered. */
export type SagaOrderField =
  /** When it was started. */
  | 'STARTED_AT'
  /** Where it stands, by the names of the statuses; then when it was started. */
  | 'STATUS'
  /** The name of its definition, then when it was started. */
  | 'TYPE';

/** A page of sagas. */
export type SagaConnection = {
  readonly __typename?: 'SagaConnection';
  /** The sagas with their cursors. */
  readonly edges: ReadonlyArray<SagaEdge>;
  /** The sagas. */
  readonly nodes: ReadonlyArray<Saga>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many sagas match in all. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A saga in a page. */
export type SagaEdge = {
  readonly __typename?: 'SagaEdge';
  /** The saga's place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The saga. */
  readonly node: Saga;
};

/** What a saga does: its steps, and what undoes them. A saga keeps to the definition that it began with. */
export type SagaDefinition = {
  readonly __typename?: 'SagaDefinition';
  /** The name, such as `PlaceOrder`; `Saga.type` of its sagas. */
  readonly name: Scalars['String']['output'];
  /** The version, from 1. */
  readonly version: Scalars['Int']['output'];
  /** Identifies what the definition means; only policies and deadline may change without changing it. */
  readonly hash: Scalars['ID']['output'];
  /** Whether new sagas begin with it: it is the newest version. */
  readonly current: Scalars['Boolean']['output'];
  /** How many sagas that began with it have not ended; at 0 an old version may be taken out. */
  readonly activeSagas: Scalars['Int']['output'];
  /** How long a saga may take before it turns back, if it still can, in milliseconds. */
  readonly deadlineMs: Scalars['SafeInt']['output'];
  /** In the order in which they are done. */
  readonly steps: ReadonlyArray<SagaDefinitionStep>;
  /** Done once everything is undone, in this order. */
  readonly afterCompensation: ReadonlyArray<SagaDefinitionStep>;
  /** A flowchart, in the language of Mermaid. */
  readonly diagram: Scalars['String']['output'];
};

/** A step of a definition. */
export type SagaDefinitionStep = {
  readonly __typename?: 'SagaDefinitionStep';
  /** The step's name, unique in its saga. */
  readonly name: Scalars['String']['output'];
  /** The subgraph that does it. */
  readonly subgraph: Scalars['String']['output'];
  /** What may follow when it fails. */
  readonly kind: StepKind;
  /** Whether the saga fails when the step does. */
  readonly critical: Scalars['Boolean']['output'];
  /** The mutation that does it. */
  readonly invoke: Scalars['String']['output'];
  /** The mutation that undoes it; null where it cannot be undone. */
  readonly compensate?: Maybe<Scalars['String']['output']>;
  /** How long one attempt may take, in milliseconds. */
  readonly attemptTimeoutMs: Scalars['SafeInt']['output'];
  /** How a step that can be undone, or a pivot, is tried again until its outcome counts as unknown. */
  readonly retry: StepRetryPolicy;
  /** How a step that must succeed, a compensation, or a pivot of unknown outcome is tried again until it is STUCK. */
  readonly persistentRetry: StepRetryPolicy;
  /** How often the step is tried once it is STUCK, in milliseconds. */
  readonly probeIntervalMs: Scalars['SafeInt']['output'];
};

/** How an operation is tried again: each wait is drawn at random up to a limit that doubles from wait to wait. */
export type StepRetryPolicy = {
  readonly __typename?: 'StepRetryPolicy';
  /** The limit of the first wait, in milliseconds. */
  readonly baseMs: Scalars['SafeInt']['output'];
  /** The limit that is not passed, in milliseconds. */
  readonly capMs: Scalars['SafeInt']['output'];
  /** How long after the first attempt another may be made, in milliseconds. */
  readonly windowMs: Scalars['SafeInt']['output'];
  /** How many attempts are made at most; null where only the window counts. */
  readonly attempts?: Maybe<Scalars['Int']['output']>;
};

/** What to audit. */
export type StartAuditInput = {
  /**
   * Only sagas that started, and steps that were recorded, at or after this instant; not in the future. By default all
   * of them, and then also what belongs to no saga at all.
   */
  readonly since?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The answer of startAudit. */
export type StartAuditPayload = {
  readonly __typename?: 'StartAuditPayload';
  /** The audit that was begun, or is next in line; null when there are errors. */
  readonly audit?: Maybe<Audit>;
  /** Why no audit was begun. */
  readonly errors: ReadonlyArray<StartAuditError>;
};

/** Why no audit was begun. */
export type StartAuditError = ValidationError;

/** A comparison of what the sagas say with what every participant has recorded. */
export type Audit = {
  readonly __typename?: 'Audit';
  /** The audit's id. */
  readonly id: Scalars['ID']['output'];
  /** How far it has come. */
  readonly state: AuditState;
  /** From when on sagas are audited; null for all of them. */
  readonly since?: Maybe<Scalars['DateTime']['output']>;
  /** When it was asked for. */
  readonly requestedAt: Scalars['DateTime']['output'];
  /** When it began. */
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it ended. */
  readonly finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it has looked at so far. */
  readonly examined: AuditExamined;
  /** What does not fit together, at most 1000; seen twice, with time in between. Empty until the audit is DONE. */
  readonly findings: ReadonlyArray<AuditFinding>;
  /** What an operator should know and what is no fault, such as a saga that is stuck, at most 1000. */
  readonly notes: ReadonlyArray<AuditFinding>;
  /** Whether there was more than could be listed. */
  readonly truncated: Scalars['Boolean']['output'];
  /** Why it could not be done. */
  readonly failure?: Maybe<Scalars['String']['output']>;
};

/** How far an audit has come. */
export type AuditState =
  /** Another one is under way; this one is next. */
  | 'QUEUED'
  /** It is under way. */
  | 'RUNNING'
  /** It has ended: everything was compared. */
  | 'DONE'
  /** It could not be done. */
  | 'FAILED';

/** How much an audit has looked at. */
export type AuditExamined = {
  readonly __typename?: 'AuditExamined';
  /** How many sagas. */
  readonly sagas: Scalars['Int']['output'];
  /** How many records of steps, of all participants. */
  readonly stepRecords: Scalars['Int']['output'];
  /** How many of all that participants keep beside their records of steps. */
  readonly effects: Scalars['Int']['output'];
  /** How many products in how many warehouses. */
  readonly stockItems: Scalars['Int']['output'];
};

/** Two sides that do not say the same. */
export type AuditFinding = {
  readonly __typename?: 'AuditFinding';
  /** What kind it is. */
  readonly code: AuditCode;
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The saga that it is about. */
  readonly sagaId?: Maybe<Scalars['ID']['output']>;
  /** The name of the saga's definition. */
  readonly sagaType?: Maybe<Scalars['String']['output']>;
  /** The step that it is about. */
  readonly step?: Maybe<Scalars['String']['output']>;
  /** The subgraph on the other side. */
  readonly subgraph?: Maybe<Scalars['String']['output']>;
  /** What the coordinator says. */
  readonly coordinator: Scalars['String']['output'];
  /** What the participant says. */
  readonly participant: Scalars['String']['output'];
  /** The order that it is about. */
  readonly orderId?: Maybe<Scalars['ID']['output']>;
};

/** Kinds of findings and notes. */
export type AuditCode =
  /** The order's status is not the one that its sagas have brought it to. */
  | 'ORDER_DIFFERS_FROM_SAGA'
  /** Money is kept for a cancelled order. */
  | 'MONEY_FOR_CANCELLED_ORDER'
  /** An order is confirmed, and not paid in full. */
  | 'CONFIRMED_ORDER_NOT_PAID'
  /** More money is kept than the units are worth that were neither cancelled nor sent back. */
  | 'MONEY_FOR_UNITS_NOT_KEPT'
  /** An order was paid more than once. */
  | 'TWO_PAYMENTS'
  /** An ended saga still holds stock. */
  | 'STOCK_HELD_BY_ENDED_SAGA'
  /** A cancelled order has taken stock. */
  | 'STOCK_TAKEN_FOR_CANCELLED_ORDER'
  /** A confirmed order has not taken the stock that it ordered. */
  | 'STOCK_DIFFERS_FROM_ORDER'
  /** Stock on hand, adjusted, held and sold do not add up. */
  | 'STOCK_DOES_NOT_ADD_UP'
  /** A parcel is booked for a cancelled order. */
  | 'PARCEL_FOR_CANCELLED_ORDER'
  /** The parcels of a confirmed order are not those that its sagas have booked. */
  | 'PARCEL_DIFFERS_FROM_ORDER'
  /** Note: stock moved all the time while it was counted. */
  | 'STOCK_UNSETTLED'
  /** A participant has done, or heard of, a step that the coordinator does not know, or says never happened. */
  | 'STEP_UNKNOWN_TO_COORDINATOR'
  /** The coordinator knows a step as done; the participant does not. */
  | 'STEP_ABSENT_AT_PARTICIPANT'
  /** The coordinator knows a step as undone; the participant never undid it. */
  | 'COMPENSATION_ABSENT_AT_PARTICIPANT'
  /** A step was undone and what it did is still there. */
  | 'EFFECT_AFTER_COMPENSATION'
  /** What a participant keeps belongs to no saga. */
  | 'EFFECT_WITHOUT_SAGA'
  /** Note: a saga is stuck, or nobody has gone on with it for long. */
  | 'SAGA_OVERDUE'
  /** Note: a saga has ended with a step that an operator left as it is. */
  | 'SAGA_WAIVED'
  /** Note: no definition is known that has all steps of the saga, so what it has brought about could not be judged. */
  | 'DEFINITION_UNKNOWN'
  /** Note: the two sides differ where an operator waived or resolved a step. */
  | 'EXPLAINED_BY_OPERATOR';

/** An order to place. */
export type PlaceOrderInput = {
  /** What to order: 1 to 50 lines, at most 100 units in all; lines of the same product are merged. */
  readonly lines: ReadonlyArray<OrderLineInput>;
  /** Where it goes; by default the customer's first address. */
  readonly shippingAddress?: InputMaybe<AddressInput>;
  /** How it is paid. */
  readonly payment: PaymentMethodInput;
  /** The total that the customer has seen; when given it must match, else the answer is PriceChanged. */
  readonly expectedTotal?: InputMaybe<MoneyInput>;
  /** 8 to 128 characters; the same key with the same input is the same order, with other input an IdempotencyConflict. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** When to answer; it changes nothing but that moment. */
  readonly waitFor?: PlaceOrderWait;
};

/** A product to order. */
export type OrderLineInput = {
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['input'];
  /** How many units, 1 to 100. */
  readonly quantity: Scalars['Int']['input'];
};

/** How an order is paid. */
export type PaymentMethodInput = {
  /** The payment provider's token of the method; never a card number. */
  readonly token: Scalars['String']['input'];
};

/** When placeOrder answers. Past the limit the answer comes all the same: the order goes on. */
export type PlaceOrderWait =
  /** When the order is durable, and will end completely placed or completely undone. */
  | 'ACCEPTED'
  /** When the order can be read, at most 2 s. */
  | 'RECORDED'
  /** When the saga has ended, at most 10 s. */
  | 'FINISHED';

/** The answer of placeOrder. */
export type PlaceOrderPayload = {
  readonly __typename?: 'PlaceOrderPayload';
  /** The order's id; null when there are errors. */
  readonly orderId?: Maybe<Scalars['ID']['output']>;
  /** The order; null when there are errors, or when it cannot be read yet. */
  readonly order?: Maybe<Order>;
  /** The saga that places the order; null when there are errors. */
  readonly saga?: Maybe<Saga>;
  /** Why no order was placed. */
  readonly errors: ReadonlyArray<PlaceOrderError>;
};

/** Why no order was placed. */
export type PlaceOrderError = ValidationError | ProductNotFound | PriceChanged | IdempotencyConflict | EmailNotVerified;

/** The shop takes orders only from customers whose e-mail address is verified, and the viewer's is not. */
export type EmailNotVerified = UserError & {
  readonly __typename?: 'EmailNotVerified';
  /** Always `EMAIL_NOT_VERIFIED`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** There is no such product, or it cannot be ordered. */
export type ProductNotFound = UserError & {
  readonly __typename?: 'ProductNotFound';
  /** Always `PRODUCT_NOT_FOUND`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The stock keeping unit that was asked for. */
  readonly sku: Scalars['String']['output'];
};

/** The total is not the one that the customer has seen. */
export type PriceChanged = UserError & {
  readonly __typename?: 'PriceChanged';
  /** Always `PRICE_CHANGED`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The total that the customer has seen. */
  readonly expected: Money;
  /** The total today. */
  readonly actual: Money;
};

/** An order to cancel. */
export type CancelOrderInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** What of it: 1 to 50 lines, lines of the same product are merged; absent: everything that is left. */
  readonly lines?: InputMaybe<ReadonlyArray<OrderLineInput>>;
  /** Why, for whoever reads the order and for the e-mail to the customer; at most 500 characters. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** When to answer; it changes nothing but that moment. */
  readonly waitFor?: CancelOrderWait;
};

/** When cancelOrder answers. Past the limit the answer comes all the same: the cancellation goes on. */
export type CancelOrderWait =
  /** When it is known whether the order can be cancelled, at most 5 s. */
  | 'DECIDED'
  /** When the saga has ended, at most 10 s. */
  | 'FINISHED';

/** The answer of cancelOrder. */
export type CancelOrderPayload = {
  readonly __typename?: 'CancelOrderPayload';
  /** The order; null when there is none. */
  readonly order?: Maybe<Order>;
  /** The saga that cancels the order; where none was begun, because the refusal was known, the order's latest one. */
  readonly saga?: Maybe<Saga>;
  /** Why the order is not cancelled. */
  readonly errors: ReadonlyArray<CancelOrderError>;
};

/** Why an order is not cancelled. */
export type CancelOrderError = ValidationError | OrderNotFound | OrderNotCancellable | NotCancellable;

/** Fewer units of a product can be cancelled: the others are on their way, or cancelled already. */
export type NotCancellable = UserError & {
  readonly __typename?: 'NotCancellable';
  /** Always `NOT_CANCELLABLE`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** How many of its units can be cancelled. */
  readonly cancellable: Scalars['Int']['output'];
};

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

/** The order cannot be cancelled, and stays as it is. */
export type OrderNotCancellable = UserError & {
  readonly __typename?: 'OrderNotCancellable';
  /**
   * `SHIPMENT_HANDED_OVER`, `ALREADY_CANCELLED` where nothing is left to cancel or it was cancelled for another reason,
   * `CANCELLATION_UNDER_WAY` where something else of it is just being cancelled, `ORDER_PENDING` where lines are to be
   * cancelled of an order that is still being placed, `ORDER_TOO_OLD` where the saga that has placed it is archived, or why
   * its cancellation failed, as a code.
   */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** Money to give back. */
export type IssueRefundInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** How much: at least 1 minor unit, in the order's currency, at most what can still be given back. */
  readonly amount: MoneyInput;
  /** Why, for the customer; 1 to 500 characters. */
  readonly note: Scalars['String']['input'];
  /** 8 to 128 characters; the same key with the same input is the same refund, with other input an IdempotencyConflict. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The answer of issueRefund, when it is known whether the money is given back, after at most 5 s. */
export type IssueRefundPayload = {
  readonly __typename?: 'IssueRefundPayload';
  /** The refund; null when there are errors, or when it cannot be read yet. */
  readonly refund?: Maybe<Refund>;
  /** The saga that gives the money back; null when none was begun. */
  readonly saga?: Maybe<Saga>;
  /** Why no money is given back. */
  readonly errors: ReadonlyArray<IssueRefundError>;
};

/** Why no money is given back. */
export type IssueRefundError = ValidationError | OrderNotFound | RefundTooLarge | IdempotencyConflict;

/** More than what can still be given back. */
export type RefundTooLarge = UserError & {
  readonly __typename?: 'RefundTooLarge';
  /** Always `REFUND_TOO_LARGE`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** How much can still be given back. */
  readonly refundable: Money;
};

/** Units to send back. */
export type RequestReturnInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** What comes back: 1 to 50 lines; lines of the same product are merged. */
  readonly lines: ReadonlyArray<OrderLineInput>;
  /** Why, as a code. */
  readonly reason: ReturnReason;
  /** Why, in words; at most 500 characters. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
  /** 8 to 128 characters; the same key with the same input is the same return, with other input an IdempotencyConflict. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What was received of a return. */
export type ReceiveReturnInput = {
  /** The return. */
  readonly returnId: Scalars['ID']['input'];
  /** Where it was received, such as `EAST`. */
  readonly warehouse: Scalars['String']['input'];
  /** What of it: 1 to 50 lines, each product at most once; of those that are not named nothing is accepted. */
  readonly lines: ReadonlyArray<ReceivedLineInput>;
  /** Anything worth knowing; at most 500 characters. */
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
export type CloseReturnInput = {
  /** The return. */
  readonly returnId: Scalars['ID']['input'];
  /** Why, for the customer; 1 to 500 characters. */
  readonly reason: Scalars['String']['input'];
};

/** The answer of what is done about a return, when it is known what becomes of that, after at most 5 s. */
export type ReturnPayload = {
  readonly __typename?: 'ReturnPayload';
  /** The return; null when there is none, or when it cannot be read yet. */
  readonly return?: Maybe<Return>;
  /** The saga of the return; null when there is none. */
  readonly saga?: Maybe<Saga>;
  /** Why nothing was done. */
  readonly errors: ReadonlyArray<ReturnError>;
};

/** Why nothing is done about a return. */
export type ReturnError = ValidationError | OrderNotFound | ReturnNotFound | NotReturnable | ReturnStateConflict | IdempotencyConflict;

/** There is no such return, or it is somebody else's. */
export type ReturnNotFound = UserError & {
  readonly __typename?: 'ReturnNotFound';
  /** Always `RETURN_NOT_FOUND`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** Fewer units of a product can come back. */
export type NotReturnable = UserError & {
  readonly __typename?: 'NotReturnable';
  /**
   * `NOT_DELIVERED` where none has arrived, `WINDOW_OVER` where that was too long ago, `TOO_MANY`, or why the return could
   * not be begun, as a code.
   */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** How many of its units can come back. */
  readonly returnable: Scalars['Int']['output'];
};

/** The return has come too far for that, or has ended. */
export type ReturnStateConflict = UserError & {
  readonly __typename?: 'ReturnStateConflict';
  /** `RETURN_STATE_CONFLICT`, or `PARCEL_HANDED_OVER` where the carrier has the parcel. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What became of the return. */
  readonly status: ReturnStatus;
};

/** What the RefundOrder saga starts from. */
export type RefundOrderSagaInput = {
  /** The refund's id. */
  readonly refundId: Scalars['ID']['input'];
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** The verified e-mail address to write to; null where the customer had none when the order was placed. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** The name to address. */
  readonly name: Scalars['String']['input'];
  /** How much is given back. */
  readonly amount: MoneyInput;
  /** Why, in words. */
  readonly note: Scalars['String']['input'];
  /** Which ADMIN asked for it. */
  readonly requestedBy: Scalars['ID']['input'];
};

/** What the ReturnOrder saga starts from. */
export type ReturnOrderSagaInput = {
  /** The return's id. */
  readonly returnId: Scalars['ID']['input'];
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** The verified e-mail address to write to; null where the customer had none when the order was placed. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** The name to address. */
  readonly name: Scalars['String']['input'];
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
  /** Who asked for it: the customer, or an ADMIN. */
  readonly requestedBy: Scalars['ID']['input'];
};

/** What the AskForPayment saga starts from. */
export type AskForPaymentSagaInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** The verified e-mail address to write to; null where the customer had none when the order was placed. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** The name to address. */
  readonly name: Scalars['String']['input'];
  /** The order's number for people; null where it is not known. */
  readonly number?: InputMaybe<Scalars['String']['input']>;
  /** How much is to be paid. */
  readonly amount: MoneyInput;
};

/** What the MoveParcel saga starts from. */
export type MoveParcelSagaInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** The verified e-mail address to write to; null where the customer had none when the order was placed. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** The name to address. */
  readonly name: Scalars['String']['input'];
  /** The order's number for people; null where it is not known any more. */
  readonly number?: InputMaybe<Scalars['String']['input']>;
  /** The shipment. */
  readonly shipmentId: Scalars['ID']['input'];
  /** The warehouse that it has left. */
  readonly warehouse: Scalars['String']['input'];
  /** What its carrier reports. */
  readonly status: ParcelMovement;
  /** What is in it; empty where that is not known. */
  readonly lines: ReadonlyArray<StepLineInput>;
  /** The carrier's tracking number. */
  readonly trackingNumber?: InputMaybe<Scalars['String']['input']>;
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

/** How far a parcel has come. */
export type ParcelMovement =
  /** The carrier has it. */
  | 'HANDED_OVER'
  /** It is on its way. */
  | 'IN_TRANSIT'
  /** It has arrived. */
  | 'DELIVERED';

/** What the CancelOrder saga starts from. */
export type CancelOrderSagaInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** The verified e-mail address to write to; null where the customer had none when the order was placed. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** The name to address. */
  readonly name: Scalars['String']['input'];
  /** What is cancelled; absent: everything that is left. */
  readonly lines?: InputMaybe<ReadonlyArray<StepLineInput>>;
  /** Why, as a code: `REQUESTED_BY_CUSTOMER` or `REQUESTED_BY_ADMIN`. */
  readonly code: Scalars['String']['input'];
  /** Why, in a sentence. */
  readonly message: Scalars['String']['input'];
  /** Who asked for it: the customer, or an ADMIN. */
  readonly requestedBy: Scalars['ID']['input'];
};

/** What the PlaceOrder saga starts from. */
export type PlaceOrderSagaInput = {
  /** The order's id. */
  readonly orderId: Scalars['ID']['input'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** The verified e-mail address to write to; null where the customer had none when the order was placed. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** The name to address. */
  readonly name: Scalars['String']['input'];
  /** What is ordered, with names and prices. */
  readonly lines: ReadonlyArray<PricedLineInput>;
  /** The same lines without names and prices. */
  readonly quantities: ReadonlyArray<StepLineInput>;
  /** The sum of all lines. */
  readonly total: MoneyInput;
  /** Where it goes. */
  readonly shippingAddress: AddressInput;
  /** The payment provider's token of the method. */
  readonly paymentToken: Scalars['String']['input'];
  /** When the order was accepted. */
  readonly placedAt: Scalars['DateTime']['input'];
};

export type Order = Node & {
  readonly __typename?: 'Order';
  readonly id: Scalars['ID']['output'];
  /** The latest saga of the order. */
  readonly saga?: Maybe<Saga>;
  /** The newest 50 sagas of the order, oldest first. */
  readonly sagas?: Maybe<ReadonlyArray<Saga>>;
  /** What happened to the order, over all its newest 50 sagas, oldest first. */
  readonly history?: Maybe<ReadonlyArray<SagaEvent>>;
};


export type OrderHistoryArgs = {
  last?: Scalars['Int']['input'];
};

export type Product = Node & {
  readonly __typename?: 'Product';
  readonly id: Scalars['ID']['output'];
};

export type Customer = Node & {
  readonly __typename?: 'Customer';
  readonly id: Scalars['ID']['output'];
};

export type Shipment = Node & {
  readonly __typename?: 'Shipment';
  readonly id: Scalars['ID']['output'];
};

export type Payment = Node & {
  readonly __typename?: 'Payment';
  readonly id: Scalars['ID']['output'];
};

export type Refund = {
  readonly __typename?: 'Refund';
  readonly id: Scalars['ID']['output'];
};

export type Return = Node & {
  readonly __typename?: 'Return';
  readonly id: Scalars['ID']['output'];
  /** The saga that takes it back. */
  readonly saga?: Maybe<Saga>;
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
  Return: Return;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
  Return:
    ( { __typename: 'Return' }
    & GraphQLRecursivePick<FederationTypes['Return'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  SagaActionError:
    | ( ValidationError )
    | ( SagaNotFound )
    | ( SagaActionRefused )
  ;
  StartAuditError: ( ValidationError );
  PlaceOrderError:
    | ( ValidationError )
    | ( ProductNotFound )
    | ( PriceChanged )
    | ( IdempotencyConflict )
    | ( EmailNotVerified )
  ;
  CancelOrderError:
    | ( ValidationError )
    | ( OrderNotFound )
    | ( OrderNotCancellable )
    | ( NotCancellable )
  ;
  IssueRefundError:
    | ( ValidationError )
    | ( OrderNotFound )
    | ( RefundTooLarge )
    | ( IdempotencyConflict )
  ;
  ReturnError:
    | ( ValidationError )
    | ( OrderNotFound )
    | ( ReturnNotFound )
    | ( NotReturnable )
    | ( ReturnStateConflict )
    | ( IdempotencyConflict )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( SagaDocument )
    | ( OrderReference )
    | ( NodeReference )
    | ( NodeReference )
    | ( NodeReference )
    | ( NodeReference )
    | ( ReturnReference )
  ;
  UserError:
    | ( ValidationError )
    | ( IdempotencyConflict )
    | ( SagaNotFound )
    | ( SagaActionRefused )
    | ( EmailNotVerified )
    | ( ProductNotFound )
    | ( PriceChanged )
    | ( NotCancellable )
    | ( OrderNotFound )
    | ( OrderNotCancellable )
    | ( RefundTooLarge )
    | ( ReturnNotFound )
    | ( NotReturnable )
    | ( ReturnStateConflict )
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
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  JSONObject: ResolverTypeWrapper<Scalars['JSONObject']['output']>;
  SagaActionInput: SagaActionInput;
  ResolveSagaStepInput: ResolveSagaStepInput;
  StepResolution: StepResolution;
  WaiveCompensationInput: WaiveCompensationInput;
  SagaActionPayload: ResolverTypeWrapper<Omit<SagaActionPayload, 'saga' | 'errors'> & { saga?: Maybe<ResolversTypes['Saga']>, errors: ReadonlyArray<ResolversTypes['SagaActionError']> }>;
  SagaActionError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SagaActionError']>;
  SagaNotFound: ResolverTypeWrapper<SagaNotFound>;
  SagaActionRefused: ResolverTypeWrapper<SagaActionRefused>;
  SagaStatistics: ResolverTypeWrapper<SagaFigures>;
  SagaCount: ResolverTypeWrapper<SagaCount>;
  DurationPercentiles: ResolverTypeWrapper<DurationPercentiles>;
  Saga: ResolverTypeWrapper<SagaDocument>;
  CompensationPlan: ResolverTypeWrapper<Omit<CompensationPlan, 'undone' | 'kept'> & { undone: ReadonlyArray<ResolversTypes['SagaStep']>, kept: ReadonlyArray<ResolversTypes['KeptStep']> }>;
  KeptStep: ResolverTypeWrapper<Omit<KeptStep, 'step'> & { step: ResolversTypes['SagaStep'] }>;
  SagaStatus: SagaStatus;
  SagaStep: ResolverTypeWrapper<StepState>;
  StepWait: ResolverTypeWrapper<StepWait>;
  StepKind: StepKind;
  StepStatus: StepStatus;
  SagaFailure: ResolverTypeWrapper<SagaFailure>;
  SagaEvent: ResolverTypeWrapper<SagaProgress>;
  SagaEventType: SagaEventType;
  SagaFilter: SagaFilter;
  SagaOrder: SagaOrder;
  SagaOrderField: SagaOrderField;
  SagaConnection: ResolverTypeWrapper<SagaPage>;
  SagaEdge: ResolverTypeWrapper<Omit<SagaEdge, 'node'> & { node: ResolversTypes['Saga'] }>;
  SagaDefinition: ResolverTypeWrapper<SagaPlan>;
  SagaDefinitionStep: ResolverTypeWrapper<PlannedStep>;
  StepRetryPolicy: ResolverTypeWrapper<StepRetryPolicy>;
  StartAuditInput: StartAuditInput;
  StartAuditPayload: ResolverTypeWrapper<Omit<StartAuditPayload, 'audit' | 'errors'> & { audit?: Maybe<ResolversTypes['Audit']>, errors: ReadonlyArray<ResolversTypes['StartAuditError']> }>;
  StartAuditError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['StartAuditError']>;
  Audit: ResolverTypeWrapper<AuditDocument>;
  AuditState: AuditState;
  AuditExamined: ResolverTypeWrapper<Examined>;
  AuditFinding: ResolverTypeWrapper<FindingRecord>;
  AuditCode: AuditCode;
  PlaceOrderInput: PlaceOrderInput;
  OrderLineInput: OrderLineInput;
  PaymentMethodInput: PaymentMethodInput;
  PlaceOrderWait: PlaceOrderWait;
  PlaceOrderPayload: ResolverTypeWrapper<Omit<PlaceOrderPayload, 'order' | 'saga' | 'errors'> & { order?: Maybe<ResolversTypes['Order']>, saga?: Maybe<ResolversTypes['Saga']>, errors: ReadonlyArray<ResolversTypes['PlaceOrderError']> }>;
  PlaceOrderError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PlaceOrderError']>;
  EmailNotVerified: ResolverTypeWrapper<EmailNotVerified>;
  ProductNotFound: ResolverTypeWrapper<ProductNotFound>;
  PriceChanged: ResolverTypeWrapper<PriceChanged>;
  CancelOrderInput: CancelOrderInput;
  CancelOrderWait: CancelOrderWait;
  CancelOrderPayload: ResolverTypeWrapper<Omit<CancelOrderPayload, 'order' | 'saga' | 'errors'> & { order?: Maybe<ResolversTypes['Order']>, saga?: Maybe<ResolversTypes['Saga']>, errors: ReadonlyArray<ResolversTypes['CancelOrderError']> }>;
  CancelOrderError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CancelOrderError']>;
  NotCancellable: ResolverTypeWrapper<NotCancellable>;
  OrderNotFound: ResolverTypeWrapper<OrderNotFound>;
  OrderNotCancellable: ResolverTypeWrapper<OrderNotCancellable>;
  IssueRefundInput: IssueRefundInput;
  IssueRefundPayload: ResolverTypeWrapper<Omit<IssueRefundPayload, 'refund' | 'saga' | 'errors'> & { refund?: Maybe<ResolversTypes['Refund']>, saga?: Maybe<ResolversTypes['Saga']>, errors: ReadonlyArray<ResolversTypes['IssueRefundError']> }>;
  IssueRefundError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['IssueRefundError']>;
  RefundTooLarge: ResolverTypeWrapper<RefundTooLarge>;
  RequestReturnInput: RequestReturnInput;
  ReceiveReturnInput: ReceiveReturnInput;
  ReceivedLineInput: ReceivedLineInput;
  CloseReturnInput: CloseReturnInput;
  ReturnPayload: ResolverTypeWrapper<Omit<ReturnPayload, 'return' | 'saga' | 'errors'> & { return?: Maybe<ResolversTypes['Return']>, saga?: Maybe<ResolversTypes['Saga']>, errors: ReadonlyArray<ResolversTypes['ReturnError']> }>;
  ReturnError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReturnError']>;
  ReturnNotFound: ResolverTypeWrapper<ReturnNotFound>;
  NotReturnable: ResolverTypeWrapper<NotReturnable>;
  ReturnStateConflict: ResolverTypeWrapper<ReturnStateConflict>;
  RefundOrderSagaInput: RefundOrderSagaInput;
  ReturnOrderSagaInput: ReturnOrderSagaInput;
  AskForPaymentSagaInput: AskForPaymentSagaInput;
  MoveParcelSagaInput: MoveParcelSagaInput;
  ReturnStatus: ReturnStatus;
  ReturnReason: ReturnReason;
  ParcelMovement: ParcelMovement;
  CancelOrderSagaInput: CancelOrderSagaInput;
  PlaceOrderSagaInput: PlaceOrderSagaInput;
  Order: ResolverTypeWrapper<OrderReference>;
  Product: ResolverTypeWrapper<NodeReference>;
  Customer: ResolverTypeWrapper<NodeReference>;
  Shipment: ResolverTypeWrapper<NodeReference>;
  Payment: ResolverTypeWrapper<NodeReference>;
  Refund: ResolverTypeWrapper<RefundReference>;
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
  Mutation: Record<PropertyKey, never>;
  Subscription: Record<PropertyKey, never>;
  JSONObject: Scalars['JSONObject']['output'];
  SagaActionInput: SagaActionInput;
  ResolveSagaStepInput: ResolveSagaStepInput;
  WaiveCompensationInput: WaiveCompensationInput;
  SagaActionPayload: Omit<SagaActionPayload, 'saga' | 'errors'> & { saga?: Maybe<ResolversParentTypes['Saga']>, errors: ReadonlyArray<ResolversParentTypes['SagaActionError']> };
  SagaActionError: ResolversUnionTypes<ResolversParentTypes>['SagaActionError'];
  SagaNotFound: SagaNotFound;
  SagaActionRefused: SagaActionRefused;
  SagaStatistics: SagaFigures;
  SagaCount: SagaCount;
  DurationPercentiles: DurationPercentiles;
  Saga: SagaDocument;
  CompensationPlan: Omit<CompensationPlan, 'undone' | 'kept'> & { undone: ReadonlyArray<ResolversParentTypes['SagaStep']>, kept: ReadonlyArray<ResolversParentTypes['KeptStep']> };
  KeptStep: Omit<KeptStep, 'step'> & { step: ResolversParentTypes['SagaStep'] };
  SagaStep: StepState;
  StepWait: StepWait;
  SagaFailure: SagaFailure;
  SagaEvent: SagaProgress;
  SagaFilter: SagaFilter;
  SagaOrder: SagaOrder;
  SagaConnection: SagaPage;
  SagaEdge: Omit<SagaEdge, 'node'> & { node: ResolversParentTypes['Saga'] };
  SagaDefinition: SagaPlan;
  SagaDefinitionStep: PlannedStep;
  StepRetryPolicy: StepRetryPolicy;
  StartAuditInput: StartAuditInput;
  StartAuditPayload: Omit<StartAuditPayload, 'audit' | 'errors'> & { audit?: Maybe<ResolversParentTypes['Audit']>, errors: ReadonlyArray<ResolversParentTypes['StartAuditError']> };
  StartAuditError: ResolversUnionTypes<ResolversParentTypes>['StartAuditError'];
  Audit: AuditDocument;
  AuditExamined: Examined;
  AuditFinding: FindingRecord;
  PlaceOrderInput: PlaceOrderInput;
  OrderLineInput: OrderLineInput;
  PaymentMethodInput: PaymentMethodInput;
  PlaceOrderPayload: Omit<PlaceOrderPayload, 'order' | 'saga' | 'errors'> & { order?: Maybe<ResolversParentTypes['Order']>, saga?: Maybe<ResolversParentTypes['Saga']>, errors: ReadonlyArray<ResolversParentTypes['PlaceOrderError']> };
  PlaceOrderError: ResolversUnionTypes<ResolversParentTypes>['PlaceOrderError'];
  EmailNotVerified: EmailNotVerified;
  ProductNotFound: ProductNotFound;
  PriceChanged: PriceChanged;
  CancelOrderInput: CancelOrderInput;
  CancelOrderPayload: Omit<CancelOrderPayload, 'order' | 'saga' | 'errors'> & { order?: Maybe<ResolversParentTypes['Order']>, saga?: Maybe<ResolversParentTypes['Saga']>, errors: ReadonlyArray<ResolversParentTypes['CancelOrderError']> };
  CancelOrderError: ResolversUnionTypes<ResolversParentTypes>['CancelOrderError'];
  NotCancellable: NotCancellable;
  OrderNotFound: OrderNotFound;
  OrderNotCancellable: OrderNotCancellable;
  IssueRefundInput: IssueRefundInput;
  IssueRefundPayload: Omit<IssueRefundPayload, 'refund' | 'saga' | 'errors'> & { refund?: Maybe<ResolversParentTypes['Refund']>, saga?: Maybe<ResolversParentTypes['Saga']>, errors: ReadonlyArray<ResolversParentTypes['IssueRefundError']> };
  IssueRefundError: ResolversUnionTypes<ResolversParentTypes>['IssueRefundError'];
  RefundTooLarge: RefundTooLarge;
  RequestReturnInput: RequestReturnInput;
  ReceiveReturnInput: ReceiveReturnInput;
  ReceivedLineInput: ReceivedLineInput;
  CloseReturnInput: CloseReturnInput;
  ReturnPayload: Omit<ReturnPayload, 'return' | 'saga' | 'errors'> & { return?: Maybe<ResolversParentTypes['Return']>, saga?: Maybe<ResolversParentTypes['Saga']>, errors: ReadonlyArray<ResolversParentTypes['ReturnError']> };
  ReturnError: ResolversUnionTypes<ResolversParentTypes>['ReturnError'];
  ReturnNotFound: ReturnNotFound;
  NotReturnable: NotReturnable;
  ReturnStateConflict: ReturnStateConflict;
  RefundOrderSagaInput: RefundOrderSagaInput;
  ReturnOrderSagaInput: ReturnOrderSagaInput;
  AskForPaymentSagaInput: AskForPaymentSagaInput;
  MoveParcelSagaInput: MoveParcelSagaInput;
  CancelOrderSagaInput: CancelOrderSagaInput;
  PlaceOrderSagaInput: PlaceOrderSagaInput;
  Order: OrderReference;
  Product: NodeReference;
  Customer: NodeReference;
  Shipment: NodeReference;
  Payment: NodeReference;
  Refund: RefundReference;
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
  __resolveType: TypeResolveFn<'Saga' | 'Order' | 'Product' | 'Customer' | 'Shipment' | 'Payment' | 'Return', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'ValidationError' | 'IdempotencyConflict' | 'SagaNotFound' | 'SagaActionRefused' | 'EmailNotVerified' | 'ProductNotFound' | 'PriceChanged' | 'NotCancellable' | 'OrderNotFound' | 'OrderNotCancellable' | 'RefundTooLarge' | 'ReturnNotFound' | 'NotReturnable' | 'ReturnStateConflict', ParentType, ContextType>;
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
  saga?: Resolver<Maybe<ResolversTypes['Saga']>, ParentType, ContextType, RequireFields<QuerySagaArgs, 'id'>>;
  sagas?: Resolver<ResolversTypes['SagaConnection'], ParentType, ContextType, Partial<QuerySagasArgs>>;
  sagaStatistics?: Resolver<ResolversTypes['SagaStatistics'], ParentType, ContextType, Partial<QuerySagaStatisticsArgs>>;
  sagaDefinitions?: Resolver<ReadonlyArray<ResolversTypes['SagaDefinition']>, ParentType, ContextType>;
  audit?: Resolver<Maybe<ResolversTypes['Audit']>, ParentType, ContextType, Partial<QueryAuditArgs>>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  startAudit?: Resolver<ResolversTypes['StartAuditPayload'], ParentType, ContextType, RequireFields<MutationStartAuditArgs, 'input'>>;
  pauseSaga?: Resolver<ResolversTypes['SagaActionPayload'], ParentType, ContextType, RequireFields<MutationPauseSagaArgs, 'input'>>;
  resumeSaga?: Resolver<ResolversTypes['SagaActionPayload'], ParentType, ContextType, RequireFields<MutationResumeSagaArgs, 'input'>>;
  retrySaga?: Resolver<ResolversTypes['SagaActionPayload'], ParentType, ContextType, RequireFields<MutationRetrySagaArgs, 'input'>>;
  compensateSaga?: Resolver<ResolversTypes['SagaActionPayload'], ParentType, ContextType, RequireFields<MutationCompensateSagaArgs, 'input'>>;
  resolveSagaStep?: Resolver<ResolversTypes['SagaActionPayload'], ParentType, ContextType, RequireFields<MutationResolveSagaStepArgs, 'input'>>;
  waiveCompensation?: Resolver<ResolversTypes['SagaActionPayload'], ParentType, ContextType, RequireFields<MutationWaiveCompensationArgs, 'input'>>;
  placeOrder?: Resolver<ResolversTypes['PlaceOrderPayload'], ParentType, ContextType, RequireFields<MutationPlaceOrderArgs, 'input'>>;
  cancelOrder?: Resolver<ResolversTypes['CancelOrderPayload'], ParentType, ContextType, RequireFields<MutationCancelOrderArgs, 'input'>>;
  issueRefund?: Resolver<ResolversTypes['IssueRefundPayload'], ParentType, ContextType, RequireFields<MutationIssueRefundArgs, 'input'>>;
  requestReturn?: Resolver<ResolversTypes['ReturnPayload'], ParentType, ContextType, RequireFields<MutationRequestReturnArgs, 'input'>>;
  receiveReturn?: Resolver<ResolversTypes['ReturnPayload'], ParentType, ContextType, RequireFields<MutationReceiveReturnArgs, 'input'>>;
  closeReturn?: Resolver<ResolversTypes['ReturnPayload'], ParentType, ContextType, RequireFields<MutationCloseReturnArgs, 'input'>>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  sagaProgress?: SubscriptionResolver<ResolversTypes['SagaEvent'], "sagaProgress", ParentType, ContextType, RequireFields<SubscriptionSagaProgressArgs, 'sagaId' | 'afterSequence'>>;
  sagaEvents?: SubscriptionResolver<ResolversTypes['SagaEvent'], "sagaEvents", ParentType, ContextType, Partial<SubscriptionSagaEventsArgs>>;
  orderProgress?: SubscriptionResolver<ResolversTypes['SagaEvent'], "orderProgress", ParentType, ContextType, RequireFields<SubscriptionOrderProgressArgs, 'orderId' | 'afterSequence'>>;
};

export interface JsonObjectScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSONObject'], any> {
  name: 'JSONObject';
}

export type SagaActionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaActionPayload'] = ResolversParentTypes['SagaActionPayload']> = {
  saga?: Resolver<Maybe<ResolversTypes['Saga']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['SagaActionError']>, ParentType, ContextType>;
};

export type SagaActionErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaActionError'] = ResolversParentTypes['SagaActionError']> = {
  __resolveType: TypeResolveFn<'ValidationError' | 'SagaNotFound' | 'SagaActionRefused', ParentType, ContextType>;
};

export type SagaNotFoundResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaNotFound'] = ResolversParentTypes['SagaNotFound']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SagaActionRefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaActionRefused'] = ResolversParentTypes['SagaActionRefused']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SagaStatisticsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaStatistics'] = ResolversParentTypes['SagaStatistics']> = {
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  byStatus?: Resolver<ReadonlyArray<ResolversTypes['SagaCount']>, ParentType, ContextType>;
  durationMs?: Resolver<Maybe<ResolversTypes['DurationPercentiles']>, ParentType, ContextType>;
  oldestActiveStartedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type SagaCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaCount'] = ResolversParentTypes['SagaCount']> = {
  status?: Resolver<ResolversTypes['SagaStatus'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DurationPercentilesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DurationPercentiles'] = ResolversParentTypes['DurationPercentiles']> = {
  p50?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p95?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p99?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SagaResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Saga'] = ResolversParentTypes['Saga']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SagaStatus'], ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['SagaStep']>, ParentType, ContextType>;
  events?: Resolver<ReadonlyArray<ResolversTypes['SagaEvent']>, ParentType, ContextType, RequireFields<SagaEventsArgs, 'afterSequence'>>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['SagaFailure']>, ParentType, ContextType>;
  traceId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  paused?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  stuckReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  waivedSteps?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  compensationPlan?: Resolver<ResolversTypes['CompensationPlan'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CompensationPlanResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CompensationPlan'] = ResolversParentTypes['CompensationPlan']> = {
  possible?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  undone?: Resolver<ReadonlyArray<ResolversTypes['SagaStep']>, ParentType, ContextType>;
  kept?: Resolver<ReadonlyArray<ResolversTypes['KeptStep']>, ParentType, ContextType>;
};

export type KeptStepResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeptStep'] = ResolversParentTypes['KeptStep']> = {
  step?: Resolver<ResolversTypes['SagaStep'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SagaStepResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaStep'] = ResolversParentTypes['SagaStep']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  item?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  subgraph?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['StepKind'], ParentType, ContextType>;
  critical?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['StepStatus'], ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['SagaFailure']>, ParentType, ContextType>;
  wait?: Resolver<Maybe<ResolversTypes['StepWait']>, ParentType, ContextType>;
};

export type StepWaitResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StepWait'] = ResolversParentTypes['StepWait']> = {
  for?: Resolver<ResolversTypes['WaitFor'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SagaFailureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaFailure'] = ResolversParentTypes['SagaFailure']> = {
  step?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  item?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SagaEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaEvent'] = ResolversParentTypes['SagaEvent']> = {
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['SagaEventType'], ParentType, ContextType>;
  step?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  item?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  attempt?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  traceId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  saga?: Resolver<ResolversTypes['Saga'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
};

export type SagaConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaConnection'] = ResolversParentTypes['SagaConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SagaEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Saga']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SagaEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaEdge'] = ResolversParentTypes['SagaEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Saga'], ParentType, ContextType>;
};

export type SagaDefinitionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaDefinition'] = ResolversParentTypes['SagaDefinition']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  activeSagas?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  deadlineMs?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['SagaDefinitionStep']>, ParentType, ContextType>;
  afterCompensation?: Resolver<ReadonlyArray<ResolversTypes['SagaDefinitionStep']>, ParentType, ContextType>;
  diagram?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SagaDefinitionStepResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaDefinitionStep'] = ResolversParentTypes['SagaDefinitionStep']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subgraph?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['StepKind'], ParentType, ContextType>;
  critical?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  invoke?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  compensate?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  attemptTimeoutMs?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  retry?: Resolver<ResolversTypes['StepRetryPolicy'], ParentType, ContextType>;
  persistentRetry?: Resolver<ResolversTypes['StepRetryPolicy'], ParentType, ContextType>;
  probeIntervalMs?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
};

export type StepRetryPolicyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StepRetryPolicy'] = ResolversParentTypes['StepRetryPolicy']> = {
  baseMs?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  capMs?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  windowMs?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  attempts?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type StartAuditPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StartAuditPayload'] = ResolversParentTypes['StartAuditPayload']> = {
  audit?: Resolver<Maybe<ResolversTypes['Audit']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['StartAuditError']>, ParentType, ContextType>;
};

export type StartAuditErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StartAuditError'] = ResolversParentTypes['StartAuditError']> = {
  __resolveType: TypeResolveFn<'ValidationError', ParentType, ContextType>;
};

export type AuditResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Audit'] = ResolversParentTypes['Audit']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['AuditState'], ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  examined?: Resolver<ResolversTypes['AuditExamined'], ParentType, ContextType>;
  findings?: Resolver<ReadonlyArray<ResolversTypes['AuditFinding']>, ParentType, ContextType>;
  notes?: Resolver<ReadonlyArray<ResolversTypes['AuditFinding']>, ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AuditExaminedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditExamined'] = ResolversParentTypes['AuditExamined']> = {
  sagas?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stepRecords?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  effects?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stockItems?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AuditFindingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditFinding'] = ResolversParentTypes['AuditFinding']> = {
  code?: Resolver<ResolversTypes['AuditCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sagaId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  sagaType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  step?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  subgraph?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  coordinator?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  participant?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  orderId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type PlaceOrderPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PlaceOrderPayload'] = ResolversParentTypes['PlaceOrderPayload']> = {
  orderId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  saga?: Resolver<Maybe<ResolversTypes['Saga']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['PlaceOrderError']>, ParentType, ContextType>;
};

export type PlaceOrderErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PlaceOrderError'] = ResolversParentTypes['PlaceOrderError']> = {
  __resolveType: TypeResolveFn<'ValidationError' | 'ProductNotFound' | 'PriceChanged' | 'IdempotencyConflict' | 'EmailNotVerified', ParentType, ContextType>;
};

export type EmailNotVerifiedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmailNotVerified'] = ResolversParentTypes['EmailNotVerified']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProductNotFoundResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductNotFound'] = ResolversParentTypes['ProductNotFound']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PriceChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PriceChanged'] = ResolversParentTypes['PriceChanged']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  expected?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  actual?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CancelOrderPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelOrderPayload'] = ResolversParentTypes['CancelOrderPayload']> = {
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  saga?: Resolver<Maybe<ResolversTypes['Saga']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['CancelOrderError']>, ParentType, ContextType>;
};

export type CancelOrderErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelOrderError'] = ResolversParentTypes['CancelOrderError']> = {
  __resolveType: TypeResolveFn<'ValidationError' | 'OrderNotFound' | 'OrderNotCancellable' | 'NotCancellable', ParentType, ContextType>;
};

export type NotCancellableResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NotCancellable'] = ResolversParentTypes['NotCancellable']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  cancellable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderNotFoundResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderNotFound'] = ResolversParentTypes['OrderNotFound']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderNotCancellableResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderNotCancellable'] = ResolversParentTypes['OrderNotCancellable']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IssueRefundPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IssueRefundPayload'] = ResolversParentTypes['IssueRefundPayload']> = {
  refund?: Resolver<Maybe<ResolversTypes['Refund']>, ParentType, ContextType>;
  saga?: Resolver<Maybe<ResolversTypes['Saga']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['IssueRefundError']>, ParentType, ContextType>;
};

export type IssueRefundErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IssueRefundError'] = ResolversParentTypes['IssueRefundError']> = {
  __resolveType: TypeResolveFn<'ValidationError' | 'OrderNotFound' | 'RefundTooLarge' | 'IdempotencyConflict', ParentType, ContextType>;
};

export type RefundTooLargeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RefundTooLarge'] = ResolversParentTypes['RefundTooLarge']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  refundable?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReturnPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReturnPayload'] = ResolversParentTypes['ReturnPayload']> = {
  return?: Resolver<Maybe<ResolversTypes['Return']>, ParentType, ContextType>;
  saga?: Resolver<Maybe<ResolversTypes['Saga']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ReturnError']>, ParentType, ContextType>;
};

export type ReturnErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReturnError'] = ResolversParentTypes['ReturnError']> = {
  __resolveType: TypeResolveFn<'ValidationError' | 'OrderNotFound' | 'ReturnNotFound' | 'NotReturnable' | 'ReturnStateConflict' | 'IdempotencyConflict', ParentType, ContextType>;
};

export type ReturnNotFoundResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReturnNotFound'] = ResolversParentTypes['ReturnNotFound']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type NotReturnableResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NotReturnable'] = ResolversParentTypes['NotReturnable']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  returnable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReturnStateConflictResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReturnStateConflict'] = ResolversParentTypes['ReturnStateConflict']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ReturnStatus'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  saga?: Resolver<Maybe<ResolversTypes['Saga']>, ParentType, ContextType>;
  sagas?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Saga']>>, ParentType, ContextType>;
  history?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SagaEvent']>>, ParentType, ContextType, RequireFields<OrderHistoryArgs, 'last'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProductResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CustomerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ShipmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Shipment'] = ResolversParentTypes['Shipment']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PaymentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RefundResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Refund'] = ResolversParentTypes['Refund']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ReturnResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Return'] = ResolversParentTypes['Return'], FederationReferenceType extends FederationReferenceTypes['Return'] = FederationReferenceTypes['Return']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Return']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  saga?: Resolver<Maybe<ResolversTypes['Saga']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
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
  Mutation?: MutationResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  JSONObject?: GraphQLScalarType;
  SagaActionPayload?: SagaActionPayloadResolvers<ContextType>;
  SagaActionError?: SagaActionErrorResolvers<ContextType>;
  SagaNotFound?: SagaNotFoundResolvers<ContextType>;
  SagaActionRefused?: SagaActionRefusedResolvers<ContextType>;
  SagaStatistics?: SagaStatisticsResolvers<ContextType>;
  SagaCount?: SagaCountResolvers<ContextType>;
  DurationPercentiles?: DurationPercentilesResolvers<ContextType>;
  Saga?: SagaResolvers<ContextType>;
  CompensationPlan?: CompensationPlanResolvers<ContextType>;
  KeptStep?: KeptStepResolvers<ContextType>;
  SagaStep?: SagaStepResolvers<ContextType>;
  StepWait?: StepWaitResolvers<ContextType>;
  SagaFailure?: SagaFailureResolvers<ContextType>;
  SagaEvent?: SagaEventResolvers<ContextType>;
  SagaConnection?: SagaConnectionResolvers<ContextType>;
  SagaEdge?: SagaEdgeResolvers<ContextType>;
  SagaDefinition?: SagaDefinitionResolvers<ContextType>;
  SagaDefinitionStep?: SagaDefinitionStepResolvers<ContextType>;
  StepRetryPolicy?: StepRetryPolicyResolvers<ContextType>;
  StartAuditPayload?: StartAuditPayloadResolvers<ContextType>;
  StartAuditError?: StartAuditErrorResolvers<ContextType>;
  Audit?: AuditResolvers<ContextType>;
  AuditExamined?: AuditExaminedResolvers<ContextType>;
  AuditFinding?: AuditFindingResolvers<ContextType>;
  PlaceOrderPayload?: PlaceOrderPayloadResolvers<ContextType>;
  PlaceOrderError?: PlaceOrderErrorResolvers<ContextType>;
  EmailNotVerified?: EmailNotVerifiedResolvers<ContextType>;
  ProductNotFound?: ProductNotFoundResolvers<ContextType>;
  PriceChanged?: PriceChangedResolvers<ContextType>;
  CancelOrderPayload?: CancelOrderPayloadResolvers<ContextType>;
  CancelOrderError?: CancelOrderErrorResolvers<ContextType>;
  NotCancellable?: NotCancellableResolvers<ContextType>;
  OrderNotFound?: OrderNotFoundResolvers<ContextType>;
  OrderNotCancellable?: OrderNotCancellableResolvers<ContextType>;
  IssueRefundPayload?: IssueRefundPayloadResolvers<ContextType>;
  IssueRefundError?: IssueRefundErrorResolvers<ContextType>;
  RefundTooLarge?: RefundTooLargeResolvers<ContextType>;
  ReturnPayload?: ReturnPayloadResolvers<ContextType>;
  ReturnError?: ReturnErrorResolvers<ContextType>;
  ReturnNotFound?: ReturnNotFoundResolvers<ContextType>;
  NotReturnable?: NotReturnableResolvers<ContextType>;
  ReturnStateConflict?: ReturnStateConflictResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  Customer?: CustomerResolvers<ContextType>;
  Shipment?: ShipmentResolvers<ContextType>;
  Payment?: PaymentResolvers<ContextType>;
  Refund?: RefundResolvers<ContextType>;
  Return?: ReturnResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  text?: TextDirectiveResolver<any, any, ContextType>;
  step?: StepDirectiveResolver<any, any, ContextType>;
  compensation?: CompensationDirectiveResolver<any, any, ContextType>;
  internal?: InternalDirectiveResolver<any, any, ContextType>;
};
