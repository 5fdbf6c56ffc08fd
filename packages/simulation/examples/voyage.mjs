import { parse } from 'graphql';

const call = (field, selection, variables) => ({
  document: parse(`mutation ($step: StepInput!, $input: VoyageInput!) {
    ${field}(step: $step, input: $input) { ${selection} }
  }`),
  variables: { input: variables },
});

const voyage = { voyage: { $ref: ['input', 'voyage'] } };
const cabin = { deck: { $ref: ['item', 'deck'] } };
const rejection = 'rejection { code message }';
const waiting = 'waiting { for askAgainAt until }';
const invoke = (field, input = voyage, selection = 'id') => call(field, `${selection} ${rejection}`, input);
const undo = (field, input = voyage) => call(field, 'undone', input);

/** A saga with a waiting step, a step that is done once per item, and a step that is skipped. */
export const definitions = [
  {
    name: 'Voyage',
    version: 1,
    inputType: 'VoyageInput',
    steps: [
      {
        ...{ name: 'cabins', subgraph: 'ships', kind: 'COMPENSATABLE' },
        invoke: invoke('choose', voyage, 'free { deck berths }'),
        compensate: undo('unchoose'),
      },
      {
        ...{ name: 'visa', subgraph: 'offices', kind: 'COMPENSATABLE', waits: { atMostMs: 60_000 } },
        invoke: invoke('apply', voyage, `id ${waiting}`),
        compensate: undo('withdraw'),
      },
      {
        ...{ name: 'hold', subgraph: 'ships', kind: 'COMPENSATABLE', waits: { atMostMs: 30_000 } },
        forEach: { items: { $ref: ['steps', 'cabins', 'free'] }, key: 'deck', atMost: 10, atOnce: 2 },
        invoke: invoke('hold', cabin, `id ${waiting}`),
        compensate: undo('release', cabin),
      },
      {
        ...{ name: 'upgrade', subgraph: 'ships', kind: 'COMPENSATABLE' },
        when: { value: { $ref: ['input', 'class'] }, equals: 'first' },
        invoke: invoke('upgrade'),
        compensate: undo('downgrade'),
      },
      { name: 'confirm', subgraph: 'offices', kind: 'PIVOT', invoke: invoke('confirm') },
      {
        ...{ name: 'label', subgraph: 'ships', kind: 'RETRIABLE' },
        forEach: { items: { $ref: ['input', 'bags'] }, key: 'number', atMost: 10 },
        invoke: invoke('label', { bag: { $ref: ['item', 'number'] } }),
      },
      {
        ...{ name: 'letter', subgraph: 'offices', kind: 'RETRIABLE', critical: false },
        invoke: invoke('write', { holds: { $ref: ['steps', 'hold', 'id'] } }),
      },
    ],
  },
];
