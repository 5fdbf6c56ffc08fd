/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** An amount of money, as an argument. */
export type MoneyInput = {
  /** The amount in minor units: 1400 USD is 14.00 dollars. */
  readonly amount: number;
  /** The currency of the amount. */
  readonly currency: string;
};

/** A postal address, as an argument. Blanks around its texts do not count. */
export type AddressInput = {
  /** The addressee, 1 to 100 characters. */
  readonly name: string;
  /** Street and house number, 1 to 200 characters. */
  readonly line1: string;
  /** Apartment, floor or company, at most 200 characters. */
  readonly line2?: string | null | undefined;
  /** City or town, 1 to 100 characters. */
  readonly city: string;
  /** State, province or region, at most 100 characters. */
  readonly region?: string | null | undefined;
  /** Postal code, in a form of its country, with or without separators; `""` where the country has none, such as `HK`, or needs none, such as `IE`. */
  readonly postalCode: string;
  /** Country code of ISO 3166-1 alpha-2, such as `US`. */
  readonly country: string;
};

/** A product and how many of it. */
export type StepLineInput = {
  /** The product's stock keeping unit. */
  readonly sku: string;
  /** How many units, 1 to 100. */
  readonly quantity: number;
};

/** An order line with the name and the price that were valid when the order was placed. */
export type PricedLineInput = {
  /** The product's stock keeping unit. */
  readonly sku: string;
  /** The product's name. */
  readonly name: string;
  /** How many units, 1 to 100. */
  readonly quantity: number;
  /** The price of one unit. */
  readonly unitPrice: MoneyInput;
};

/** Which attempt of which saga step a call is. */
export type StepInput = {
  /** The saga. */
  readonly sagaId: string;
  /** The step's name in the saga's definition; the same for invoke and compensate. */
  readonly step: string;
  /** The key of the item, of a step that is done once per item; absent where it is done once. */
  readonly item?: string | null | undefined;
  /** The caller's fencing token; a lower one than the barrier has seen is refused with STALE_EPOCH. */
  readonly epoch: number;
  /** The instant after which the attempt must not take effect; later it is refused with DEADLINE_EXCEEDED. */
  readonly deadline: string;
};

/** An order to record. */
export type CreateOrderInput = {
  /** The order's id. */
  readonly orderId: string;
  /** Whose order it is. */
  readonly customerId: string;
  /** What is ordered, each product at most once. */
  readonly lines: ReadonlyArray<PricedLineInput>;
  /** The sum of all lines. */
  readonly total: MoneyInput;
  /** Where it goes. */
  readonly shippingAddress: AddressInput;
  /** When the order was accepted. */
  readonly placedAt: string;
};

/** An order to cancel, and why. */
export type AbandonOrderInput = {
  /** The order. */
  readonly orderId: string;
  /** Why, as a code. */
  readonly code: string;
  /** Why, in a sentence. */
  readonly message: string;
};

/** An order to confirm. */
export type ConfirmOrderInput = {
  /** The order. */
  readonly orderId: string;
  /** What goes from which warehouse; absent where that is not known. */
  readonly parcels?: ReadonlyArray<PlannedParcelInput> | null | undefined;
};

/** What goes from one warehouse in one parcel. */
export type PlannedParcelInput = {
  /** The warehouse. */
  readonly warehouse: string;
  /** What is in it. */
  readonly lines: ReadonlyArray<StepLineInput>;
};

/** Names an order. */
export type OrderStepInput = {
  /** The order. */
  readonly orderId: string;
};

/** An order that is cancelled, and why. */
export type CompleteCancellationInput = {
  /** The order. */
  readonly orderId: string;
  /** Why, as a code. */
  readonly code: string;
  /** Why, in a sentence. */
  readonly message: string;
};

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

export type OrderRecordsQueryVariables = Exact<{
  orderIds?: ReadonlyArray<string> | string | null | undefined;
  after?: string | null | undefined;
}>;


export type OrderRecordsQuery = { readonly orderRecords: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly number: string, readonly status: OrderStatus, readonly total: { readonly amount: number, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly cancelled: number, readonly returned: number }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type NodeTypesQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string;
}>;


export type NodeTypesQuery = { readonly nodeTypes: ReadonlyArray<string | null> };

export type RequestCancellationMutationVariables = Exact<{
  step: StepInput;
  input: OrderStepInput;
}>;


export type RequestCancellationMutation = { readonly requestCancellation: { readonly rejection: { readonly code: string, readonly message: string } | null } };

export type RestoreOrderMutationVariables = Exact<{
  step: StepInput;
  input: OrderStepInput;
}>;


export type RestoreOrderMutation = { readonly restoreOrder: { readonly undone: boolean } };

export type CompleteCancellationMutationVariables = Exact<{
  step: StepInput;
  input: CompleteCancellationInput;
}>;


export type CompleteCancellationMutation = { readonly completeCancellation: { readonly rejection: { readonly code: string, readonly message: string } | null } };

export type CreateOrderMutationVariables = Exact<{
  step: StepInput;
  input: CreateOrderInput;
}>;


export type CreateOrderMutation = { readonly createOrder: { readonly number: string | null, readonly rejection: { readonly code: string, readonly message: string } | null } };

export type AbandonOrderMutationVariables = Exact<{
  step: StepInput;
  input: AbandonOrderInput;
}>;


export type AbandonOrderMutation = { readonly abandonOrder: { readonly undone: boolean } };

export type ConfirmOrderMutationVariables = Exact<{
  step: StepInput;
  input: ConfirmOrderInput;
}>;


export type ConfirmOrderMutation = { readonly confirmOrder: { readonly rejection: { readonly code: string, readonly message: string } | null } };


export const OrderRecordsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OrderRecords"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderIds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orderRecords"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"orderIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderIds"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sku"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"cancelled"}},{"kind":"Field","name":{"kind":"Name","value":"returned"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<OrderRecordsQuery, OrderRecordsQueryVariables>;
export const NodeTypesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NodeTypes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ids"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodeTypes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ids"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ids"}}}]}]}}]} as unknown as DocumentNode<NodeTypesQuery, NodeTypesQueryVariables>;
export const RequestCancellationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RequestCancellation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"step"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderStepInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestCancellation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"step"},"value":{"kind":"Variable","name":{"kind":"Name","value":"step"}}},{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rejection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RequestCancellationMutation, RequestCancellationMutationVariables>;
export const RestoreOrderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RestoreOrder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"step"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderStepInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"restoreOrder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"step"},"value":{"kind":"Variable","name":{"kind":"Name","value":"step"}}},{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"undone"}}]}}]}}]} as unknown as DocumentNode<RestoreOrderMutation, RestoreOrderMutationVariables>;
export const CompleteCancellationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CompleteCancellation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"step"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteCancellationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"completeCancellation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"step"},"value":{"kind":"Variable","name":{"kind":"Name","value":"step"}}},{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rejection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CompleteCancellationMutation, CompleteCancellationMutationVariables>;
export const CreateOrderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateOrder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"step"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateOrderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createOrder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"step"},"value":{"kind":"Variable","name":{"kind":"Name","value":"step"}}},{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"rejection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CreateOrderMutation, CreateOrderMutationVariables>;
export const AbandonOrderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AbandonOrder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"step"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AbandonOrderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"abandonOrder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"step"},"value":{"kind":"Variable","name":{"kind":"Name","value":"step"}}},{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"undone"}}]}}]}}]} as unknown as DocumentNode<AbandonOrderMutation, AbandonOrderMutationVariables>;
export const ConfirmOrderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConfirmOrder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"step"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConfirmOrderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"confirmOrder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"step"},"value":{"kind":"Variable","name":{"kind":"Name","value":"step"}}},{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rejection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ConfirmOrderMutation, ConfirmOrderMutationVariables>;