import { unchanged } from '@counterstep/document-store';
import {
  checkLength,
  validationError,
  type UserError,
  type ValidationError,
  fingerprint,
  instant,
  newId,
} from '@counterstep/service-kit';
import type { Context } from './context.ts';
import {
  adjustedStock,
  decideAdjustment,
  MAX_UNITS,
  type AdjustedStock,
  type AdjustmentDecision,
} from './domain/adjustment.ts';
import { CODE_FORM, isWarehouseCode } from './domain/warehouse.ts';
import type { AdjustStockInput } from './generated/schema.ts';

type InsufficientStock = UserError<'InsufficientStock'> & { readonly available: number };

type IdempotencyConflict = UserError<'IdempotencyConflict'>;

export type AdjustStockError = ValidationError | InsufficientStock | IdempotencyConflict;

/** The stock after the change, or why nothing changed. */
export type AdjustStockResult =
  { readonly answer: AdjustedStock } | { readonly errors: readonly AdjustStockError[] };

/**
 * Changes the stock on hand on behalf of an ADMIN. A repeated idempotency key changes nothing and returns the first
 * answer.
 */
export async function adjustStock(
  input: AdjustStockInput,
  actorId: string,
  { inventory, clock }: Pick<Context, 'inventory' | 'clock'>,
): Promise<AdjustStockResult> {
  const problems = problemsOf(input);
  if (problems.length > 0) return { errors: problems };
  const { sku, warehouse, delta, idempotencyKey } = input;
  const reason = input.reason.trim();
  const id = idempotencyKey == null ? newId() : fingerprint(['adjustStock', actorId, idempotencyKey]);
  const inputHash = fingerprint([sku, warehouse, delta, reason]);
  return inventory.commit<AdjustStockResult>(async () => {
    const known = idempotencyKey == null ? undefined : await inventory.adjustment(id);
    if (known?.answer !== undefined)
      return known.inputHash === inputHash
        ? unchanged({ answer: known.answer })
        : refused(idempotencyConflict());
    const [items, place] = await Promise.all([inventory.itemsOf([sku]), inventory.warehouse(warehouse)]);
    const decision = decideAdjustment(input, items, place);
    if (decision.kind !== 'adjust') return refused(errorOf(decision, input));
    const at = instant(clock);
    const answer = adjustedStock(input, items, decision.warehouse, at);
    const repeatable = idempotencyKey == null ? {} : { inputHash, answer };
    const adjustment = { id, sku, warehouse, delta, reason, actorId, at, ...repeatable };
    const writes = inventory.adjust(adjustment, decision.item, decision.warehouse, items[0]?.category);
    return { writes, result: { answer } };
  });
}

const refused = (error: AdjustStockError) => unchanged({ errors: [error] });

function errorOf(
  decision: Exclude<AdjustmentDecision, { readonly kind: 'adjust' }>,
  { sku, warehouse }: AdjustStockInput,
): AdjustStockError {
  switch (decision.kind) {
    case 'unknown-product':
      return validationError(`There is no product ${sku}.`, ['input', 'sku']);
    case 'unknown-warehouse':
      return validationError(`There is no warehouse ${warehouse}.`, ['input', 'warehouse']);
    case 'too-many':
      return validationError(tooMany(decision.onHand), ['input', 'delta']);
    case 'insufficient':
      return insufficientStock(decision.available);
  }
}

const problemsOf = ({
  warehouse,
  delta,
  reason,
  idempotencyKey,
}: AdjustStockInput): readonly ValidationError[] => [
  ...(isWarehouseCode(warehouse) ? [] : [validationError(`warehouse ${CODE_FORM}`, ['input', 'warehouse'])]),
  ...(delta !== 0 && Math.abs(delta) <= MAX_UNITS
    ? []
    : [validationError(`delta must be 1 to ${MAX_UNITS} or -${MAX_UNITS} to -1.`, ['input', 'delta'])]),
  ...checkLength(reason, ['input', 'reason'], 1, 200),
  ...(idempotencyKey == null ? [] : checkLength(idempotencyKey, ['input', 'idempotencyKey'], 8, 128)),
];

const tooMany = (onHand: number): string =>
  `A warehouse holds at most ${MAX_UNITS} units of a product, and this one has ${onHand}.`;

const insufficientStock = (available: number): InsufficientStock => ({
  __typename: 'InsufficientStock',
  code: 'INSUFFICIENT_STOCK',
  message: available === 1 ? 'Only 1 unit is free to go.' : `Only ${available} units are free to go.`,
  path: ['input', 'delta'],
  available,
});

const idempotencyConflict = (): IdempotencyConflict => ({
  __typename: 'IdempotencyConflict',
  code: 'IDEMPOTENCY_CONFLICT',
  message: 'The idempotency key was used before with other input.',
  path: ['input', 'idempotencyKey'],
});
