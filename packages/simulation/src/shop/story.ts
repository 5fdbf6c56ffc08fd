import { pick, type Draws } from '../draws.ts';

/** What the shop of a schedule sells: the price in minor units, and how many units are where at the beginning. */
export const products = {
  KEYBOARD: { price: 8_999, stock: { EAST: 5 } },
  MOUSE: { price: 333, stock: { WEST: 5 } },
  LAMP: { price: 1_950, stock: { EAST: 2, WEST: 3 } },
} as const satisfies Record<string, Product>;

interface Product {
  readonly price: number;
  readonly stock: Readonly<Record<string, number>>;
}

export type Sku = keyof typeof products;

export interface Units {
  readonly sku: Sku;
  readonly quantity: number;
}

/** An order that a customer places. */
export interface PlannedOrder {
  readonly id: string;
  readonly lines: readonly Units[];
  readonly token: string;
  readonly postalCode: string;
}

/** What somebody does to an order once it is placed; at worst it comes too early, too late, or twice. */
export type Deed =
  | {
      readonly kind: 'cancel';
      readonly name: string;
      readonly lines: readonly Units[] | undefined;
      /** Whether it waits until the order stands. */
      readonly isPatient: boolean;
    }
  | {
      readonly kind: 'report';
      readonly name: string;
      /** Which of the order's parcels, counted from 0. */
      readonly parcel: number;
      readonly status: 'HANDED_OVER' | 'IN_TRANSIT' | 'DELIVERED';
      /** How long nobody takes the report up, in ms. */
      readonly lateMs: number;
    }
  | {
      readonly kind: 'return';
      readonly name: string;
      readonly lines: readonly Units[];
      /** How long its parcel may take, in ms. */
      readonly withinMs: number;
    }
  | {
      readonly kind: 'receive';
      readonly name: string;
      readonly returnId: string;
      readonly accepted: number;
      readonly resellable: number;
      readonly wakes: boolean;
    }
  | { readonly kind: 'close'; readonly name: string; readonly returnId: string; readonly wakes: boolean }
  | { readonly kind: 'refund'; readonly name: string; readonly amount: number }
  | { readonly kind: 'bank'; readonly name: string; readonly confirms: boolean; readonly wakes: boolean };

export type PlannedDeed = Deed & { readonly orderId: string; readonly afterMs: number };

/** What happens in the shop in a schedule. */
export interface Story {
  readonly orders: readonly PlannedOrder[];
  readonly deeds: readonly PlannedDeed[];
}

/** Draws a story. */
export const drawStory = (draws: Draws): Story => {
  const count = pick([1, 1, 1, 2], draws('orders'));
  const orders = Array.from({ length: count }, (_, index) => drawOrder(`order-${index + 1}`, draws));
  return { orders, deeds: orders.flatMap((order) => drawDeeds(order, draws)) };
};

const baskets: readonly (readonly Sku[])[] = [
  ['KEYBOARD', 'MOUSE'],
  ['KEYBOARD', 'MOUSE'],
  ['KEYBOARD', 'MOUSE', 'LAMP'],
  ['LAMP'],
  ['MOUSE', 'LAMP'],
];

const drawOrder = (id: string, draws: Draws): PlannedOrder => ({
  id,
  lines: pick(baskets, draws(`${id} basket`)).map((sku) => ({
    sku,
    quantity: pick([1, 1, 2, 2, 3], draws(`${id} ${sku}`)),
  })),
  token: pick(
    [
      ...['tok_visa', 'tok_visa', 'tok_visa', 'tok_visa', 'tok_visa', 'tok_visa'],
      ...['tok_visa', 'tok_visa', 'tok_flaky', 'tok_3ds', 'tok_3ds', 'tok_async', 'tok_declined'],
    ],
    draws(`${id} token`),
  ),
  postalCode: pick(
    [...Array<string>(14).fill('12345'), '77777', '88888', '00000'],
    draws(`${id} postal code`),
  ),
});

const drawDeeds = (order: PlannedOrder, draws: Draws): readonly PlannedDeed[] => {
  const { id } = order;
  const pace = pick([0.2, 1, 1, 2], draws(`${id} pace`));
  const at = (deed: Deed, fromMs: number, spanMs: number): PlannedDeed => {
    const afterMs = Math.round((fromMs + draws(`${deed.name} time`) * spanMs) * pace);
    return { ...deed, orderId: id, afterMs };
  };
  const each = <T>(what: string, counts: readonly number[], make: (name: string) => T): readonly T[] =>
    Array.from({ length: pick(counts, draws(`${id} ${what}s`)) }, (_, index) =>
      make(`${what}-${index + 1}-of-${id}`),
    );
  return [
    ...each('cancel', [0, 0, 1, 1, 2, 3], (name) => at(drawCancel(order, name, draws), 0, 12_000)),
    ...drawReports(order, draws, at),
    ...each('return', [0, 0, 1, 2, 3], (name) => drawReturn(order, name, draws, at)).flat(),
    ...each('refund', [0, 0, 0, 1, 2], (name) =>
      at(
        { kind: 'refund', name, amount: pick([1, 100, 333, 5_000, 20_000], draws(`${name} amount`)) },
        1_500,
        20_000,
      ),
    ),
    ...each('bank', [0, 1, 1, 2], (name) =>
      at(
        {
          ...{ kind: 'bank', name, confirms: draws(`${name} confirms`) < 0.8 },
          wakes: draws(`${name} wakes`) < 0.6,
        },
        300,
        10_000,
      ),
    ),
  ];
};

type At = (deed: Deed, fromMs: number, spanMs: number) => PlannedDeed;

/** Some units of one product of the order. */
const someOf = ({ lines }: PlannedOrder, name: string, draws: Draws): readonly Units[] => {
  const { sku, quantity } = pick(lines, draws(`${name} product`));
  return [{ sku, quantity: 1 + Math.floor(draws(`${name} units`) * quantity) }];
};

const drawCancel = (order: PlannedOrder, name: string, draws: Draws): Deed => ({
  ...{ kind: 'cancel', name },
  lines: draws(`${name} whole`) < 0.35 ? undefined : someOf(order, name, draws),
  isPatient: draws(`${name} is patient`) < 0.8,
});

/** The reports of carriers: of each parcel in order, or whatever scanners make of it. */
const drawReports = ({ id }: PlannedOrder, draws: Draws, at: At): readonly PlannedDeed[] => {
  const kind = pick(['none', 'orderly', 'orderly', 'orderly', 'wild'] as const, draws(`${id} reports`));
  const report = (parcel: number, status: 'HANDED_OVER' | 'IN_TRANSIT' | 'DELIVERED', nth = 0): Deed => {
    const name = `report-${parcel}-${status}-${nth}-of-${id}`;
    return { kind: 'report', name, parcel, status, lateMs: Math.round(draws(`${name} late`) ** 4 * 9_000) };
  };
  if (kind === 'none') return [];
  if (kind === 'orderly')
    return [0, 1].flatMap((parcel) => [
      at(report(parcel, 'HANDED_OVER'), 3_000, 5_000),
      at(report(parcel, 'DELIVERED'), 8_000, 2_000),
    ]);
  return Array.from({ length: 5 }, (_, index) => {
    const parcel = pick([0, 0, 1], draws(`${id} report ${index} of`));
    const status = pick(['HANDED_OVER', 'IN_TRANSIT', 'DELIVERED'] as const, draws(`${id} report ${index}`));
    return at(report(parcel, status, index), 1_000, 9_000);
  });
};

const drawReturn = (order: PlannedOrder, name: string, draws: Draws, at: At): readonly PlannedDeed[] => {
  const lines = someOf(order, name, draws);
  const most = lines[0]?.quantity ?? 0;
  const accepted = draws(`${name} is refused`) < 0.15 ? 0 : 1 + Math.floor(draws(`${name} accepted`) * most);
  const resellable = Math.floor(draws(`${name} resellable`) * (accepted + 1));
  const wakes = draws(`${name} wakes`) < 0.6;
  const withinMs = pick([4_000, 60_000, 120_000, 120_000], draws(`${name} within`));
  const received: Deed = {
    ...{ kind: 'receive', name: `receipt-of-${name}`, returnId: name, accepted, resellable, wakes },
  };
  const closed: Deed = { kind: 'close', name: `closing-of-${name}`, returnId: name, wakes };
  const ends = pick<readonly Deed[]>(
    [[received], [received], [received], [closed], [received, closed], []],
    draws(`${name} ends`),
  );
  return [
    at({ kind: 'return', name, lines, withinMs }, 9_500, 6_000),
    ...ends.map((deed) => at(deed, 12_000, 14_000)),
  ];
};
