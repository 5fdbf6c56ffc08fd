/** The accounts of the demonstration data. */
export const DEMO_LOGINS = [
  { email: 'ada@example.com', name: 'Ada', role: 'CUSTOMER' },
  { email: 'grace@example.com', name: 'Grace', role: 'CUSTOMER' },
  { email: 'admin@example.com', name: 'Admin', role: 'ADMIN' },
] as const;

/** The password of all demo logins. */
export const DEMO_PASSWORD = 'correct-horse-battery';

/** The part of a demo account's e-mail address before the `@`. */
export type DemoName = 'ada' | 'grace' | 'admin';

/** The mutation that logs a customer in; its only variable is the `LoginInput`. */
export const LOGIN =
  'mutation ($input: LoginInput!) { login(input: $input) { session { accessToken } errors { __typename } } }';

/** The data of {@link LOGIN}; the session is null where e-mail address or password are wrong. */
export interface LoggedIn {
  readonly login: { readonly session: { readonly accessToken: string } | null };
}

/** The `LoginInput` of a demo account. */
export const demoInput = (name: DemoName) => ({ email: `${name}@example.com`, password: DEMO_PASSWORD });

/**
 * Logs somebody in and returns the access token, or undefined where e-mail address or password are wrong. `ask` sends
 * the query and returns its data.
 */
export async function accessTokenOf(
  ask: (query: string, variables: { readonly input: object }) => Promise<LoggedIn>,
  input: { readonly email: string; readonly password: string },
): Promise<string | undefined> {
  const { login } = await ask(LOGIN, { input });
  return login.session?.accessToken;
}

/**
 * Logs a demo account in and returns the access token. `ask` sends the query and returns its data.
 *
 * @throws {Error} when there is no such account.
 */
export async function demoToken(
  ask: (query: string, variables: { readonly input: object }) => Promise<LoggedIn>,
  name: DemoName,
): Promise<string> {
  const token = await accessTokenOf(ask, demoInput(name));
  if (token === undefined) throw new Error(`${name} cannot log in with the password of the demo data.`);
  return token;
}
