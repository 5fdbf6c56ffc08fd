import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** The system does not do what it must; the message says what. */
export class SmokeFailed extends Error {}

/** Nothing was answered, or only that it may be later: asking again is right. */
class NotAnswered extends Error {}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

const REQUEST_MS = 20_000;
const PAUSE_MS = 500;
/** An order that works has ended long before. */
const FOLLOW_MS = 60_000;
/** What a gateway answers while the services behind it start, or while a proxy finds none. */
const passing = ['SERVICE_UNAVAILABLE', 'RATE_LIMITED'];

function taken<Data>({ data, errors }: Answer<Data>, what: string): Data {
  const [error] = errors ?? [];
  if (error !== undefined) {
    const text = `${what}: ${error.message} (${error.extensions?.code ?? 'no code'})`;
    throw passing.includes(error.extensions?.code ?? '') ? new NotAnswered(text) : new SmokeFailed(text);
  }
  if (data == null) throw new SmokeFailed(`${what}: there was no data.`);
  return data;
}

async function post<Data>(url: string, body: object, token: string | undefined): Promise<Answer<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(REQUEST_MS),
  }).catch((error: unknown) => {
    const { message, cause } = error as Error;
    throw new NotAnswered(`${url}: ${cause instanceof Error ? cause.message : message}`);
  });
  const text = await response.text();
  if (text.startsWith('{')) return JSON.parse(text) as Answer<Data>;
  throw new NotAnswered(`${url}/graphql answers with HTTP ${response.status}, and not with GraphQL.`);
}

/** Somebody at the public endpoint, who asks again for as long as patience lasts. */
export class Visitor {
  readonly #url: string;
  readonly #until: number;
  token: string | undefined;

  constructor(url: string, patienceMs: number) {
    this.#url = url;
    this.#until = Date.now() + patienceMs;
  }

  /**
   * The data of an operation that may be sent more than once.
   *
   * @param lack what is not there yet in the data, and may come; undefined: nothing.
   * @throws {SmokeFailed} when it is refused, or not answered in time.
   */
  ask<Data>(
    what: string,
    query: string,
    variables: object = {},
    lack: (data: Data) => string | undefined = () => undefined,
  ): Promise<Data> {
    return this.#insist(async () => {
      const data = taken(await post<Data>(this.#url, { query, variables }, this.token), what);
      const lacks = lack(data);
      if (lacks !== undefined) throw new NotAnswered(lacks);
      return data;
    });
  }

  /**
   * Every result of a subscription; a lost connection is opened again, and `variables` say where to go on.
   *
   * @throws {SmokeFailed} when it is refused, or the connection cannot be kept.
   */
  async follow(
    what: string,
    query: string,
    variables: () => Record<string, unknown>,
    onData: (data: unknown) => void,
  ): Promise<void> {
    await this.#insist(async () => {
      const socket = createClient({
        url: `${this.#url.replace(/^http/, 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: this.token === undefined ? {} : { authorization: `Bearer ${this.token}` },
        retryAttempts: 0,
      });
      const late = AbortSignal.timeout(FOLLOW_MS);
      late.addEventListener('abort', () => {
        socket.terminate();
      });
      try {
        for await (const result of socket.iterate({ query, variables: variables() }))
          onData(taken(result as Answer<unknown>, what));
      } catch (error) {
        if (late.aborted) throw new SmokeFailed(`${what}: it has not ended after ${FOLLOW_MS / 1000} s.`);
        if (error instanceof Error) throw error;
        if (Array.isArray(error)) taken({ errors: error as [] }, what);
        throw new NotAnswered(`${what}: the connection was lost.`, { cause: error });
      } finally {
        await socket.dispose();
      }
    });
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
