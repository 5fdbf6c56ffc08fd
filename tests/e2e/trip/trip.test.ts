import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphqlClient, type Client } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { skipped, startTrip, type Trip } from './trip-kit.ts';

interface Booked {
  readonly id: string;
  readonly status: string;
}

interface Event {
  readonly sequence: number;
  readonly type: string;
  readonly step: string | null;
}

const BOOK = `mutation ($input: BookTripInput!) {
  bookTrip(input: $input) { trip { id status } errors { code path } } }`;
const TRIP = `query ($id: ID!) { trip(id: $id) { id status failure { code step }
  ticket { status flight { number } } stay { hotel { id } } mail { to } } }`;
const FREE = 'query { flight(number: "CS101") { freeSeats } hotel(id: "alfama") { freeRooms } }';
const PROGRESS = `subscription ($id: ID!) {
  tripProgress(id: $id) { sequence type step trip { ticket { status } } } }`;
const CHARGES = 'query ($id: ID!) { charges(tripId: $id) { amount refundedAt } }';
const RECORDS = 'query ($keys: [ID!]) { stepRecords(keys: $keys) { nodes { step invoke compensated } } }';

const AUDIT = 'query ($id: ID!) { audit(id: $id) { id state findings { code step subgraph sagaId } } }';

interface Audit {
  readonly id: string;
  readonly state: string;
  readonly findings: readonly object[];
}

const participants = {
  flights: ['holdFlight', 'confirmTrip', 'sendTripMail'],
  hotels: ['holdHotel'],
  cards: ['chargeCard'],
};

const title = skipped ? `(skipped: ${skipped})` : '';

(skipped ? describe.skip : describe)(`A trip of flight, hotel and card ${title}`, () => {
  let trip: Trip;
  let client: Client;
  let keys = 0;

  beforeAll(async () => {
    trip = await startTrip();
    client = createGraphqlClient(trip.url('gateway'));
  }, 60_000);
  afterAll(async () => {
    await client.close();
    await trip.end();
  });

  const order = (more: object = {}) => ({
    ...{ idempotencyKey: `key-${(keys += 1)}`, flight: 'CS101', hotel: 'alfama', card: 'card_visa' },
    ...{ traveller: 'Ada', email: 'ada@example.com' },
    ...more,
  });
  const book = async (input: object) =>
    (await client.ask<{ bookTrip: { trip: Booked | null; errors: object[] } }>(BOOK, { input })).bookTrip;
  const read = async (id: string) => (await client.ask<{ trip: Booked }>(TRIP, { id })).trip;
  const booked = async (input: object): Promise<string> => {
    const { trip: begun, errors } = await book(input);
    expect(errors).toEqual([]);
    return begun!.id;
  };
  const ended = (id: string) =>
    eventually(
      () => read(id),
      ({ status }) => status === 'COMPLETED' || status === 'COMPENSATED',
      60_000,
    );
  /** What every participant's barrier has recorded of the trip, by step. */
  const recorded = async (sagaId: string) => {
    const found = await Promise.all(
      Object.entries(participants).map(async ([name, steps]) => {
        const wanted = { keys: steps.map((step) => `${sagaId}:${step}`) };
        const { stepRecords } = await trip.askAsCoordinator<{
          stepRecords: { nodes: { step: string; invoke: string | null; compensated: boolean }[] };
        }>(name as keyof typeof participants, RECORDS, wanted);
        return stepRecords.nodes;
      }),
    );
    return Object.fromEntries(
      found.flat().map(({ step, invoke, compensated }) => [step, compensated ? `${invoke}, undone` : invoke]),
    );
  };

  it('is booked with ticket, room, charge and mail', async () => {
    const before = await client.ask<{ flight: { freeSeats: number } }>(FREE);
    const id = await booked(order());
    expect(await ended(id)).toEqual({
      ...{ id, status: 'COMPLETED', failure: null },
      ticket: { status: 'ISSUED', flight: { number: 'CS101' } },
      stay: { hotel: { id: 'alfama' } },
      mail: { to: 'ada@example.com' },
    });
    const after = await client.ask<{ flight: { freeSeats: number } }>(FREE);
    expect(after.flight.freeSeats).toBe(before.flight.freeSeats - 1);
    expect(await client.ask(CHARGES, { id })).toEqual({ charges: [{ amount: 30_900, refundedAt: null }] });
    const steps = ['holdFlight', 'holdHotel', 'chargeCard', 'confirmTrip', 'sendTripMail'];
    expect(await recorded(id)).toEqual(Object.fromEntries(steps.map((step) => [step, 'DONE'])));
  }, 90_000);

  it('is one trip however often it is asked for, and a conflict where another one is', async () => {
    const input = order();
    const ids = await Promise.all(Array.from({ length: 4 }, () => booked(input)));
    expect(new Set(ids).size).toBe(1);
    await ended(ids[0]!);
    expect(await client.ask(CHARGES, { id: ids[0]! })).toMatchObject({ charges: [{ refundedAt: null }] });
    const { trip: none, errors } = await book({ ...input, hotel: 'fjord' });
    expect([none, errors]).toEqual([
      null,
      [{ code: 'IDEMPOTENCY_CONFLICT', path: ['input', 'idempotencyKey'] }],
    ]);
    expect(await book(order({ flight: 'CS999' }))).toEqual({
      trip: null,
      errors: [{ code: 'UNKNOWN_FLIGHT', path: ['input', 'flight'] }],
    });
  }, 90_000);

  it('is undone where the card is declined', async () => {
    const before = await client.ask(FREE);
    const id = await booked(order({ card: 'card_declined' }));
    expect(await ended(id)).toEqual({
      ...{ id, status: 'COMPENSATED', failure: { code: 'CARD_DECLINED', step: 'chargeCard' } },
      ...{ ticket: null, stay: null, mail: null },
    });
    expect(await client.ask(FREE)).toEqual(before);
    expect(await client.ask(CHARGES, { id })).toEqual({ charges: [] });
    expect(await recorded(id)).toEqual({
      ...{ holdFlight: 'DONE, undone', holdHotel: 'DONE, undone', chargeCard: 'REJECTED' },
    });
  }, 90_000);

  it('is told without a gap while its coordinator is killed', async () => {
    // The card must not be charged before the next coordinator runs.
    trip.signal('cards', 'SIGSTOP');
    const id = await booked(order());
    const events: Event[] = [];
    const followed = (async () => {
      for await (const { tripProgress } of client.follow<{ tripProgress: Event }>(PROGRESS, { id }))
        events.push(tripProgress);
    })();
    await eventually(
      () => Promise.resolve(events),
      (seen) => seen.some(({ step, type }) => step === 'chargeCard' && type === 'STEP_STARTED'),
    );
    const known = events.length;
    trip.signal('coordinator', 'SIGKILL');
    await trip.lives('coordinator', 2);
    trip.signal('cards', 'SIGCONT');
    await followed;
    expect(events.length).toBeGreaterThan(known);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)).toMatchObject({ type: 'SAGA_COMPLETED', trip: { ticket: { status: 'ISSUED' } } });
    expect(await client.ask(CHARGES, { id })).toMatchObject({ charges: [{ refundedAt: null }] });
  }, 120_000);

  it('is audited, with every participant: what one has forgotten is found', async () => {
    const id = await booked(order());
    await ended(id);
    const audited = async (): Promise<readonly object[]> => {
      const { startAudit } = await trip
        .admin()
        .ask<{ startAudit: { audit: Audit } }>('mutation { startAudit { audit { id } } }');
      const { audit } = await eventually(
        () => trip.admin().ask<{ audit: Audit }>(AUDIT, { id: startAudit.audit.id }),
        (read) => ['DONE', 'FAILED'].includes(read.audit.state),
        60_000,
      );
      expect(audit.state).toBe('DONE');
      return audit.findings;
    };
    expect(await audited()).toEqual([]);
    const forget = 'mutation ($keys: [ID!]!) { forgetSteps(keys: $keys) }';
    await trip.askAsCoordinator('cards', forget, { keys: [`${id}:chargeCard`] });
    expect(await audited()).toEqual([
      { code: 'STEP_ABSENT_AT_PARTICIPANT', step: 'chargeCard', subgraph: 'cards', sagaId: id },
    ]);
  }, 120_000);
});
