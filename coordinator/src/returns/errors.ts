import type { UserError, ValidationError } from '@counterstep/service-kit';
import type { SagaDocument } from '@counterstep/saga-engine';
import type { ReturnStatus } from '../generated/schema.ts';

export type NotReturnable = UserError<'NotReturnable'> & {
  readonly sku: string;
  readonly returnable: number;
};
export type ReturnStateConflict = UserError<'ReturnStateConflict'> & { readonly status: ReturnStatus };
export type ReturnError =
  | ValidationError
  | UserError<'OrderNotFound'>
  | UserError<'ReturnNotFound'>
  | UserError<'IdempotencyConflict'>
  | NotReturnable
  | ReturnStateConflict;

/** The state of a return after a request about it; without a saga, there is no return. */
export interface ReturnAnswer {
  readonly returnId?: string;
  readonly saga?: SagaDocument;
  readonly errors: readonly ReturnError[];
}

export const orderNotFound: UserError<'OrderNotFound'> = {
  __typename: 'OrderNotFound',
  code: 'ORDER_NOT_FOUND',
  message: 'There is no such order.',
  path: ['input', 'orderId'],
};

export const returnNotFound: UserError<'ReturnNotFound'> = {
  __typename: 'ReturnNotFound',
  code: 'RETURN_NOT_FOUND',
  message: 'There is no such return.',
  path: ['input', 'returnId'],
};

export const conflict: UserError<'IdempotencyConflict'> = {
  __typename: 'IdempotencyConflict',
  code: 'IDEMPOTENCY_CONFLICT',
  message: 'The idempotency key was used before with other input.',
  path: ['input', 'idempotencyKey'],
};

interface Refused {
  readonly code: string;
  readonly message: string;
}

/** The error for a product whose units cannot be returned, or not that many. */
export const notReturnable = (
  { code, message }: Refused,
  { sku, returnable }: { readonly sku: string; readonly returnable: number },
): NotReturnable => ({
  __typename: 'NotReturnable',
  ...{ code, message, path: ['input', 'lines'], sku, returnable },
});

/** The error for a return whose state does not allow the request. */
export const stateConflict = ({ code, message }: Refused, status: ReturnStatus): ReturnStateConflict => ({
  __typename: 'ReturnStateConflict',
  ...{ code, message, path: ['input', 'returnId'], status },
});
