import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { Collection, Document, StorageConfig } from '../index.ts';
import type { Bench } from './things.ts';

interface Counter extends Document {
  readonly count: number;
}

const writer = fileURLToPath(new URL('../../dist/contract/writer.js', import.meta.url));

/** Starts a writer, kills it after `enough` acknowledged commits, and returns the ids of all acknowledged ones. */
async function writeUntilKilled(config: StorageConfig, round: number, enough: number): Promise<string[]> {
  const child = spawn(process.execPath, [writer, JSON.stringify(config), String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  const ended = once(child, 'exit');
  for await (const id of createInterface({ input: child.stdout })) {
    acknowledged.push(id);
    if (acknowledged.length === enough) child.kill('SIGKILL');
  }
  expect(await ended).toEqual([null, 'SIGKILL']);
  return acknowledged;
}

async function everyId(collection: Collection<Document>): Promise<Set<string>> {
  const found = new Set<string>();
  let after: string | undefined;
  do {
    const page = await collection.find({ limit: 1000, ...(after === undefined ? {} : { after }) });
    for (const { node } of page.edges) found.add(node.id);
    after = page.hasNextPage ? page.edges.at(-1)?.cursor : undefined;
  } while (after !== undefined);
  return found;
}

/** The time limit of the test, in ms, which starts and kills several processes. */
const LIMIT_MS = 120_000;

export function dyingContract(bench: Bench): void {
  describe('a process that is killed while it writes', () => {
    it(
      'leaves every acknowledged commit, no half commit, and a store that opens again',
      async () => {
        const config = { ...bench.config, service: `${bench.config.service}_dying` };
        const acknowledged: string[] = [];
        const prepared = await bench.open(config);
        await prepared.commit([
          prepared.collection<Counter>({ name: 'counters' }).insert({ id: 'total', count: 0 }),
        ]);
        await prepared.close();
        for (const [round, enough] of [1, 7, 30, 61, 140].entries()) {
          acknowledged.push(...(await writeUntilKilled(config, round, enough)));
          const store = await bench.open(config);
          const counters = store.collection<Counter>({ name: 'counters' });
          const [one, other] = [store.collection({ name: 'left' }), store.collection({ name: 'right' })];
          const least = (await counters.get('total'))?.count;
          // A commit that the killed process has sent may still arrive, so later reads may see more, but never less.
          const left = await everyId(one);
          const right = await everyId(other);
          const leftLater = await everyId(one);
          const most = (await counters.get('total'))?.count;
          expect(acknowledged.filter((id) => !left.has(id))).toEqual([]);
          expect([...left].filter((id) => !right.has(id))).toEqual([]);
          expect([...right].filter((id) => !leftLater.has(id))).toEqual([]);
          expect(left.size).toBeGreaterThanOrEqual(least!);
          expect(left.size).toBeLessThanOrEqual(most!);
          await store.close();
        }
      },
      LIMIT_MS,
    );
  });
}
