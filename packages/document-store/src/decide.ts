import { WriteRejected } from './errors.ts';
import type { DocumentStore, Write } from './port.ts';

/** A decision: its writes, and its result. */
export interface Decision<Result> {
  readonly writes: readonly Write[];
  readonly result: Result;
}

/** A decision to write nothing. */
export const unchanged = <Result>(result: Result): Decision<Result> => ({ writes: [], result });

/** How often a decision is repeated when its writes lose a race. */
const MAX_RACES = 100;

/**
 * Reads, decides and commits; decides anew if another writer came first.
 *
 * @throws {WriteRejected} if other writers kept coming first.
 */
export async function commitDecision<Result>(
  store: DocumentStore,
  decide: () => Promise<Decision<Result>>,
): Promise<Result> {
  for (let race = 0; ; race += 1) {
    const { writes, result } = await decide();
    try {
      await store.commit(writes);
      return result;
    } catch (error) {
      if (!(error instanceof WriteRejected) || race === MAX_RACES) throw error;
    }
  }
}
