/** The names of calling services in keys and tokens, whatever a project calls its services. */
export const CALLERS = {
  /** Calls services on behalf of clients. */
  gateway: 'gateway',
  /** Runs the sagas; only it may call steps and `@internal` fields. */
  sagas: 'coordinator',
} as const;

/** A service that may call others. */
export type CallingService = (typeof CALLERS)[keyof typeof CALLERS];
