import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { OrderReference, Context } from '../context.js';
import type { Notification as NotificationDocument } from '../domain/notification.js';
import type { NotificationConnection as NotificationPage } from '../notification-store.js';
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
  /** One notification; null when there is none, or when it is somebody else's. */
  readonly notification?: Maybe<Notification>;
  /** The notifications of the customer who is logged in, newest first; for ADMIN all of them. */
  readonly notifications: NotificationConnection;
};


export type QueryStepRecordsArgs = {
  keys?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  since?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryNotificationArgs = {
  id: Scalars['ID']['input'];
};


export type QueryNotificationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<NotificationFilter>;
  orderBy?: InputMaybe<NotificationOrder>;
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
   * Marks notifications of the customer who is logged in as read; ADMIN may name anybody's. Marks all of them, or none if
   * there are errors. Those that were read before keep their `readAt`.
   */
  readonly markNotificationsRead: MarkNotificationsReadPayload;
  /** Tells the customer that an order is confirmed. */
  readonly sendOrderConfirmation: StepPayload;
  /** Tells the customer that an order is cancelled. */
  readonly sendCancellation: StepPayload;
  /** Tells the customer that money of an order is given back. */
  readonly sendRefund: StepPayload;
  /** Tells the customer what happened to an order, or a part of it, after it was placed. */
  readonly sendOrderNews: StepPayload;
};


export type MutationForgetStepsArgs = {
  keys: ReadonlyArray<Scalars['ID']['input']>;
};


export type MutationMarkNotificationsReadArgs = {
  input: MarkNotificationsReadInput;
};


export type MutationSendOrderConfirmationArgs = {
  step: StepInput;
  input: SendOrderConfirmationInput;
};


export type MutationSendCancellationArgs = {
  step: StepInput;
  input: SendCancellationInput;
};


export type MutationSendRefundArgs = {
  step: StepInput;
  input: SendRefundInput;
};


export type MutationSendOrderNewsArgs = {
  step: StepInput;
  input: SendOrderNewsInput;
};

/** What to tell of money that is given back. */
export type SendRefundInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** The verified e-mail address to write to; null where there is none. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** The name to address. */
  readonly name: Scalars['String']['input'];
  /** How much is given back. */
  readonly amount: MoneyInput;
  /** Why, in words. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
};

/** What to tell of an order that was placed. */
export type SendOrderNewsInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** The human-readable number of the order, or of the return where it is about one. */
  readonly number?: InputMaybe<Scalars['String']['input']>;
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** The verified e-mail address to write to; null where there is none. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** The name to address. */
  readonly name: Scalars['String']['input'];
  /** What it is about. */
  readonly type: OrderNewsType;
  /** The units that it is about. */
  readonly lines?: InputMaybe<ReadonlyArray<StepLineInput>>;
  /** How much money is given back. */
  readonly amount?: InputMaybe<MoneyInput>;
  /** The carrier's tracking number. */
  readonly trackingNumber?: InputMaybe<Scalars['String']['input']>;
  /** Why, in a sentence. */
  readonly message?: InputMaybe<Scalars['String']['input']>;
};

/** What a customer can be told about an order that was placed. */
export type OrderNewsType =
  /** A parcel is on its way. */
  | 'ORDER_SHIPPED'
  /** A parcel has arrived. */
  | 'ORDER_DELIVERED'
  /** The customer must confirm the payment with the bank. */
  | 'PAYMENT_ACTION_NEEDED'
  /** A part of the order is cancelled. */
  | 'LINES_CANCELLED'
  /** The returned items have arrived. */
  | 'RETURN_ACCEPTED'
  /** A return has ended without a parcel. */
  | 'RETURN_CLOSED';

/** What to tell of a confirmed order. */
export type SendOrderConfirmationInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** The human-readable number of the order. */
  readonly number: Scalars['String']['input'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** The verified e-mail address to write to; null where there is none. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** The name to address. */
  readonly name: Scalars['String']['input'];
  /** What was ordered. */
  readonly lines: ReadonlyArray<PricedLineInput>;
  /** The sum of all lines. */
  readonly total: MoneyInput;
  /** The carrier's tracking number. */
  readonly trackingNumber?: InputMaybe<Scalars['String']['input']>;
};

/** What to tell of a cancelled order. */
export type SendCancellationInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** The verified e-mail address to write to; null where there is none. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** The name to address. */
  readonly name: Scalars['String']['input'];
  /** Why, as a code. */
  readonly code: Scalars['String']['input'];
  /** Why, in a sentence. */
  readonly message: Scalars['String']['input'];
};

/** Which notifications; all given conditions must hold. */
export type NotificationFilter = {
  /** Notifications to this customer; only ADMIN may name somebody else. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** Notifications about this order. */
  readonly orderId?: InputMaybe<Scalars['ID']['input']>;
  /** One of these types. */
  readonly type?: InputMaybe<ReadonlyArray<NotificationType>>;
  /** Sent in this way. */
  readonly channel?: InputMaybe<NotificationChannel>;
  /** Whether the customer has read it. */
  readonly read?: InputMaybe<Scalars['Boolean']['input']>;
  /** One of these statuses. */
  readonly status?: InputMaybe<ReadonlyArray<NotificationStatus>>;
  /** Notifications first recorded at or after this instant. */
  readonly createdAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Notifications first recorded before this instant. */
  readonly createdBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

/** How notifications are sorted. */
export type NotificationOrder = {
  /** By what. */
  readonly field: NotificationOrderField;
  /** In which direction. */
  readonly direction?: OrderDirection;
};

/** What notifications can be sorted by. */
export type NotificationOrderField =
  /** When it was first recorded. */
  | 'CREATED_AT'
  /** Its status, alphabetically by name; then when it was first recorded. */
  | 'STATUS';

/** What was read. */
export type MarkNotificationsReadInput = {
  /** The notifications, 1 to 100. */
  readonly ids: ReadonlyArray<Scalars['ID']['input']>;
};

/** The answer of markNotificationsRead. */
export type MarkNotificationsReadPayload = {
  readonly __typename?: 'MarkNotificationsReadPayload';
  /** The notifications, in the order in which they were named; empty when there are errors. */
  readonly notifications: ReadonlyArray<Notification>;
  /** Why nothing was changed. */
  readonly errors: ReadonlyArray<ValidationError>;
};

export type Order = {
  readonly __typename?: 'Order';
  readonly id: Scalars['ID']['output'];
  /** What the customer was told about the order, oldest first. */
  readonly notifications?: Maybe<ReadonlyArray<Notification>>;
};

/** A message to a customer. */
export type Notification = {
  readonly __typename?: 'Notification';
  /** The notification's id. */
  readonly id: Scalars['ID']['output'];
  /** What it is about. */
  readonly type: NotificationType;
  /** How it was sent. */
  readonly channel: NotificationChannel;
  /** Its status. */
  readonly status: NotificationStatus;
  /**
   * The e-mail address that it was sent to; empty where the customer had verified none. Only the customer and ADMIN see a
   * notification.
   */
  readonly to: Scalars['String']['output'];
  /** The subject line. */
  readonly subject: Scalars['String']['output'];
  /** What it says, as plain text. */
  readonly body: Scalars['String']['output'];
  /** When it was sent. */
  readonly sentAt?: Maybe<Scalars['DateTime']['output']>;
  /** When the customer read it. */
  readonly readAt?: Maybe<Scalars['DateTime']['output']>;
  /** The order that it is about. */
  readonly order?: Maybe<Order>;
};

/** What a notification is about. */
export type NotificationType =
  /** The order is placed. */
  | 'ORDER_CONFIRMED'
  /** The order is cancelled. */
  | 'ORDER_CANCELLED'
  /** The order is on its way. */
  | 'ORDER_SHIPPED'
  /** Money was given back. */
  | 'REFUND_ISSUED'
  /** The order has arrived. */
  | 'ORDER_DELIVERED'
  /** The customer must do something before the payment can go on. */
  | 'PAYMENT_ACTION_NEEDED'
  /** A part of the order is cancelled. */
  | 'LINES_CANCELLED'
  /** The returned items have arrived. */
  | 'RETURN_ACCEPTED'
  /** A return has ended without a parcel. */
  | 'RETURN_CLOSED';

/** How a notification is sent. */
export type NotificationChannel =
  /** By e-mail. */
  | 'EMAIL'
  /** By text message. */
  | 'SMS';

/** The status of a notification. */
export type NotificationStatus =
  /** It is about to be sent. */
  | 'PENDING'
  /** It was sent. */
  | 'SENT'
  /** It could not be sent, or the customer's e-mail address was not verified when the order was placed. */
  | 'FAILED';

/** A page of notifications. */
export type NotificationConnection = {
  readonly __typename?: 'NotificationConnection';
  /** The notifications with their cursors. */
  readonly edges: ReadonlyArray<NotificationEdge>;
  /** The notifications. */
  readonly nodes: ReadonlyArray<Notification>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many notifications match in all. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A notification in a page. */
export type NotificationEdge = {
  readonly __typename?: 'NotificationEdge';
  /** The notification's place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The notification. */
  readonly node: Notification;
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
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: never;
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
  SendRefundInput: SendRefundInput;
  SendOrderNewsInput: SendOrderNewsInput;
  OrderNewsType: OrderNewsType;
  SendOrderConfirmationInput: SendOrderConfirmationInput;
  SendCancellationInput: SendCancellationInput;
  NotificationFilter: NotificationFilter;
  NotificationOrder: NotificationOrder;
  NotificationOrderField: NotificationOrderField;
  MarkNotificationsReadInput: MarkNotificationsReadInput;
  MarkNotificationsReadPayload: ResolverTypeWrapper<Omit<MarkNotificationsReadPayload, 'notifications'> & { notifications: ReadonlyArray<ResolversTypes['Notification']> }>;
  Order: ResolverTypeWrapper<OrderReference>;
  Notification: ResolverTypeWrapper<NotificationDocument>;
  NotificationType: NotificationType;
  NotificationChannel: NotificationChannel;
  NotificationStatus: NotificationStatus;
  NotificationConnection: ResolverTypeWrapper<NotificationPage>;
  NotificationEdge: ResolverTypeWrapper<Omit<NotificationEdge, 'node'> & { node: ResolversTypes['Notification'] }>;
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
  SendRefundInput: SendRefundInput;
  SendOrderNewsInput: SendOrderNewsInput;
  SendOrderConfirmationInput: SendOrderConfirmationInput;
  SendCancellationInput: SendCancellationInput;
  NotificationFilter: NotificationFilter;
  NotificationOrder: NotificationOrder;
  MarkNotificationsReadInput: MarkNotificationsReadInput;
  MarkNotificationsReadPayload: Omit<MarkNotificationsReadPayload, 'notifications'> & { notifications: ReadonlyArray<ResolversParentTypes['Notification']> };
  Order: OrderReference;
  Notification: NotificationDocument;
  NotificationConnection: NotificationPage;
  NotificationEdge: Omit<NotificationEdge, 'node'> & { node: ResolversParentTypes['Notification'] };
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
  __resolveType: TypeResolveFn<null, ParentType, ContextType>;
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
  notification?: Resolver<Maybe<ResolversTypes['Notification']>, ParentType, ContextType, RequireFields<QueryNotificationArgs, 'id'>>;
  notifications?: Resolver<ResolversTypes['NotificationConnection'], ParentType, ContextType, Partial<QueryNotificationsArgs>>;
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
  markNotificationsRead?: Resolver<ResolversTypes['MarkNotificationsReadPayload'], ParentType, ContextType, RequireFields<MutationMarkNotificationsReadArgs, 'input'>>;
  sendOrderConfirmation?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationSendOrderConfirmationArgs, 'step' | 'input'>>;
  sendCancellation?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationSendCancellationArgs, 'step' | 'input'>>;
  sendRefund?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationSendRefundArgs, 'step' | 'input'>>;
  sendOrderNews?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationSendOrderNewsArgs, 'step' | 'input'>>;
};

export type MarkNotificationsReadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MarkNotificationsReadPayload'] = ResolversParentTypes['MarkNotificationsReadPayload']> = {
  notifications?: Resolver<ReadonlyArray<ResolversTypes['Notification']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['ValidationError']>, ParentType, ContextType>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  notifications?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Notification']>>, ParentType, ContextType>;
};

export type NotificationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Notification'] = ResolversParentTypes['Notification']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['NotificationType'], ParentType, ContextType>;
  channel?: Resolver<ResolversTypes['NotificationChannel'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['NotificationStatus'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  body?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sentAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  readAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
};

export type NotificationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NotificationConnection'] = ResolversParentTypes['NotificationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['NotificationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Notification']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type NotificationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NotificationEdge'] = ResolversParentTypes['NotificationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Notification'], ParentType, ContextType>;
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
  MarkNotificationsReadPayload?: MarkNotificationsReadPayloadResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  Notification?: NotificationResolvers<ContextType>;
  NotificationConnection?: NotificationConnectionResolvers<ContextType>;
  NotificationEdge?: NotificationEdgeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  text?: TextDirectiveResolver<any, any, ContextType>;
  step?: StepDirectiveResolver<any, any, ContextType>;
  compensation?: CompensationDirectiveResolver<any, any, ContextType>;
  internal?: InternalDirectiveResolver<any, any, ContextType>;
};
