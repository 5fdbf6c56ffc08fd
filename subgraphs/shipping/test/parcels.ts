import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { admin, ada, stepInput, type Answer } from '@counterstep/service-kit/testing';
import { addressIn, bookOf, codeOf, openDepot, type Depot } from './fixture.ts';

const coordinator = { service: 'coordinator' } as const;
const fields: Readonly<Record<string, string>> = {
  bookParcel: 'shipmentId trackingNumber rejection { code }',
  bookReturnParcel: 'shipmentId trackingNumber rejection { code }',
  withdrawParcel: 'rejection { code }',
};
const inputs: Readonly<Record<string, string>> = {
  bookParcel: 'BookParcelInput',
  cancelParcel: 'ParcelStepInput',
  withdrawParcel: 'ParcelStepInput',
  rebookParcel: 'RebookParcelInput',
  bookReturnParcel: 'BookReturnParcelInput',
  cancelReturnParcel: 'ReturnParcelStepInput',
};
const SHIPMENTS = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Order {
  shipment { warehouse status } shipments { id warehouse status direction lines { sku quantity } } } } }`;

interface Parcel {
  readonly id: string;
  readonly warehouse: string;
  readonly status: string;
  readonly direction: string;
  readonly lines: readonly object[];
}

const mugs = [{ sku: 'MUG-BLUE', quantity: 2 }];

/** Tests several parcels of one order, on one kind of store. */
export const severalParcels = (engine: string, mongoUri?: () => string): void => {
  describe(`several parcels of an order on ${engine}`, () => {
    let depot: Depot;
    beforeEach(async () => {
      depot = await openDepot(mongoUri && { mongoUri: mongoUri() });
    });
    afterEach(() => depot.close());

    const call = (mutation: string, step: object, input: object): Promise<Answer> =>
      depot.ask(
        `mutation ($step: StepInput!, $input: ${inputs[mutation]!}!) {
          ${mutation}(step: $step, input: $input) { ${fields[mutation] ?? 'undone'} } }`,
        { step, input: { orderId: 'order-1', ...input } },
        coordinator,
      );
    const said = async (mutation: string, step: object, input: object): Promise<unknown> => {
      const answer = await call(mutation, step, input);
      return answer.errors === undefined ? answer.data![mutation] : codeOf(answer);
    };
    const book = (warehouse: string, postalCode = '12345', sagaStep = stepInput('bookParcel')) =>
      said('bookParcel', sagaStep, {
        ...{ customerId: ada.id, warehouse, address: addressIn(postalCode), lines: mugs },
      });
    const parcels = async (): Promise<{ first: object; all: readonly Parcel[] }> => {
      const of = [{ __typename: 'Order', id: 'order-1' }];
      const { data } = await depot.ask(SHIPMENTS, { of }, { viewer: admin });
      const [order] = data!['_entities'] as [{ shipment: object; shipments: readonly Parcel[] }];
      return { first: order.shipment, all: order.shipments };
    };
    const states = async (): Promise<readonly string[]> =>
      (await parcels()).all.map(({ warehouse, status }) => `${warehouse} ${status}`);
    const booked = { shipmentId: expect.any(String) as unknown, rejection: null };

    it('are booked one per warehouse, and shown oldest first with what is in them', async () => {
      expect(await book('WEST')).toMatchObject(booked);
      expect(await book('EAST')).toMatchObject(booked);
      const { first, all } = await parcels();
      expect(first).toEqual({ warehouse: 'WEST', status: 'SCHEDULED' });
      expect(all).toMatchObject([
        { warehouse: 'WEST', direction: 'TO_CUSTOMER', lines: mugs },
        { warehouse: 'EAST', direction: 'TO_CUSTOMER', lines: mugs },
      ]);
      expect(await bookOf(depot, 'order-1')).toEqual({ booked: 2, carried: 2 });
    });

    it('are booked once per warehouse, whichever saga asks', async () => {
      await book('EAST');
      expect(await book('EAST')).toMatchObject({ rejection: { code: 'SHIPMENT_EXISTS' } });
      expect(await bookOf(depot, 'order-1')).toEqual({ booked: 1, carried: 1 });
    });

    it('are undone each by its own step', async () => {
      const east = stepInput('bookParcel');
      await book('EAST', '12345', east);
      await book('WEST');
      expect(await said('cancelParcel', east, { warehouse: 'EAST' })).toEqual({ undone: true });
      expect(await states()).toEqual(['EAST CANCELLED', 'WEST SCHEDULED']);
      expect((await parcels()).first).toMatchObject({ warehouse: 'WEST' });
    });

    it('are two at most one where the carrier takes one only (77777)', async () => {
      expect(await book('EAST', '77777')).toMatchObject(booked);
      expect(await book('WEST', '77777')).toMatchObject({ rejection: { code: 'SHIPPING_UNAVAILABLE' } });
      expect(await states()).toEqual(['EAST SCHEDULED', 'WEST CANCELLED']);
    });

    it('are taken back, and what stays is booked from the same warehouse', async () => {
      await book('EAST');
      const step = stepInput('withdrawParcel');
      expect(await said('withdrawParcel', step, { warehouse: 'EAST' })).toEqual({ rejection: null });
      expect(await book('EAST')).toMatchObject(booked);
      expect(await states()).toEqual(['EAST CANCELLED', 'EAST SCHEDULED']);
      expect(await bookOf(depot, 'order-1')).toEqual({ booked: 2, carried: 1 });
    });

    it('are booked again with the same lines where they were taken back for nothing', async () => {
      await book('EAST');
      const step = stepInput('withdrawParcel');
      const again = { warehouse: 'EAST', address: addressIn('12345') };
      await said('withdrawParcel', step, { warehouse: 'EAST' });
      expect(await said('rebookParcel', step, again)).toEqual({ undone: true });
      expect(await said('rebookParcel', step, again)).toEqual({ undone: true });
      expect(await states()).toEqual(['EAST CANCELLED', 'EAST SCHEDULED']);
      expect((await parcels()).all[1]).toMatchObject({ lines: mugs });
      expect(await bookOf(depot, 'order-1')).toEqual({ booked: 2, carried: 1 });
    });

    it('are booked again where it is not known whether they were taken back', async () => {
      await book('EAST');
      const step = stepInput('withdrawParcel');
      depot.hooks.afterCancel = () => Promise.reject(new Error('The connection was lost.'));
      expect(await said('withdrawParcel', step, { warehouse: 'EAST' })).toBeTruthy();
      depot.unhook();
      const again = { warehouse: 'EAST', address: addressIn('12345') };
      expect(await said('rebookParcel', step, again)).toEqual({ undone: true });
      expect(await states()).toEqual(['EAST CANCELLED', 'EAST SCHEDULED']);
      expect(await bookOf(depot, 'order-1')).toEqual({ booked: 2, carried: 1 });
    });

    it('stay booked where the second withdrawal comes too late (88888), and the first is booked again', async () => {
      await book('EAST', '88888');
      await book('WEST', '88888');
      const [east, west] = [stepInput('withdrawParcel'), stepInput('withdrawParcel')];
      expect(await said('withdrawParcel', east, { warehouse: 'EAST' })).toEqual({ rejection: null });
      expect(await said('withdrawParcel', west, { warehouse: 'WEST' })).toEqual({
        rejection: { code: 'SHIPMENT_HANDED_OVER' },
      });
      const again = { warehouse: 'EAST', address: addressIn('88888') };
      expect(await said('rebookParcel', east, again)).toEqual({ undone: true });
      expect(await states()).toEqual(['EAST CANCELLED', 'WEST SCHEDULED', 'EAST SCHEDULED']);
    });

    it('cannot be undone where the carrier does not take a parcel again', async () => {
      await book('EAST');
      const step = stepInput('withdrawParcel');
      await said('withdrawParcel', step, { warehouse: 'EAST' });
      const nowhere = { warehouse: 'EAST', address: addressIn('00000') };
      expect(await said('rebookParcel', step, nowhere)).toBe('COMPENSATION_IMPOSSIBLE');
      expect(await said('rebookParcel', step, nowhere)).toBe('COMPENSATION_IMPOSSIBLE');
      expect(await bookOf(depot, 'order-1')).toEqual({ booked: 1, carried: 0 });
    });

    it('are taken back or handed over, whoever comes first', async () => {
      await book('EAST');
      const [{ id: shipmentId }] = (await parcels()).all as [Parcel];
      let report: { errors: readonly object[] } | undefined;
      depot.hooks.beforeCancel = async () => {
        report = await depot.report({ shipmentId, status: 'HANDED_OVER' });
      };
      const first = stepInput('withdrawParcel');
      expect(await said('withdrawParcel', first, { warehouse: 'EAST' })).toEqual({ rejection: null });
      expect(report?.errors).toHaveLength(1);
    });

    it('of an older version, of which nobody knows what is in them, stand for every warehouse', async () => {
      await said('bookParcel', stepInput('bookParcel'), {
        ...{ customerId: ada.id, warehouse: 'EAST', address: addressIn('12345'), lines: [] },
      });
      const step = stepInput('withdrawParcel');
      expect(await said('withdrawParcel', step, { warehouse: 'WEST' })).toEqual({ rejection: null });
      expect(await states()).toEqual(['EAST CANCELLED']);
    });

    it('bring a return too, which its return leads to and which makes no report', async () => {
      await book('EAST');
      const step = stepInput('bookReturnParcel');
      const way = { customerId: ada.id, returnId: 'return-1', address: addressIn('12345'), lines: mugs };
      expect(await said('bookReturnParcel', step, way)).toMatchObject(booked);
      const { data } = await depot.ask(
        `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Return { shipment { id direction } } } }`,
        { of: [{ __typename: 'Return', id: 'return-1' }] },
        { viewer: admin },
      );
      const [{ shipment }] = data!['_entities'] as [{ shipment: Parcel }];
      expect(shipment.direction).toBe('TO_WAREHOUSE');
      await depot.report({ shipmentId: shipment.id, status: 'HANDED_OVER' });
      expect(await reports()).toEqual([]);
      expect((await parcels()).first).toMatchObject({ warehouse: 'EAST' });
      const { data: undone } = await depot.ask(
        `mutation ($step: StepInput!, $input: ReturnParcelStepInput!) {
          cancelReturnParcel(step: $step, input: $input) { undone } }`,
        { step: { ...step, sagaId: 'another' }, input: { returnId: 'return-1' } },
        coordinator,
      );
      expect(undone).toEqual({ cancelReturnParcel: { undone: false } });
    });

    const reports = async (): Promise<unknown> => {
      const query = '{ openParcelReports { id status warehouse orderId customerId lines { sku quantity } } }';
      return (await depot.ask(query, {}, coordinator)).data!['openParcelReports'];
    };

    it('are reported once per status, until the report is taken up', async () => {
      await book('WEST');
      const [{ id: shipmentId }] = (await parcels()).all as [Parcel];
      await depot.report({ shipmentId, status: 'HANDED_OVER' });
      await depot.report({ shipmentId, status: 'HANDED_OVER', location: 'Another scanner' });
      const about = { warehouse: 'WEST', orderId: 'order-1', customerId: ada.id, lines: mugs };
      const id = `${shipmentId}-HANDED_OVER`;
      expect(await reports()).toEqual([{ id, status: 'HANDED_OVER', ...about }]);
      await depot.report({ shipmentId, status: 'DELIVERED' });
      const settle = 'mutation ($id: ID!) { settleParcelReport(id: $id) }';
      expect((await depot.ask(settle, { id }, coordinator)).data).toEqual({ settleParcelReport: true });
      expect((await depot.ask(settle, { id }, coordinator)).data).toEqual({ settleParcelReport: false });
      expect(await reports()).toMatchObject([{ status: 'DELIVERED' }]);
    });
  });
};
