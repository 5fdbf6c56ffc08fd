/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** A postal address, as an argument. */
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
  /** Postal code, in the form of its country. */
  readonly postalCode: string;
  /** Country code of ISO 3166-1 alpha-2, such as `US`. */
  readonly country: string;
};

/** Which attempt of which saga step a call is. */
export type StepInput = {
  /** The saga. */
  readonly sagaId: string;
  /** The step's name in the saga's definition; the same for invoke and compensate. */
  readonly step: string;
  /** The caller's fencing token; a lower one than the barrier has seen is refused with STALE_EPOCH. */
  readonly epoch: number;
  /** The instant after which the attempt must not take effect; later it is refused with DEADLINE_EXCEEDED. */
  readonly deadline: string;
};

/** A product and how many of it. */
export type StepLineInput = {
  /** The product's stock keeping unit. */
  readonly sku: string;
  /** How many units, 1 to 100. */
  readonly quantity: number;
};

/** A shipment to book. */
export type ScheduleShippingInput = {
  /** The order. */
  readonly orderId: string;
  /** Whose order it is. */
  readonly customerId: string;
  /** Where it goes. */
  readonly address: AddressInput;
  /** What is in it. */
  readonly lines: ReadonlyArray<StepLineInput>;
};

/** Names the shipment by its order. */
export type CancelShippingInput = {
  /** The order. */
  readonly orderId: string;
};

/** Names the shipment by its order. */
export type WithdrawShipmentInput = {
  /** The order. */
  readonly orderId: string;
};

export type WithdrawShipmentMutationVariables = Exact<{
  step: StepInput;
  input: WithdrawShipmentInput;
}>;


export type WithdrawShipmentMutation = { readonly withdrawShipment: { readonly rejection: { readonly code: string, readonly message: string } | null } };

export type ScheduleShippingMutationVariables = Exact<{
  step: StepInput;
  input: ScheduleShippingInput;
}>;


export type ScheduleShippingMutation = { readonly scheduleShipping: { readonly shipmentId: string | null, readonly trackingNumber: string | null, readonly rejection: { readonly code: string, readonly message: string } | null } };

export type CancelShippingMutationVariables = Exact<{
  step: StepInput;
  input: CancelShippingInput;
}>;


export type CancelShippingMutation = { readonly cancelShipping: { readonly undone: boolean } };


export const WithdrawShipmentDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"WithdrawShipment"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"step"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WithdrawShipmentInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"withdrawShipment"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"step"},"value":{"kind":"Variable","name":{"kind":"Name","value":"step"}}},{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rejection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<WithdrawShipmentMutation, WithdrawShipmentMutationVariables>;
export const ScheduleShippingDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ScheduleShipping"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"step"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ScheduleShippingInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scheduleShipping"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"step"},"value":{"kind":"Variable","name":{"kind":"Name","value":"step"}}},{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"shipmentId"}},{"kind":"Field","name":{"kind":"Name","value":"trackingNumber"}},{"kind":"Field","name":{"kind":"Name","value":"rejection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ScheduleShippingMutation, ScheduleShippingMutationVariables>;
export const CancelShippingDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelShipping"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"step"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StepInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelShippingInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelShipping"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"step"},"value":{"kind":"Variable","name":{"kind":"Name","value":"step"}}},{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"undone"}}]}}]}}]} as unknown as DocumentNode<CancelShippingMutation, CancelShippingMutationVariables>;