import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../src/config.ts';
import { DAY_MS } from './kit.ts';

describe('the configuration of customers', () => {
  it('lets access tokens live fifteen minutes and refresh tokens thirty days by default', () => {
    expect(readConfig({})).toMatchObject({
      port: 8006,
      sessions: {
        accessTokenLifetimeMs: 900_000,
        refreshTokenLifetimeMs: 30 * DAY_MS,
        maxLifetimeMs: 30 * DAY_MS,
      },
    });
  });

  it.each([
    ['ACCESS_TOKEN_LIFETIME_MS', '0'],
    ['ACCESS_TOKEN_LIFETIME_MS', 'long'],
    ['SESSION_MAX_LIFETIME_DAYS', '0'],
    ['REFRESH_TOKEN_LIFETIME_DAYS', '366'],
    ['REFRESH_TOKEN_LIFETIME_DAYS', '1.5'],
  ])('refuses %s=%s, naming it', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name);
  });
});
