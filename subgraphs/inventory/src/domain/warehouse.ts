import type { Document, Draft } from '@counterstep/document-store';
import type { Address } from '@counterstep/service-kit';

/** A place from which orders are sent; its id is its code. */
export interface Warehouse extends Document {
  readonly code: string;
  readonly name: string;
  readonly address?: Address;
  readonly active: boolean;
  readonly createdAt: string;
}

/** What is said of a warehouse when it is opened. */
export type NewWarehouse = Pick<Warehouse, 'code' | 'name' | 'address'>;

/** A warehouse as it is first recorded. */
export const openedWarehouse = (warehouse: NewWarehouse, createdAt: string): Draft<Warehouse> => ({
  id: warehouse.code,
  ...warehouse,
  active: true,
  createdAt,
});

const CODE = /^[A-Z][A-Z0-9-]{0,31}$/;

/** Whether a text can name a warehouse. */
export const isWarehouseCode = (text: string): boolean => CODE.test(text);

/** What the code of a warehouse looks like, in words. */
export const CODE_FORM = 'must be 1 to 32 capital letters, digits and hyphens, and begin with a letter.';
