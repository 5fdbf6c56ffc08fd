import { changeById } from '../audit/faults.ts';

interface WaitingStep {
  readonly wait?: { readonly until: string };
  readonly nextAttemptAt?: string;
}

/** Moves the end of a saga's wait into the past; the system must be stopped. */
export const expireWait = (dataDir: string, sagaId: string): Promise<void> =>
  changeById(dataDir, 'coordinator', 'sagas', sagaId, (saga) => {
    const steps = saga['steps'] as readonly WaitingStep[];
    const past = new Date(Date.now() - 1_000).toISOString();
    return {
      dueAt: past,
      steps: steps.map((step) =>
        step.wait === undefined
          ? step
          : { ...step, nextAttemptAt: past, wait: { ...step.wait, until: past, askAgainAt: past } },
      ),
    };
  });
