import { drawFault, instant, ProviderUnavailable, type Clock } from '@counterstep/service-kit';
import { connectionOf, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import { commitDecision, type DocumentStore, type OrderBy, unchanged } from '@counterstep/document-store';
import { decideCancel, decideCapture, decideRefund, stateOf } from './charge-endings.ts';
import { decideAuthorize, decideCharge, settledBy, type Charge, type Verdict } from './charges.ts';
import { simulated, type SimulatedOutcome } from './simulations.ts';
import type { PaymentProvider } from './payment-provider.ts';

export type ChargeConnection = Connection<Charge>;

/** The simulated provider, whose ledger can be read. */
export interface SimulatedProvider extends PaymentProvider {
  /** A page of the ledger, newest first by default; where references are given, only the charges that bear them. */
  charges(
    args: ConnectionArgs,
    references?: readonly string[],
    orderBy?: OrderBy<Charge>,
  ): Promise<ChargeConnection>;
  /** Simulates an outcome for a charge; false where the charge's state does not allow it. */
  simulate(key: string, outcome: SimulatedOutcome): Promise<boolean>;
}

export interface SimulatedProviderOptions {
  /** The provider's own database, which no other part of the project reads or writes. */
  readonly store: DocumentStore;
  readonly clock: Clock;
  /** The share of charges that fail temporarily, 0 to 1. */
  readonly failureRate: number;
  /** Numbers from 0 to below 1. */
  readonly random: () => number;
}

const noAnswer = (): ProviderUnavailable =>
  new ProviderUnavailable('The payment provider did not answer. It may work in a moment.');

/** A payment provider for demonstrations and tests, with a durable ledger of its own; the token says how it behaves. */
export function createSimulatedProvider(options: SimulatedProviderOptions): SimulatedProvider {
  const { store, clock, failureRate, random } = options;
  const ledger = store.collection<Charge>({
    name: 'charges',
    indexes: [['openedAt'], ['reference'], ['status', 'openedAt']],
  });

  const settle = async <Answer>(
    key: string,
    decide: (charge: Charge | undefined, at: string) => Verdict<Answer>,
  ): Promise<Answer> => {
    const answer = await commitDecision(store, async () => {
      const charge = await ledger.get(key);
      const at = instant(clock);
      const { next, answer } = decide(settledBy(charge, at), at);
      if (next === undefined) return unchanged(answer);
      const write = charge === undefined ? ledger.insert(next) : ledger.replace(next, charge.version);
      return { writes: [write], result: answer };
    });
    if (answer === 'lost') throw noAnswer();
    return answer;
  };

  /** Makes a call whose request or reply is lost at the failure rate. */
  const chancy = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    const fault = drawFault(failureRate, random);
    if (fault === 'request-lost') throw noAnswer();
    const answer = await call();
    if (fault === 'reply-lost') throw noAnswer();
    return answer;
  };

  return {
    charge: (request) => chancy(() => settle(request.key, (charge, at) => decideCharge(charge, request, at))),
    authorize: (request) =>
      chancy(() => settle(request.key, (charge, at) => decideAuthorize(charge, request, at))),
    capture: (request) => settle(request.key, (charge, at) => decideCapture(charge, request, at)),
    look: ({ key }) => settle(key, (charge) => ({ answer: stateOf(charge) })),
    cancel: ({ key }) => settle(key, (charge, at) => decideCancel(charge, key, at)),
    refund: (request) => settle(request.key, (charge, at) => decideRefund(charge, request, at)),
    simulate: (key, outcome) =>
      settle(key, (charge, at) => {
        const next = charge && simulated(charge, outcome, at);
        return next === undefined ? { answer: false } : { next, answer: true };
      }),
    charges: (args, references, orderBy = [['openedAt', 'descending']]) => {
      const where = references === undefined ? {} : { reference: { $in: references } };
      return connectionOf(ledger, args, where, orderBy);
    },
  };
}
