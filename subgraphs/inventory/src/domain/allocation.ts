import type { StockItem, Units } from './stock.ts';

/** A product and the quantity wanted. */
export interface WantedLine {
  readonly sku: string;
  /** At least 1. */
  readonly quantity: number;
}

/** A product with too few units available. */
export interface Shortage {
  readonly sku: string;
  readonly wanted: number;
  readonly available: number;
}

/** Where the units of all lines come from, or which products have too few. */
export type Allocation =
  | { readonly kind: 'allocated'; readonly units: readonly Units[] }
  | { readonly kind: 'short'; readonly shortages: readonly Shortage[] };

type Shelf = Pick<StockItem, 'sku' | 'warehouse' | 'available'>;

/** Available units by warehouse and product. */
type Shelves = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** With more warehouses than this, an approximation replaces the search for the fewest parcels. */
const MAX_SEARCHED = 12;

/**
 * Decides which warehouses send the lines, in which each product appears at most once: all units or none, never more
 * than available. Prefers one warehouse that has everything, then the fewest that have it together; ties go to the
 * first by name.
 */
export function allocate(lines: readonly WantedLine[], stock: readonly Shelf[]): Allocation {
  const shelves = shelvesOf(lines, stock);
  const all = [...shelves.keys()].sort();
  const shortages = lines
    .map(({ sku, quantity }) => ({ sku, wanted: quantity, available: availableIn(all, sku, shelves) }))
    .filter(({ wanted, available }) => available < wanted);
  if (shortages.length > 0) return { kind: 'short', shortages };
  const senders = all.length <= MAX_SEARCHED ? fewest(lines, all, shelves) : few(lines, all, shelves);
  return { kind: 'allocated', units: lines.flatMap((line) => unitsOf(line, senders, shelves)) };
}

function shelvesOf(lines: readonly WantedLine[], stock: readonly Shelf[]): Shelves {
  const wanted = new Set(lines.map(({ sku }) => sku));
  const shelves = new Map<string, Map<string, number>>();
  for (const { sku, warehouse, available } of stock) {
    if (available <= 0 || !wanted.has(sku)) continue;
    const shelf = shelves.get(warehouse) ?? new Map<string, number>();
    shelves.set(warehouse, shelf.set(sku, available));
  }
  return shelves;
}

const unitsIn = (warehouse: string, sku: string, shelves: Shelves): number =>
  shelves.get(warehouse)?.get(sku) ?? 0;

const availableIn = (warehouses: readonly string[], sku: string, shelves: Shelves): number =>
  warehouses.reduce((sum, warehouse) => sum + unitsIn(warehouse, sku, shelves), 0);

const cover = (warehouses: readonly string[], lines: readonly WantedLine[], shelves: Shelves): boolean =>
  lines.every(({ sku, quantity }) => availableIn(warehouses, sku, shelves) >= quantity);

/** The smallest selection of warehouses that has everything; ties go to the first. */
function fewest(
  lines: readonly WantedLine[],
  warehouses: readonly string[],
  shelves: Shelves,
): readonly string[] {
  for (let size = 1; size < warehouses.length; size += 1) {
    for (const selection of selections(warehouses, size)) {
      if (cover(selection, lines, shelves)) return selection;
    }
  }
  return warehouses;
}

/** All selections of `size` names, in the order of the names. */
function* selections(names: readonly string[], size: number): Generator<readonly string[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [index, name] of names.entries()) {
    for (const rest of selections(names.slice(index + 1), size - 1)) yield [name, ...rest];
  }
}

/** Repeatedly takes the warehouse that has most of what is still wanted. */
function few(
  lines: readonly WantedLine[],
  warehouses: readonly string[],
  shelves: Shelves,
): readonly string[] {
  let selection: readonly string[] = [];
  while (!cover(selection, lines, shelves)) {
    const open = lines.map(({ sku, quantity }) => ({
      sku,
      quantity: Math.max(0, quantity - availableIn(selection, sku, shelves)),
    }));
    const gain = (warehouse: string): number =>
      open.reduce((sum, { sku, quantity }) => sum + Math.min(quantity, unitsIn(warehouse, sku, shelves)), 0);
    const left = warehouses.filter((warehouse) => !selection.includes(warehouse));
    selection = [...selection, left.reduce((best, next) => (gain(next) > gain(best) ? next : best))];
  }
  return selection.reduce((kept, warehouse) => {
    const others = kept.filter((other) => other !== warehouse);
    return cover(others, lines, shelves) ? others : kept;
  }, selection);
}

/** Takes a line from the first sender that has all of it, or else from the fullest shelves. */
function unitsOf(
  { sku, quantity }: WantedLine,
  senders: readonly string[],
  shelves: Shelves,
): readonly Units[] {
  const whole = senders.find((warehouse) => unitsIn(warehouse, sku, shelves) >= quantity);
  if (whole !== undefined) return [{ sku, warehouse: whole, quantity }];
  const fullest = [...senders].sort((a, b) => unitsIn(b, sku, shelves) - unitsIn(a, sku, shelves));
  let open = quantity;
  return fullest.flatMap((warehouse): Units[] => {
    const taken = Math.min(open, unitsIn(warehouse, sku, shelves));
    open -= taken;
    return taken > 0 ? [{ sku, warehouse, quantity: taken }] : [];
  });
}

/** Describes products with too few units, for the customer. */
export const describeShortages = (shortages: readonly Shortage[]): string =>
  shortages.map(describeShortage).join(' ');

function describeShortage({ sku, available }: Shortage): string {
  if (available === 0) return `${sku} is out of stock.`;
  return available === 1 ? `Only 1 unit of ${sku} is left.` : `Only ${available} units of ${sku} are left.`;
}
