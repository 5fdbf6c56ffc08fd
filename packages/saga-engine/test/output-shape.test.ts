import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { checkOutput } from '../src/core/output.ts';
import type { SagaDefinition } from '../src/core/definition.ts';
import { Plans } from '../src/plans.ts';
import { tripConfig } from '../src/testing/trip.ts';

const sdl = `
  scalar DateTime
  scalar SafeInt
  scalar Currency
  enum Seat { WINDOW AISLE }
  type Rejection { code: String! message: String! }
  type Flight { carrier: String! }
  type Booking {
    id: ID rejection: Rejection price: SafeInt count: Int share: Float paid: Boolean at: DateTime in: Currency
    seat: Seat flight: Flight note: String
  }
  type Note { id: ID! text: String }
  type Query { none: Int }
  type Mutation { book: Booking! note: Note! }
`;

const step = (name: string, selection: string) => ({
  name,
  subgraph: 'hotels',
  kind: 'RETRIABLE' as const,
  invoke: { document: parse(`mutation { ${selection} }`), variables: {} },
});

const definition: SagaDefinition = {
  ...{ name: 'Trip', version: 1, inputType: 'TripInput' },
  steps: [
    step(
      'book',
      'book { key: id rejection { code message } price count share paid at in seat flight { carrier } }',
    ),
    step('note', 'note { id text }'),
  ],
};

const plan = new Plans([definition], tripConfig, { hotels: sdl }).newest('Trip');

const check = (name: string, output: Readonly<Record<string, unknown>>) =>
  checkOutput(plan.steps.get(name)!, output);

const good = {
  ...{ key: 'b1', price: 9_007_199_254_740_991, count: 3, share: 0.5, paid: true },
  ...{ at: '2026-03-01T09:00:00.000Z', in: 'USD', seat: 'AISLE', flight: { carrier: 'TP' } },
};

describe('the output that an operator gives', () => {
  it('has the fields that the document selects, by the names under which they are answered', () => {
    expect(check('book', good)).toEqual({ output: good });
  });

  it.each([
    ['key', 1],
    ['price', 1.5],
    ['price', 2 ** 60],
    ['count', 2 ** 31],
    ['count', '3'],
    ['share', 'half'],
    ['paid', 'yes'],
    ['at', 'yesterday'],
    ['in', 'dollars'],
    ['seat', 'ROOF'],
    ['seat', ['AISLE']],
    ['flight', 'TP'],
    ['flight', {}],
    ['flight', { carrier: 1 }],
    ['flight', undefined],
    ['count', null],
    ['price', undefined],
  ])('is refused with the field that does not fit: %s is %j', (field, value) => {
    expect(check('book', { ...good, [field]: value })).toMatchObject({
      refusal: { code: 'OUTPUT_MISMATCH', path: ['output', field] },
    });
  });

  it.each(['id', 'note', 'rejection'])('is refused with a field that is not answered: %s', (field) => {
    expect(check('book', { ...good, [field]: 'x' })).toMatchObject({
      refusal: { code: 'OUTPUT_MISMATCH', path: ['output', field] },
    });
  });

  it('may lack what a step without rejection may answer with null', () => {
    expect(check('note', { id: 'n1' })).toEqual({ output: { id: 'n1' } });
    expect(check('note', { id: 'n1', text: null })).toEqual({ output: { id: 'n1' } });
    expect(check('note', { text: 'hello' })).toMatchObject({ refusal: { path: ['output', 'id'] } });
  });
});
