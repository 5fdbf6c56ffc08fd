import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProgram } from '../support/system.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const LISTENING = /"url":"(http:[^"]+)","msg":"listening"/;

const workspaces = [
  'subgraphs/catalog',
  'subgraphs/customers',
  'subgraphs/inventory',
  'subgraphs/orders',
  'subgraphs/payments',
  'subgraphs/shipping',
  'subgraphs/notifications',
  'coordinator',
  'gateway',
];

const scriptsOf = async (workspace: string): Promise<unknown> => {
  const text = await readFile(join(root, workspace, 'package.json'), 'utf8');
  return (JSON.parse(text) as { scripts?: unknown }).scripts;
};

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // The process group has already ended.
  }
}

describe('A service alone', () => {
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'counterstep-e2e-'));
  });

  afterAll(async () => {
    await rm(dataDir, { recursive: true, force: true });
  });

  it.each(workspaces)('lives and is ready in %s, and ends on SIGTERM with exit code 0', async (workspace) => {
    const program = startProgram(basename(workspace), { PORT: '0', DATA_DIR: dataDir });
    const url = await program.printed(LISTENING);
    for (const [path, status] of [
      ['health', 'up'],
      ['ready', 'ready'],
    ] as const) {
      const response = await fetch(`${url}/${path}`);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ status });
    }
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    });
    // Only the gateway serves anonymous requests.
    expect(answer.status).toBe(workspace === 'gateway' ? 200 : 401);
    program.process.kill('SIGTERM');
    expect(await program.ended).toBe(0);
  });

  it('starts with npm start -w, and ends with it when a supervisor ends npm', async () => {
    const npm = spawn('npm', ['start', '-w', '@counterstep/orders'], {
      cwd: root,
      env: { ...process.env, PORT: '0', DATA_DIR: dataDir, NODE_ENV: 'development' },
      // A process group of its own, so that whatever it leaves behind can be ended.
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // The stream closes only once neither npm nor the service holds it any more.
    const closed = once(npm, 'close');
    try {
      let output = '';
      const url = await new Promise<string>((resolve) => {
        npm.stdout.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          const found = LISTENING.exec(output)?.[1];
          if (found !== undefined) resolve(found);
        });
      });
      expect((await fetch(`${url}/health`)).status).toBe(200);
      npm.kill('SIGTERM');
      await closed;
      await expect(fetch(`${url}/health`)).rejects.toThrow('fetch failed');
    } finally {
      endGroup(npm.pid!);
    }
  });

  it.each(workspaces)('has the same start scripts in %s as everywhere', async (workspace) => {
    expect(await scriptsOf(workspace)).toMatchObject((await scriptsOf('subgraphs/orders')) as object);
  });
});
