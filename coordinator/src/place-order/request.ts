import {
  checkAddress,
  checkLength,
  validationError,
  type ValidationError,
  fingerprint,
  withoutNulls,
} from '@counterstep/service-kit';
import type { PlaceOrderInput } from '../generated/schema.ts';

const MAX_LINES = 50;
const MAX_UNITS = 100;

/** A product and its quantity; `index` is the first line of the request that names it. */
export interface RequestedLine {
  readonly sku: string;
  readonly quantity: number;
  readonly index: number;
}

/** Merges lines of the same product, in the order of the request. */
export function mergeLines(lines: PlaceOrderInput['lines']): readonly RequestedLine[] {
  const merged = new Map<string, RequestedLine>();
  for (const [index, { sku, quantity }] of lines.entries()) {
    const known = merged.get(sku);
    merged.set(sku, known ? { ...known, quantity: known.quantity + quantity } : { sku, quantity, index });
  }
  return [...merged.values()];
}

/** A fingerprint of the client's request: two requests with the same idempotency key must have the same one. */
export function requestHash({ idempotencyKey: _, waitFor: __, ...input }: PlaceOrderInput): string {
  const lines = mergeLines(input.lines).map(({ sku, quantity }) => [sku, quantity] as const);
  return fingerprint(withoutNulls({ ...input, lines: lines.sort(([a], [b]) => (a < b ? -1 : 1)) }));
}

/** Everything wrong with a request that shows without asking any subgraph. */
export function checkRequest(input: PlaceOrderInput): readonly ValidationError[] {
  const { payment, shippingAddress, idempotencyKey } = input;
  return [
    ...checkLines(input.lines),
    ...(shippingAddress ? checkAddress(shippingAddress, ['input', 'shippingAddress']) : []),
    ...checkToken(payment.token),
    ...(idempotencyKey == null ? [] : checkLength(idempotencyKey, ['input', 'idempotencyKey'], 8, 128)),
  ];
}

function checkLines(lines: PlaceOrderInput['lines']): readonly ValidationError[] {
  const path = ['input', 'lines'];
  if (lines.length < 1 || lines.length > MAX_LINES) {
    return [validationError(`An order has 1 to ${MAX_LINES} lines.`, path)];
  }
  const wrong = lines.flatMap(({ quantity }, index) =>
    quantity >= 1 && quantity <= MAX_UNITS
      ? []
      : [validationError(`quantity must be 1 to ${MAX_UNITS}.`, [...path, String(index), 'quantity'])],
  );
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  if (wrong.length > 0 || units <= MAX_UNITS) return wrong;
  return [validationError(`An order has at most ${MAX_UNITS} units in all; this one has ${units}.`, path)];
}

function checkToken(token: string): readonly ValidationError[] {
  const path = ['input', 'payment', 'token'];
  if (/^[\d\s-]{12,}$/.test(token)) {
    return [validationError('token must be the payment provider’s token, never a card number.', path)];
  }
  return checkLength(token, path, 1, 255);
}
