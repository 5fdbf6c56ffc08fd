import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readPaymentsConfig } from '../src/service.ts';

describe('the configuration of payments', () => {
  it('has port 8002 and no failures where nothing is said', () => {
    expect(readPaymentsConfig({})).toMatchObject({ port: 8002, failureRate: 0 });
  });

  it('takes the failure rate of the simulated provider', () => {
    expect(readPaymentsConfig({ PAYMENT_FAILURE_RATE: '0.25' })).toMatchObject({ failureRate: 0.25 });
  });

  it.each([
    ['1.1', 'must be 0 to 1'],
    ['-0.1', 'must be 0 to 1'],
    ['often', 'must be a number'],
  ])('refuses a failure rate of %s by its name', (rate, message) => {
    expect(() => readPaymentsConfig({ PAYMENT_FAILURE_RATE: rate })).toThrow(
      `PAYMENT_FAILURE_RATE ${message}`,
    );
  });

  it('simulates payments where no provider is named, and needs the key of the one that is', () => {
    expect(readPaymentsConfig({ STRIPE_SECRET_KEY: 'sk' }).stripe).toBeUndefined();
    expect(() => readPaymentsConfig({ PAYMENT_PROVIDER: 'stripe' })).toThrow('STRIPE_SECRET_KEY must be set');
    expect(() => readPaymentsConfig({ PAYMENT_PROVIDER: 'paypal' })).toThrow('PAYMENT_PROVIDER');
    expect(readPaymentsConfig({ PAYMENT_PROVIDER: 'stripe', STRIPE_SECRET_KEY: 'sk' }).stripe).toMatchObject({
      ...{ secretKey: 'sk', webhookSecret: undefined, apiUrl: 'https://api.stripe.com' },
    });
  });

  it('reads its secrets from files, too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'payments-'));
    const file = join(folder, 'key');
    await writeFile(file, 'sk_from_file\n');
    const environment = { PAYMENT_PROVIDER: 'stripe', STRIPE_SECRET_KEY_FILE: file };
    expect(readPaymentsConfig(environment).stripe).toMatchObject({ secretKey: 'sk_from_file' });
    expect(() => readPaymentsConfig({ ...environment, STRIPE_SECRET_KEY: 'sk' })).toThrow(
      'Set STRIPE_SECRET_KEY or STRIPE_SECRET_KEY_FILE, not both.',
    );
    await rm(folder, { recursive: true });
  });
});
