/** A refusal that a client can expect, in the form of the schema's `UserError` types. */
export interface UserError<Type extends string = string> {
  readonly __typename: Type;
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
}

export type ValidationError = UserError<'ValidationError'>;

/**
 * The error for an argument that is malformed or out of range; `path` leads to it, beginning with the field's argument.
 */
export const validationError = (message: string, path: readonly string[]): ValidationError => ({
  __typename: 'ValidationError',
  code: 'VALIDATION_ERROR',
  message,
  path,
});
