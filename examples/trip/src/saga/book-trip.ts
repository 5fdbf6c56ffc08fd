import { references, type OperationDefinition, type SagaDefinition } from '@counterstep/saga-engine';
import { parse } from 'graphql';

/** The input of a BookTrip saga: `BookTripSagaInput` of the SDL. */
export interface BookTripSagaInput {
  readonly tripId: string;
  readonly flight: string;
  readonly hotel: string;
  readonly traveller: string;
  readonly email: string;
  readonly card: string;
  /** In minor units. */
  readonly amount: number;
  readonly currency: string;
}

const { input } = references<BookTripSagaInput>();

// The service checks the documents against the participants' SDL when it starts, so no types need to be generated.
const mutation = (
  field: string,
  inputType: string,
  selection: string,
  variables: object,
): OperationDefinition => ({
  document: parse(`mutation ($step: StepInput!, $input: ${inputType}!) {
    ${field}(step: $step, input: $input) { ${selection} }
  }`),
  variables: { input: variables },
});

const invoke = (field: string, inputType: string, variables: object): OperationDefinition =>
  mutation(field, inputType, 'rejection { code message }', variables);

const undo = (field: string, inputType = 'HeldTripInput'): OperationDefinition =>
  mutation(field, inputType, 'undone', trip);

const trip = { tripId: input('tripId') };
const traveller = { traveller: input('traveller') };

/**
 * Books a trip: holds seat and room and charges the card, then issues the ticket; from there on it only goes forward.
 */
export const bookTrip: SagaDefinition = {
  name: 'BookTrip',
  version: 1,
  inputType: 'BookTripSagaInput',
  secretInputs: ['card'],
  steps: [
    {
      name: 'holdFlight',
      subgraph: 'flights',
      kind: 'COMPENSATABLE',
      invoke: invoke('holdFlight', 'HoldFlightInput', { ...trip, ...traveller, flight: input('flight') }),
      compensate: undo('releaseFlight'),
    },
    {
      name: 'holdHotel',
      subgraph: 'hotels',
      kind: 'COMPENSATABLE',
      invoke: invoke('holdHotel', 'HoldHotelInput', { ...trip, ...traveller, hotel: input('hotel') }),
      compensate: undo('releaseHotel'),
    },
    {
      name: 'chargeCard',
      subgraph: 'cards',
      kind: 'COMPENSATABLE',
      invoke: invoke('chargeCard', 'ChargeCardInput', {
        ...trip,
        card: input('card'),
        amount: input('amount'),
        currency: input('currency'),
      }),
      compensate: undo('refundCard', 'RefundCardInput'),
    },
    {
      name: 'confirmTrip',
      subgraph: 'flights',
      kind: 'PIVOT',
      invoke: invoke('confirmTrip', 'HeldTripInput', trip),
    },
    {
      name: 'sendTripMail',
      subgraph: 'flights',
      kind: 'RETRIABLE',
      critical: false,
      invoke: invoke('sendTripMail', 'TripMailInput', { ...trip, ...traveller, email: input('email') }),
    },
  ],
};

/** Every version of every saga of trips, for as long as sagas of it run. */
export const definitions: readonly SagaDefinition[] = [bookTrip];
