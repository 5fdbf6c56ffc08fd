import { parse } from 'graphql';
import type { StepAnswer } from '../core/outcome.ts';
import type { OperationDefinition, SagaDefinition } from '../core/definition.ts';
import { references } from '../core/template.ts';

const ref = references<{ readonly trip: string; readonly legs: { readonly code: string }[] }>();

const call = (field: string, selection: string, input: object): OperationDefinition => ({
  document: parse(`mutation($step: StepInput!, $input: TripInput!) {
    ${field}(step: $step, input: $input) { ${selection} }
  }`),
  variables: { input },
});

const invoke = (field: string, input: object = { trip: ref.input('trip') }): OperationDefinition =>
  call(field, 'id waiting { for askAgainAt until } rejection { code message }', input);

const undo = (field: string, input: object = { trip: ref.input('trip') }): OperationDefinition =>
  call(field, 'undone', input);

/** How long the visa of {@link journey} may wait, in ms. */
export const VISA_MS = 30 * 24 * 3_600_000;

/**
 * A saga with a waiting step and a step with `forEach`: a visa that may take 30 days, and a seat per leg, two at once.
 */
export const journey: SagaDefinition = {
  name: 'Trip',
  version: 2,
  inputType: 'TripInput',
  steps: [
    {
      ...{ name: 'visa', subgraph: 'offices', kind: 'COMPENSATABLE' },
      invoke: invoke('apply'),
      compensate: undo('withdraw'),
      waits: { atMostMs: VISA_MS },
    },
    {
      ...{ name: 'seat', subgraph: 'flights', kind: 'COMPENSATABLE' },
      invoke: invoke('sit', { trip: ref.item('code') }),
      compensate: undo('stand', { trip: ref.item('code') }),
      forEach: { items: ref.input('legs'), key: 'code', atMost: 5, atOnce: 2 },
    },
    { name: 'confirm', subgraph: 'hotels', kind: 'PIVOT', invoke: invoke('confirm') },
    {
      ...{ name: 'lounge', subgraph: 'flights', kind: 'RETRIABLE' },
      invoke: invoke('relax', { seats: ref.step('seat', 'id') }),
      when: { value: ref.input('trip'), equals: 'first class' },
    },
    {
      ...{ name: 'ticket', subgraph: 'flights', kind: 'RETRIABLE' },
      invoke: invoke('print', { trip: ref.item('code') }),
      forEach: { items: ref.input('legs'), key: 'code', atMost: 5 },
    },
  ],
};

/** The answer of a visa attempt that has to wait. */
export const waitingAnswer = (askAgainAt: string, until: string): StepAnswer => ({
  kind: 'data',
  data: { apply: { id: null, rejection: null, waiting: { for: 'PROVIDER', askAgainAt, until } } },
});
