import { parse } from 'graphql';
import type { Outcome } from '../core/outcome.ts';
import type { OperationDefinition, SagaDefinition } from '../core/definition.ts';
import { references } from '../core/template.ts';
import { defaultEngineConfig, type EngineConfig } from '../engine-config.ts';

const ref = references<{ readonly trip: string }>();

const call = (field: string, selection: string, variables: object): OperationDefinition => ({
  document: parse(`mutation($step: StepInput!, $input: TripInput!) {
    ${field}(step: $step, input: $input) { ${selection} }
  }`),
  variables: { input: variables },
});

const invoke = (field: string, variables: object = { trip: ref.input('trip') }): OperationDefinition =>
  call(field, 'id rejection { code message }', variables);

const undo = (field: string): OperationDefinition =>
  call(field, 'undone', { trip: ref.input('trip'), code: ref.failure('code') });

/** A saga with every class of step: two compensatable, a pivot, two retriable, and one after compensation. */
export const trip: SagaDefinition = {
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
    {
      name: 'ticket',
      subgraph: 'flights',
      kind: 'RETRIABLE',
      invoke: invoke('ticket', { trip: ref.input('trip'), flight: ref.step('flight', 'id') }),
    },
    { name: 'letter', subgraph: 'letters', kind: 'RETRIABLE', critical: false, invoke: invoke('letter') },
  ],
  afterCompensation: [
    {
      name: 'regret',
      subgraph: 'letters',
      kind: 'RETRIABLE',
      critical: false,
      invoke: invoke('regret', { trip: ref.input('trip'), why: ref.failure('message') }),
    },
  ],
};

/** The defaults with smaller limits: 3 quick attempts, and 10 s of persistence. */
export const tripConfig: EngineConfig = {
  ...defaultEngineConfig,
  retry: { baseMs: 100, capMs: 1_000, attempts: 3, windowMs: 20_000 },
  persistentRetry: { baseMs: 100, capMs: 2_000, windowMs: 10_000 },
  probeIntervalMs: 60_000,
  sagaDeadlineMs: 120_000,
};

export const succeeded: Outcome = { kind: 'succeeded', output: { id: 'x1' } };
export const rejected: Outcome = { kind: 'rejected', code: 'FULL', message: 'It is full.' };
export const failed: Extract<Outcome, { kind: 'failed' }> = {
  kind: 'failed',
  code: 'TIMEOUT',
  message: 'No answer.',
};
export const refused: Outcome = { kind: 'refused', code: 'STEP_CANCELLED', message: 'It was undone.' };
