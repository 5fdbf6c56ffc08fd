import type { Told } from './load/ledger.ts';
import type { Client } from './load/client.ts';

export interface KnownSaga {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly sequence: number;
  readonly events: readonly { readonly sequence: number }[];
}

/** An order at rest, as ADMIN sees it. */
export interface KnownOrder {
  readonly id: string;
  readonly status: string;
  readonly lines: readonly {
    readonly quantity: number;
    readonly cancelled: number;
    readonly delivered: number;
    readonly returned: number;
  }[];
  readonly refunds:
    | readonly {
        readonly status: string;
        readonly cause: string;
        readonly amount: { readonly amount: number };
      }[]
    | null;
  readonly returns: readonly { readonly id: string; readonly status: string }[] | null;
  readonly shipments: readonly { readonly id: string; readonly status: string }[];
  readonly sagas: readonly KnownSaga[] | null;
}

const PAGE = 50;
const ORDERS = `query ($after: String) { orders(first: ${PAGE}, after: $after) {
  nodes { id status lines { quantity cancelled delivered returned }
    refunds { status cause amount { amount } } returns { id status } shipments { id status }
    sagas { id type status sequence events { sequence } } }
  pageInfo { hasNextPage endCursor } } }`;

interface Page {
  readonly orders: {
    readonly nodes: readonly KnownOrder[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/** Reads all orders. */
export async function readOrders(admin: Client): Promise<readonly KnownOrder[]> {
  const orders: KnownOrder[] = [];
  for (let after: string | null = null; ;) {
    const { orders: page }: Page = await admin.ask<Page>(ORDERS, { after });
    orders.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return orders;
    after = page.pageInfo.endCursor;
  }
}

const SAGA = 'query ($id: ID!) { saga(id: $id) { status } }';

/**
 * How the sagas without an order ended: a saga that is undone before its order was known to be recorded leaves none.
 */
export async function readUnrecorded(
  admin: Client,
  told: ReadonlyMap<string, Told>,
  orders: readonly KnownOrder[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const known = new Set(orders.map(({ id }) => id));
  const ends = new Map<string, string | undefined>();
  for (const { orderId, sagaId } of told.values()) {
    if (known.has(orderId)) continue;
    const { saga } = await admin.ask<{ saga: { status: string } | null }>(SAGA, { id: sagaId });
    ends.set(orderId, saga?.status);
  }
  return ends;
}

function checkSaga({ id, status, sequence, events }: KnownSaga): readonly string[] {
  const isGapless = events.every((event, index) => event.sequence === index + 1);
  return [
    ...(status === 'COMPLETED' || status === 'COMPENSATED'
      ? []
      : [`saga ${id} has not ended: it is ${status}`]),
    ...(isGapless && events.length === sequence ? [] : [`the events of saga ${id} have gaps`]),
  ];
}

/** The status of an order that its sagas imply: CONFIRMED, CANCELLED, or undefined where they contradict each other. */
function outcomeOf(sagas: readonly KnownSaga[], told: Told | undefined): string | undefined {
  const [placing, second] = sagas.filter(({ type }) => type === 'PlaceOrder');
  const cancelled = sagas.filter(
    ({ id, type, status }) =>
      type === 'CancelOrder' && status === 'COMPLETED' && told?.lineCancellations.has(id) !== true,
  );
  if (placing === undefined || second !== undefined || cancelled.length > 1) return undefined;
  if (placing.status === 'COMPENSATED') return cancelled.length === 0 ? 'CANCELLED' : undefined;
  return cancelled.length === 1 ? 'CANCELLED' : 'CONFIRMED';
}

function checkTold(told: Told, { status, sagas }: KnownOrder): readonly string[] {
  const known = sagas ?? [];
  const placing = known.find(({ type }) => type === 'PlaceOrder');
  const gaveUp = known.some(({ type, status: end }) => type === 'CancelOrder' && end === 'COMPENSATED');
  const { lastEvent } = told;
  return [
    ...(told.isDoomed && status !== 'CANCELLED' ? [`it could only be undone and is ${status}`] : []),
    ...(told.cancelled && status !== 'CANCELLED' && !gaveUp
      ? [`its cancellation was promised, and it is ${status}`]
      : []),
    ...(lastEvent !== undefined && lastEvent !== `SAGA_${placing?.status ?? ''}`
      ? [`a follower saw ${lastEvent} last, and its saga is ${placing?.status ?? 'absent'}`]
      : []),
  ];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * Checks the promises that were made after an order was confirmed; an order that was cancelled as a whole keeps none.
 */
function checkLater(told: Told, order: KnownOrder): readonly string[] {
  const { status, lines, refunds, returns, shipments, sagas } = order;
  if (status !== 'CONFIRMED') return [];
  const done = (promised: ReadonlyMap<string, number>): number =>
    sum(
      [...promised].map(([id, much]) =>
        (sagas ?? []).some((saga) => saga.id === id && saga.status === 'COMPLETED') ? much : 0,
      ),
    );
  const compare = (what: string, wanted: number, found: number): string[] =>
    wanted === found ? [] : [`${found} ${what}, and ${wanted} were promised`];
  const goodwill = (refunds ?? []).filter((one) => one.cause === 'GOODWILL' && one.status === 'SUCCEEDED');
  return [
    ...compare('units are cancelled', done(told.lineCancellations), sum(lines.map((line) => line.cancelled))),
    ...compare(
      'are given back as a gesture',
      done(told.goodwill),
      sum(goodwill.map((one) => one.amount.amount)),
    ),
    ...checkReturns(told, { lines, returns, sagas }),
    ...[...told.moved].flatMap(([id, report]) => {
      const end = shipments.find((one) => one.id === id)?.status ?? 'absent';
      return end === report ? [] : [`the parcel ${id} was ${report}, and is ${end}`];
    }),
    ...checkArrivals(told, lines),
  ];
}

/** Checks that accepted units came back, unless the return's saga was turned back before, and that nothing else did. */
function checkReturns(
  told: Told,
  { lines, returns, sagas }: Pick<KnownOrder, 'lines' | 'returns' | 'sagas'>,
): readonly string[] {
  const endOf = (id: string): string => (returns ?? []).find((one) => one.id === id)?.status ?? 'absent';
  const turnedBack = (sagas ?? []).some(
    ({ type, status }) => type === 'ReturnOrder' && status === 'COMPENSATED',
  );
  const back = sum([...told.returns].map(([id, accepted]) => (endOf(id) === 'COMPLETED' ? accepted : 0)));
  const returned = sum(lines.map((line) => line.returned));
  return [
    ...(back === returned ? [] : [`${returned} units are returned, and ${back} were accepted`]),
    ...[...told.returns].flatMap(([id, accepted]) => {
      const end = endOf(id);
      const isRight =
        accepted > 0 ? end === 'COMPLETED' || (end === 'CLOSED' && turnedBack) : end === 'CLOSED';
      return isRight ? [] : [`of the return ${id} ${accepted} units were accepted, and it is ${end}`];
    }),
  ];
}

/** Checks that all units that were not cancelled have arrived, where all parcels were reported to have arrived. */
function checkArrivals({ moved }: Told, lines: KnownOrder['lines']): readonly string[] {
  const reports = [...moved.values()];
  if (reports.length === 0 || reports.some((report) => report !== 'DELIVERED')) return [];
  const missing = lines.filter(({ quantity, cancelled, delivered }) => delivered < quantity - cancelled);
  return missing.length === 0 ? [] : ['all its parcels have arrived, and not all its units'];
}

/**
 * Compares what clients were told with the orders at rest, and with how the sagas without an order ended; returns the
 * contradictions in sentences.
 */
export function checkInvariants(
  told: ReadonlyMap<string, Told>,
  orders: readonly KnownOrder[],
  unrecorded: ReadonlyMap<string, string | undefined>,
): readonly string[] {
  const ofOrder = (order: KnownOrder): readonly string[] => {
    const toldOf = told.get(order.id);
    const outcome = outcomeOf(order.sagas ?? [], toldOf);
    return [
      ...(order.sagas ?? []).flatMap(checkSaga),
      ...(outcome === order.status
        ? []
        : [`it is ${order.status}, and its sagas say ${outcome ?? 'nothing that fits'}`]),
      // Every request was repeated with the same key until it was answered.
      ...(toldOf === undefined
        ? ['nobody was told of it']
        : [...checkTold(toldOf, order), ...checkLater(toldOf, order)]),
    ];
  };
  return [
    ...[...unrecorded]
      .filter(([, end]) => end !== 'COMPENSATED')
      .map(
        ([id, end]) => `order ${id}: it was acknowledged and is not there; its saga is ${end ?? 'neither'}`,
      ),
    ...orders.flatMap((order) => ofOrder(order).map((finding) => `order ${order.id}: ${finding}`)),
  ];
}
