import { WriteRejected } from './errors.ts';
import type { DocumentStore, Write } from './port.ts';

/** What was decided: the writes that make it so, and what it comes to. */
export interface Decision<Result> {
  readonly writes: readonly Write[];
  readonly result: Result;
}

/** The decision to write nothing. */
export const unchanged = <Result>(result: Result): Decision<Result> => ({ writes: [], result });

/** How often a decision is made anew when its writes lose a race. */
const MAX_RACES = 100;

/**
 * Reads, decides and commits; decides anew when another writer came first.
 *
 * @throws {WriteRejected} when others came first again and again.
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
