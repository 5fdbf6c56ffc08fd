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

/** What to tell of money that is given back. */
export type SendRefundInput = {
  /** The order. */
  readonly orderId: string;
  /** Whose order it is. */
  readonly customerId: string;
  /** The verified e-mail address to write to; null where there is none. */
  readonly email?: string | null | undefined;
  /** The name to address. */
  readonly name: string;
  /** How much is given back. */
  readonly amount: MoneyInput;
  /** Why, in words. */
  readonly note?: string | null | undefined;
};

/** What to tell of an order that was placed. */
export type SendOrderNewsInput = {
  /** The order. */
  readonly orderId: string;
  /** The human-readable number of the order, or of the return where it is about one. */
  readonly number?: string | null | undefined;
  /** Whose order it is. */
  readonly customerId: string;
  /** The verified e-mail address to write to; null where there is none. */
  readonly email?: string | null | undefined;
  /** The name to address. */
  readonly name: string;
  /** What it is about. */
  readonly type: OrderNewsType;
  /** The units that it is about. */
  readonly lines?: ReadonlyArray<StepLineInput> | null | undefined;
  /** How much money is given back. */
  readonly amount?: MoneyInput | null | undefined;
  /** The carrier's tracking number. */
  readonly trackingNumber?: string | null | undefined;
  /** Why, in a sentence. */
  readonly message?: string | null | undefined;
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
  readonly orderId: string;
  /** The human-readable number of the order. */
  readonly number: string;
  /** Whose order it is. */
  readonly customerId: string;
  /** The verified e-mail address to write to; null where there is none. */
  readonly email?: string | null | undefined;
  /** The name to address. */
  readonly name: string;
  /** What was ordered. */
  readonly lines: ReadonlyArray<PricedLineInput>;
  /** The sum of all lines. */
  readonly total: MoneyInput;
  /** The carrier's tracking number. */
  readonly trackingNumber?: string | null | undefined;
};

/** What to tell of a cancelled order. */
export type SendCancellationInput = {
  /** The order. */
  readonly orderId: string;
  /** Whose order it is. */
  readonly customerId: string;
  /** The verified e-mail address to write to; null where there is none. */
  readonly email?: string | null | undefined;
  /** The name to address. */
  readonly name: string;
  /** Why, as a code. */
  readonly code: string;
  /** Why, in a sentence. */
  readonly message: string;
};

export type SendOrderNewsMutationVariables = Exact<{
  step: StepInput;
  input: SendOrderNewsInput;
}>;


export type SendOrderNewsMutation = { readonly sendOrderNews: { readonly rejection: { readonly code: string, readonly message: string } | null } };

export type SendOrderConfirmationMutationVariables = Exact<{
  step: StepInput;
  input: SendOrderConfirmationInput;
}>;


export type SendOrderConfirmationMutation = { readonly sendOrderConfirmation: { readonly rejection: { readonly code: string, readonly message: string } | null } };

export type SendCancellationMutationVariables = Exact<{
  step: StepInput;
  input: SendCancellationInput;
}>;


export type SendCancellationMutation = { readonly sendCancellation: { readonly rejection: { readonly code: string, readonly message: string } | null } };

export type SendRefundMutationVariables = Exact<{
  step: StepInput;
  input: SendRefundInput;
}>;


export type SendRefundMutation = { readonly sendRefund: { readonly rejection: { readonly code: string, readonly message: string } | null } };


export const SendOrderNewsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendOrderNews"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"step"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendOrderNewsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendOrderNews"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"step"},"value":{"kind":"Variable","name":{"kind":"Name","value":"step"}}},{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rejection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SendOrderNewsMutation, SendOrderNewsMutationVariables>;
export const SendOrderConfirmationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendOrderConfirmation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"step"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendOrderConfirmationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendOrderConfirmation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"step"},"value":{"kind":"Variable","name":{"kind":"Name","value":"step"}}},{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rejection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SendOrderConfirmationMutation, SendOrderConfirmationMutationVariables>;
export const SendCancellationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendCancellation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"step"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendCancellationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendCancellation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"step"},"value":{"kind":"Variable","name":{"kind":"Name","value":"step"}}},{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rejection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SendCancellationMutation, SendCancellationMutationVariables>;
export const SendRefundDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendRefund"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"step"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendRefundInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendRefund"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"step"},"value":{"kind":"Variable","name":{"kind":"Name","value":"step"}}},{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rejection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SendRefundMutation, SendRefundMutationVariables>;