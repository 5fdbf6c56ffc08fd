import { describe, expect, it } from '@jest/globals';
import { readCliConfig, WrongUsage } from '../../src/audit/cli/config.ts';

describe('the command line of the audit', () => {
  it('means the demonstration’s ADMIN at the default address', () => {
    expect(readCliConfig([], {})).toEqual({
      url: 'http://127.0.0.1:4000',
      email: 'admin@example.com',
      password: 'correct-horse-battery',
      json: false,
      help: false,
      since: undefined,
      timeoutMs: 600_000,
    });
  });

  it('takes address and login of the environment, and options before it', () => {
    const environment = {
      COUNTERSTEP_URL: 'https://shop.example/graphql',
      COUNTERSTEP_EMAIL: 'root@shop.example',
      COUNTERSTEP_PASSWORD: 'secret',
    };
    expect(
      readCliConfig(['--json', '--since', '2026-03-01T10:00:00+01:00', '--timeout', '5'], environment),
    ).toMatchObject({
      url: 'https://shop.example',
      email: 'root@shop.example',
      password: 'secret',
      json: true,
      since: '2026-03-01T09:00:00.000Z',
      timeoutMs: 5_000,
    });
    expect(readCliConfig(['--url', 'http://localhost:1/'], environment).url).toBe('http://localhost:1');
  });

  it.each([
    [['--since', 'yesterday'], '--since'],
    [['--timeout', 'soon'], '--timeout'],
    [['--url', 'shop'], '--url'],
    [['--fix'], '--fix'],
    [['now'], 'now'],
  ])('refuses %j and names it', (args, name) => {
    expect(() => readCliConfig(args, {})).toThrow(WrongUsage);
    expect(() => readCliConfig(args, {})).toThrow(name);
  });
});
