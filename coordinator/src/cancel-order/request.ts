import { checkLength, type ValidationError } from '@counterstep/service-kit';
import type { Viewer } from '@counterstep/identity';
import type { CancelOrderInput, CancelOrderSagaInput, PlaceOrderSagaInput } from '../generated/schema.ts';
import type { RequestCode } from './cancellation-decision.ts';

const MAX_REASON = 500;

const unsaid: Readonly<Record<RequestCode, string>> = {
  REQUESTED_BY_CUSTOMER: 'Cancelled at the customer’s request.',
  REQUESTED_BY_ADMIN: 'Cancelled by the shop.',
};

/** Everything that is wrong with a request as far as it shows without looking at the order. */
export const checkRequest = ({ reason }: CancelOrderInput): readonly ValidationError[] =>
  checkLength(reason ?? '', ['input', 'reason'], 0, MAX_REASON);

/** Why an order is cancelled, as it is kept with the order. */
export interface Why {
  readonly code: RequestCode;
  /** The given reason, or a sentence in its place. */
  readonly message: string;
}

/** Why an order of the customer is cancelled when the viewer asks for it. */
export function whyOf({ reason }: CancelOrderInput, viewer: Viewer, customerId: string | undefined): Why {
  const code = viewer.id === customerId ? 'REQUESTED_BY_CUSTOMER' : 'REQUESTED_BY_ADMIN';
  const given = reason?.trim() ?? '';
  return { code, message: given === '' ? unsaid[code] : given };
}

/** What a CancelOrder saga starts from: whom to write to is known since the order was placed. */
export const sagaInput = (
  { orderId, customerId, email, name }: PlaceOrderSagaInput,
  why: Why,
  viewer: Viewer,
): CancelOrderSagaInput => ({
  orderId,
  customerId,
  email: email ?? null,
  name,
  ...why,
  requestedBy: viewer.id,
});
