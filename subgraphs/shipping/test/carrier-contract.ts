import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Carrier } from '../src/carrier/carrier.ts';
import { addressIn } from './fixture.ts';

export interface CarrierUnderTest {
  readonly carrier: Carrier;
  end(): Promise<void>;
}

export const parcelTo = (postalCode = '12345') => {
  const id = randomUUID();
  const lines = [{ sku: 'MUG-BLUE', quantity: 1 }];
  return { key: `key-${id}`, address: addressIn(postalCode), lines, reference: `order-${id}` };
};

/** The contract of every carrier. */
export function carriers(name: string, open: () => Promise<CarrierUnderTest>): void {
  describe(name, () => {
    let under: CarrierUnderTest;
    let carrier: Carrier;
    beforeAll(async () => {
      under = await open();
      ({ carrier } = under);
    });
    afterAll(() => under.end());

    it('books once under a key, and gives the first answer again', async () => {
      const parcel = parcelTo();
      const answers = await Promise.all(Array.from({ length: 5 }, () => carrier.book(parcel)));
      expect(answers[0]).toMatchObject({ outcome: 'booked', trackingNumber: expect.any(String) });
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    });

    it('refuses a key that was used for another parcel', async () => {
      const parcel = parcelTo();
      await carrier.book(parcel);
      await expect(carrier.book({ ...parcel, address: addressIn('54321') })).rejects.toThrow(
        'another parcel',
      );
    });

    it('does not serve every address', async () => {
      const parcel = parcelTo('00000');
      expect(await carrier.book(parcel)).toEqual({ outcome: 'not-served' });
      expect(await carrier.cancel(parcel)).toEqual({ outcome: 'nothing' });
    });

    it('cancels a booking for ever', async () => {
      const parcel = parcelTo();
      await carrier.book(parcel);
      for (const _ of [1, 2]) expect(await carrier.cancel(parcel)).toEqual({ outcome: 'cancelled' });
      expect(await carrier.book(parcel)).toEqual({ outcome: 'cancelled' });
    });

    it('refuses a booking that arrives after its cancellation', async () => {
      const parcel = parcelTo();
      for (const _ of [1, 2]) expect(await carrier.cancel(parcel)).toEqual({ outcome: 'nothing' });
      expect(await carrier.book(parcel)).toEqual({ outcome: 'cancelled' });
    });
  });
}
