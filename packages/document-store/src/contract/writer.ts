// Commits documents, several at a time, until it is killed; prints the id of each acknowledged commit.
import { openDocumentStore, type Document, type StorageConfig } from '../index.ts';

interface Counter extends Document {
  readonly count: number;
}

const [config = '{}', round = ''] = process.argv.slice(2);
const store = await openDocumentStore(JSON.parse(config) as StorageConfig);
const left = store.collection<Document & { readonly filler: string }>({ name: 'left' });
const right = store.collection<Document & { readonly filler: string }>({ name: 'right' });
const counters = store.collection<Counter>({ name: 'counters' });

async function write(lane: string): Promise<never> {
  for (let number = 0; ; number += 1) {
    const id = `${round}-${lane}-${number}`;
    const filler = 'x'.repeat((number * 37) % 5000);
    await store.commit([
      left.insert({ id, filler }),
      counters.update('total', {}, { $inc: { count: 1 } }),
      right.insert({ id, filler }),
    ]);
    process.stdout.write(`${id}\n`);
  }
}

await Promise.all(['a', 'b', 'c', 'd', 'e'].map(write));
