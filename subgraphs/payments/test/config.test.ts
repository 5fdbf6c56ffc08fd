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
});
