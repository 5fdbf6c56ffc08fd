/** An error in a server's answer; its code is `NO_CODE` if the server gives none. */
export interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly correlationId?: string };
}

/** A server's answer: data, errors, or both. */
export interface GraphqlAnswer<Data> {
  readonly data: Data | null;
  readonly errors?: readonly GraphqlError[];
}

/** The answer to an operation has errors, or no data. */
export class OperationFailed extends Error {
  readonly errors: readonly GraphqlError[];

  constructor(errors: readonly GraphqlError[]) {
    super(errors[0]?.message ?? 'There is no data.');
    this.errors = errors;
  }

  /** The first error's code. */
  get code(): string {
    return this.errors[0]?.extensions.code ?? 'NO_CODE';
  }
}

/** No answer came, or none in GraphQL; it is unknown whether the operation was done. */
export class NoAnswer extends Error {
  /** The HTTP status; undefined if no answer came. */
  readonly status: number | undefined;

  constructor(message: string, status?: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

interface ReceivedError extends Omit<GraphqlError, 'extensions'> {
  readonly extensions?: { readonly code?: string };
}

/** The errors of an answer, each with a code. */
export const withCodes = (errors: readonly ReceivedError[]): readonly GraphqlError[] =>
  errors.map((error) => ({ ...error, extensions: { code: 'NO_CODE', ...error.extensions } }));

interface Received<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly ReceivedError[];
}

/** Reads an answer and completes its errors' codes; undefined if the value is no GraphQL answer. */
export function answerOf<Data>(received: unknown): GraphqlAnswer<Data> | undefined {
  if (typeof received !== 'object' || received === null) return undefined;
  const { data, errors } = received as Received<Data>;
  if (data === undefined && !Array.isArray(errors)) return undefined;
  return { data: data ?? null, ...(errors !== undefined && { errors: withCodes(errors) }) };
}

/**
 * The data of an answer.
 *
 * @throws {OperationFailed} if there are errors, or no data.
 */
export function dataOf<Data>({ data, errors }: GraphqlAnswer<Data>): Data {
  if (errors !== undefined || data === null) throw new OperationFailed(errors ?? []);
  return data;
}
