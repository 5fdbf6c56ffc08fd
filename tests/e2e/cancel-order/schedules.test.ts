import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { STOCK, QUANTITY, type Obstacle } from './model/records.ts';
import type { Mood } from './model/subgraphs.ts';
import { World } from './model/world.ts';

const moods: readonly Mood[] = [
  'works',
  'works',
  'works',
  'fails',
  'loses-reply',
  'dies-before-call',
  'dies-after-call',
];

/** Something that happens; what exactly depends on the state of the world. */
type Incident = readonly [kind: number, pick: number, mood: number];

const happen = (world: World, [kind, pick, mood]: Incident): void => {
  const coordinator = pick % 2;
  const message = world.network.length === 0 ? 0 : pick % world.network.length;
  const chosen = moods[mood % moods.length] ?? 'works';
  const canceller = world.cancellers[pick % Math.max(1, world.cancellers.length)];
  switch (kind) {
    case 0:
      // A coordinator that dies is gone for as long as a lease, so it must not happen often.
      if (mood % 4 === 0) world.crash(coordinator);
      break;
    case 1:
      if (mood % 4 === 0) world.drop(message);
      break;
    case 2:
      world.deliver(message, chosen, true);
      break;
    case 3:
      world.now += [100, 1_000, 6_000, 20_000][mood % 4] ?? 0;
      break;
    case 4:
      if (mood % 3 === 0) world.records.handOver();
      break;
    case 5:
    case 6:
    case 7:
      if (canceller !== undefined) world.cancel(canceller);
      break;
    case 8:
    case 9:
    case 10:
    case 11:
    case 12:
      world.deliver(message, chosen, false);
      break;
    default:
      world.act(coordinator, mood);
  }
};

const incident: fc.Arbitrary<Incident> = fc.tuple(fc.nat(18), fc.nat(20), fc.nat(20));
const schedule = fc.record({
  obstacle: fc.oneof(
    { weight: 5, arbitrary: fc.constant<Obstacle>('none') },
    { weight: 1, arbitrary: fc.constantFrom<Obstacle>('sold-out', 'declined', 'not-served') },
  ),
  cancellers: fc.nat(3),
  /** How many actions the placing takes before anything else happens. */
  headStart: fc.nat(24),
  incidents: fc.array(incident, { maxLength: 120, size: 'max' }),
});

type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

/** What is left of an order, over all subgraphs and third parties. */
const leftOf = ({ records }: World) => ({
  order: records.order?.status,
  payment: records.payment?.status,
  charged: [...records.charges.values()].filter((charge) => charge === 'TAKEN').length,
  reservation: records.reservation?.status,
  gone: STOCK - records.onHand,
  reserved: records.reserved,
  shipment: records.shipment?.status,
  carried: [...records.bookings.values()].filter((booking) => booking === 'BOOKED').length,
});

const statuses = (world: World, wanted: string) =>
  world.sagas.filter(({ definitionName }) => definitionName === wanted).map(({ status }) => status);

/** The only state of the order that the sagas' own ends allow. */
function endOf(world: World): ReturnType<typeof leftOf> {
  const { records } = world;
  const placed = statuses(world, 'PlaceOrder').includes('COMPLETED');
  if (placed && !statuses(world, 'CancelOrder').includes('COMPLETED')) {
    const handedOver = records.shipment?.status === 'HANDED_OVER';
    return {
      ...{ order: 'CONFIRMED', payment: 'CAPTURED', charged: 1 },
      ...{ reservation: 'COMMITTED', gone: QUANTITY, reserved: 0 },
      ...{ shipment: handedOver ? 'HANDED_OVER' : 'SCHEDULED', carried: 1 },
    };
  }
  return {
    order: placed || records.order !== undefined ? 'CANCELLED' : undefined,
    payment: placed ? 'REFUNDED' : records.payment && undoneOf(records.payment.status),
    charged: 0,
    reservation: placed || records.reservation !== undefined ? 'RELEASED' : undefined,
    gone: 0,
    reserved: 0,
    shipment: placed || records.shipment !== undefined ? 'CANCELLED' : undefined,
    carried: 0,
  };
}

/** The status of an undone payment: given up before money was taken, or refunded. */
const undoneOf = (status: NonNullable<World['records']['payment']>['status']) =>
  status === 'DECLINED' || status === 'REFUNDED' ? status : 'VOIDED';

function checkMoment({ records, sagas }: World): void {
  const { onHand, reserved, mails } = records;
  const cancelling = sagas.filter(
    ({ definitionName, status }) => definitionName === 'CancelOrder' && status !== 'COMPENSATED',
  );
  const problems = [
    reserved < 0 || onHand < reserved || onHand > STOCK ? 'the stock does not add up' : undefined,
    new Set(mails).size < mails.length ? 'a mail was sent twice' : undefined,
    cancelling.length > 1 ? 'two sagas cancel the order' : undefined,
  ];
  const [problem] = problems.filter((each) => each !== undefined);
  if (problem !== undefined) throw new Error(problem);
}

/**
 * The reasons for which a cancellation may have failed: those that the order's end shows, and a participant that did
 * not answer for too long.
 */
const reasonsOf = (world: World): readonly string[] => [
  ...['SERVICE_UNAVAILABLE', 'TIMEOUT', 'DEADLINE_EXCEEDED', 'ORDER_PENDING'],
  ...(leftOf(world).order === 'CANCELLED' ? ['ALREADY_CANCELLED'] : []),
  ...(leftOf(world).shipment === 'HANDED_OVER' ? ['SHIPMENT_HANDED_OVER'] : []),
];

function checkEnd(world: World): void {
  checkMoment(world);
  expect(leftOf(world)).toEqual(endOf(world));
  const ends = new Set(world.sagas.map(({ status }) => status));
  expect([...ends].filter((status) => status !== 'COMPLETED' && status !== 'COMPENSATED')).toEqual([]);
  // A canceller who was told of a saga finds that it has cancelled the order, or that it turned back and says why.
  for (const { told } of world.cancellers) {
    const saga = world.sagas.find(({ id }) => id === told?.sagaId);
    if (saga === undefined) expect(leftOf(world).order).not.toBe('CONFIRMED');
    else if (saga.definitionName === 'PlaceOrder') expect(saga.status).toBe('COMPENSATED');
    else if (saga.status === 'COMPENSATED') expect(reasonsOf(world)).toContain(saga.failure?.code);
    else expect(leftOf(world).order).toBe('CANCELLED');
  }
}

function play({ obstacle, cancellers, headStart, incidents }: Schedule): World {
  const world = new World(obstacle, cancellers);
  for (let moves = 0; moves < headStart; moves += 1) {
    if (world.network.length > 0) world.deliver(0, 'works', false);
    else world.act(0, 0);
  }
  for (const each of incidents) {
    happen(world, each);
    checkMoment(world);
  }
  return world;
}

/** A name for the end of an order, to count how often each is reached. */
function nameOf(world: World): string {
  const { order, shipment } = leftOf(world);
  const [placing] = statuses(world, 'PlaceOrder');
  const reason =
    world.sagas.find(({ definitionName }) => definitionName === 'PlaceOrder')?.failure?.code ?? '';
  const cancelling = statuses(world, 'CancelOrder').sort().join('+');
  if (order === undefined) return 'never recorded';
  if (placing === 'COMPENSATED')
    return reason.startsWith('REQUESTED') ? 'undone on request' : 'undone for another reason';
  return `${order} ${shipment}${cancelling.includes('COMPLETED') ? ' by CancelOrder' : ''}`;
}

describe('an order that is cancelled at any moment of its placing and after', () => {
  it('ends in one state that all subgraphs and third parties agree in', () => {
    fc.assert(
      fc.property(schedule, (given) => {
        const world = play(given);
        world.settle();
        checkEnd(world);
        // Requests that were sent long ago may still arrive, and must change nothing.
        const before = leftOf(world);
        for (const request of world.sent) {
          world.execute(request, 'works');
          world.execute({ ...request, deadline: world.now + 1_000 }, 'works');
        }
        expect(leftOf(world)).toEqual(before);
        checkEnd(world);
      }),
      { numRuns: 1_000 },
    );
  });

  it('comes to every end', () => {
    const ends = fc.sample(schedule, { numRuns: 600, seed: 1 }).map((given) => {
      const world = play(given);
      world.settle();
      return nameOf(world);
    });
    expect(new Set(ends)).toEqual(
      new Set([
        'never recorded',
        'undone on request',
        'undone for another reason',
        'CONFIRMED SCHEDULED',
        'CONFIRMED HANDED_OVER',
        'CANCELLED CANCELLED by CancelOrder',
      ]),
    );
  });
});
