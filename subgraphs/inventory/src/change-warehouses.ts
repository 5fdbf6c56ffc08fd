import { unchanged } from '@counterstep/document-store';
import {
  checkAddress,
  checkLength,
  instant,
  validationError,
  type Address,
  type UserError,
  type ValidationError,
} from '@counterstep/service-kit';
import type { Context } from './context.ts';
import { CODE_FORM, isWarehouseCode, type Warehouse } from './domain/warehouse.ts';
import type { CreateWarehouseInput, UpdateWarehouseInput } from './generated/schema.ts';

type Parts = Pick<Context, 'inventory' | 'clock'>;

type Changed<Error> = { readonly warehouse: Warehouse } | { readonly errors: readonly Error[] };

/** Opens a warehouse, or says why not. */
export async function createWarehouse(
  input: CreateWarehouseInput,
  { inventory, clock }: Parts,
): Promise<Changed<ValidationError | UserError<'WarehouseExists'>>> {
  const { code } = input;
  const problems = [
    ...(isWarehouseCode(code) ? [] : [validationError(`code ${CODE_FORM}`, ['input', 'code'])]),
    ...problemsOf(input),
  ];
  if (problems.length > 0) return { errors: problems };
  return inventory.commit<Changed<UserError<'WarehouseExists'>>>(async () => {
    if ((await inventory.warehouse(code)) !== undefined) return unchanged({ errors: [exists(code)] });
    const address = input.address == null ? {} : { address: trimmed(input.address) };
    const at = instant(clock);
    const opened = { code, name: input.name.trim(), ...address };
    const warehouse: Warehouse = { id: code, ...opened, active: true, createdAt: at, version: 1 };
    return { writes: [inventory.open(opened, at)], result: { warehouse } };
  });
}

/** Changes the given fields of a warehouse, or says why not. */
export async function updateWarehouse(
  input: UpdateWarehouseInput,
  { inventory }: Parts,
): Promise<Changed<ValidationError | UserError<'WarehouseNotFound'>>> {
  const problems = problemsOf(input);
  if (problems.length > 0) return { errors: problems };
  const changes = {
    ...(input.name != null && { name: input.name.trim() }),
    ...(input.address != null && { address: trimmed(input.address) }),
    ...(input.active != null && { active: input.active }),
  };
  const warehouse = await inventory.commit(async () => {
    const known = await inventory.warehouse(input.code);
    if (known === undefined || Object.keys(changes).length === 0) return unchanged(known);
    return { writes: [inventory.change(known, changes)], result: { ...known, ...changes } };
  });
  if (warehouse === undefined) return { errors: [notFound(input.code)] };
  await inventory.markStock(warehouse);
  return { warehouse };
}

const problemsOf = ({
  name,
  address,
}: {
  readonly name?: string | null | undefined;
  readonly address?: Address | null | undefined;
}): readonly ValidationError[] => [
  ...(name == null ? [] : checkLength(name, ['input', 'name'], 1, 100)),
  ...(address == null ? [] : checkAddress(address, ['input', 'address'])),
];

/** Trims the parts of an address and removes empty ones. */
const trimmed = ({ line2, region, ...address }: Address): Address => ({
  name: address.name.trim(),
  line1: address.line1.trim(),
  ...(line2 != null && { line2: line2.trim() }),
  city: address.city.trim(),
  ...(region != null && { region: region.trim() }),
  postalCode: address.postalCode.trim(),
  country: address.country,
});

const exists = (code: string) =>
  ({
    __typename: 'WarehouseExists',
    code: 'WAREHOUSE_EXISTS',
    message: `There is a warehouse ${code} already.`,
    path: ['input', 'code'],
  }) as const;

const notFound = (code: string) =>
  ({
    __typename: 'WarehouseNotFound',
    code: 'WAREHOUSE_NOT_FOUND',
    message: `There is no warehouse ${code}.`,
    path: ['input', 'code'],
  }) as const;
