import { describe, expect, it } from '@jest/globals';
import { scalarResolvers } from '../../src/server/scalars.ts';

const { DateTime, Currency } = scalarResolvers;

describe('DateTime', () => {
  it.each([
    ['2026-03-01T09:30Z', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01T09:30:00+02:00', '2026-03-01T07:30:00.000Z'],
    ['2024-02-29t00:00:00z', '2024-02-29T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
  ])('takes %s', (given, instant) => {
    expect(DateTime.parseValue(given)).toBe(instant);
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-04-31T12:00:00+02:00',
    '2026-00-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00+00:60',
    '9999-12-31T23:59:59-00:01',
    '9999-12-31T24:00:00Z',
    '0000-01-01T00:00:00+00:01',
    '+010000-01-01T00:00:00Z',
    '10000-01-01T00:00:00Z',
    '2026-03-01',
    1,
  ])('refuses %s', (given) => {
    expect(() => DateTime.parseValue(given)).toThrow('DateTime must be an instant');
  });
});

describe('Currency', () => {
  it('takes a code in capital letters', () => {
    expect(Currency.parseValue('USD')).toBe('USD');
  });

  it.each(['usd', 'Usd', 'US', 'USDX', 'ÜSD', 'XYZ', '', 1])('refuses %j', (given) => {
    expect(() => Currency.parseValue(given)).toThrow(/currency/i);
  });
});
