import type { ErrorCode } from '@counterstep/service-kit';
import type { AllInOneConfig } from '../config.ts';

/** The task of the coordinator's thread; it must be structured-cloneable. */
export type ThreadTask = Pick<AllInOneConfig, 'logLevel' | 'logOutput' | 'coordinator'>;

/** How the thread's start ended; `code` is set if the message alone says what to do. */
export type StartReport = { readonly url: string } | { readonly failure: string; readonly code?: ErrorCode };

/** Asks the thread to stop the coordinator and then end. */
export const STOP = 'stop';
