import { paymentProviders } from '../provider-contract.ts';
import { createStripeProvider } from '../../src/provider/stripe/stripe-provider.ts';
import { missing, SECRET_KEY, startLocalstripe } from './localstripe.ts';
import { startStripeProxy } from './proxy.ts';

paymentProviders(
  'Stripe',
  async () => {
    const localstripe = await startLocalstripe();
    const proxy = await startStripeProxy(localstripe.url);
    const returnUrl = 'https://shop.example/return';
    return {
      provider: createStripeProvider({ secretKey: SECRET_KEY, apiUrl: proxy.url, returnUrl }),
      tokens: {
        good: 'pm_card_visa',
        declined: 'pm_card_chargeCustomerFail',
        confirmed: await proxy.card('4000002500003155'),
      },
      confirm: async ({ reference }, success) => {
        await proxy.authenticate((await proxy.intentOf(reference)).id, success);
      },
      end: async () => {
        await proxy.close();
        await localstripe.end();
      },
    };
  },
  missing,
);
