import { describe, expect, it } from '@jest/globals';
import { parseValue } from 'graphql';
import { scalarResolvers } from '../../src/server/scalars.ts';

const { DateTime, Currency, SafeInt } = scalarResolvers;

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

describe('SafeInt', () => {
  it.each([0, 1, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])('takes %d', (given) => {
    expect(SafeInt.parseValue(given)).toBe(given);
    expect(SafeInt.parseLiteral(parseValue(String(given)))).toBe(given);
    expect(SafeInt.serialize(given)).toBe(given);
  });

  it.each([
    [1.5, 'non-integer'],
    ['1', 'non-integer'],
    [true, 'non-integer'],
    [null, 'non-integer'],
    [NaN, 'non-integer'],
    [Infinity, 'non-integer'],
    [2 ** 53, 'unsafe integer'],
    [-(2 ** 53), 'unsafe integer'],
  ])('refuses %p as %s', (given, why) => {
    expect(() => SafeInt.parseValue(given)).toThrow(
      `SafeInt cannot represent ${why} value: ${String(given)}`,
    );
  });

  it.each([
    ['1.0', 'non-integer'],
    ['1e3', 'non-integer'],
    ['"1"', 'non-integer'],
    ['9007199254740992', 'unsafe integer'],
  ])('refuses the literal %s as %s', (literal, why) => {
    expect(() => SafeInt.parseLiteral(parseValue(literal))).toThrow(`SafeInt cannot represent ${why} value`);
  });
});
