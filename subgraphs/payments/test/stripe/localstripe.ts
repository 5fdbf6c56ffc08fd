import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'counterstep');
const python = join(cache, 'localstripe-1.15.10/bin/python');

/** Why localstripe is missing; undefined where it is installed. */
export const missing = existsSync(join(cache, 'localstripe-1.15.10/complete'))
  ? undefined
  : 'scripts/fetch-localstripe gets it';
if (missing !== undefined && process.env['REQUIRE_PYTHON'])
  throw new Error(`localstripe must not be skipped here: ${missing}.`);

export const SECRET_KEY = 'sk_test_12345';

/** A fake Stripe in a process of its own, which keeps its state in memory. */
export interface Localstripe {
  readonly url: string;
  end(): Promise<void>;
}

export async function startLocalstripe(): Promise<Localstripe> {
  const cwd = await mkdtemp(join(tmpdir(), 'localstripe-'));
  const child = spawn(python, ['-u', '-m', 'localstripe', '--port', '0', '--from-scratch'], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: cwd, HOME: cwd },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Its log must be read, or a full pipe would block it.
  child.stderr.resume();
  let printed = '';
  while (!/Running on http:\/\/\S+:(\d+)/.test(printed)) {
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    printed += chunk.toString();
  }
  child.stdout.resume();
  const port = /Running on http:\/\/\S+:(\d+)/.exec(printed)![1]!;
  return {
    url: `http://127.0.0.1:${port}`,
    end: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      await rm(cwd, { recursive: true });
    },
  };
}
