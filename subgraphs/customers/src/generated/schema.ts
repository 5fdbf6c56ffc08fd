import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Customer as CustomerDocument } from '../domain/customer.js';
import type { CustomerConnection as CustomerPage } from '../customer-store.js';
import type { Session as IssuedSession } from '../sessions.js';
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
  /** The customer who is logged in; null when nobody is. */
  readonly me?: Maybe<Customer>;
  /** One customer; null when there is none. ADMIN only. */
  readonly customer?: Maybe<Customer>;
  /** All customers. ADMIN only. */
  readonly customers: CustomerConnection;
  /** Access tokens that are refused before they expire, oldest first. */
  readonly revocations: RevocationPage;
};


export type QueryNodeTypesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


export type QueryCustomerArgs = {
  id: Scalars['ID']['input'];
};


export type QueryCustomersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  search?: InputMaybe<Scalars['String']['input']>;
  orderBy?: InputMaybe<CustomerOrder>;
};


export type QueryRevocationsArgs = {
  since?: InputMaybe<Scalars['DateTime']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Some access tokens that are refused before they expire. */
export type RevocationPage = {
  readonly __typename?: 'RevocationPage';
  /** The revocations. */
  readonly items: ReadonlyArray<Revocation>;
  /** Where the page ends; null when it is empty. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether more follow. */
  readonly hasNextPage: Scalars['Boolean']['output'];
};

/** Access tokens that are refused: those of a session, or those of a customer below a generation. */
export type Revocation = {
  readonly __typename?: 'Revocation';
  /** The session. */
  readonly sessionId?: Maybe<Scalars['ID']['output']>;
  /** The customer. */
  readonly customerId?: Maybe<Scalars['ID']['output']>;
  /** The first generation that is good. */
  readonly generation?: Maybe<Scalars['Int']['output']>;
  /** When it was recorded. */
  readonly recordedAt: Scalars['DateTime']['output'];
  /** From when on every token that it is about has expired. */
  readonly expiresAt: Scalars['DateTime']['output'];
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Opens an account and logs in. */
  readonly register: SessionPayload;
  /** Logs in. */
  readonly login: SessionPayload;
  /** Exchanges a refresh token for a new one. Each works once; for 10 s the exchange can be repeated. */
  readonly refreshSession: SessionPayload;
  /** Changes the password, ends all sessions and begins a new one. */
  readonly changePassword: SessionPayload;
  /** Sends a token for a new password to the address, where there is an account with it; answers the same in any case. */
  readonly requestPasswordReset: RequestPasswordResetPayload;
  /** Sets a new password with a token that came by e-mail, ends all sessions and begins a new one. */
  readonly resetPassword: SessionPayload;
  /** Sends a token to the e-mail address of the customer who is logged in, unless it is verified. */
  readonly requestEmailVerification: RequestEmailVerificationPayload;
  /** Verifies an e-mail address with the token that was sent to it. */
  readonly verifyEmail: VerifyEmailPayload;
  /** Ends the session of the access token; within seconds the token is refused. */
  readonly logout: LogoutPayload;
  /** Ends all sessions of the customer who is logged in. */
  readonly logoutEverywhere: LogoutPayload;
  /** Changes the name or the addresses of the customer who is logged in. */
  readonly updateProfile: UpdateProfilePayload;
};


export type MutationRegisterArgs = {
  input: RegisterInput;
};


export type MutationLoginArgs = {
  input: LoginInput;
};


export type MutationRefreshSessionArgs = {
  refreshToken: Scalars['String']['input'];
};


export type MutationChangePasswordArgs = {
  input: ChangePasswordInput;
};


export type MutationRequestPasswordResetArgs = {
  input: RequestPasswordResetInput;
};


export type MutationResetPasswordArgs = {
  input: ResetPasswordInput;
};


export type MutationVerifyEmailArgs = {
  input: VerifyEmailInput;
};


export type MutationUpdateProfileArgs = {
  input: UpdateProfileInput;
};

/** A new account. */
export type RegisterInput = {
  /** The e-mail address, which is the login; its case does not matter. */
  readonly email: Scalars['String']['input'];
  /** The password, 12 to 128 characters. */
  readonly password: Scalars['String']['input'];
  /** The name to be addressed by, 1 to 100 characters. */
  readonly name: Scalars['String']['input'];
};

/** Credentials. */
export type LoginInput = {
  /** The e-mail address of the account. */
  readonly email: Scalars['String']['input'];
  /** The password of the account. */
  readonly password: Scalars['String']['input'];
};

/** A change of the password. */
export type ChangePasswordInput = {
  /** The password of the account until now. */
  readonly currentPassword: Scalars['String']['input'];
  /** The new password, 12 to 128 characters; not blank, and not the e-mail address. */
  readonly newPassword: Scalars['String']['input'];
};

/** A wish for a new password. */
export type RequestPasswordResetInput = {
  /** The e-mail address of the account. */
  readonly email: Scalars['String']['input'];
};

/** A new password by a token. */
export type ResetPasswordInput = {
  /** The token, which works once. */
  readonly token: Scalars['String']['input'];
  /** The new password, 12 to 128 characters; not blank, and not the e-mail address. */
  readonly newPassword: Scalars['String']['input'];
};

/** A proof that an e-mail address is read. */
export type VerifyEmailInput = {
  /** The token, which works once. */
  readonly token: Scalars['String']['input'];
};

/** Changes of a profile. */
export type UpdateProfileInput = {
  /** The name to be addressed by, 1 to 100 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** All addresses, the default one first; at most 20. */
  readonly addresses?: InputMaybe<ReadonlyArray<AddressInput>>;
};

/** The answer of register, login and refreshSession. */
export type SessionPayload = {
  readonly __typename?: 'SessionPayload';
  /** The session; null when there are errors. */
  readonly session?: Maybe<Session>;
  /** Why there is no session. */
  readonly errors: ReadonlyArray<SessionError>;
};

/** The answer of requestPasswordReset. */
export type RequestPasswordResetPayload = {
  readonly __typename?: 'RequestPasswordResetPayload';
  /** What is wrong with the address; nothing tells whether there is an account. */
  readonly errors: ReadonlyArray<SessionError>;
};

/** The answer of requestEmailVerification. */
export type RequestEmailVerificationPayload = {
  readonly __typename?: 'RequestEmailVerificationPayload';
  /** Whose address is to be verified. */
  readonly customer?: Maybe<Customer>;
  /** Why nothing is sent; empty today. */
  readonly errors: ReadonlyArray<SessionError>;
};

/** The answer of verifyEmail. */
export type VerifyEmailPayload = {
  readonly __typename?: 'VerifyEmailPayload';
  /** Whose address is verified now; null when there are errors. */
  readonly customer?: Maybe<Customer>;
  /** Why it is not. */
  readonly errors: ReadonlyArray<SessionError>;
};

/** The answer of logout and logoutEverywhere. */
export type LogoutPayload = {
  readonly __typename?: 'LogoutPayload';
  /** Why nothing was ended; empty today. */
  readonly errors: ReadonlyArray<SessionError>;
};

/** Why there is no session. */
export type SessionError = InvalidCredentials | EmailTaken | ValidationError;

/** The e-mail address, the password or the refresh token is wrong. */
export type InvalidCredentials = UserError & {
  readonly __typename?: 'InvalidCredentials';
  /** Always `INVALID_CREDENTIALS`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** There is an account with this e-mail address. */
export type EmailTaken = UserError & {
  readonly __typename?: 'EmailTaken';
  /** Always `EMAIL_TAKEN`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** A login that lasts. */
export type Session = {
  readonly __typename?: 'Session';
  /** The token for the header `Authorization: Bearer <accessToken>`. */
  readonly accessToken: Scalars['String']['output'];
  /** The token for refreshSession; it works once. */
  readonly refreshToken: Scalars['String']['output'];
  /** When the access token stops to be valid. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** Who is logged in. */
  readonly customer: Customer;
};

/** The answer of updateProfile. */
export type UpdateProfilePayload = {
  readonly __typename?: 'UpdateProfilePayload';
  /** The changed customer; null when there are errors. */
  readonly customer?: Maybe<Customer>;
  /** Why nothing was changed. */
  readonly errors: ReadonlyArray<UpdateProfileError>;
};

/** Why a profile was not changed. */
export type UpdateProfileError = ValidationError;

/** Someone who orders, or who runs the shop. */
export type Customer = Node & {
  readonly __typename?: 'Customer';
  /** The customer's id. */
  readonly id: Scalars['ID']['output'];
  /** The e-mail address, which is the login. */
  readonly email: Scalars['String']['output'];
  /** Whether the address is known to be read by the customer. */
  readonly emailVerified: Scalars['Boolean']['output'];
  /** The name to be addressed by. */
  readonly name: Scalars['String']['output'];
  /** What the customer may do. */
  readonly role: Role;
  /** The known addresses, the default one first. */
  readonly addresses: ReadonlyArray<Address>;
  /** When the account was opened. */
  readonly createdAt: Scalars['DateTime']['output'];
};

/** What somebody may do. */
export type Role =
  /** Order, and see what is theirs. */
  | 'CUSTOMER'
  /** See everything and operate the shop and its sagas. */
  | 'ADMIN';

/** A page of customers. */
export type CustomerConnection = {
  readonly __typename?: 'CustomerConnection';
  /** The customers with their cursors. */
  readonly edges: ReadonlyArray<CustomerEdge>;
  /** The customers. */
  readonly nodes: ReadonlyArray<Customer>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many customers match in all. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A customer in a page. */
export type CustomerEdge = {
  readonly __typename?: 'CustomerEdge';
  /** The customer's place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The customer. */
  readonly node: Customer;
};

/** In which order customers come. */
export type CustomerOrder = {
  /** By what. */
  readonly field: CustomerOrderField;
  /** In which direction. */
  readonly direction?: OrderDirection;
};

/** By what customers can be ordered. */
export type CustomerOrderField =
  /** When the account was made. */
  | 'CREATED_AT'
  /** The name, by code points: capital letters before small ones. */
  | 'NAME'
  /** The e-mail address. */
  | 'EMAIL';



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
  Customer: Customer;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Customer:
    ( { __typename: 'Customer' }
    & GraphQLRecursivePick<FederationTypes['Customer'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  SessionError:
    | ( InvalidCredentials )
    | ( EmailTaken )
    | ( ValidationError )
  ;
  UpdateProfileError: ( ValidationError );
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( CustomerDocument );
  UserError:
    | ( ValidationError )
    | ( IdempotencyConflict )
    | ( InvalidCredentials )
    | ( EmailTaken )
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
  RevocationPage: ResolverTypeWrapper<RevocationPage>;
  Revocation: ResolverTypeWrapper<Revocation>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RegisterInput: RegisterInput;
  LoginInput: LoginInput;
  ChangePasswordInput: ChangePasswordInput;
  RequestPasswordResetInput: RequestPasswordResetInput;
  ResetPasswordInput: ResetPasswordInput;
  VerifyEmailInput: VerifyEmailInput;
  UpdateProfileInput: UpdateProfileInput;
  SessionPayload: ResolverTypeWrapper<Omit<SessionPayload, 'session' | 'errors'> & { session?: Maybe<ResolversTypes['Session']>, errors: ReadonlyArray<ResolversTypes['SessionError']> }>;
  RequestPasswordResetPayload: ResolverTypeWrapper<Omit<RequestPasswordResetPayload, 'errors'> & { errors: ReadonlyArray<ResolversTypes['SessionError']> }>;
  RequestEmailVerificationPayload: ResolverTypeWrapper<Omit<RequestEmailVerificationPayload, 'customer' | 'errors'> & { customer?: Maybe<ResolversTypes['Customer']>, errors: ReadonlyArray<ResolversTypes['SessionError']> }>;
  VerifyEmailPayload: ResolverTypeWrapper<Omit<VerifyEmailPayload, 'customer' | 'errors'> & { customer?: Maybe<ResolversTypes['Customer']>, errors: ReadonlyArray<ResolversTypes['SessionError']> }>;
  LogoutPayload: ResolverTypeWrapper<Omit<LogoutPayload, 'errors'> & { errors: ReadonlyArray<ResolversTypes['SessionError']> }>;
  SessionError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SessionError']>;
  InvalidCredentials: ResolverTypeWrapper<InvalidCredentials>;
  EmailTaken: ResolverTypeWrapper<EmailTaken>;
  Session: ResolverTypeWrapper<IssuedSession>;
  UpdateProfilePayload: ResolverTypeWrapper<Omit<UpdateProfilePayload, 'customer' | 'errors'> & { customer?: Maybe<ResolversTypes['Customer']>, errors: ReadonlyArray<ResolversTypes['UpdateProfileError']> }>;
  UpdateProfileError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateProfileError']>;
  Customer: ResolverTypeWrapper<CustomerDocument>;
  Role: Role;
  CustomerConnection: ResolverTypeWrapper<CustomerPage>;
  CustomerEdge: ResolverTypeWrapper<Omit<CustomerEdge, 'node'> & { node: ResolversTypes['Customer'] }>;
  CustomerOrder: CustomerOrder;
  CustomerOrderField: CustomerOrderField;
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
  RevocationPage: RevocationPage;
  Revocation: Revocation;
  Mutation: Record<PropertyKey, never>;
  RegisterInput: RegisterInput;
  LoginInput: LoginInput;
  ChangePasswordInput: ChangePasswordInput;
  RequestPasswordResetInput: RequestPasswordResetInput;
  ResetPasswordInput: ResetPasswordInput;
  VerifyEmailInput: VerifyEmailInput;
  UpdateProfileInput: UpdateProfileInput;
  SessionPayload: Omit<SessionPayload, 'session' | 'errors'> & { session?: Maybe<ResolversParentTypes['Session']>, errors: ReadonlyArray<ResolversParentTypes['SessionError']> };
  RequestPasswordResetPayload: Omit<RequestPasswordResetPayload, 'errors'> & { errors: ReadonlyArray<ResolversParentTypes['SessionError']> };
  RequestEmailVerificationPayload: Omit<RequestEmailVerificationPayload, 'customer' | 'errors'> & { customer?: Maybe<ResolversParentTypes['Customer']>, errors: ReadonlyArray<ResolversParentTypes['SessionError']> };
  VerifyEmailPayload: Omit<VerifyEmailPayload, 'customer' | 'errors'> & { customer?: Maybe<ResolversParentTypes['Customer']>, errors: ReadonlyArray<ResolversParentTypes['SessionError']> };
  LogoutPayload: Omit<LogoutPayload, 'errors'> & { errors: ReadonlyArray<ResolversParentTypes['SessionError']> };
  SessionError: ResolversUnionTypes<ResolversParentTypes>['SessionError'];
  InvalidCredentials: InvalidCredentials;
  EmailTaken: EmailTaken;
  Session: IssuedSession;
  UpdateProfilePayload: Omit<UpdateProfilePayload, 'customer' | 'errors'> & { customer?: Maybe<ResolversParentTypes['Customer']>, errors: ReadonlyArray<ResolversParentTypes['UpdateProfileError']> };
  UpdateProfileError: ResolversUnionTypes<ResolversParentTypes>['UpdateProfileError'];
  Customer: CustomerDocument;
  CustomerConnection: CustomerPage;
  CustomerEdge: Omit<CustomerEdge, 'node'> & { node: ResolversParentTypes['Customer'] };
  CustomerOrder: CustomerOrder;
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
  __resolveType: TypeResolveFn<'Customer', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'ValidationError' | 'IdempotencyConflict' | 'InvalidCredentials' | 'EmailTaken', ParentType, ContextType>;
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
  me?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType, RequireFields<QueryCustomerArgs, 'id'>>;
  customers?: Resolver<ResolversTypes['CustomerConnection'], ParentType, ContextType, Partial<QueryCustomersArgs>>;
  revocations?: Resolver<ResolversTypes['RevocationPage'], ParentType, ContextType, Partial<QueryRevocationsArgs>>;
};

export type RevocationPageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevocationPage'] = ResolversParentTypes['RevocationPage']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['Revocation']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RevocationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Revocation'] = ResolversParentTypes['Revocation']> = {
  sessionId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  customerId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  generation?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  register?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType, RequireFields<MutationRegisterArgs, 'input'>>;
  login?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType, RequireFields<MutationLoginArgs, 'input'>>;
  refreshSession?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType, RequireFields<MutationRefreshSessionArgs, 'refreshToken'>>;
  changePassword?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType, RequireFields<MutationChangePasswordArgs, 'input'>>;
  requestPasswordReset?: Resolver<ResolversTypes['RequestPasswordResetPayload'], ParentType, ContextType, RequireFields<MutationRequestPasswordResetArgs, 'input'>>;
  resetPassword?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType, RequireFields<MutationResetPasswordArgs, 'input'>>;
  requestEmailVerification?: Resolver<ResolversTypes['RequestEmailVerificationPayload'], ParentType, ContextType>;
  verifyEmail?: Resolver<ResolversTypes['VerifyEmailPayload'], ParentType, ContextType, RequireFields<MutationVerifyEmailArgs, 'input'>>;
  logout?: Resolver<ResolversTypes['LogoutPayload'], ParentType, ContextType>;
  logoutEverywhere?: Resolver<ResolversTypes['LogoutPayload'], ParentType, ContextType>;
  updateProfile?: Resolver<ResolversTypes['UpdateProfilePayload'], ParentType, ContextType, RequireFields<MutationUpdateProfileArgs, 'input'>>;
};

export type SessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SessionPayload'] = ResolversParentTypes['SessionPayload']> = {
  session?: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['SessionError']>, ParentType, ContextType>;
};

export type RequestPasswordResetPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestPasswordResetPayload'] = ResolversParentTypes['RequestPasswordResetPayload']> = {
  errors?: Resolver<ReadonlyArray<ResolversTypes['SessionError']>, ParentType, ContextType>;
};

export type RequestEmailVerificationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestEmailVerificationPayload'] = ResolversParentTypes['RequestEmailVerificationPayload']> = {
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['SessionError']>, ParentType, ContextType>;
};

export type VerifyEmailPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VerifyEmailPayload'] = ResolversParentTypes['VerifyEmailPayload']> = {
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['SessionError']>, ParentType, ContextType>;
};

export type LogoutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LogoutPayload'] = ResolversParentTypes['LogoutPayload']> = {
  errors?: Resolver<ReadonlyArray<ResolversTypes['SessionError']>, ParentType, ContextType>;
};

export type SessionErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SessionError'] = ResolversParentTypes['SessionError']> = {
  __resolveType: TypeResolveFn<'InvalidCredentials' | 'EmailTaken' | 'ValidationError', ParentType, ContextType>;
};

export type InvalidCredentialsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvalidCredentials'] = ResolversParentTypes['InvalidCredentials']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EmailTakenResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmailTaken'] = ResolversParentTypes['EmailTaken']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  refreshToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  customer?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
};

export type UpdateProfilePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateProfilePayload'] = ResolversParentTypes['UpdateProfilePayload']> = {
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UpdateProfileError']>, ParentType, ContextType>;
};

export type UpdateProfileErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateProfileError'] = ResolversParentTypes['UpdateProfileError']> = {
  __resolveType: TypeResolveFn<'ValidationError', ParentType, ContextType>;
};

export type CustomerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer'], FederationReferenceType extends FederationReferenceTypes['Customer'] = FederationReferenceTypes['Customer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Customer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  emailVerified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  addresses?: Resolver<ReadonlyArray<ResolversTypes['Address']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CustomerConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CustomerConnection'] = ResolversParentTypes['CustomerConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CustomerEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Customer']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CustomerEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CustomerEdge'] = ResolversParentTypes['CustomerEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
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
  RevocationPage?: RevocationPageResolvers<ContextType>;
  Revocation?: RevocationResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  SessionPayload?: SessionPayloadResolvers<ContextType>;
  RequestPasswordResetPayload?: RequestPasswordResetPayloadResolvers<ContextType>;
  RequestEmailVerificationPayload?: RequestEmailVerificationPayloadResolvers<ContextType>;
  VerifyEmailPayload?: VerifyEmailPayloadResolvers<ContextType>;
  LogoutPayload?: LogoutPayloadResolvers<ContextType>;
  SessionError?: SessionErrorResolvers<ContextType>;
  InvalidCredentials?: InvalidCredentialsResolvers<ContextType>;
  EmailTaken?: EmailTakenResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  UpdateProfilePayload?: UpdateProfilePayloadResolvers<ContextType>;
  UpdateProfileError?: UpdateProfileErrorResolvers<ContextType>;
  Customer?: CustomerResolvers<ContextType>;
  CustomerConnection?: CustomerConnectionResolvers<ContextType>;
  CustomerEdge?: CustomerEdgeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  text?: TextDirectiveResolver<any, any, ContextType>;
  step?: StepDirectiveResolver<any, any, ContextType>;
  compensation?: CompensationDirectiveResolver<any, any, ContextType>;
  internal?: InternalDirectiveResolver<any, any, ContextType>;
};
