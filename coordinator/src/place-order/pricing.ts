import { validationError, type Money, type UserError, type ValidationError } from '@counterstep/service-kit';
import type { PricesQuery } from '../generated/catalog.ts';
import type { RequestedLine } from './request.ts';

/** A line with its product's current name and price. */
export interface PricedLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: Money;
}

export interface PricedOrder {
  readonly lines: readonly PricedLine[];
  readonly total: Money;
}

export type ProductNotFound = UserError<'ProductNotFound'> & { readonly sku: string };
export type PriceChanged = UserError<'PriceChanged'> & { readonly expected: Money; readonly actual: Money };
export type PricingError = ProductNotFound | PriceChanged | ValidationError;

type Product = PricesQuery['productsBySku'][number];

const productNotFound = ({ sku, index }: RequestedLine): ProductNotFound => ({
  __typename: 'ProductNotFound',
  code: 'PRODUCT_NOT_FOUND',
  message: `There is no product ${sku}, or it cannot be ordered.`,
  path: ['input', 'lines', String(index), 'sku'],
  sku,
});

const priceChanged = (expected: Money, actual: Money): PriceChanged => ({
  __typename: 'PriceChanged',
  code: 'PRICE_CHANGED',
  message: 'The total is not the expected one.',
  path: ['input', 'expectedTotal'],
  expected,
  actual,
});

/** Prices the lines with the catalog's products, which are in the order of the lines. */
export function priceOrder(
  lines: readonly RequestedLine[],
  products: readonly Product[],
  expectedTotal: Money | undefined,
): { readonly order: PricedOrder } | { readonly errors: readonly PricingError[] } {
  const priced = lines.map((line, position) => ({ line, product: products[position] ?? undefined }));
  const missing = priced.filter(({ product }) => product === undefined);
  if (missing.length > 0) return { errors: missing.map(({ line }) => productNotFound(line)) };

  const order = totalled(
    priced.flatMap(({ line: { sku, quantity }, product }) =>
      product ? [{ sku, quantity, name: product.name, unitPrice: product.price }] : [],
    ),
  );
  if (order.lines.some(({ unitPrice }) => unitPrice.currency !== order.total.currency)) {
    return { errors: [validationError('All products of an order have one currency.', ['input', 'lines'])] };
  }
  const { amount, currency } = expectedTotal ?? order.total;
  if (amount !== order.total.amount || currency !== order.total.currency) {
    return { errors: [priceChanged({ amount, currency }, order.total)] };
  }
  return { order };
}

const totalled = (lines: readonly PricedLine[]): PricedOrder => ({
  lines,
  total: {
    amount: lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amount, 0),
    currency: lines[0]?.unitPrice.currency ?? 'USD',
  },
});
