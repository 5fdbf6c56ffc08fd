import { openDocumentStore } from '@counterstep/document-store';
import { createManualClock, createServiceKit } from '@counterstep/service-kit/testing';
import { createSimulatedProvider } from '../src/provider/simulated-provider.ts';
import { paymentProviders } from './provider-contract.ts';

paymentProviders('the simulated payment provider', async () => {
  const kit = await createServiceKit();
  const store = await openDocumentStore({ service: 'payment_provider', ...kit.config });
  const clock = createManualClock();
  const provider = createSimulatedProvider({ store, clock, failureRate: 0, random: () => 0.5 });
  return {
    provider,
    tokens: { good: 'tok_visa', declined: 'tok_declined', confirmed: 'tok_3ds' },
    confirm: async ({ key }, success) => {
      await provider.simulate(key, success ? 'AUTHENTICATED' : 'AUTHENTICATION_FAILED');
    },
    end: async () => {
      await store.close();
      await kit.remove();
    },
  };
});
