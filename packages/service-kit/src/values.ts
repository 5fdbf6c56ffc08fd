/** An amount of money. */
export interface Money {
  /** In minor units: 1400 USD is 14.00 dollars. */
  readonly amount: number;
  /** ISO 4217. */
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
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** Remembered, because to make a formatter takes longer than all else that an amount needs. */
const fractionDigits = new Map<string, number>();

function fractionDigitsOf(currency: string): number {
  const known = fractionDigits.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  fractionDigits.set(currency, digits);
  return digits;
}

/** Amounts as people read them, such as `14.00 USD`. */
export function formatMoney({ amount, currency }: Money): string {
  const digits = fractionDigitsOf(currency);
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
}
