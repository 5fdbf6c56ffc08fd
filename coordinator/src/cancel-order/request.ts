import { checkLength, fingerprint, validationError, type ValidationError } from '@counterstep/service-kit';
import type { Viewer } from '@counterstep/identity';
import type {
  CancelOrderInput,
  CancelOrderSagaInput,
  PlaceOrderSagaInput,
  StepLineInput,
} from '../generated/schema.ts';
import { mergeLines } from '../place-order/request.ts';
import type { RequestCode, Wanted } from './cancellation-decision.ts';

const MAX_REASON = 500;

const unsaid: Readonly<Record<RequestCode, string>> = {
  REQUESTED_BY_CUSTOMER: 'Cancelled at the customer’s request.',
  REQUESTED_BY_ADMIN: 'Cancelled by the shop.',
};

/** Everything wrong with a request that shows without reading the order. */
export const checkRequest = ({ reason, lines }: CancelOrderInput): readonly ValidationError[] => [
  ...checkLength(reason ?? '', ['input', 'reason'], 0, MAX_REASON),
  ...(lines == null ? [] : checkUnits(lines)),
];

const MAX_LINES = 50;
const MAX_UNITS = 100;

/** Everything wrong with the requested units that shows without reading the order. */
export function checkUnits(lines: readonly StepLineInput[]): readonly ValidationError[] {
  const path = ['input', 'lines'];
  if (lines.length < 1 || lines.length > MAX_LINES)
    return [validationError(`lines must be 1 to ${MAX_LINES}.`, path)];
  return lines.flatMap(({ quantity }, index) =>
    quantity >= 1 && quantity <= MAX_UNITS
      ? []
      : [validationError(`quantity must be 1 to ${MAX_UNITS}.`, [...path, String(index), 'quantity'])],
  );
}

/** Merges lines of the same product, so that requests for the same units are equal. */
export const unitsOf = (lines: readonly StepLineInput[]): readonly StepLineInput[] =>
  mergeLines(lines)
    .map(({ sku, quantity }) => ({ sku, quantity }))
    .sort((one, other) => (one.sku < other.sku ? -1 : 1));

/** The fingerprint of a request, which ignores who asks and why: it is the same cancellation. */
export function wantedOf(type: string, { orderId, lines }: CancelOrderInput): Wanted {
  const wholeHash = fingerprint([type, orderId]);
  return { wholeHash, hash: lines == null ? wholeHash : fingerprint([type, orderId, unitsOf(lines)]) };
}

/** Why an order is cancelled, as stored with the order. */
export interface Why {
  readonly code: RequestCode;
  /** The given reason, or a default sentence. */
  readonly message: string;
}

/** Why the customer's order is cancelled when this viewer asks for it. */
export function whyOf({ reason }: CancelOrderInput, viewer: Viewer, customerId: string | undefined): Why {
  const code = viewer.id === customerId ? 'REQUESTED_BY_CUSTOMER' : 'REQUESTED_BY_ADMIN';
  const given = reason?.trim() ?? '';
  return { code, message: given === '' ? unsaid[code] : given };
}

/** The input of a CancelOrder saga; the order's placing recorded whom to write to. */
export const sagaInput = (
  { orderId, customerId, email, name }: PlaceOrderSagaInput,
  { lines }: CancelOrderInput,
  why: Why,
  viewer: Viewer,
): CancelOrderSagaInput => ({
  orderId,
  customerId,
  email: email ?? null,
  name,
  lines: lines == null ? null : unitsOf(lines),
  ...why,
  requestedBy: viewer.id,
});
