import { Forbidden, Unauthenticated, type Trace } from '@counterstep/primitives';
import type { Caller, Viewer } from '@counterstep/identity';
import type { Logger } from '../log.ts';

/** What every resolver knows of its request. */
export interface RequestContext {
  readonly caller: Caller;
  /** The customer on whose behalf the call is made; undefined when nobody is logged in. */
  readonly viewer: Viewer | undefined;
  readonly correlationId: string;
  /** The network address of the client, as the gateway saw it; undefined over WebSocket. */
  readonly clientAddress: string | undefined;
  readonly log: Logger;
  /** Where spans of the request begin. */
  readonly trace: Trace;
}

/** @throws {Unauthenticated} when nobody is logged in. */
export function requireViewer(context: Pick<RequestContext, 'viewer'>): Viewer {
  if (context.viewer === undefined) throw new Unauthenticated();
  return context.viewer;
}

/**
 * @throws {Unauthenticated} when nobody is logged in.
 * @throws {Forbidden} when it is not an ADMIN.
 */
export function requireAdmin(context: Pick<RequestContext, 'viewer'>): Viewer {
  const viewer = requireViewer(context);
  if (viewer.role !== 'ADMIN') throw new Forbidden('Only an ADMIN may do this.');
  return viewer;
}

export const isAdmin = (context: Pick<RequestContext, 'viewer'>): boolean => context.viewer?.role === 'ADMIN';

/** Whether the viewer may see what belongs to the customer: it is theirs, or they are ADMIN. */
export const maySee = (context: Pick<RequestContext, 'viewer'>, customerId: string): boolean =>
  isAdmin(context) || context.viewer?.id === customerId;

/** What belongs to the viewer, else undefined: for documents that carry their owner as `customerId`. */
export const visible = <T extends { readonly customerId: string }>(
  context: Pick<RequestContext, 'viewer'>,
  document: T | undefined,
): T | undefined => (document !== undefined && maySee(context, document.customerId) ? document : undefined);
