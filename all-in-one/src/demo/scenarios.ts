import { afterTheClick, simulatePayment, type Act, type Played } from './acts.ts';

/** An order of the demo, and the acts that follow it. */
export interface Scenario extends Played {
  readonly input: Readonly<Record<string, unknown>>;
  /** Left out where nobody in the cast is an ADMIN. */
  readonly acts?: readonly Act[];
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

/** The orders that the demo places, in this order. */
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
  {
    title: 'Seventy keyboards from two warehouses, but the carrier takes one parcel: it is cancelled too',
    input: order('KEYBOARD-87', 70, 'tok_visa', '77777'),
    expected: 'COMPENSATED',
  },
  {
    title: 'The same to where it takes all of them: two parcels, one from each warehouse',
    input: order('KEYBOARD-87', 70, 'tok_visa'),
    expected: 'COMPLETED',
  },
  {
    title: 'A mug, and the bank wants to hear from the customer: the order waits',
    input: order('MUG-BLUE', 1, 'tok_3ds'),
    expected: 'COMPLETED',
    whileWaiting: ({ customer }, orderId) => simulatePayment(customer, orderId, 'AUTHENTICATED'),
  },
  {
    title: 'Three mugs, and what may become of them after the click',
    input: order('MUG-BLUE', 3, 'tok_visa'),
    expected: 'COMPLETED',
    acts: afterTheClick,
  },
];
