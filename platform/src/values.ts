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

/** Amounts as people read them, such as `14.00 USD`. */
export function formatMoney({ amount, currency }: Money): string {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  const fraction = digits.maximumFractionDigits ?? 2;
  return `${(amount / 10 ** fraction).toFixed(fraction)} ${currency}`;
}
