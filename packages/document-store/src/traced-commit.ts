import type { Attributes, Trace } from '@counterstep/primitives';
import type { DocumentStore, Write } from './port.ts';

/** Commits within a span of the trace; `database` describes the database. */
export function commitWithin(
  trace: Trace,
  store: Pick<DocumentStore, 'commit'>,
  writes: readonly Write[],
  database: Attributes = {},
): Promise<void> {
  if (!trace.isRecorded) return store.commit([...writes]);
  const collections = [...new Set(writes.map(({ collection }) => collection))].join(' ');
  const attributes = {
    ...database,
    'db.operation.name': 'commit',
    'db.collection.name': collections,
    'db.operation.batch.size': writes.length,
  };
  return trace.during(`commit ${collections}`, { kind: 'CLIENT', attributes }, () =>
    store.commit([...writes]),
  );
}
