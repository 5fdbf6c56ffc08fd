import type { BarrierRecord } from '@counterstep/step-barrier';
import type { Write } from '@counterstep/document-store';

/** Deliberate defects of the model, which show that the invariants are really checked. */
export interface Defects {
  /** Participants ignore the epoch of a call. */
  readonly epochIgnored?: boolean;
  /** The coordinators' store ignores the version of a replacement. */
  readonly versionIgnored?: boolean;
  /** Participants forget a compensation that came before its invoke. */
  readonly tombstoneForgotten?: boolean;
  /** Participants forget what they have done. */
  readonly answersForgotten?: boolean;
  /** The coordinators' store acknowledges a saga's next state before it is durable. */
  readonly intentLate?: boolean;
  /** Busy participants answer as if they had failed, or rejected the step. */
  readonly busySaidAs?: 'failure' | 'rejection';
  /** Coordinators ignore sagas whose next instant is further away than any wait lasts. */
  readonly misdatedIgnored?: boolean;
  /** Coordinators' stores keep the secrets of ended sagas. */
  readonly secretsKept?: boolean;
  /** Coordinators take a wake for the awaited answer. */
  readonly wakeTrusted?: boolean;
  /** Coordinators count the time of waits and pauses towards the deadline. */
  readonly waitSpendsDeadline?: boolean;
  /** Participants ignore the item of a call, so that instances of a step share one key. */
  readonly itemIgnored?: boolean;
  /** Coordinators do steps whatever their conditions say. */
  readonly whenIgnored?: boolean;
  /** Coordinators take the instances for this item for undone without asking their participant. */
  readonly instanceLeft?: string;
  /** Participants ignore the deadline of a call. */
  readonly deadlineIgnored?: boolean;
}

/** The message of a busy participant, unique so that its traces can be found wherever it ends up. */
export const BUSY_MESSAGE = 'Others are at it.';

const isBarrierRecord = (write: Write): boolean => write.collection === 'step_barriers';

const documentOf = (write: Write): Partial<BarrierRecord> =>
  write.kind === 'insert' || write.kind === 'replace' ? write.document : {};

/** The writes of a commit that a participant's store keeps. */
export const keptByParticipant = (writes: readonly Write[], defects: Defects): readonly Write[] =>
  writes.filter((write) => {
    if (!isBarrierRecord(write)) return true;
    if (defects.answersForgotten === true) return false;
    return defects.tombstoneForgotten !== true || documentOf(write).invoke?.state !== 'CANCELLED';
  });
