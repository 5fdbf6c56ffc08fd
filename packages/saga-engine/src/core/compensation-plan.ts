import { canCompensate } from './next-call.ts';
import { hasEnded, type SagaState, type StepState, type StepStatus } from './state.ts';

/** A preview of undoing a saga now. */
export interface CompensationPlan {
  /** Whether the saga is being undone, or would be if it were turned back now. */
  readonly possible: boolean;
  /** Why the saga cannot be undone. */
  readonly reason?: string;
  /** The steps that would be undone, in this order. */
  readonly undone: readonly StepState[];
  /** The steps that would not be undone and why, in the order of the definition. */
  readonly kept: readonly { readonly step: StepState; readonly reason: string }[];
}

const untouched: Partial<Record<StepStatus, string>> = {
  PENDING: 'It has not begun.',
  SKIPPED: 'It was not done.',
  REJECTED: 'It was refused: nothing happened.',
  COMPENSATED: 'It is undone already.',
  WAIVED: 'An operator decided to leave it as it is.',
};

const obstacle = (saga: SagaState): string | undefined => {
  if (hasEnded(saga)) return 'The saga has ended.';
  if (saga.direction === 'BACKWARD' || canCompensate(saga)) return undefined;
  const sent = saga.steps.find(({ kind, status }) => kind !== 'COMPENSATABLE' && status !== 'PENDING');
  return `${sent?.name ?? 'The pivot'} has been sent: from there on the saga only goes forward.`;
};

/** Previews what undoing the saga now would do. */
export const compensationPlanOf = (saga: SagaState): CompensationPlan => {
  const steps = saga.steps.filter(({ afterCompensation }) => !afterCompensation);
  const reason = obstacle(saga);
  const isUndone = ({ kind, status }: StepState): boolean =>
    reason === undefined && kind === 'COMPENSATABLE' && untouched[status] === undefined;
  const whyKept = ({ kind, status }: StepState): string =>
    untouched[status] ?? (kind === 'COMPENSATABLE' && reason !== undefined ? reason : 'It cannot be undone.');
  return {
    possible: reason === undefined,
    ...(reason === undefined ? {} : { reason }),
    undone: steps.filter(isUndone).reverse(),
    kept: steps.filter((step) => !isUndone(step)).map((step) => ({ step, reason: whyKept(step) })),
  };
};
