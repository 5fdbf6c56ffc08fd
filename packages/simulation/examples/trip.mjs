import { parse } from 'graphql';

const call = (field, selection, variables) => ({
  document: parse(`mutation ($step: StepInput!, $input: TripInput!) {
    ${field}(step: $step, input: $input) { ${selection} }
  }`),
  variables: { input: variables },
});

const trip = { trip: { $ref: ['input', 'trip'] } };
const invoke = (field) => call(field, 'id rejection { code message }', trip);
const undo = (field) => call(field, 'undone', { ...trip, reason: { $ref: ['failure', 'code'] } });

export const definitions = [
  {
    name: 'Trip',
    version: 1,
    inputType: 'TripInput',
    steps: [
      {
        name: 'hotel',
        subgraph: 'hotels',
        kind: 'COMPENSATABLE',
        invoke: invoke('book'),
        compensate: undo('unbook'),
      },
      {
        name: 'flight',
        subgraph: 'flights',
        kind: 'COMPENSATABLE',
        invoke: invoke('fly'),
        compensate: undo('unfly'),
      },
      { name: 'confirm', subgraph: 'hotels', kind: 'PIVOT', invoke: invoke('confirm') },
      { name: 'ticket', subgraph: 'flights', kind: 'RETRIABLE', invoke: invoke('ticket') },
      { name: 'letter', subgraph: 'letters', kind: 'RETRIABLE', critical: false, invoke: invoke('write') },
    ],
    afterCompensation: [
      { name: 'regret', subgraph: 'letters', kind: 'RETRIABLE', critical: false, invoke: invoke('regret') },
    ],
  },
];
