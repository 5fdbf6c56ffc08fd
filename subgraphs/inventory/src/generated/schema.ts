import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { OrderReference, ProductReference, Context } from '../context.js';
import type { Reservation as ReservationDocument } from '../domain/reservation.js';
import type { Stock as StockTotals, StockItem as StockDocument, StockLevel as StockLevelEvent } from '../domain/stock.js';
import type { StockItemConnection as StockItemPage } from '../inventory-store.js';
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
  /** A three-letter currency code of ISO 4217, such as `USD`. */
  Currency: { input: string; output: string; }
  /** An instant in ISO 8601, UTC, with milliseconds, such as `2026-03-01T09:30:00.000Z`. */
  DateTime: { input: string; output: string; }
  /** An integer that a JavaScript number holds exactly: within ±(2^53 - 1). */
  SafeInt: { input: number; output: number; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** A postal address. */
export type Address = {
  readonly __typename?: 'Address';
  /** City or town. */
  readonly city: Scalars['String']['output'];
  /** Country code of ISO 3166-1 alpha-2, such as `US`. */
  readonly country: Scalars['String']['output'];
  /** Street and house number. */
  readonly line1: Scalars['String']['output'];
  /** Apartment, floor or company. */
  readonly line2?: Maybe<Scalars['String']['output']>;
  /** The addressee. */
  readonly name: Scalars['String']['output'];
  /** Postal code, in the form of its country. */
  readonly postalCode: Scalars['String']['output'];
  /** State, province or region. */
  readonly region?: Maybe<Scalars['String']['output']>;
};

/** A postal address, as an argument. */
export type AddressInput = {
  /** City or town, 1 to 100 characters. */
  readonly city: Scalars['String']['input'];
  /** Country code of ISO 3166-1 alpha-2, such as `US`. */
  readonly country: Scalars['String']['input'];
  /** Street and house number, 1 to 200 characters. */
  readonly line1: Scalars['String']['input'];
  /** Apartment, floor or company, at most 200 characters. */
  readonly line2?: InputMaybe<Scalars['String']['input']>;
  /** The addressee, 1 to 100 characters. */
  readonly name: Scalars['String']['input'];
  /** Postal code, in the form of its country. */
  readonly postalCode: Scalars['String']['input'];
  /** State, province or region, at most 100 characters. */
  readonly region?: InputMaybe<Scalars['String']['input']>;
};

/** Why stock was not changed. */
export type AdjustStockError = InsufficientStock | ValidationError;

/** A change of stock. */
export type AdjustStockInput = {
  /** How many units come (positive) or go (negative); never below what is reserved. */
  readonly delta: Scalars['Int']['input'];
  /** Why, 1 to 200 characters. */
  readonly reason: Scalars['String']['input'];
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['input'];
  /** The warehouse, such as `EAST`. */
  readonly warehouse: Scalars['String']['input'];
};

/** The answer of adjustStock. */
export type AdjustStockPayload = {
  readonly __typename?: 'AdjustStockPayload';
  /** Why nothing was changed. */
  readonly errors: ReadonlyArray<AdjustStockError>;
  /** The changed stock of the warehouse; null when there are errors. */
  readonly item?: Maybe<StockItem>;
  /** The product; null when there are errors. */
  readonly product?: Maybe<Product>;
  /** The product's stock after the change; null when there are errors. */
  readonly stock?: Maybe<Stock>;
};

/** The answer of a compensation. */
export type CompensationPayload = {
  readonly __typename?: 'CompensationPayload';
  /** Whether there was something to undo. */
  readonly undone: Scalars['Boolean']['output'];
};

/** More units would go than are free. */
export type InsufficientStock = UserError & {
  readonly __typename?: 'InsufficientStock';
  /** How many units are free to go. */
  readonly available: Scalars['Int']['output'];
  /** Always `INSUFFICIENT_STOCK`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
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

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Changes the stock on hand after a delivery, a count or a loss. ADMIN only. */
  readonly adjustStock: AdjustStockPayload;
  /** Takes the held units out of the stock on hand: they leave the warehouse. */
  readonly commitReservation: StepPayload;
  /** Gives back exactly what reserveInventory held. */
  readonly releaseInventory: CompensationPayload;
  /** Holds the units of all lines for an order, or none. */
  readonly reserveInventory: ReserveInventoryPayload;
};


export type MutationAdjustStockArgs = {
  input: AdjustStockInput;
};


export type MutationCommitReservationArgs = {
  input: ReservationStepInput;
  step: StepInput;
};


export type MutationReleaseInventoryArgs = {
  input: ReservationStepInput;
  step: StepInput;
};


export type MutationReserveInventoryArgs = {
  input: ReserveInventoryInput;
  step: StepInput;
};

export type Order = {
  readonly __typename?: 'Order';
  readonly id: Scalars['ID']['output'];
  /** The units held for the order; null when nothing was ever held. */
  readonly reservation?: Maybe<Reservation>;
};

/** Where a page of a connection ends. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** The cursor of the last item; pass it as `after` for the next page. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether another page follows. */
  readonly hasNextPage: Scalars['Boolean']['output'];
};

/** An order line with the name and the price that were valid when the order was placed. */
export type PricedLineInput = {
  /** The product's name. */
  readonly name: Scalars['String']['input'];
  /** How many units, 1 to 100. */
  readonly quantity: Scalars['Int']['input'];
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['input'];
  /** The price of one unit. */
  readonly unitPrice: MoneyInput;
};

export type Product = {
  readonly __typename?: 'Product';
  readonly sku: Scalars['String']['output'];
  /** The product's stock over all warehouses. */
  readonly stock?: Maybe<Stock>;
};

export type Query = {
  readonly __typename?: 'Query';
  /** What stands in the warehouses, ordered by SKU and warehouse. ADMIN only. */
  readonly inventory: StockItemConnection;
};


export type QueryInventoryArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  sku?: InputMaybe<Scalars['String']['input']>;
};

/** Units held for an order. */
export type Reservation = {
  readonly __typename?: 'Reservation';
  /** When the hold ends by itself; null where it lasts until the order is settled. */
  readonly expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** The reservation's id. */
  readonly id: Scalars['ID']['output'];
  /** What is held, and where. */
  readonly lines: ReadonlyArray<ReservationLine>;
  /** What became of it. */
  readonly status: ReservationStatus;
};

/** Units of one product held in one warehouse. */
export type ReservationLine = {
  readonly __typename?: 'ReservationLine';
  /** How many units. */
  readonly quantity: Scalars['Int']['output'];
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** Where they stand. */
  readonly warehouse: Scalars['String']['output'];
};

/** What became of a reservation. */
export type ReservationStatus =
  /** The units have left the warehouse. */
  | 'COMMITTED'
  /** The hold ended by itself. */
  | 'EXPIRED'
  /** The units are held. */
  | 'HELD'
  /** The units were given back. */
  | 'RELEASED';

/** Names the reservation by its order. */
export type ReservationStepInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
};

/** What to hold for an order. */
export type ReserveInventoryInput = {
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** The products, each at most once. */
  readonly lines: ReadonlyArray<StepLineInput>;
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
};

/** The answer of reserveInventory. */
export type ReserveInventoryPayload = {
  readonly __typename?: 'ReserveInventoryPayload';
  /** Set when the step was refused and nothing happened. */
  readonly rejection?: Maybe<StepRejection>;
  /** The reservation; null when the step was refused. */
  readonly reservationId?: Maybe<Scalars['ID']['output']>;
};

/** Which attempt of which saga step a call is. */
export type StepInput = {
  /** The instant after which the attempt must not take effect; later it is refused with DEADLINE_EXCEEDED. */
  readonly deadline: Scalars['DateTime']['input'];
  /** The caller's fencing token; a lower one than the barrier has seen is refused with STALE_EPOCH. */
  readonly epoch: Scalars['Int']['input'];
  /** The saga. */
  readonly sagaId: Scalars['ID']['input'];
  /** The step's name in the saga's definition; the same for invoke and compensate. */
  readonly step: Scalars['String']['input'];
};

/** A product and how many of it. */
export type StepLineInput = {
  /** How many units, 1 to 100. */
  readonly quantity: Scalars['Int']['input'];
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['input'];
};

/** The answer of a step that returns nothing but its acceptance. */
export type StepPayload = {
  readonly __typename?: 'StepPayload';
  /** Set when the step was refused and nothing happened. */
  readonly rejection?: Maybe<StepRejection>;
};

/** The participant's word that a step was refused and nothing happened. */
export type StepRejection = {
  readonly __typename?: 'StepRejection';
  /** A stable code in upper case, such as `OUT_OF_STOCK`. */
  readonly code: Scalars['String']['output'];
  /** Why, in a sentence that the customer may read. */
  readonly message: Scalars['String']['output'];
};

/** The stock of a product over all warehouses. */
export type Stock = {
  readonly __typename?: 'Stock';
  /** How many units can be ordered: on hand less reserved. */
  readonly available: Scalars['Int']['output'];
  /** Whether at least one unit can be ordered. */
  readonly inStock: Scalars['Boolean']['output'];
  /** How many units stand in the warehouses. ADMIN only, else null. */
  readonly onHand?: Maybe<Scalars['Int']['output']>;
  /** How many units are held for orders. ADMIN only, else null. */
  readonly reserved?: Maybe<Scalars['Int']['output']>;
};

/** The stock of a product in one warehouse. */
export type StockItem = {
  readonly __typename?: 'StockItem';
  /** How many units can be ordered: on hand less reserved. */
  readonly available: Scalars['Int']['output'];
  /** How many units stand in the warehouse. */
  readonly onHand: Scalars['Int']['output'];
  /** The product. */
  readonly product?: Maybe<Product>;
  /** How many units are held for orders. */
  readonly reserved: Scalars['Int']['output'];
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** The warehouse. */
  readonly warehouse: Scalars['String']['output'];
};

/** A page of stock. */
export type StockItemConnection = {
  readonly __typename?: 'StockItemConnection';
  /** The stock with its cursors. */
  readonly edges: ReadonlyArray<StockItemEdge>;
  /** The stock. */
  readonly nodes: ReadonlyArray<StockItem>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many items match in all. */
  readonly totalCount: Scalars['Int']['output'];
};

/** Stock in a page. */
export type StockItemEdge = {
  readonly __typename?: 'StockItemEdge';
  /** The item's place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The stock. */
  readonly node: StockItem;
};

/** Whether a product is in stock. */
export type StockLevel = {
  readonly __typename?: 'StockLevel';
  /** Whether at least one unit is available. */
  readonly inStock: Scalars['Boolean']['output'];
  /** Grows with every change of the product's stock. */
  readonly revision: Scalars['SafeInt']['output'];
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /** Whether each product is in stock: first every product, then each change. */
  readonly stockChanged: StockLevel;
};

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
  Product: Product;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
  Product:
    ( { __typename: 'Product' }
    & GraphQLRecursivePick<FederationTypes['Product'], {"sku":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  AdjustStockError:
    | ( InsufficientStock )
    | ( ValidationError )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  UserError:
    | ( InsufficientStock )
    | ( ValidationError )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Address: ResolverTypeWrapper<Address>;
  AddressInput: AddressInput;
  AdjustStockError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['AdjustStockError']>;
  AdjustStockInput: AdjustStockInput;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AdjustStockPayload: ResolverTypeWrapper<Omit<AdjustStockPayload, 'errors' | 'item' | 'product' | 'stock'> & { errors: ReadonlyArray<ResolversTypes['AdjustStockError']>, item?: Maybe<ResolversTypes['StockItem']>, product?: Maybe<ResolversTypes['Product']>, stock?: Maybe<ResolversTypes['Stock']> }>;
  CompensationPayload: ResolverTypeWrapper<CompensationPayload>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Currency: ResolverTypeWrapper<Scalars['Currency']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  InsufficientStock: ResolverTypeWrapper<InsufficientStock>;
  Money: ResolverTypeWrapper<Money>;
  MoneyInput: MoneyInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Order: ResolverTypeWrapper<OrderReference>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PricedLineInput: PricedLineInput;
  Product: ResolverTypeWrapper<ProductReference>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Reservation: ResolverTypeWrapper<ReservationDocument>;
  ReservationLine: ResolverTypeWrapper<ReservationLine>;
  ReservationStatus: ReservationStatus;
  ReservationStepInput: ReservationStepInput;
  ReserveInventoryInput: ReserveInventoryInput;
  ReserveInventoryPayload: ResolverTypeWrapper<ReserveInventoryPayload>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
  StepInput: StepInput;
  StepLineInput: StepLineInput;
  StepPayload: ResolverTypeWrapper<StepPayload>;
  StepRejection: ResolverTypeWrapper<StepRejection>;
  Stock: ResolverTypeWrapper<StockTotals>;
  StockItem: ResolverTypeWrapper<StockDocument>;
  StockItemConnection: ResolverTypeWrapper<StockItemPage>;
  StockItemEdge: ResolverTypeWrapper<Omit<StockItemEdge, 'node'> & { node: ResolversTypes['StockItem'] }>;
  StockLevel: ResolverTypeWrapper<StockLevelEvent>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  ValidationError: ResolverTypeWrapper<ValidationError>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Address: Address;
  AddressInput: AddressInput;
  AdjustStockError: ResolversUnionTypes<ResolversParentTypes>['AdjustStockError'];
  AdjustStockInput: AdjustStockInput;
  Int: Scalars['Int']['output'];
  AdjustStockPayload: Omit<AdjustStockPayload, 'errors' | 'item' | 'product' | 'stock'> & { errors: ReadonlyArray<ResolversParentTypes['AdjustStockError']>, item?: Maybe<ResolversParentTypes['StockItem']>, product?: Maybe<ResolversParentTypes['Product']>, stock?: Maybe<ResolversParentTypes['Stock']> };
  CompensationPayload: CompensationPayload;
  Boolean: Scalars['Boolean']['output'];
  Currency: Scalars['Currency']['output'];
  DateTime: Scalars['DateTime']['output'];
  InsufficientStock: InsufficientStock;
  Money: Money;
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  Order: OrderReference;
  ID: Scalars['ID']['output'];
  PageInfo: PageInfo;
  PricedLineInput: PricedLineInput;
  Product: ProductReference;
  Query: Record<PropertyKey, never>;
  Reservation: ReservationDocument;
  ReservationLine: ReservationLine;
  ReservationStepInput: ReservationStepInput;
  ReserveInventoryInput: ReserveInventoryInput;
  ReserveInventoryPayload: ReserveInventoryPayload;
  SafeInt: Scalars['SafeInt']['output'];
  StepInput: StepInput;
  StepLineInput: StepLineInput;
  StepPayload: StepPayload;
  StepRejection: StepRejection;
  Stock: StockTotals;
  StockItem: StockDocument;
  StockItemConnection: StockItemPage;
  StockItemEdge: Omit<StockItemEdge, 'node'> & { node: ResolversParentTypes['StockItem'] };
  StockLevel: StockLevelEvent;
  Subscription: Record<PropertyKey, never>;
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  ValidationError: ValidationError;
  String: Scalars['String']['output'];
};

export type CompensationDirectiveArgs = { };

export type CompensationDirectiveResolver<Result, Parent, ContextType = Context, Args = CompensationDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type InternalDirectiveArgs = { };

export type InternalDirectiveResolver<Result, Parent, ContextType = Context, Args = InternalDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type StepDirectiveArgs = {
  compensation?: Maybe<Scalars['String']['input']>;
};

export type StepDirectiveResolver<Result, Parent, ContextType = Context, Args = StepDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AddressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Address'] = ResolversParentTypes['Address']> = {
  city?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  country?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line1?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line2?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  postalCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AdjustStockErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AdjustStockError'] = ResolversParentTypes['AdjustStockError']> = {
  __resolveType: TypeResolveFn<'InsufficientStock' | 'ValidationError', ParentType, ContextType>;
};

export type AdjustStockPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AdjustStockPayload'] = ResolversParentTypes['AdjustStockPayload']> = {
  errors?: Resolver<ReadonlyArray<ResolversTypes['AdjustStockError']>, ParentType, ContextType>;
  item?: Resolver<Maybe<ResolversTypes['StockItem']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  stock?: Resolver<Maybe<ResolversTypes['Stock']>, ParentType, ContextType>;
};

export type CompensationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CompensationPayload'] = ResolversParentTypes['CompensationPayload']> = {
  undone?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export interface CurrencyScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Currency'], any> {
  name: 'Currency';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type InsufficientStockResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InsufficientStock'] = ResolversParentTypes['InsufficientStock']> = {
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['Currency'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  adjustStock?: Resolver<ResolversTypes['AdjustStockPayload'], ParentType, ContextType, RequireFields<MutationAdjustStockArgs, 'input'>>;
  commitReservation?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationCommitReservationArgs, 'input' | 'step'>>;
  releaseInventory?: Resolver<ResolversTypes['CompensationPayload'], ParentType, ContextType, RequireFields<MutationReleaseInventoryArgs, 'input' | 'step'>>;
  reserveInventory?: Resolver<ResolversTypes['ReserveInventoryPayload'], ParentType, ContextType, RequireFields<MutationReserveInventoryArgs, 'input' | 'step'>>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reservation?: Resolver<Maybe<ResolversTypes['Reservation']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ProductResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product'], FederationReferenceType extends FederationReferenceTypes['Product'] = FederationReferenceTypes['Product']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Product']> | FederationReferenceType, FederationReferenceType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stock?: Resolver<Maybe<ResolversTypes['Stock']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  inventory?: Resolver<ResolversTypes['StockItemConnection'], ParentType, ContextType, RequireFields<QueryInventoryArgs, 'first'>>;
};

export type ReservationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Reservation'] = ResolversParentTypes['Reservation']> = {
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['ReservationLine']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ReservationStatus'], ParentType, ContextType>;
};

export type ReservationLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReservationLine'] = ResolversParentTypes['ReservationLine']> = {
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  warehouse?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ReserveInventoryPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReserveInventoryPayload'] = ResolversParentTypes['ReserveInventoryPayload']> = {
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
  reservationId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export type StepPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StepPayload'] = ResolversParentTypes['StepPayload']> = {
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
};

export type StepRejectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StepRejection'] = ResolversParentTypes['StepRejection']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type StockResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Stock'] = ResolversParentTypes['Stock']> = {
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  inStock?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  onHand?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reserved?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type StockItemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockItem'] = ResolversParentTypes['StockItem']> = {
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  onHand?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  reserved?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  warehouse?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type StockItemConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockItemConnection'] = ResolversParentTypes['StockItemConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['StockItemEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['StockItem']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StockItemEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockItemEdge'] = ResolversParentTypes['StockItemEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StockItem'], ParentType, ContextType>;
};

export type StockLevelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockLevel'] = ResolversParentTypes['StockLevel']> = {
  inStock?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  stockChanged?: SubscriptionResolver<ResolversTypes['StockLevel'], "stockChanged", ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'InsufficientStock' | 'ValidationError', ParentType, ContextType>;
};

export type ValidationErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ValidationError'] = ResolversParentTypes['ValidationError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Address?: AddressResolvers<ContextType>;
  AdjustStockError?: AdjustStockErrorResolvers<ContextType>;
  AdjustStockPayload?: AdjustStockPayloadResolvers<ContextType>;
  CompensationPayload?: CompensationPayloadResolvers<ContextType>;
  Currency?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  InsufficientStock?: InsufficientStockResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Reservation?: ReservationResolvers<ContextType>;
  ReservationLine?: ReservationLineResolvers<ContextType>;
  ReserveInventoryPayload?: ReserveInventoryPayloadResolvers<ContextType>;
  SafeInt?: GraphQLScalarType;
  StepPayload?: StepPayloadResolvers<ContextType>;
  StepRejection?: StepRejectionResolvers<ContextType>;
  Stock?: StockResolvers<ContextType>;
  StockItem?: StockItemResolvers<ContextType>;
  StockItemConnection?: StockItemConnectionResolvers<ContextType>;
  StockItemEdge?: StockItemEdgeResolvers<ContextType>;
  StockLevel?: StockLevelResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  ValidationError?: ValidationErrorResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  compensation?: CompensationDirectiveResolver<any, any, ContextType>;
  internal?: InternalDirectiveResolver<any, any, ContextType>;
  step?: StepDirectiveResolver<any, any, ContextType>;
};
