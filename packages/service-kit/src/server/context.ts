import { Forbidden, Unauthenticated, type Trace } from '@counterstep/primitives';
import type { Caller, Viewer } from '@counterstep/identity';
import type { Logger } from '../log.ts';

/** The context of every resolver. */
export interface RequestContext {
  readonly caller: Caller;
  /** The customer on whose behalf the call is made; undefined if none is logged in. */
  readonly viewer: Viewer | undefined;
  readonly correlationId: string;
  /** The network address of the client, as the gateway saw it; undefined over WebSocket. */
  readonly clientAddress: string | undefined;
  readonly log: Logger;
  /** The trace that the request's spans belong to. */
  readonly trace: Trace;
}

/**
 * The viewer of a request.
 *
 * @throws {Unauthenticated} if nobody is logged in.
 */
export function requireViewer(context: Pick<RequestContext, 'viewer'>): Viewer {
  if (context.viewer === undefined) throw new Unauthenticated();
  return context.viewer;
}

/**
 * The viewer of a request, who must be an ADMIN.
 *
 * @throws {Unauthenticated} if nobody is logged in.
 * @throws {Forbidden} if the viewer is not an ADMIN.
 */
export function requireAdmin(context: Pick<RequestContext, 'viewer'>): Viewer {
  const viewer = requireViewer(context);
  if (viewer.role !== 'ADMIN') throw new Forbidden('Only an ADMIN may do this.');
  return viewer;
}

export const isAdmin = (context: Pick<RequestContext, 'viewer'>): boolean => context.viewer?.role === 'ADMIN';

/** Whether the viewer may see what belongs to the customer: because it is theirs, or they are an ADMIN. */
export const maySee = (context: Pick<RequestContext, 'viewer'>, customerId: string): boolean =>
  isAdmin(context) || context.viewer?.id === customerId;

/** The document if the viewer may see it, else undefined; its owner is its `customerId`. */
export const visible = <T extends { readonly customerId: string }>(
  context: Pick<RequestContext, 'viewer'>,
  document: T | undefined,
): T | undefined => (document !== undefined && maySee(context, document.customerId) ? document : undefined);

/**
 * The customer whose documents a list shows: the named one or the viewer; undefined means all customers, for an ADMIN
 * who names none. `what` names the documents in the error's message.
 *
 * @throws {Unauthenticated} if nobody is logged in.
 * @throws {Forbidden} if another customer is named and the viewer is not an ADMIN.
 */
export function listedCustomer(
  context: Pick<RequestContext, 'viewer'>,
  customerId: string | null | undefined,
  what: string,
): string | undefined {
  const viewer = requireViewer(context);
  if (customerId == null) return isAdmin(context) ? undefined : viewer.id;
  if (!maySee(context, customerId)) throw new Forbidden(`These are another customer’s ${what}.`);
  return customerId;
}
