/** An order of the demonstration, and how it must end. */
export interface Scenario {
  readonly title: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly expected: 'COMPLETED' | 'COMPENSATED';
}

const address = (postalCode: string) => ({
  name: 'Ada Lovelace',
  line1: '12 Analytical Way',
  city: 'Springfield',
  region: 'IL',
  postalCode,
  country: 'US',
});

const order = (sku: string, quantity: number, token: string, postalCode = '62701') => ({
  lines: [{ sku, quantity }],
  payment: { token },
  shippingAddress: address(postalCode),
  waitFor: 'ACCEPTED',
});

export const scenarios: readonly Scenario[] = [
  {
    title: 'Two blue mugs, and everything works',
    input: order('MUG-BLUE', 2, 'tok_visa'),
    expected: 'COMPLETED',
  },
  {
    title: 'A poster that is sold out: the order is abandoned',
    input: order('POSTER-SOLD-OUT', 1, 'tok_visa'),
    expected: 'COMPENSATED',
  },
  {
    title: 'A lamp, but the card is declined: the lamp goes back to the shelf',
    input: order('DESK-LAMP', 1, 'tok_declined'),
    expected: 'COMPENSATED',
  },
  {
    title: 'A keyboard to where no carrier goes: the money goes back too',
    input: order('KEYBOARD-87', 1, 'tok_visa', '00000'),
    expected: 'COMPENSATED',
  },
  {
    title: 'Another mug, and a payment provider that fails twice',
    input: order('MUG-BLUE', 1, 'tok_flaky'),
    expected: 'COMPLETED',
  },
];
