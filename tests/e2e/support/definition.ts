import { rootFieldOf, type StepDefinition } from '@counterstep/saga-engine';
import { definitions, newestDefinition } from '@counterstep/coordinator/sagas';

/** The definition that new orders run on; tests take steps and numbers of events from here. */
export const placeOrderSaga = newestDefinition('PlaceOrder');

const namesOf = (steps: readonly StepDefinition[]): readonly string[] => steps.map(({ name }) => name);

const placeOf = (name: string): number => {
  const place = placeOrderSaga.steps.findIndex((step) => step.name === name);
  if (place < 0) throw new Error(`PlaceOrder has no step ${name}.`);
  return place;
};

/** The steps of an order that is placed, in their order. */
export const placingSteps = namesOf(placeOrderSaga.steps);

/** The steps that run once everything is undone. */
export const afterCompensation = namesOf(placeOrderSaga.afterCompensation ?? []);

/** The steps before the given one. */
export const stepsBefore = (name: string): readonly string[] => placingSteps.slice(0, placeOf(name));

/** The steps that are undone when the given one is refused, in the order in which they are undone. */
export const undoneBefore = (name: string): readonly string[] =>
  namesOf(placeOrderSaga.steps.slice(0, placeOf(name)).filter((step) => step.compensate)).toReversed();

/** The events of an order that is placed without a retry, as `TYPE step`. */
export const placedEvents: readonly string[] = [
  'SAGA_STARTED',
  ...placingSteps.flatMap((name) => [`STEP_STARTED ${name}`, `STEP_SUCCEEDED ${name}`]),
  'SAGA_COMPLETED',
];

/** The label of a step for an order from one warehouse; it includes the item where the step runs once per parcel. */
export const labelOf = (name: string, warehouse = 'EAST'): string => {
  const step = placeOrderSaga.steps.find((each) => each.name === name);
  return step?.forEach === undefined ? name : `${name}:${warehouse}`;
};

/** How many operations participants record for an order that is placed. */
export const recordsOfPlaced = placingSteps.length;

/**
 * How many operations participants record for an order whose given step is refused: that step, those before it, and the
 * undoing.
 */
export const recordsOfRefused = (name: string): number =>
  [...stepsBefore(name), name, ...afterCompensation].length;

const operationsOf = ({ invoke, compensate }: StepDefinition) =>
  compensate === undefined ? [invoke] : [invoke, compensate];

/** The step mutations of all sagas. */
export const stepMutations: readonly string[] = [
  ...new Set(
    definitions
      .flatMap(({ steps, afterCompensation: last = [] }) => [...steps, ...last])
      .flatMap(operationsOf)
      .flatMap(({ document }) => rootFieldOf(document)?.name.value ?? []),
  ),
];
