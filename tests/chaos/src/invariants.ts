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
  readonly sagas: readonly KnownSaga[] | null;
}

const PAGE = 50;
const ORDERS = `query ($after: String) { orders(first: ${PAGE}, after: $after) {
  nodes { id status sagas { id type status sequence events { sequence } } }
  pageInfo { hasNextPage endCursor } } }`;

interface Page {
  readonly orders: {
    readonly nodes: readonly KnownOrder[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/** Reads every order that there is. */
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
 * How the sagas ended whose orders are not there: where it was never known whether an order was recorded, undoing it
 * leaves none.
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

/** What became of an order by its sagas: CONFIRMED, CANCELLED, or undefined where they contradict each other. */
function outcomeOf(sagas: readonly KnownSaga[]): string | undefined {
  const [placing, second] = sagas.filter(({ type }) => type === 'PlaceOrder');
  const cancelled = sagas.filter(({ type, status }) => type === 'CancelOrder' && status === 'COMPLETED');
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

/**
 * Compares what clients were told with what there is at rest, and with how the sagas ended of orders that are not there;
 * answers in sentences what does not agree.
 */
export function checkInvariants(
  told: ReadonlyMap<string, Told>,
  orders: readonly KnownOrder[],
  unrecorded: ReadonlyMap<string, string | undefined>,
): readonly string[] {
  const ofOrder = (order: KnownOrder): readonly string[] => {
    const toldOf = told.get(order.id);
    const outcome = outcomeOf(order.sagas ?? []);
    return [
      ...(order.sagas ?? []).flatMap(checkSaga),
      ...(outcome === order.status
        ? []
        : [`it is ${order.status}, and its sagas say ${outcome ?? 'nothing that fits'}`]),
      // Every request was repeated until it was answered, always with the same key.
      ...(toldOf === undefined ? ['nobody was told of it'] : checkTold(toldOf, order)),
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
