import { setTimeout as delay } from 'node:timers/promises';
import { CodedError, noTrace, type Trace } from '@counterstep/service-kit';
import type { SignInternal, Viewer } from '@counterstep/identity';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import {
  backoffMs,
  createGraphqlTransport,
  Semaphore,
  transportCodes,
  type GraphqlTransportOptions,
} from '@counterstep/saga-engine';

/** A subgraph that the answer needs cannot be reached, or has failed. */
export class ServiceUnavailable extends CodedError {
  constructor(subgraph: string) {
    super('SERVICE_UNAVAILABLE', `${subgraph} cannot be reached. Try again later.`);
  }
}

/**
 * Asks a subgraph, on behalf of the viewer if there is one.
 *
 * @throws {ServiceUnavailable} if the subgraph does not answer in time, or answers with an error.
 */
export type Ask = <Data, Variables>(
  subgraph: string,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  request: { readonly viewer?: Viewer; readonly correlationId: string; readonly trace?: Trace },
) => Promise<Data>;

export interface SubgraphClientOptions extends Pick<GraphqlTransportOptions, 'urlOf' | 'onError' | 'agent'> {
  /** Makes the token that this service shows to a subgraph. */
  readonly sign: SignInternal;
  readonly timeoutMs: number;
  /** Aborted once the client must not wait any more. */
  readonly stopping?: AbortSignal;
}

/** Makes the headers of calls to a subgraph. */
export const headersFor =
  ({ sign }: Pick<SubgraphClientOptions, 'sign'>, viewer?: Viewer) =>
  async (subgraph: string): Promise<Readonly<Record<string, string>>> => ({
    authorization: `Bearer ${await sign(subgraph, viewer)}`,
  });

/** Stands for a question that was not answered in time. */
const LATE = Symbol('late');

interface Question<Data, Variables> {
  readonly subgraph: string;
  readonly document: TypedDocumentNode<Data, Variables>;
  readonly variables: Variables;
  readonly request: Parameters<Ask>[3];
}

/**
 * The waits before asking again when the subgraph cannot be reached, in ms: another running instance may answer at
 * once, and a replacement may still be starting.
 */
const RECONNECT_DELAYS_MS = [0, 250];

/**
 * Asks a question until the subgraph is reached, and resolves to LATE if the answer does not come in time.
 *
 * @throws {ServiceUnavailable} if the subgraph cannot be reached, or answers with an error.
 */
async function askWithTimeout<Data, Variables>(
  options: SubgraphClientOptions,
  { subgraph, document, variables, request }: Question<Data, Variables>,
  giveUp: AbortSignal | undefined,
): Promise<Data | typeof LATE> {
  const transport = createGraphqlTransport({ ...options, headers: headersFor(options, request.viewer) });
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = giveUp ? AbortSignal.any([timeout, giveUp]) : timeout;
  const { correlationId, trace = noTrace } = request;
  const about = { kind: 'CLIENT', attributes: { 'counterstep.subgraph': subgraph } } as const;
  const send = () =>
    trace.during(`ask ${subgraph}`, about, async (span) => {
      const { traceparent } = span;
      const told = await transport.send({
        ...{ subgraph, document, correlationId, signal },
        ...(traceparent === undefined ? {} : { traceparent }),
        variables: variables as Readonly<Record<string, never>>,
      });
      if (told.kind === 'error') span.fail(told.code ?? 'INTERNAL_SERVER_ERROR');
      return told;
    });
  for (let again = 0; ; again += 1) {
    const answer = await send();
    if (answer.kind === 'data') return answer.data as Data;
    const waitMs =
      'code' in answer && answer.code === transportCodes.unreachable ? RECONNECT_DELAYS_MS[again] : undefined;
    if (waitMs === undefined || signal.aborted) {
      options.onError?.(subgraph, answer);
      if (timeout.aborted) return LATE;
      throw new ServiceUnavailable(subgraph);
    }
    await delay(waitMs);
  }
}

/** Creates a client that asks again only if the subgraph could not be reached. */
export const createSubgraphClient =
  (options: SubgraphClientOptions): Ask =>
  async (subgraph, document, variables, request) => {
    const answer = await askWithTimeout(
      options,
      { subgraph, document, variables, request },
      options.stopping,
    );
    if (answer === LATE) throw new ServiceUnavailable(subgraph);
    return answer;
  };

/** Rejects when the signal is aborted. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const leave = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });

/** The most questions to one subgraph at the same time. */
const CONCURRENCY = 32;
/** The wait after a question that was not answered in time, in ms. */
const LATE_BACKOFF = { baseMs: 100, capMs: 1_000 };

/**
 * Creates a client for queries that may come in crowds: they queue here instead of timing out at the subgraph, and are
 * repeated if they are not answered in time, all within `limitMs`.
 */
export const createRetryingClient = (options: SubgraphClientOptions, limitMs: number): Ask => {
  const semaphores = new Map<string, Semaphore>();
  return async (subgraph, document, variables, request) => {
    const own = semaphores.get(subgraph) ?? new Semaphore(CONCURRENCY);
    semaphores.set(subgraph, own);
    const limit = AbortSignal.timeout(limitMs);
    const giveUp = options.stopping ? AbortSignal.any([limit, options.stopping]) : limit;
    // A question that was given up leaves the queue when its turn comes.
    const ask = () =>
      giveUp.aborted
        ? Promise.resolve(LATE)
        : askWithTimeout(options, { subgraph, document, variables, request }, giveUp);
    const over = aborted(giveUp);
    try {
      for (let attempt = 1; ; attempt += 1) {
        const answer = await Promise.race([own.use(ask), over]);
        if (answer !== LATE) return answer;
        await delay(backoffMs(LATE_BACKOFF, attempt, Math.random()), undefined, { signal: giveUp });
      }
    } catch (error) {
      throw giveUp.aborted ? new ServiceUnavailable(subgraph) : error;
    }
  };
};
