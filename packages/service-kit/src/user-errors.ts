/** A refusal that a client can expect, in the form of the schema's `UserError` types. */
export interface UserError<Type extends string = string> {
  readonly __typename: Type;
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
}

export type ValidationError = UserError<'ValidationError'>;

/** An argument is malformed or out of range; `path` says which, from the field's first argument on. */
export const validationError = (message: string, path: readonly string[]): ValidationError => ({
  __typename: 'ValidationError',
  code: 'VALIDATION_ERROR',
  message,
  path,
});
