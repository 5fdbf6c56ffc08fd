import type { ErrorCode } from '@counterstep/service-kit';
import type { AllInOneConfig } from '../config.ts';

/** What the coordinator's thread is told; all of it can be copied. */
export type ThreadTask = Pick<AllInOneConfig, 'logLevel' | 'logOutput' | 'coordinator'>;

/** How the start of the thread ended; with a code where the message alone says what to do. */
export type StartReport = { readonly url: string } | { readonly failure: string; readonly code?: ErrorCode };

/** Asks the thread to stop the coordinator, and with it itself. */
export const STOP = 'stop';
