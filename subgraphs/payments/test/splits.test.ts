import { describe, expect, it } from '@jest/globals';
import { leftToTake } from '../src/domain/authorization.ts';
import { refundPart } from '../src/domain/part.ts';
import type { Payment } from '../src/domain/payment.ts';
import { capturedOf, givenBack, refundableOf } from '../src/domain/refund.ts';
import { usd } from './fixture.ts';

/** Every way to write an amount as a sum of parts, in every order. */
const splitsOf = (amount: number): number[][] =>
  amount === 0
    ? [[]]
    : Array.from({ length: amount }, (_, index) => index + 1).flatMap((first) =>
        splitsOf(amount - first).map((rest) => [first, ...rest]),
      );

const setAside = (amount: number): Payment => ({
  ...{ id: 'payment', orderId: 'order', customerId: 'customer', providerKey: 'key', version: 1 },
  ...{ status: 'AUTHORIZED', amount: usd(amount), refunded: usd(0), createdAt: '2026-03-01T09:00:00.000Z' },
});

/** The payment after the capture of what is left; voided where nothing is. */
const taken = (payment: Payment): Payment => {
  const left = leftToTake(payment);
  return left === 0
    ? { ...payment, status: 'VOIDED' }
    : { ...payment, status: 'CAPTURED', capturedAt: '2026-03-01T09:01:00.000Z', taken: left };
};

/** The payment after a part was given back, and how much that was. */
const given = (payment: Payment, amount: number): readonly [Payment, number] => {
  const decision = refundPart(payment, usd(amount), `part-${amount}`);
  switch (decision.kind) {
    case 'give-back':
      return [{ ...payment, ...givenBack(payment, usd(decision.amount)) }, decision.amount];
    case 'take-less':
      return [{ ...payment, reduced: (payment.reduced ?? 0) + decision.amount }, decision.amount];
    case 'let-go':
      return [
        { ...payment, status: 'VOIDED', letGo: { key: 'another', amount: decision.amount } },
        decision.amount,
      ];
    case 'nothing-left':
      return [payment, 0];
    case 'capture-first':
    case 'refused':
    case 'undecided':
      throw new Error(`Nothing was refused: ${decision.kind}`);
  }
};

/** Gives the parts back, `early` of them before the capture; returns what each came to, and the payment. */
const givenAll = (amount: number, parts: readonly number[], early: number): readonly [Payment, number[]] => {
  let payment = setAside(amount);
  const back = parts.map((part, index) => {
    if (index === early) payment = payment.status === 'AUTHORIZED' ? taken(payment) : payment;
    const [next, much] = given(payment, part);
    payment = next;
    return much;
  });
  return [early >= parts.length && payment.status === 'AUTHORIZED' ? taken(payment) : payment, back];
};

const AMOUNTS = Array.from({ length: 9 }, (_, index) => index + 1);

describe('every split of an amount, with the capture at every place among its parts', () => {
  it.each(AMOUNTS)('gives exactly its parts back, and nothing after that: %i', (amount) => {
    for (const split of splitsOf(amount))
      for (let early = 0; early <= split.length; early += 1) {
        const [payment, back] = givenAll(amount, [...split, 1], early);
        expect(back).toEqual([...split, 0]);
        expect(capturedOf(payment).amount).toBe(payment.refunded.amount);
        expect(refundableOf(payment).amount).toBe(0);
      }
  });

  it.each(AMOUNTS)('gives back what is left where its last part asks for more: %i', (amount) => {
    for (const split of splitsOf(amount))
      for (let early = 0; early <= split.length; early += 1) {
        const more = [...split.slice(0, -1), split.at(-1)! + 3];
        const [, back] = givenAll(amount, more, early);
        expect(back).toEqual(split);
      }
  });
});
