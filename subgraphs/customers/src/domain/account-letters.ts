/** The e-mail that carries a token. */
export function accountLetter(
  purpose: 'RESET_PASSWORD' | 'VERIFY_EMAIL',
  name: string,
  token: string,
): { readonly subject: string; readonly text: string } {
  const greeting = `Hello ${name.replace(/\s+/g, ' ').trim()},`;
  const paragraphs =
    purpose === 'RESET_PASSWORD'
      ? [
          'somebody, probably you, wants a new password for your account. Within an hour it can be set with this code, once:',
          `  ${token}`,
          'If it was not you, there is nothing to do: your password has not changed.',
        ]
      : [
          'please confirm that this is your e-mail address. Within a day it can be done with this code:',
          `  ${token}`,
          'If you have no account with us, there is nothing to do.',
        ];
  return {
    subject: purpose === 'RESET_PASSWORD' ? 'A new password' : 'Please confirm your e-mail address',
    text: `${[greeting, ...paragraphs, 'Counterstep'].join('\n\n')}\n`,
  };
}
