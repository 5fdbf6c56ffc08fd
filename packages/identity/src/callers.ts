/** The names under which services call others; keys and tokens carry them, whatever a project calls its services. */
export const CALLERS = {
  /** Calls for clients. */
  gateway: 'gateway',
  /** Runs the sagas: steps and what is `@internal` are for it only. */
  sagas: 'coordinator',
} as const;

/** A service that may call others. */
export type CallingService = (typeof CALLERS)[keyof typeof CALLERS];
