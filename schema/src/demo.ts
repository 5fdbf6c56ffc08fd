/** Who can log in with the demonstration data. */
export const DEMO_LOGINS = [
  { email: 'ada@example.com', name: 'Ada', role: 'CUSTOMER' },
  { email: 'grace@example.com', name: 'Grace', role: 'CUSTOMER' },
  { email: 'admin@example.com', name: 'Admin', role: 'ADMIN' },
] as const;

/** The password of all demo logins. */
export const DEMO_PASSWORD = 'correct-horse-battery';

/** The part of an address before the `@`. */
export type DemoName = 'ada' | 'grace' | 'admin';

/** Logs a customer in; its one variable is the `LoginInput`. */
export const LOGIN =
  'mutation ($input: LoginInput!) { login(input: $input) { session { accessToken } errors { __typename } } }';

/** What the mutation answers; there is no session where address or password are wrong. */
export interface LoggedIn {
  readonly login: { readonly session: { readonly accessToken: string } | null };
}

/** What a demo customer logs in with. */
export const demoInput = (name: DemoName) => ({ email: `${name}@example.com`, password: DEMO_PASSWORD });

/**
 * Logs somebody in, by whatever sends a query and answers its data: the access token; undefined where address or
 * password are wrong.
 */
export async function accessTokenOf(
  ask: (query: string, variables: { readonly input: object }) => Promise<LoggedIn>,
  input: { readonly email: string; readonly password: string },
): Promise<string | undefined> {
  const { login } = await ask(LOGIN, { input });
  return login.session?.accessToken;
}

/**
 * Logs a demo customer in, by whatever sends a query and answers its data.
 *
 * @throws {Error} when there is no such customer.
 */
export async function demoToken(
  ask: (query: string, variables: { readonly input: object }) => Promise<LoggedIn>,
  name: DemoName,
): Promise<string> {
  const token = await accessTokenOf(ask, demoInput(name));
  if (token === undefined) throw new Error(`${name} cannot log in with the password of the demo data.`);
  return token;
}
