import type { BarrierRecord } from '@counterstep/step-barrier';
import type { Write } from '@counterstep/document-store';

/** Ways to break the model on purpose, to see that the invariants are really checked. */
export interface Defects {
  /** Participants do not look at the epoch of a call. */
  readonly epochIgnored?: boolean;
  /** The coordinators' store does not look at the version of a replacement. */
  readonly versionIgnored?: boolean;
  /** Participants do not remember a compensation that came before its invoke. */
  readonly tombstoneForgotten?: boolean;
  /** Participants remember nothing of what they have done. */
  readonly answersForgotten?: boolean;
  /** The coordinators' store acknowledges a saga's next state before it is durable. */
  readonly intentLate?: boolean;
  /** Participants that are busy say so in the words of a failure, or of a refusal. */
  readonly busySaidAs?: 'failure' | 'rejection';
  /** Coordinators do not look for sagas that wait for an instant further away than any wait lasts. */
  readonly misdatedIgnored?: boolean;
  /** Coordinators' stores keep the secrets of sagas that have ended. */
  readonly secretsKept?: boolean;
  /** Coordinators take a wake for the answer that is waited for. */
  readonly wakeTrusted?: boolean;
  /** Coordinators let the time for which a step waits, or a saga is paused, count for the deadline. */
  readonly waitSpendsDeadline?: boolean;
  /** Participants do not look at the item of a call: instances of a step share one key. */
  readonly itemIgnored?: boolean;
  /** Participants do not look at the deadline of a call. */
  readonly deadlineIgnored?: boolean;
}

/** What a participant says that is busy; a sentence of its own, so that its trace is found whatever becomes of it. */
export const BUSY_MESSAGE = 'Others are at it.';

const isBarrierRecord = (write: Write): boolean => write.collection === 'step_barriers';

const documentOf = (write: Write): Partial<BarrierRecord> =>
  write.kind === 'insert' || write.kind === 'replace' ? write.document : {};

/** What a participant's store keeps of a commit. */
export const keptByParticipant = (writes: readonly Write[], defects: Defects): readonly Write[] =>
  writes.filter((write) => {
    if (!isBarrierRecord(write)) return true;
    if (defects.answersForgotten === true) return false;
    return defects.tombstoneForgotten !== true || documentOf(write).invoke?.state !== 'CANCELLED';
  });
