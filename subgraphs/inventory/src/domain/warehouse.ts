import type { Document, Draft } from '@counterstep/document-store';
import type { Address } from '@counterstep/service-kit';

/** A place that orders are sent from; its code is its id. */
export interface Warehouse extends Document {
  readonly code: string;
  readonly name: string;
  readonly address?: Address;
  readonly active: boolean;
  readonly createdAt: string;
}

/** The data of a new warehouse. */
export type NewWarehouse = Pick<Warehouse, 'code' | 'name' | 'address'>;

/** A new warehouse, ready to be stored. */
export const openedWarehouse = (warehouse: NewWarehouse, createdAt: string): Draft<Warehouse> => ({
  id: warehouse.code,
  ...warehouse,
  active: true,
  createdAt,
});

const CODE = /^[A-Z][A-Z0-9-]{0,31}$/;

/** Whether a text is a valid warehouse code. */
export const isWarehouseCode = (text: string): boolean => CODE.test(text);

/** Describes the form of a warehouse code. */
export const CODE_FORM = 'must be 1 to 32 capital letters, digits and hyphens, and begin with a letter.';
