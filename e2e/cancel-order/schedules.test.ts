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

/** One thing that happens; which one depends on the state it finds. */
type Incident = readonly [kind: number, pick: number, mood: number];

const happen = (world: World, [kind, pick, mood]: Incident): void => {
  const coordinator = pick % 2;
  const message = world.network.length === 0 ? 0 : pick % world.network.length;
  const chosen = moods[mood % moods.length] ?? 'works';
  const canceller = world.cancellers[pick % Math.max(1, world.cancellers.length)];
  switch (kind) {
    case 0:
      world.crash(coordinator);
      break;
    case 1:
      world.drop(message);
      break;
    case 2:
      world.deliver(message, chosen, true);
      break;
    case 3:
      world.now += [1, 100, 6_000, 20_000][mood % 4] ?? 0;
      break;
    case 4:
      // Not at once: most orders are placed before anything else happens to them.
      if (mood % 5 === 0) world.records.handOver();
      break;
    case 5:
    case 6:
      if (canceller !== undefined && mood % 3 === 0) world.cancel(canceller);
      break;
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
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
  cancellers: fc.integer({ min: 1, max: 3 }),
  incidents: fc.array(incident, { maxLength: 200 }),
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
  world.sagas.filter(({ type }) => type === wanted).map(({ status }) => status);

/** The one end that the sagas' own ends allow. */
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

/** A payment that was given up before money was taken, or that was given back, is undone. */
const undoneOf = (status: NonNullable<World['records']['payment']>['status']) =>
  status === 'DECLINED' || status === 'REFUNDED' ? status : 'VOIDED';

function checkMoment({ records, sagas }: World): void {
  const { onHand, reserved, mails } = records;
  expect(reserved >= 0 && onHand >= reserved && onHand <= STOCK).toBe(true);
  expect(new Set(mails).size).toBe(mails.length);
  const cancelling = sagas.filter(({ type, status }) => type === 'CancelOrder' && status !== 'COMPENSATED');
  expect(cancelling.length).toBeLessThanOrEqual(1);
}

function checkEnd(world: World): void {
  checkMoment(world);
  expect(leftOf(world)).toEqual(endOf(world));
  const ends = new Set(world.sagas.map(({ status }) => status));
  expect([...ends].filter((status) => status !== 'COMPLETED' && status !== 'COMPENSATED')).toEqual([]);
  // Whoever was told of a saga that cancels finds that it has, or that it turned back and says why.
  for (const { told } of world.cancellers) {
    const saga = world.sagas.find(({ id }) => id === told?.sagaId);
    if (saga === undefined) expect(leftOf(world).order).not.toBe('CONFIRMED');
    else if (saga.type === 'PlaceOrder') expect(saga.status).toBe('COMPENSATED');
    else if (saga.status === 'COMPENSATED') expect(saga.failure).toBeDefined();
    else expect(leftOf(world).order).toBe('CANCELLED');
  }
}

function play({ obstacle, cancellers, incidents }: Schedule): World {
  const world = new World(obstacle, cancellers);
  for (const each of incidents) {
    happen(world, each);
    checkMoment(world);
  }
  return world;
}

/** Names the end that an order has come to. */
function nameOf(world: World): string {
  const { order, shipment } = leftOf(world);
  const [placing] = statuses(world, 'PlaceOrder');
  const reason = world.sagas.find(({ type }) => type === 'PlaceOrder')?.failure?.code ?? '';
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
        // What was sent long ago may still arrive, and must change nothing.
        const before = leftOf(world);
        for (const request of world.sent) {
          world.execute(request, 'works');
          world.execute({ ...request, deadline: world.now + 1_000 }, 'works');
        }
        expect(leftOf(world)).toEqual(before);
        checkEnd(world);
      }),
      { numRuns: 2_000 },
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
