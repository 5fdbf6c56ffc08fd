/** An amount of money. */
export interface Money {
  /** The amount in minor units: 1400 USD is 14.00 dollars. */
  readonly amount: number;
  /** The currency's code (ISO 4217). */
  readonly currency: string;
}

/** A postal address. */
export interface Address {
  readonly name: string;
  readonly line1: string;
  readonly line2?: string | null | undefined;
  readonly city: string;
  readonly region?: string | null | undefined;
  readonly postalCode: string;
  /** The country's code (ISO 3166-1 alpha-2). */
  readonly country: string;
}

/** Fraction digits by currency, cached because making a formatter takes longer than all other formatting. */
const fractionDigits = new Map<string, number>();

function fractionDigitsOf(currency: string): number {
  const known = fractionDigits.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  fractionDigits.set(currency, digits);
  return digits;
}

/** Formats an amount for people, such as `14.00 USD`. */
export function formatMoney({ amount, currency }: Money): string {
  const digits = fractionDigitsOf(currency);
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
}
