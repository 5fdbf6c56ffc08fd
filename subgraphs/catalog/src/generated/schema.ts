import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Product as ProductDocument } from '../domain/product.js';
import type { ProductConnection as ProductPage } from '../product-store.js';
import type { Context } from '../context.js';
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
  /** For each id, the type of the node that the viewer may see under it; null where this subgraph has none. */
  readonly nodeTypes: ReadonlyArray<Maybe<Scalars['String']['output']>>;
  /** The active products. No login needed. */
  readonly products: ProductConnection;
  /** One product, by id or by SKU; null when there is none. Exactly one of the arguments must be given. */
  readonly product?: Maybe<Product>;
  /** The products of the given SKUs in the same order, null where there is none or it is not active. */
  readonly productsBySku: ReadonlyArray<Maybe<Product>>;
};


export type QueryNodeTypesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


export type QueryProductsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ProductFilter>;
  orderBy?: InputMaybe<ProductOrder>;
};


export type QueryProductArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  sku?: InputMaybe<Scalars['String']['input']>;
};


export type QueryProductsBySkuArgs = {
  skus: ReadonlyArray<Scalars['String']['input']>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Tells the catalog whether a product is in stock, for `ProductFilter.inStock`. */
  readonly recordAvailability: RecordAvailabilityPayload;
};


export type MutationRecordAvailabilityArgs = {
  input: ReadonlyArray<RecordAvailabilityInput>;
};

/** Whether a product is in stock. */
export type RecordAvailabilityInput = {
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['input'];
  /** Whether at least one unit is available. */
  readonly inStock: Scalars['Boolean']['input'];
  /** The revision of the stock; an older one than the recorded is ignored. */
  readonly revision: Scalars['SafeInt']['input'];
};

/** The answer of recordAvailability. */
export type RecordAvailabilityPayload = {
  readonly __typename?: 'RecordAvailabilityPayload';
  /** How many products were changed. */
  readonly recorded: Scalars['Int']['output'];
  /** The category of each of them that the catalog knows, for `InventoryFilter.category`. */
  readonly categories: ReadonlyArray<ProductCategory>;
};

/** The category that a product is listed under. */
export type ProductCategory = {
  readonly __typename?: 'ProductCategory';
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** The category. */
  readonly category: Scalars['String']['output'];
};

/** Which products; all given conditions must hold. */
export type ProductFilter = {
  /**
   * Words that the name, the description, the category or the SKU must contain, each from its beginning, in any case;
   * at most 200 characters. A text without words, such as `--`, finds nothing.
   */
  readonly search?: InputMaybe<Scalars['String']['input']>;
  /** The category, exactly. */
  readonly category?: InputMaybe<Scalars['String']['input']>;
  /** Whether at least one unit is available. */
  readonly inStock?: InputMaybe<Scalars['Boolean']['input']>;
};

/** In which order products come. */
export type ProductOrder = {
  /** By what. */
  readonly field: ProductOrderField;
  /** In which direction. */
  readonly direction?: OrderDirection;
};

/** By what products can be ordered. */
export type ProductOrderField =
  /** The name, by code points: capital letters before small ones. */
  | 'NAME'
  /** The price in minor units. */
  | 'PRICE'
  /** The category, then the name. */
  | 'CATEGORY';

/** Something that can be ordered. */
export type Product = Node & {
  readonly __typename?: 'Product';
  /** The product's id. */
  readonly id: Scalars['ID']['output'];
  /** The stock keeping unit: the product's name for orders and stock. */
  readonly sku: Scalars['String']['output'];
  /** The product's name. */
  readonly name: Scalars['String']['output'];
  /** What it is. */
  readonly description: Scalars['String']['output'];
  /** The category it is listed under. */
  readonly category: Scalars['String']['output'];
  /** The price of one unit today. */
  readonly price: Money;
  /** Whether it can be ordered. */
  readonly active: Scalars['Boolean']['output'];
};

/** A page of products. */
export type ProductConnection = {
  readonly __typename?: 'ProductConnection';
  /** The products with their cursors. */
  readonly edges: ReadonlyArray<ProductEdge>;
  /** The products. */
  readonly nodes: ReadonlyArray<Product>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many products match in all. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A product in a page. */
export type ProductEdge = {
  readonly __typename?: 'ProductEdge';
  /** The product's place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The product. */
  readonly node: Product;
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
  Product: Product;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Product:
    ( { __typename: 'Product' }
    & ( GraphQLRecursivePick<FederationTypes['Product'], {"id":true}>
        | GraphQLRecursivePick<FederationTypes['Product'], {"sku":true}> ) );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( ProductDocument );
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
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RecordAvailabilityInput: RecordAvailabilityInput;
  RecordAvailabilityPayload: ResolverTypeWrapper<RecordAvailabilityPayload>;
  ProductCategory: ResolverTypeWrapper<ProductCategory>;
  ProductFilter: ProductFilter;
  ProductOrder: ProductOrder;
  ProductOrderField: ProductOrderField;
  Product: ResolverTypeWrapper<ProductDocument>;
  ProductConnection: ResolverTypeWrapper<ProductPage>;
  ProductEdge: ResolverTypeWrapper<Omit<ProductEdge, 'node'> & { node: ResolversTypes['Product'] }>;
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
  RecordAvailabilityInput: RecordAvailabilityInput;
  RecordAvailabilityPayload: RecordAvailabilityPayload;
  ProductCategory: ProductCategory;
  ProductFilter: ProductFilter;
  ProductOrder: ProductOrder;
  Product: ProductDocument;
  ProductConnection: ProductPage;
  ProductEdge: Omit<ProductEdge, 'node'> & { node: ResolversParentTypes['Product'] };
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
  __resolveType: TypeResolveFn<'Product', ParentType, ContextType>;
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
  nodeTypes?: Resolver<ReadonlyArray<Maybe<ResolversTypes['String']>>, ParentType, ContextType, RequireFields<QueryNodeTypesArgs, 'ids'>>;
  products?: Resolver<ResolversTypes['ProductConnection'], ParentType, ContextType, Partial<QueryProductsArgs>>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType, Partial<QueryProductArgs>>;
  productsBySku?: Resolver<ReadonlyArray<Maybe<ResolversTypes['Product']>>, ParentType, ContextType, RequireFields<QueryProductsBySkuArgs, 'skus'>>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  recordAvailability?: Resolver<ResolversTypes['RecordAvailabilityPayload'], ParentType, ContextType, RequireFields<MutationRecordAvailabilityArgs, 'input'>>;
};

export type RecordAvailabilityPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RecordAvailabilityPayload'] = ResolversParentTypes['RecordAvailabilityPayload']> = {
  recorded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  categories?: Resolver<ReadonlyArray<ResolversTypes['ProductCategory']>, ParentType, ContextType>;
};

export type ProductCategoryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductCategory'] = ResolversParentTypes['ProductCategory']> = {
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  category?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ProductResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product'], FederationReferenceType extends FederationReferenceTypes['Product'] = FederationReferenceTypes['Product']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Product']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  category?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProductConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductConnection'] = ResolversParentTypes['ProductConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProductEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Product']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ProductEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductEdge'] = ResolversParentTypes['ProductEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
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
  RecordAvailabilityPayload?: RecordAvailabilityPayloadResolvers<ContextType>;
  ProductCategory?: ProductCategoryResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  ProductConnection?: ProductConnectionResolvers<ContextType>;
  ProductEdge?: ProductEdgeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  text?: TextDirectiveResolver<any, any, ContextType>;
  step?: StepDirectiveResolver<any, any, ContextType>;
  compensation?: CompensationDirectiveResolver<any, any, ContextType>;
  internal?: InternalDirectiveResolver<any, any, ContextType>;
};
