import { describe, expect, it } from '@jest/globals';
import { readArguments } from '../src/arguments.ts';
import { chaosCommand } from '../src/command.ts';

const commandOf = async (...words: readonly string[]) => {
  const [out, progress]: [string[], string[]] = [[], []];
  const code = await chaosCommand(words, 7, {
    out: (text) => out.push(text),
    progress: (text) => progress.push(text),
  });
  return { code, out: out.join('\n'), progress: progress.join('\n') };
};

describe('The command line of chaos', () => {
  it('means five minutes with twenty kills each and a drawn seed, where nothing is said', () => {
    expect(readArguments([], 7)).toEqual({
      help: false,
      json: false,
      mongo: false,
      url: undefined,
      strict: false,
      seed: 7,
      durationMs: 300_000,
      kills: 100,
      ordersPerSecond: 5,
    });
  });

  it('takes seed, length, kills and rate', () => {
    const words = ['--seed', '0', '--seconds', '45', '--kills', '9', '--orders-per-second', '0.5', '--mongo'];
    expect(readArguments(words, 7)).toMatchObject({
      seed: 0,
      durationMs: 45_000,
      kills: 9,
      ordersPerSecond: 0.5,
      mongo: true,
    });
  });

  it.each(['http://shop:4000', 'http://shop:4000/', 'http://shop:4000/graphql'])(
    'takes %s for a system',
    (url) => {
      expect(readArguments(['--url', url, '--strict'], 7)).toMatchObject({
        url: 'http://shop:4000',
        strict: true,
      });
    },
  );

  it.each([
    [['--seed', 'x'], '--seed must be a whole number from 0 to 4294967295, not "x".'],
    [['--seed', ''], '--seed must be a whole number from 0 to 4294967295, not "".'],
    [['--kills', '1.5'], '--kills must be a whole number from 0 to 100000, not "1.5".'],
    [['--minutes', '0'], '--minutes must be a number from 0.1 to 1440, not "0".'],
    [['--seconds', '4'], '--seconds must be a number from 5 to 86400, not "4".'],
    [['--orders-per-second', 'NaN'], '--orders-per-second must be a number from 0.1 to 1000, not "NaN".'],
    [['--minutes', '1', '--seconds', '60'], 'Give either --minutes or --seconds.'],
    [['--strict'], '--strict needs --url.'],
    [['--url', 'localhost:4000'], '--url must be an http or https URL, not "localhost:4000".'],
    [['--url', 'http://localhost:4000', '--kills', '1'], 'leave out --mongo and --kills'],
    [['--sed', '1'], "Unknown option '--sed'"],
  ])('refuses %j with exit code 2', async (words, message) => {
    const { code, progress } = await commandOf(...words);
    expect(progress).toContain(message);
    expect(progress).toContain('npm run chaos -- --help');
    expect(code).toBe(2);
  });

  it('explains itself', async () => {
    const { code, out } = await commandOf('--help');
    expect(out).toContain('Usage: npm run chaos');
    expect(code).toBe(0);
  });
});
