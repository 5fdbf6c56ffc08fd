/**
 * Whether the call may be repeated: never, safely because nothing happened, or with an unknown outcome of the first
 * call.
 */
export type Retry = 'never' | 'safe' | 'outcome-unknown';

interface ErrorSpec {
  readonly retry: Retry;
  /** Whether clients of the public endpoint see the code and the message; otherwise they see INTERNAL_SERVER_ERROR. */
  readonly public: boolean;
  /** The code and meaning that clients see instead of a code that is not public. */
  readonly shownAs?: 'SERVICE_UNAVAILABLE';
  readonly meaning: string;
}

/** Every error code of the services; `docs/errors.md` is generated from it. */
export const errorCodes = {
  UNAUTHENTICATED: { retry: 'never', public: true, meaning: 'The token is missing, malformed or expired.' },
  FORBIDDEN: { retry: 'never', public: true, meaning: 'The caller may not do this.' },
  BAD_USER_INPUT: { retry: 'never', public: true, meaning: 'An argument is malformed or out of range.' },
  RATE_LIMITED: { retry: 'safe', public: true, meaning: 'Too many requests; try again later.' },
  SERVICE_UNAVAILABLE: {
    retry: 'outcome-unknown',
    public: true,
    meaning: 'A service cannot be reached; the fields it owns are null.',
  },
  INTERNAL_SERVER_ERROR: {
    retry: 'outcome-unknown',
    public: true,
    meaning: 'Something unexpected happened; the log holds it under the correlation id.',
  },
  KEY_PARAMETER_MISMATCH: {
    retry: 'never',
    public: false,
    meaning: 'A step was called again under the same key with other input.',
  },
  STEP_CANCELLED: {
    retry: 'never',
    public: false,
    meaning: 'The step was compensated before; it may not be done any more.',
  },
  STALE_EPOCH: { retry: 'never', public: false, meaning: 'Another coordinator owns the saga now.' },
  DEADLINE_EXCEEDED: {
    retry: 'safe',
    public: false,
    meaning: 'The attempt came after its deadline; nothing happened.',
  },
  WRITE_REJECTED: {
    retry: 'safe',
    public: false,
    meaning: 'A write lost against another one; nothing was changed.',
  },
  STORE_UNAVAILABLE: {
    retry: 'outcome-unknown',
    public: false,
    shownAs: 'SERVICE_UNAVAILABLE',
    meaning: 'The database cannot be reached, or not be written.',
  },
  BUSY: {
    retry: 'safe',
    public: false,
    shownAs: 'SERVICE_UNAVAILABLE',
    meaning: 'Others hold what a commit needs; it has changed nothing. Ask again in a moment.',
  },
  STORE_FULL: {
    retry: 'safe',
    public: false,
    shownAs: 'SERVICE_UNAVAILABLE',
    meaning: 'The disk of the database is full; nothing was changed. Free space, and it goes on by itself.',
  },
  STORE_LOCKED: {
    retry: 'never',
    public: false,
    meaning: 'Another process uses the same database file.',
  },
  INVALID_CONFIGURATION: {
    retry: 'never',
    public: false,
    meaning: 'An environment variable or a saga definition is wrong.',
  },
  COMPENSATION_IMPOSSIBLE: {
    retry: 'safe',
    public: false,
    meaning:
      'What a step did cannot be undone any more, such as a parcel on its way; an operator must decide.',
  },
  STEP_BLOCKED: {
    retry: 'safe',
    public: false,
    meaning:
      'A step cannot be done for now, and nothing has changed; asking again at once does not help. One that must succeed is STUCK.',
  },
  ORDER_PENDING: {
    retry: 'safe',
    public: false,
    meaning: 'The order is just being placed; it can be cancelled once that is decided.',
  },
  PROVIDER_UNAVAILABLE: {
    retry: 'outcome-unknown',
    public: false,
    meaning: 'A payment provider, a carrier or a mail server did not answer, or failed for a moment.',
  },
} as const satisfies Record<string, ErrorSpec>;

export type ErrorCode = keyof typeof errorCodes;

/** An error with a registered code, which determines whether the call may be repeated. */
export class CodedError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = this.constructor.name;
    this.code = code;
  }

  get retry(): Retry {
    return errorCodes[this.code].retry;
  }
}

/** The token is missing, malformed or expired. */
export class Unauthenticated extends CodedError {
  constructor(message = 'Log in first.') {
    super('UNAUTHENTICATED', message);
  }
}

/** The caller may not do this. */
export class Forbidden extends CodedError {
  constructor(message = 'You may not do this.') {
    super('FORBIDDEN', message);
  }
}

/** An argument of a query is malformed or out of range. */
export class BadUserInput extends CodedError {
  // Not `path`: graphql-js takes an error with a path array for one that has its place in the response already.
  /** The path of the argument, such as `['filter', 'placedAfter']`. */
  readonly argument: readonly string[];

  constructor(message: string, argument: readonly string[]) {
    super('BAD_USER_INPUT', message);
    this.argument = argument;
  }
}

/** Too many attempts; the message says when the next one is allowed. */
export class RateLimited extends CodedError {
  /** When to try again, in seconds, at least 1. */
  readonly retryAfterSeconds: number;

  constructor(
    retryAfterSeconds: number,
    message = `Too many attempts. Try again in ${retryAfterSeconds} seconds.`,
  ) {
    super('RATE_LIMITED', message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A third party did not answer, or failed temporarily. */
export class ProviderUnavailable extends CodedError {
  constructor(message: string, options?: ErrorOptions) {
    super('PROVIDER_UNAVAILABLE', message, options);
  }
}

/** The effects of a step cannot be undone any more. */
export class CompensationImpossible extends CodedError {
  constructor(message: string) {
    super('COMPENSATION_IMPOSSIBLE', message);
  }
}

/** An environment variable is wrong; the message names it. */
export class InvalidConfiguration extends CodedError {
  constructor(message: string) {
    super('INVALID_CONFIGURATION', message);
  }
}
