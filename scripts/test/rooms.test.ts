import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Ended {
  readonly code: number;
  readonly stdout: string;
}

/** Runs a program of the project and returns how it ended, whatever its exit code. */
const run = async (args: readonly string[]): Promise<Ended> => {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    return { code: 0, stdout };
  } catch (error) {
    const { code, stdout } = error as Ended;
    return { code, stdout };
  }
};

describe('the dependency rules', () => {
  it('refuse each file that breaks one of them, for that and nothing else', async () => {
    const { code, stdout } = await run(['scripts/lint-fixtures.mjs']);
    expect(code).toBe(0);
    const files = JSON.parse(stdout) as Record<string, { wanted: string; messages: string[] }>;
    expect(Object.keys(files).length).toBeGreaterThan(20);
    const wrong = Object.entries(files).filter(
      ([, { wanted, messages }]) => messages.length !== 1 || !messages[0]?.includes(wanted),
    );
    expect(wrong).toEqual([]);
  }, 60_000);

  it('refuse a circle that consists of types only', async () => {
    const circle = ['--config', '.dependency-cruiser.mjs', 'scripts/test/fixtures/circle'];
    const { code, stdout } = await run([
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      ...circle,
    ]);
    expect(stdout).toMatch(/no-circles: .*egg\.ts/);
    expect(code).not.toBe(0);
  }, 60_000);
});
