import { describe, expect, it } from '@jest/globals';
import { postGraphql, sendHttp } from '../support/http.ts';
import { startSystem } from '../support/system.ts';

/** A query that makes the gateway and each service that it reaches log an entry. */
const QUERY = `{
  products(first: 1) { totalCount }
  orders(first: 1) { totalCount }
  payments(first: 1) { totalCount }
  shipments(first: 1) { totalCount }
  notifications(first: 1) { totalCount }
  inventory(first: 1) { totalCount }
  me { id }
}`;
const IN_TURN = 12;
const AT_ONCE = 25;

describe('a log that nobody reads', () => {
  it('costs entries, and neither answers nor the stop', async () => {
    const system = await startSystem({ LOG_LEVEL: 'info' });
    try {
      const { process: child } = system.program;
      child.stdout!.pause();
      for (let turn = 0; turn < IN_TURN; turn += 1) {
        const answers = await Promise.all(
          Array.from({ length: AT_ONCE }, () => postGraphql(system.url, { query: QUERY })),
        );
        expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
      }
      expect((await sendHttp(`${system.url}/health`)).status).toBe(200);
      child.kill('SIGTERM');
      // Its output stays open while nobody reads it, but the process exits.
      expect(await system.program.exited).toBe(0);
      child.stdout!.resume();
      await system.program.ended;
      // Log entries are missing, which shows that its output was full.
      const written = system.program.output().match(/"request"/g)?.length ?? 0;
      expect(written).toBeLessThan(IN_TURN * AT_ONCE * 7);
    } finally {
      await system.remove();
    }
  }, 30_000);
});
