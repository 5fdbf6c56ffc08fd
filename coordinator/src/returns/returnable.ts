import type { Ask } from '@counterstep/saga-service';
import { ReturnableUnitsDocument, type ReturnableUnitsQuery } from '../generated/orders.ts';
import type { StepLineInput } from '../generated/schema.ts';
import { notReturnable, type NotReturnable } from './errors.ts';

type Units = NonNullable<ReturnableUnitsQuery['returnableUnits']>;

const reasons: Readonly<Record<string, string>> = {
  NOT_DELIVERED: 'it has not arrived',
  WINDOW_OVER: 'it arrived too long ago',
};

/** The lines that ask for more units than can be returned. */
export const tooMany = (units: Units, lines: readonly StepLineInput[]): readonly NotReturnable[] =>
  lines.flatMap(({ sku, quantity }) => {
    const { returnable, code } = units.find((each) => each.sku === sku) ?? {
      ...{ returnable: 0, code: 'TOO_MANY' },
    };
    if (quantity <= returnable) return [];
    const most = returnable === 0 ? 'No unit' : `Only ${returnable}`;
    const reason = reasons[code];
    const message = `${most} of ${sku} can come back${reason === undefined ? '' : `: ${reason}`}.`;
    return [notReturnable({ code, message }, { sku, returnable })];
  });

/**
 * How many units of an order can be returned; undefined if the order does not exist.
 *
 * @throws {ServiceUnavailable} when orders cannot be asked.
 */
export const askForUnits = async (
  ask: Ask,
  { correlationId }: { readonly correlationId: string },
  orderId: string,
): Promise<Units | undefined> =>
  (await ask('orders', ReturnableUnitsDocument, { orderId }, { correlationId })).returnableUnits ?? undefined;
