import { describe, expect, it } from '@jest/globals';
import { checkDefinitions, definitionHash, type StepDefinition } from '@counterstep/saga-engine';
import { call, legal, mutation, ref, rejection, sdls } from './legal.ts';

const parcels = `
  enum WaitFor { CUSTOMER PROVIDER OPERATOR PARCEL }
  type StepWaiting { for: WaitFor! askAgainAt: DateTime! until: DateTime! }
  type Parcel { warehouse: String! lines: [ParcelLine!]! note: String }
  type ParcelLine { sku: String! quantity: Int! }
  input ParcelInput { warehouse: String! lines: [LineInput!]! }
  input LineInput { sku: String! quantity: Int! }
  input BookInput { warehouse: String! lines: [LineInput!]! }
  input AllInput { parcels: [ParcelInput!]! numbers: [ID!]! one: ID }
  type SplitPayload { parcels: [Parcel!] first: Parcel rejection: StepRejection waiting: StepWaiting }
  type BookPayload { number: ID rejection: StepRejection }
`;
const depot = `
  scalar DateTime
  directive @step(compensation: String) on FIELD_DEFINITION
  directive @compensation on FIELD_DEFINITION
  input StepInput { sagaId: ID! step: String! item: String epoch: Int! deadline: DateTime! }
  type StepRejection { code: String! message: String! }
  type Undone { undone: Boolean! }
  ${parcels}
  type Query { a: Int }
  type Mutation {
    split(step: StepInput!, input: LineInput!): SplitPayload! @step(compensation: "join")
    join(step: StepInput!, input: LineInput!): Undone! @compensation
    book(step: StepInput!, input: BookInput!): BookPayload! @step(compensation: "unbook")
    unbook(step: StepInput!, input: BookInput!): Undone! @compensation
    all(step: StepInput!, input: AllInput!): BookPayload! @step
  }
`;

describe('steps that wait, have items, or are conditional', () => {
  const line = { sku: 'A', quantity: 1 };
  const asked = 'for askAgainAt until';
  const split: StepDefinition = {
    ...{ name: 'split', subgraph: 'depot', kind: 'COMPENSATABLE', waits: { atMostMs: 1_000 } },
    invoke: call(
      mutation(
        'split',
        'LineInput',
        `parcels { warehouse lines { sku quantity } } first { warehouse note } waiting { ${asked} } ${rejection}`,
      ),
      line,
    ),
    compensate: call(mutation('join', 'LineInput', 'undone'), line),
  };
  const item = { warehouse: ref.item('warehouse'), lines: ref.item('lines') };
  const forEach = { items: ref.step('split', 'parcels'), key: 'warehouse', atMost: 10 };
  const book: StepDefinition = {
    ...{ name: 'book', subgraph: 'depot', kind: 'COMPENSATABLE', forEach },
    invoke: call(mutation('book', 'BookInput', `number ${rejection}`), item),
    compensate: call(mutation('unbook', 'BookInput', 'undone'), item),
  };
  const all = (input: object = {}): StepDefinition => ({
    ...{ name: 'all', subgraph: 'depot', kind: 'PIVOT' },
    invoke: call(mutation('all', 'AllInput', `number ${rejection}`), {
      ...{ parcels: ref.step('split', 'parcels'), numbers: ref.step('book', 'number') },
      ...input,
    }),
  });
  const wrongIn = (...steps: readonly StepDefinition[]): string[] =>
    checkDefinitions([{ ...legal, steps, afterCompensation: [] }], { ...sdls, depot }).map(
      ({ step, reason }) => `${step ?? ''}: ${reason}`,
    );

  it('are legal where lists and objects fit, field by field', () => {
    expect(wrongIn(split, book, all())).toEqual([]);
    expect(wrongIn(split, book, all({ one: ref.step('split', 'first.warehouse') }))).toEqual([]);
  });

  it.each<[string, readonly StepDefinition[], string]>([
    ['a list in place of one', [split, book, all({ one: ref.step('book', 'number') })], 'input.one is ID'],
    ['too little of an object', [split, book, all({ parcels: ref.step('split', 'first') })], 'parcels'],
    [
      'a field that is not selected',
      [split, book, all({ one: ref.step('split', 'first.lines') })],
      'does not select',
    ],
    [
      'what may be skipped where it must be there',
      [split, { ...book, when: { value: ref.input('email'), equals: 'x' } }, all()],
      'numbers',
    ],
    [
      'a step that may wait and does not say so',
      [{ ...split, waits: undefined as never }, book, all()],
      'has no waits',
    ],
    ['a wait of no time', [{ ...split, waits: { atMostMs: 0 } }, book, all()], 'waits.atMostMs is 0'],
    ['a step that cannot wait', [split, { ...book, waits: { atMostMs: 1 } }, all()], 'cannot wait'],
    ['a pivot that waits', [split, book, { ...all(), waits: { atMostMs: 1 } }], 'is PIVOT and waits'],
    [
      'an item without items',
      [split, { ...book, forEach: undefined as never }, all()],
      'there is an item only',
    ],
    [
      'items that are no list',
      [split, { ...book, forEach: { ...forEach, items: ref.step('split', 'first') } }, all()],
      'must be a list',
    ],
    ['a key that is none', [split, { ...book, forEach: { ...forEach, key: 'lines' } }, all()], 'forEach.key'],
    ['too many items', [split, { ...book, forEach: { ...forEach, atMost: 101 } }, all()], 'from 1 to 100'],
    ['none at once', [split, { ...book, forEach: { ...forEach, atOnce: 0 } }, all()], 'forEach.atOnce is 0'],
    ['items of a later step', [{ ...book, name: 'early' }, split, all({ numbers: [] })], 'comes later'],
    [
      'a condition of another type',
      [split, { ...book, when: { value: ref.input('email'), equals: 1 } }, all({ numbers: ['a'] })],
      'when.equals',
    ],
    [
      'a condition on an object',
      [split, { ...book, when: { value: ref.input('total'), equals: 1 } }, all()],
      'must be a scalar',
    ],
    [
      'a condition of the pivot',
      [split, book, { ...all(), when: { value: ref.input('email'), equals: null } }],
      'is a PIVOT and has when',
    ],
  ])('are illegal with %s', (_what, steps, reason) => {
    expect(wrongIn(...steps).join('\n')).toContain(reason);
  });

  it('change the hash of a definition, and what they do not have does not', () => {
    const hashOf = (step: StepDefinition) => definitionHash({ ...legal, steps: [step] });
    const plain = { ...book, forEach: undefined as never };
    const hashes = [
      plain,
      book,
      { ...book, forEach: { ...forEach, atMost: 9 } },
      { ...plain, waits: { atMostMs: 1 } },
    ];
    expect(new Set(hashes.map(hashOf)).size).toBe(4);
    expect(hashOf({ ...plain, when: undefined as never })).toBe(hashOf(plain));
  });
});
