import { createSimulatedProvider, type SimulatedProvider } from '@counterstep/payments/participant';
import { createSimulatedCarrier, type Carrier } from '@counterstep/shipping/participant';
import { ProviderUnavailable } from '@counterstep/service-kit';
import { openMemoryStore, type MemoryDatabase } from '@counterstep/document-store/memory';
import type { Process } from '../process.ts';
import { callThirdParty } from '../third-party.ts';
import type { World } from '../world.ts';
import type { ThirdParties } from './subgraphs.ts';

/** The payment provider and the carrier, which never fail themselves; the way to them does. */
export interface Outside {
  readonly provider: SimulatedProvider;
  readonly carrier: Carrier;
}

/** Opens the third parties on databases of their own. */
export const openOutside = (
  { scheduler }: Pick<World, 'scheduler'>,
  databaseOf: (name: 'provider' | 'carrier') => MemoryDatabase,
): Outside => {
  const usual = { clock: { now: () => Math.floor(scheduler.now) }, failureRate: 0, random: () => 1 };
  return {
    provider: createSimulatedProvider({ store: openMemoryStore(databaseOf('provider')), ...usual }),
    carrier: createSimulatedCarrier({ store: openMemoryStore(databaseOf('carrier')), ...usual }),
  };
};

/** The third parties as a process reaches them: requests and replies are lost, and late. */
export const reachedBy = (world: World, process: Process, { provider, carrier }: Outside): ThirdParties => {
  const ask = async <Answer extends object>(
    what: string,
    perform: () => Promise<Answer>,
  ): Promise<Answer> => {
    const answer = await callThirdParty(world, process, what, perform);
    if (answer === undefined) throw new ProviderUnavailable('The third party does not answer.');
    return answer;
  };
  return {
    provider: {
      charge: (request) => ask(`charges ${request.key}`, () => provider.charge(request)),
      authorize: (request) => ask(`authorizes ${request.key}`, () => provider.authorize(request)),
      capture: (request) => ask(`captures ${request.key}`, () => provider.capture(request)),
      look: (request) => ask(`looks at ${request.key}`, () => provider.look(request)),
      cancel: (request) => ask(`lets go ${request.key}`, () => provider.cancel(request)),
      refund: (request) => ask(`gives back ${request.refundKey}`, () => provider.refund(request)),
    },
    carrier: {
      name: carrier.name,
      book: (request) => ask(`books ${request.key}`, () => carrier.book(request)),
      cancel: (request) => ask(`cancels ${request.key}`, () => carrier.cancel(request)),
    },
  };
};
