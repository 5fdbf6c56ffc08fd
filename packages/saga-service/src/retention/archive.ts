import { instant, newId, type Clock } from '@counterstep/service-kit';
import { WriteRejected } from '@counterstep/document-store';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { labelOf, refOf, type SagaDocument, type SagaStore } from '@counterstep/saga-engine';
import type { Ask } from '../subgraph-client.ts';

export interface ArchiveOptions {
  readonly sagas: Pick<SagaStore, 'archivable' | 'save'>;
  readonly ask: Ask;
  readonly clock: Clock;
  /** How long an ended saga keeps its details, in ms. */
  readonly retentionMs: number;
}

/** The mutation that every participant has, as the step barrier's SDL says. */
const ForgetStepsDocument = parse(
  'mutation ForgetSteps($keys: [ID!]!) { forgetSteps(keys: $keys) }',
) as TypedDocumentNode<{ readonly forgetSteps: number }, { readonly keys: readonly string[] }>;

/** How many sagas are archived in one go. */
const BATCH = 50;

/** How many records a participant removes at once at most. */
const MAX_KEYS = 1_000;

/**
 * Archives every saga that ended long enough ago: first its participants remove their records of its steps, then the
 * saga loses its details. Both may be repeated, so the next run completes one that was cut off.
 *
 * @returns how many sagas were archived.
 * @throws {ServiceUnavailable} if a participant cannot be reached; its sagas keep their details.
 */
export async function archiveOldSagas({ sagas, ask, clock, retentionMs }: ArchiveOptions): Promise<number> {
  const request = { correlationId: newId() };
  let archived = 0;
  // The clock is read once, so that a jump during the run makes no saga older.
  const endedBy = new Date(clock.now() - retentionMs).toISOString();
  for (;;) {
    const batch = await sagas.archivable({ endedBy, limit: BATCH });
    for (const [subgraph, keys] of keysBySubgraph(batch))
      for (let from = 0; from < keys.length; from += MAX_KEYS)
        await ask(subgraph, ForgetStepsDocument, { keys: keys.slice(from, from + MAX_KEYS) }, request);
    for (const saga of batch) archived += await archive(sagas, saga, instant(clock));
    if (batch.length < BATCH) return archived;
  }
}

function keysBySubgraph(sagas: readonly SagaDocument[]): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>();
  for (const { id, steps } of sagas)
    for (const step of steps)
      keys.set(step.subgraph, [...(keys.get(step.subgraph) ?? []), `${id}:${labelOf(refOf(step))}`]);
  return keys;
}

async function archive(
  sagas: ArchiveOptions['sagas'],
  saga: SagaDocument,
  archivedAt: string,
): Promise<number> {
  try {
    await sagas.save(withoutDetails(saga, archivedAt));
    return 1;
  } catch (error) {
    // Another coordinator was faster.
    if (error instanceof WriteRejected) return 0;
    throw error;
  }
}

/** An archived saga: its owner, subject, times, ending, and the request that it belongs to. */
const withoutDetails = ({ archivableSince: _, ...saga }: SagaDocument, archivedAt: string): SagaDocument => ({
  ...saga,
  archivedAt,
  input: {},
  log: [],
  steps: saga.steps.map(({ output: _output, ...step }) => step),
});
