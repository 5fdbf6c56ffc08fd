const TIMEOUT_MS = 15_000;

/** The participant could not be reached, or gave no GraphQL answer; the message says which. */
export class NoAnswer extends Error {}

export interface AnswerError {
  readonly message: string;
  readonly code: string | undefined;
}

/** The answer to one request. */
export interface Answer {
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>> | undefined;
  readonly errors: readonly AnswerError[];
  /** The wait that the answer asks for, in ms; undefined if it asks for none, or in an unknown form. */
  readonly retryAfterMs: number | undefined;
}

/** The general faults of answers, whatever the request, each once. */
export interface Observed {
  readonly http: Set<string>;
  readonly clock: Set<string>;
  readonly retryAfter: Set<string>;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const errorOf = (error: unknown): AnswerError => {
  const { message, extensions } = isObject(error) ? error : {};
  const code = isObject(extensions) ? extensions['code'] : undefined;
  return {
    message: typeof message === 'string' ? message : JSON.stringify(error),
    code: typeof code === 'string' ? code : undefined,
  };
};

/** Sends requests to one participant, and checks what all answers must have in common. */
export class Client {
  readonly observed: Observed = { http: new Set(), clock: new Set(), retryAfter: new Set() };
  readonly #url: string;
  /** How far the participant's clock is ahead of ours, in ms, by its latest answer. */
  #aheadMs = 0;

  /** @param url the participant's base URL, without `/graphql`. */
  constructor(url: string) {
    this.#url = `${url}/graphql`;
  }

  /** The participant's clock, in ms since 1970. */
  now(): number {
    return Date.now() + this.#aheadMs;
  }

  /**
   * Sends one request, with the authorization if there is one.
   *
   * @throws {NoAnswer} if no GraphQL answer comes.
   */
  async send(query: string, variables: object, authorization: string | undefined): Promise<Answer> {
    const sentAt = Date.now();
    const { response, text } = await this.#post({ query, variables }, authorization);
    this.#noteClock(response.headers, sentAt);
    const { status } = response;
    const body = parsed(text);
    if (!isObject(body) || !(isObject(body['data']) || Array.isArray(body['errors'])))
      throw new NoAnswer(`${this.#url} gives no GraphQL answer (HTTP ${status}).`);
    const errors = Array.isArray(body['errors']) ? (body['errors'] as unknown[]).map(errorOf) : [];
    const data = isObject(body['data']) ? body['data'] : undefined;
    if (errors.length === 0 && !response.ok) this.observed.http.add(`data came with HTTP ${status}`);
    return { status, data, errors, retryAfterMs: this.#retryAfterMs(response.headers) };
  }

  async #post(body: object, authorization: string | undefined) {
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json',
          ...(authorization !== undefined && { authorization }),
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return { response, text: await response.text() };
    } catch (error) {
      const { message, cause } = error as Error;
      const why = cause instanceof Error ? cause.message : message;
      throw new NoAnswer(`${this.#url} cannot be reached: ${why}`, { cause: error });
    }
  }

  #noteClock(headers: Headers, sentAt: number): void {
    const exact = Date.parse(headers.get('x-service-time') ?? '');
    const date = Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(exact) && Number.isNaN(date)) {
      this.observed.clock.add('an answer has neither x-service-time nor Date');
      return;
    }
    // `Date` is truncated to seconds, so adding half a second makes it right on average.
    const theirs = Number.isNaN(exact) ? date + 500 : exact;
    this.#aheadMs = theirs - (sentAt + Date.now()) / 2;
  }

  #retryAfterMs(headers: Headers): number | undefined {
    const text = headers.get('retry-after')?.trim();
    if (text === undefined) return undefined;
    if (/^\d+$/.test(text)) return Number(text) * 1000;
    const date = Date.parse(text);
    if (Number.isNaN(date) || !/^[A-Z][a-z]{2}, /.test(text)) {
      this.observed.retryAfter.add(`an answer says Retry-After: ${text.slice(0, 100)}`);
      return undefined;
    }
    return Math.max(0, date - this.now());
  }
}
