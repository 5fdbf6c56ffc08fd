import type { UserError } from '@counterstep/service-kit';

export type InvalidCredentials = UserError<'InvalidCredentials'>;
export type EmailTaken = UserError<'EmailTaken'>;

export const invalidCredentials = (message: string, path: readonly string[]): InvalidCredentials => ({
  __typename: 'InvalidCredentials',
  code: 'INVALID_CREDENTIALS',
  message,
  path,
});

export const emailTaken = (path: readonly string[]): EmailTaken => ({
  __typename: 'EmailTaken',
  code: 'EMAIL_TAKEN',
  message: 'There is an account with this e-mail address.',
  path,
});
