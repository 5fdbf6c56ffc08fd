import {
  checkLength,
  instant,
  newId,
  validationError,
  type UserError,
  type ValidationError,
} from '@counterstep/platform';
import type { Context } from './context.ts';
import { decideAdjustment, MAX_UNITS } from './domain/adjustment.ts';
import type { AdjustStockInput } from './generated/schema.ts';

type InsufficientStock = UserError<'InsufficientStock'> & { readonly available: number };

export type AdjustStockError = ValidationError | InsufficientStock;

const WAREHOUSE = /^[A-Z][A-Z0-9-]{0,31}$/;

/** Changes the stock on hand in the name of an ADMIN; the returned errors say why nothing was changed. */
export async function adjustStock(
  input: AdjustStockInput,
  actorId: string,
  { inventory, clock }: Pick<Context, 'inventory' | 'clock'>,
): Promise<readonly AdjustStockError[]> {
  const problems = problemsOf(input);
  if (problems.length > 0) return problems;
  const { sku, warehouse, delta } = input;
  const adjustment = { id: newId(), sku, warehouse, delta, reason: input.reason.trim(), actorId };
  const refused = (error: AdjustStockError) => ({ writes: [], result: [error] });
  return inventory.commit(async () => {
    const decision = decideAdjustment(input, await inventory.itemsOf([sku]));
    switch (decision.kind) {
      case 'unknown-product':
        return refused(validationError(`There is no product ${sku}.`, ['input', 'sku']));
      case 'too-many':
        return refused(validationError(tooMany(decision.onHand), ['input', 'delta']));
      case 'insufficient':
        return refused(insufficientStock(decision.available));
      case 'adjust':
        return {
          writes: inventory.adjust({ ...adjustment, at: instant(clock) }, decision.item),
          result: [],
        };
    }
  });
}

const problemsOf = ({ warehouse, delta, reason }: AdjustStockInput): readonly ValidationError[] => [
  ...(WAREHOUSE.test(warehouse) ? [] : [validationError(WAREHOUSE_FORM, ['input', 'warehouse'])]),
  ...(delta !== 0 && Math.abs(delta) <= MAX_UNITS
    ? []
    : [validationError(`delta must be 1 to ${MAX_UNITS} or -${MAX_UNITS} to -1.`, ['input', 'delta'])]),
  ...checkLength(reason, ['input', 'reason'], 1, 200),
];

const WAREHOUSE_FORM =
  'warehouse must be 1 to 32 capital letters, digits and hyphens, and begin with a letter.';

const tooMany = (onHand: number): string =>
  `A warehouse holds at most ${MAX_UNITS} units of a product, and this one has ${onHand}.`;

const insufficientStock = (available: number): InsufficientStock => ({
  __typename: 'InsufficientStock',
  code: 'INSUFFICIENT_STOCK',
  message: available === 1 ? 'Only 1 unit is free to go.' : `Only ${available} units are free to go.`,
  path: ['input', 'delta'],
  available,
});
