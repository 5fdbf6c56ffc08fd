import { describe, expect, it } from '@jest/globals';
import { readShippingConfig } from '../src/service.ts';

describe('the configuration of shipping', () => {
  it('has port 8003 and no failures where nothing is said', () => {
    expect(readShippingConfig({})).toMatchObject({ port: 8003, failureRate: 0 });
  });

  it('takes the failure rate of the simulated carrier', () => {
    expect(readShippingConfig({ SHIPPING_FAILURE_RATE: '0.25' })).toMatchObject({ failureRate: 0.25 });
  });

  it.each([
    ['1.1', 'must be 0 to 1'],
    ['-0.1', 'must be 0 to 1'],
    ['often', 'must be a number'],
  ])('refuses a failure rate of %s by its name', (rate, message) => {
    expect(() => readShippingConfig({ SHIPPING_FAILURE_RATE: rate })).toThrow(
      `SHIPPING_FAILURE_RATE ${message}`,
    );
  });

  it('simulates parcels where no carrier is named', () => {
    expect(readShippingConfig({ CARRIER_TOKEN: 'secret' }).carrier).toBeUndefined();
    expect(
      readShippingConfig({ CARRIER_URL: 'https://carrier.example/api', CARRIER_TOKEN: 'secret' }).carrier,
    ).toEqual({
      ...{ url: 'https://carrier.example/api', token: 'secret', name: 'Carrier' },
    });
  });

  it.each([
    'ftp://carrier.example',
    'carrier',
    'https://user:pass@carrier.example',
    'https://carrier.example?key=1',
  ])('refuses the address %s of a carrier', (CARRIER_URL) => {
    expect(() => readShippingConfig({ CARRIER_URL })).toThrow('CARRIER_URL must');
  });

  it.each([
    'secret',
    'whsec_',
    'whsec_c2hvcnQ=',
    `whsec_${'A'.repeat(200)}`,
    'whsec_not base64 at all, not at all!',
  ])('refuses the secret %s for the reports of a carrier', (CARRIER_WEBHOOK_SECRET) => {
    expect(() => readShippingConfig({ CARRIER_WEBHOOK_SECRET })).toThrow('CARRIER_WEBHOOK_SECRET must');
  });
});
