import { operation, references, type SagaDefinition } from '@counterstep/saga-engine';
import { CommitParcelDocument } from '../../generated/inventory.ts';
import { SendOrderNewsDocument } from '../../generated/notifications.ts';
import { RecordParcelMovementDocument } from '../../generated/orders.ts';
import type { MoveParcelSagaInput } from '../../generated/schema.ts';

const { input } = references<MoveParcelSagaInput>();

const order = { orderId: input('orderId') };
const lines = input('lines');
const news = {
  ...{ ...order, customerId: input('customerId'), email: input('email'), name: input('name') },
  ...{ number: input('number'), lines, trackingNumber: input('trackingNumber') },
};

/**
 * Handles a carrier's report of a parcel: the order counts it, its units leave the warehouse, and the customer is told.
 */
export const moveParcel: SagaDefinition = {
  name: 'MoveParcel',
  version: 1,
  inputType: 'MoveParcelSagaInput',
  steps: [
    {
      name: 'recordParcelMovement',
      subgraph: 'orders',
      kind: 'PIVOT',
      invoke: operation(RecordParcelMovementDocument, {
        input: {
          ...{ ...order, shipmentId: input('shipmentId'), warehouse: input('warehouse') },
          ...{ status: input('status'), lines },
        },
      }),
    },
    {
      // Runs after any report, because the report of the hand-over may come late or never.
      name: 'commitParcel',
      subgraph: 'inventory',
      kind: 'RETRIABLE',
      invoke: operation(CommitParcelDocument, { input: { ...order, warehouse: input('warehouse') } }),
    },
    {
      name: 'sendShipped',
      subgraph: 'notifications',
      kind: 'RETRIABLE',
      critical: false,
      when: { value: input('status'), equals: 'HANDED_OVER' },
      invoke: operation(SendOrderNewsDocument, { input: { ...news, type: 'ORDER_SHIPPED' } }),
    },
    {
      name: 'sendDelivered',
      subgraph: 'notifications',
      kind: 'RETRIABLE',
      critical: false,
      when: { value: input('status'), equals: 'DELIVERED' },
      invoke: operation(SendOrderNewsDocument, { input: { ...news, type: 'ORDER_DELIVERED' } }),
    },
  ],
};
