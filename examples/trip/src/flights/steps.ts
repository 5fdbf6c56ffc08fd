import { instant, type Clock } from '@counterstep/service-kit';
import type { RequestContext, StepArgs, StepHandler, StepHandlers } from '@counterstep/service-kit/server';
import { reject, unchanged } from '@counterstep/step-barrier/document-store';
import { isHeld, refusalOf, type Rejection } from './domain/seat.ts';
import type { FlightStore } from './flight-store.ts';

interface Payload {
  readonly rejection?: Rejection;
}

interface Step<Input> extends StepArgs {
  readonly input: Input & { readonly tripId: string };
}

type Handler<Input, Answer = Payload> = StepHandler<Step<Input>, Answer, RequestContext>;

/** The steps of flights: each returns what to write and what to answer, and the barrier commits both at once. */
export function createSteps(flights: FlightStore, clock: Clock) {
  const holdFlight: Handler<{ readonly flight: string; readonly traveller: string }> = async ({
    tripId,
    flight,
    traveller,
  }) => {
    const refusal = refusalOf(await flights.flight(flight));
    return refusal ? reject(refusal) : { writes: flights.hold(tripId, flight, traveller), response: {} };
  };

  const releaseFlight: Handler<object, { readonly undone: boolean }> = async ({ tripId }) => {
    const seat = await flights.seatOf(tripId);
    return isHeld(seat)
      ? { writes: flights.release(seat), response: { undone: true } }
      : unchanged({ undone: false });
  };

  const confirmTrip: Handler<object> = async ({ tripId }) => {
    const seat = await flights.seatOf(tripId);
    return isHeld(seat)
      ? { writes: flights.issue(seat), response: {} }
      : reject({ code: 'SEAT_NOT_HELD', message: 'No seat is held for the trip.' });
  };

  // The mail is only stored. To hand it to a mail server, first `await scope.intend(...)`: see
  // docs/participant-protocol.md.
  const sendTripMail: Handler<{ readonly email: string; readonly traveller: string }> = ({
    tripId,
    email,
    traveller,
  }) => {
    const text = `Hello ${traveller}, your trip ${tripId} is booked.`;
    return Promise.resolve({
      writes: flights.keepMail(tripId, { to: email, text, sentAt: instant(clock) }),
      response: {},
    });
  };

  return { holdFlight, releaseFlight, confirmTrip, sendTripMail } satisfies StepHandlers<RequestContext>;
}
