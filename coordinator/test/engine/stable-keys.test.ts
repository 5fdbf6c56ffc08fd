import { describe, expect, it } from '@jest/globals';
import {
  confirm,
  customer,
  mutation,
  order,
  ref,
  rejection,
  reserve,
  schedule,
  withInvoke,
  wrong,
} from './legal.ts';

const confirmWith = (input: unknown): string[] =>
  wrong({
    steps: [{ ...confirm, invoke: { ...confirm.invoke, variables: { input } } }],
    afterCompensation: [],
  });

/** Has an order created at an instant that the template gives. */
const placedAt = (instant: unknown): string[] => {
  const source = mutation('createOrder', 'CreateOrderInput', `number ${rejection}`);
  const [lines, total, shippingAddress] = [
    ref.input('lines'),
    ref.input('total'),
    ref.input('shippingAddress'),
  ];
  const create = withInvoke({ ...confirm, name: 'create' }, source, {
    ...{ ...customer, lines, total, shippingAddress },
    placedAt: instant,
  });
  return wrong({ steps: [create], afterCompensation: [] });
};

describe('a step key', () => {
  it('is not stable where two steps have one name', () => {
    expect(wrong({ steps: [reserve, { ...schedule, name: 'reserve' }] })).toEqual([
      'reserve: is the name of more than one step',
    ]);
  });

  it('is not stable where a step has the name of one after compensation', () => {
    expect(wrong({ steps: [{ ...confirm, name: 'regret' }] })).toEqual([
      'regret: is the name of more than one step',
    ]);
  });

  it.each(['', 'Reserve', 'reserve:invoke', 'reserve stock', 'réserve', '1st', '__proto__'])(
    'is not stable where it is made of a name such as %j',
    (name) => {
      expect(wrong({ steps: [{ ...confirm, name }], afterCompensation: [] })).toEqual([
        `${name}: has a name that is not letters and digits, the first one small`,
      ]);
    },
  );

  it('belongs to a saga whose name reads the same everywhere', () => {
    expect(wrong({ name: 'place order' })).toEqual([
      ': has a name that is not letters and digits, the first one capital',
    ]);
  });
});

describe('what is sent under a step key', () => {
  it.each(['attempt', 'epoch', 'deadline', 'now', 'saga'])(
    'must not be read from %s, which the engine changes',
    (origin) => {
      expect(confirmWith({ orderId: { $ref: [origin] } })).toEqual([
        `confirm: invoke: $input.orderId: there is no ${origin}: only input, steps, item and failure are the same for every attempt`,
      ]);
    },
  );

  it('must not be read through a reference that is none', () => {
    expect(confirmWith({ orderId: { $ref: 'input' } })).toEqual([
      'confirm: invoke: $input.orderId: $ref is not a list of names',
    ]);
  });

  it.each([
    ['a function', () => 'now'],
    ['an instance of a class', new Date(0)],
    ['a number that JSON does not have', NaN],
    ['an object with a function in it', { toJSON: () => 'now' }],
    [
      'an object that computes',
      {
        get at() {
          return 'now';
        },
      },
    ],
  ])('must be plain JSON, and not %s', (_, at) => {
    expect(placedAt(at)).toEqual([
      'create: invoke: $input.placedAt is not plain JSON, the same for every attempt',
    ]);
  });

  it('may be plain JSON, and read from the input', () => {
    expect(placedAt('2026-03-01T09:30:00.000Z')).toEqual([]);
    expect(placedAt(ref.input('placedAt'))).toEqual([]);
  });

  it('must be plain JSON at every level', () => {
    const computing = {
      get orderId() {
        return 'now';
      },
    };
    expect(confirmWith(computing)).toEqual([
      'confirm: invoke: $input is ConfirmOrderInput, and the template has no object',
    ]);
    expect(confirmWith(order)).toEqual([]);
  });
});
