import type { RequestContext } from '@counterstep/service-kit/server';
import type { Viewer } from '@counterstep/identity';

/** The part of a request that a mutation of a logged-in customer depends on. */
export type ViewerRequest = Pick<RequestContext, 'correlationId'> &
  Partial<Pick<RequestContext, 'trace'>> & { readonly viewer: Viewer };
