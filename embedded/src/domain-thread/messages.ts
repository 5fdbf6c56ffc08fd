import type { ErrorCode } from '@counterstep/platform';
import type { EmbeddedConfig } from '../config.ts';

/** The services that own the domain; gateway and coordinator call them. */
export type DomainService =
  'catalog' | 'customers' | 'inventory' | 'orders' | 'payments' | 'shipping' | 'notifications';

/** What domain services are configured with; all of it can be copied to a thread. */
export type DomainConfig = Pick<EmbeddedConfig, 'logLevel' | DomainService>;

/** What a thread is told to start. */
export interface ThreadTask {
  readonly names: readonly DomainService[];
  readonly config: DomainConfig;
}

/** How the start of a thread ended; with a code where the message alone says what to do. */
export type StartReport =
  | { readonly urls: Readonly<Record<string, string>> }
  | { readonly failure: string; readonly code?: ErrorCode };

/** Asks a thread to stop its services, and with them itself. */
export const STOP = 'stop';
