import {
  coerceInputValue,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  type GraphQLType,
} from 'graphql';
import type { StepDefinition } from '../core/definition.ts';
import { isReference } from '../core/template.ts';
import { isCount } from './check-policy.ts';
import type { Setting } from './setting.ts';
import { sourceOf } from './sources.ts';
import { asType, nullable } from './types.ts';

type Report = (reason: string) => void;

/** The most instances that a step may have, because a saga is stored as one document. */
const MOST_ITEMS = 100;

/** The type of the value that a reference stands for; reports what is wrong with the reference. */
const typeOf = (
  setting: Setting,
  reference: unknown,
  what: string,
  report: Report,
): GraphQLType | undefined => {
  if (!isReference(reference)) {
    report(`${what} is no reference`);
    return undefined;
  }
  const source = sourceOf(setting, reference.$ref);
  if (typeof source !== 'string') return source.type;
  report(`${what}: ${source}`);
  return undefined;
};

const checkForEach = (setting: Setting, report: Report): void => {
  const { forEach, kind } = setting.step;
  if (forEach === undefined) return;
  const { items, key, atMost, atOnce = 1 } = forEach;
  if (kind === 'PIVOT') report('is a PIVOT and has forEach');
  if (setting.definition.afterCompensation?.includes(setting.step))
    report('comes after compensation and has forEach');
  if (!isCount(atMost) || atMost > MOST_ITEMS)
    report(`forEach.atMost is ${atMost}, and must be a whole number from 1 to ${MOST_ITEMS}`);
  if (!isCount(atOnce)) report(`forEach.atOnce is ${atOnce}, and must be a whole number from 1 on`);
  const list = typeOf(setting, items, 'forEach.items', report);
  if (list === undefined) return;
  const bare: unknown = nullable(list);
  const item = isListType(bare) ? nullable(bare.ofType) : undefined;
  if (!isInputObjectType(item)) {
    report(`forEach.items is ${list.toString()}, and must be a list of objects`);
    return;
  }
  const type: unknown = item.getFields()[key]?.type;
  if (!isNonNullType(type) || !['String', 'ID'].includes(String(type.ofType)))
    report(`forEach.key: the items have no field ${key} that is String! or ID!`);
};

const checkWhen = (setting: Setting, report: Report): void => {
  const { when, kind } = setting.step;
  if (when === undefined) return;
  if (kind === 'PIVOT') report('is a PIVOT and has when');
  const type = typeOf(setting, when.value, 'when.value', report);
  if (type === undefined) return;
  const leaf = nullable(type);
  if (!isLeafType(leaf)) report(`when.value is ${type.toString()}, and must be a scalar or an enum`);
  else if (when.equals !== null)
    coerceInputValue(when.equals, asType(leaf) as typeof leaf, (_path, _value, error) => {
      report(`when.equals: ${error.message}`);
    });
};

const checkWaits = ({ waits, kind }: StepDefinition, report: Report): void => {
  if (waits === undefined) return;
  if (kind !== 'COMPENSATABLE') report(`is ${kind} and waits`);
  if (!isCount(waits.atMostMs))
    report(`waits.atMostMs is ${waits.atMostMs}, and must be a whole number from 1 on`);
};

/** Reports everything that is wrong with a step's `when`, `forEach` and `waits`. */
export const checkFanOut = (setting: Omit<Setting, 'operation'>, report: Report): void => {
  const invoked: Setting = { ...setting, operation: 'invoke' };
  checkWaits(setting.step, report);
  checkWhen(invoked, report);
  checkForEach(invoked, report);
};
