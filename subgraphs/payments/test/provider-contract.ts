import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  CancelRequest,
  ChargeName,
  ChargeRequest,
  PaymentProvider,
} from '../src/provider/payment-provider.ts';
import { usd } from './fixture.ts';

/** A provider under test, and the acts of its customers and their banks. */
export interface ProviderUnderTest {
  readonly provider: PaymentProvider;
  readonly tokens: {
    readonly good: string;
    readonly declined: string;
    /** A token whose charge the customer must confirm. */
    readonly confirmed: string;
  };
  /** The customer says yes or no at the bank. */
  confirm(request: ChargeRequest, success: boolean): Promise<void>;
  end(): Promise<void>;
}

/** The contract of every payment provider. */
export function paymentProviders(
  name: string,
  open: () => Promise<ProviderUnderTest>,
  skipped?: string,
): void {
  (skipped === undefined ? describe : describe.skip)(
    `${name} ${skipped === undefined ? '' : `(${skipped})`}`,
    () => {
      let under: ProviderUnderTest;
      let provider: PaymentProvider;
      beforeAll(async () => {
        under = await open();
        ({ provider } = under);
      });
      afterAll(() => under.end());

      const request = (token = under.tokens.good, amount = 1_000): ChargeRequest => {
        const id = randomUUID();
        return { key: `key-${id}`, reference: `order-${id}`, amount: usd(amount), token };
      };
      const cancelOf = ({ key, amount, reference }: ChargeRequest, chargeId?: string): CancelRequest => ({
        ...{ key, amount, reference, chargeId },
      });
      const authorized = async (asked: ChargeRequest): Promise<Required<ChargeName>> => {
        const answer = await provider.authorize(asked);
        if (answer.outcome !== 'authorized') throw new Error(answer.outcome);
        return { key: asked.key, chargeId: answer.chargeId };
      };
      const captured = async (
        asked: ChargeRequest,
        amount = asked.amount.amount,
      ): Promise<Required<ChargeName>> => {
        const named = await authorized(asked);
        expect(await provider.capture({ ...named, amount: usd(amount) })).toMatchObject({
          outcome: 'captured',
        });
        return named;
      };

      describe('authorize', () => {
        it('sets money aside once under a key, and gives the first answer again', async () => {
          const asked = request();
          const [first, ...others] = await Promise.all(
            Array.from({ length: 4 }, () => provider.authorize(asked)),
          );
          expect(first).toMatchObject({ outcome: 'authorized', method: expect.any(String) });
          for (const other of [...others, await provider.authorize(asked)]) expect(other).toEqual(first);
        });

        it('refuses a key that was used for another amount', async () => {
          const asked = request();
          await provider.authorize(asked);
          await expect(provider.authorize({ ...asked, amount: usd(2_000) })).rejects.toThrow(
            'another amount',
          );
        });

        it('is declined for ever', async () => {
          const asked = request(under.tokens.declined);
          const declined = await provider.authorize(asked);
          expect(declined).toMatchObject({ outcome: 'declined', declineCode: 'CARD_DECLINED' });
          expect(await provider.authorize(asked)).toMatchObject({ outcome: 'declined' });
          expect(await provider.cancel(cancelOf(asked))).toEqual({ outcome: 'nothing' });
        });

        it('waits for the customer, and is told when it is asked again', async () => {
          const asked = request(under.tokens.confirmed);
          const waiting = await provider.authorize(asked);
          expect(waiting).toMatchObject({
            outcome: 'requires-action',
            url: expect.stringMatching(/^https:/),
          });
          const chargeId = 'chargeId' in waiting ? waiting.chargeId : undefined;
          expect((await provider.look({ key: asked.key, chargeId })).charge).toEqual(waiting);
          await under.confirm(asked, true);
          expect((await provider.look({ key: asked.key, chargeId })).charge).toMatchObject({
            outcome: 'authorized',
          });
          expect(await provider.authorize(asked)).toMatchObject({ outcome: 'authorized' });
        });

        it('is declined where the customer does not confirm', async () => {
          const asked = request(under.tokens.confirmed);
          await provider.authorize(asked);
          await under.confirm(asked, false);
          const failed = { outcome: 'declined', declineCode: 'AUTHENTICATION_FAILED' };
          expect(await provider.authorize(asked)).toMatchObject(failed);
        });

        it('is cancelled once it was, whether the customer has confirmed or not', async () => {
          const asked = request(under.tokens.confirmed);
          const waiting = await provider.authorize(asked);
          await provider.cancel(cancelOf(asked, 'chargeId' in waiting ? waiting.chargeId : undefined));
          expect(await provider.authorize(asked)).toEqual({ outcome: 'cancelled' });
        });
      });

      describe('capture', () => {
        it('takes the money once, and gives the first answer again', async () => {
          const asked = request();
          const named = await authorized(asked);
          const first = await provider.capture({ ...named, amount: asked.amount });
          expect(first).toMatchObject({ outcome: 'captured', chargeId: named.chargeId });
          expect(await provider.capture({ ...named, amount: asked.amount })).toEqual(first);
          expect((await provider.look(named)).charge).toEqual(first);
        });

        it('takes less, and lets the rest go', async () => {
          const asked = request();
          const named = await captured(asked, 400);
          expect(await provider.cancel(cancelOf(asked, named.chargeId))).toMatchObject({
            outcome: 'refunded',
            amount: usd(400),
          });
        });

        it('takes nothing of what was cancelled', async () => {
          const asked = request();
          const named = await authorized(asked);
          await provider.cancel(cancelOf(asked, named.chargeId));
          expect(await provider.capture({ ...named, amount: asked.amount })).toEqual({
            outcome: 'cancelled',
          });
        });
      });

      describe('cancel', () => {
        it('lets what is set aside go, with the same answer every time', async () => {
          const asked = request();
          const { chargeId } = await authorized(asked);
          for (const known of [chargeId, undefined, chargeId])
            expect(await provider.cancel(cancelOf(asked, known))).toEqual({ outcome: 'voided' });
          expect(await provider.authorize(asked)).toEqual({ outcome: 'cancelled' });
        });

        it('of a key that nobody has used ends it for ever', async () => {
          const asked = request();
          expect(await provider.cancel(cancelOf(asked))).toEqual({ outcome: 'nothing' });
          expect(await provider.authorize(asked)).toEqual({ outcome: 'cancelled' });
          expect(await provider.cancel(cancelOf(asked))).toEqual({ outcome: 'nothing' });
        });

        it('gives what was taken back, with the same answer every time', async () => {
          const asked = request();
          const { chargeId } = await captured(asked);
          const refunded = await provider.cancel(cancelOf(asked, chargeId));
          expect(refunded).toMatchObject({ outcome: 'refunded', amount: usd(1_000), charge: { chargeId } });
          expect(await provider.cancel(cancelOf(asked, chargeId))).toEqual(refunded);
        });

        it('gives back what parts have left', async () => {
          const asked = request();
          const named = await captured(asked);
          await provider.refund({ ...named, refundKey: `${asked.key}:part`, amount: usd(300) });
          const rest = await provider.cancel(cancelOf(asked, named.chargeId));
          expect(rest).toMatchObject({ outcome: 'refunded', amount: usd(700) });
        });
      });

      describe('refund', () => {
        it('gives a part back once per key, and never more in all than was taken', async () => {
          const asked = request();
          const named = await captured(asked);
          const part = (key: string, amount: number) =>
            provider.refund({ ...named, refundKey: `${asked.key}:${key}`, amount: usd(amount) });
          const first = await part('a', 300);
          expect(first).toMatchObject({ outcome: 'refunded', refundId: expect.any(String) });
          expect(await part('a', 300)).toEqual(first);
          expect(await part('b', 701)).toMatchObject({ outcome: 'refused' });
          expect(await part('c', 700)).toMatchObject({ outcome: 'refunded' });
          expect(await part('d', 1)).toMatchObject({ outcome: 'refused' });
        });
      });

      describe('charge', () => {
        it('takes the money at once, once, and gives the first answer again', async () => {
          const asked = request();
          const first = await provider.charge(asked);
          expect(first).toMatchObject({ outcome: 'captured' });
          expect(await provider.charge(asked)).toEqual(first);
        });

        it('asks no customer, and leaves nothing set aside', async () => {
          const asked = request(under.tokens.confirmed);
          const declined = { outcome: 'declined', declineCode: 'AUTHENTICATION_REQUIRED' };
          for (const _ of [1, 2]) expect(await provider.charge(asked)).toMatchObject(declined);
          expect(await provider.cancel(cancelOf(asked))).toEqual({ outcome: 'nothing' });
        });
      });
    },
  );
}
