import { subgraphNames, subgraphSdl } from '@counterstep/schema';
import { parse } from 'graphql';
import {
  checkDefinitions,
  references,
  type OperationDefinition,
  type SagaDefinition,
  type StepDefinition,
} from '@counterstep/saga-engine';

/** The SDL of every subgraph. */
export const sdls = Object.fromEntries(subgraphNames.map((name) => [name, subgraphSdl(name)]));

export const ref = references<Record<string, unknown>>();

export const call = (source: string, input: unknown): OperationDefinition => ({
  document: parse(source),
  variables: { input },
});

export const mutation = (field: string, input: string, selection: string): string =>
  `mutation($step: StepInput!, $input: ${input}!) { ${field}(step: $step, input: $input) { ${selection} } }`;

export const rejection = 'rejection { code message }';
export const order = { orderId: ref.input('orderId') };
export const customer = { ...order, customerId: ref.input('customerId') };

export const reserve: StepDefinition = {
  name: 'reserve',
  subgraph: 'inventory',
  kind: 'COMPENSATABLE',
  invoke: call(mutation('reserveInventory', 'ReserveInventoryInput', `reservationId ${rejection}`), {
    ...customer,
    lines: ref.input('quantities'),
  }),
  compensate: call(mutation('releaseInventory', 'ReservationStepInput', 'undone'), order),
};

export const schedule: StepDefinition = {
  name: 'schedule',
  subgraph: 'shipping',
  kind: 'COMPENSATABLE',
  invoke: call(
    mutation('scheduleShipping', 'ScheduleShippingInput', `shipmentId trackingNumber ${rejection}`),
    {
      ...customer,
      address: ref.input('shippingAddress'),
      lines: ref.input('quantities'),
    },
  ),
  compensate: call(mutation('cancelShipping', 'CancelShippingInput', 'undone'), order),
};

export const confirm: StepDefinition = {
  name: 'confirm',
  subgraph: 'orders',
  kind: 'PIVOT',
  invoke: call(mutation('confirmOrder', 'ConfirmOrderInput', rejection), order),
};

export const letter = (changes: Readonly<Record<string, unknown>> = {}): StepDefinition => ({
  name: 'letter',
  subgraph: 'notifications',
  kind: 'RETRIABLE',
  critical: false,
  invoke: call(mutation('sendOrderConfirmation', 'SendOrderConfirmationInput', rejection), {
    ...customer,
    email: ref.input('email'),
    name: ref.input('name'),
    number: 'A-1',
    lines: ref.input('lines'),
    total: ref.input('total'),
    trackingNumber: ref.step('schedule', 'trackingNumber'),
    ...changes,
  }),
});

export const regret = (changes: Readonly<Record<string, unknown>> = {}): StepDefinition => ({
  name: 'regret',
  subgraph: 'notifications',
  kind: 'RETRIABLE',
  critical: false,
  invoke: call(mutation('sendCancellation', 'SendCancellationInput', rejection), {
    ...customer,
    email: ref.input('email'),
    name: ref.input('name'),
    code: ref.failure('code'),
    message: ref.failure('message'),
    ...changes,
  }),
});

export const legal: SagaDefinition = {
  name: 'Legal',
  version: 1,
  inputType: 'PlaceOrderSagaInput',
  steps: [reserve, schedule, confirm, letter()],
  afterCompensation: [regret()],
};

/** What is wrong with a definition, as `step: reason`. */
export const wrong = (changes: Partial<SagaDefinition>): string[] =>
  checkDefinitions([{ ...legal, ...changes }], sdls).map(({ step, reason }) => `${step ?? ''}: ${reason}`);

export const withInvoke = (step: StepDefinition, source: string, input: unknown = order): StepDefinition => ({
  ...step,
  invoke: call(source, input),
});
