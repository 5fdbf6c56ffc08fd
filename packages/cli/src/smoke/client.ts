import { setTimeout as delay } from 'node:timers/promises';
import { createGraphqlClient, OperationFailed } from '@counterstep/graphql-client';

/** The system does not work as it must; the message says how. */
export class SmokeFailed extends Error {}

/** No answer came, or only a temporary error, so asking again is right. */
class NotAnswered extends Error {}

const REQUEST_MS = 20_000;
const PAUSE_MS = 500;
/** How long to follow an order, in ms; one that works ends much sooner. */
const FOLLOW_MS = 60_000;
/** The codes of a gateway whose services are still starting, or of a proxy without a gateway. */
const passing = ['SERVICE_UNAVAILABLE', 'RATE_LIMITED'];

/** Converts a failure: to `NotAnswered` if asking again may help, else to `SmokeFailed`. */
function failureOf(error: unknown, what: string): Error {
  if (!(error instanceof OperationFailed)) return new NotAnswered(`${what}: ${(error as Error).message}`);
  const text = `${what}: ${error.message} (${error.code})`;
  return passing.includes(error.code) ? new NotAnswered(text) : new SmokeFailed(text);
}

/** A client of the public endpoint, which asks again as long as its patience lasts. */
export class Visitor {
  readonly #url: string;
  readonly #until: number;
  token: string | undefined;

  constructor(url: string, patienceMs: number) {
    this.#url = url;
    this.#until = Date.now() + patienceMs;
  }

  /**
   * Sends an operation, perhaps more than once, and resolves to its data.
   *
   * @param lack returns what the data lacks and may still get; undefined if nothing.
   * @throws {SmokeFailed} if the operation is refused, or not answered in time.
   */
  ask<Data>(
    what: string,
    query: string,
    variables: object = {},
    lack: (data: Data) => string | undefined = () => undefined,
  ): Promise<Data> {
    return this.#insist(async () => {
      const data = await this.#client()
        .ask<Data>(query, variables)
        .catch((error: unknown) => {
          throw failureOf(error, what);
        });
      const lacks = lack(data);
      if (lacks !== undefined) throw new NotAnswered(lacks);
      return data;
    });
  }

  /**
   * Follows a subscription; reopens a lost connection with new `variables`, which say where to continue.
   *
   * @throws {SmokeFailed} if the subscription is refused, or the connection cannot be kept.
   */
  async follow(
    what: string,
    query: string,
    variables: () => Record<string, unknown>,
    onData: (data: unknown) => void,
  ): Promise<void> {
    await this.#insist(async () => {
      const client = this.#client();
      const late = AbortSignal.timeout(FOLLOW_MS);
      late.addEventListener('abort', client.terminate);
      try {
        for await (const data of client.follow(query, variables())) onData(data);
      } catch (error) {
        if (late.aborted) throw new SmokeFailed(`${what}: it has not ended after ${FOLLOW_MS / 1000} s.`);
        if (error instanceof OperationFailed) throw failureOf(error, what);
        throw error instanceof Error
          ? error
          : new NotAnswered(`${what}: the connection was lost.`, { cause: error });
      } finally {
        await client.close();
      }
    });
  }

  #client() {
    return createGraphqlClient({ url: this.#url, token: this.token, timeoutMs: REQUEST_MS });
  }

  async #insist<Result>(work: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (error instanceof SmokeFailed) throw error;
        if (Date.now() > this.#until) throw new SmokeFailed((error as Error).message, { cause: error });
        await delay(PAUSE_MS);
      }
    }
  }
}
