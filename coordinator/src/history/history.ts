import type { SagaDocument } from '@counterstep/saga-engine';
import type { SagaProgress } from '@counterstep/saga-service';

/**
 * The newest events of several sagas in one list, oldest first. Events of different sagas are ordered by their instants.
 * Those of one saga keep the order of their sequence, even if the clock of a coordinator was set back in between.
 *
 * @param sagas oldest first; of events with the same instant, those of an older saga come first.
 * @param last how many events at most, from 0.
 */
export function historyOf(sagas: readonly SagaDocument[], last: number): readonly SagaProgress[] {
  const dated = sagas.flatMap((saga) => {
    let latest = '';
    return saga.log.map((event) => {
      if (event.at > latest) latest = event.at;
      return { event: { ...event, saga }, at: latest };
    });
  });
  // The sort is stable, so equal instants keep the order of sagas and sequences.
  const ordered = dated.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  return ordered.slice(Math.max(0, ordered.length - last)).map(({ event }) => event);
}
