import { createGraphqlClient, NoAnswer, type GraphqlClient } from '@counterstep/graphql-client';
import { accessTokenOf, DEMO_LOGINS, DEMO_PASSWORD } from '@counterstep/schema/demo';

/** The demo cannot continue; the message says what to do. */
export class DemoFailed extends Error {}

/** A customer's client of the public endpoint. */
export type DemoClient = Pick<GraphqlClient, 'ask' | 'follow' | 'close'>;

/** The clients of the demo: the customer and, if there is one, the ADMIN. */
export interface Cast {
  readonly customer: DemoClient;
  readonly admin: Pick<DemoClient, 'ask'> | undefined;
}

const failed = (url: string, error: unknown): DemoFailed => {
  const { message } = error as Error;
  const silent = error instanceof NoAnswer && error.status === undefined;
  const text = silent ? `Nothing answers at ${url}. Start the system first: npm start` : message;
  return new DemoFailed(text, { cause: error });
};

function createDemoClient(url: string, token?: string): DemoClient {
  const client = createGraphqlClient({ url, token });
  return {
    ...client,
    ask: (query, variables) =>
      client.ask<never>(query, variables).catch((error: unknown) => {
        throw failed(url, error);
      }),
  };
}

const post = <Data>(url: string, query: string, variables: object): Promise<Data> =>
  createDemoClient(url).ask<Data>(query, variables);

interface Session {
  readonly session: { readonly accessToken: string } | null;
}

const tokenOf = (url: string, email: string): Promise<string | undefined> =>
  accessTokenOf((query, variables) => post(url, query, variables), { email, password: DEMO_PASSWORD });

/** Logs the first demo customer in, registering the account if it does not exist. */
async function logIn(url: string): Promise<string> {
  const [{ email, name }] = DEMO_LOGINS;
  const token = await tokenOf(url, email);
  if (token !== undefined) return token;
  const { register } = await post<{ register: Session }>(
    url,
    'mutation ($input: RegisterInput!) { register(input: $input) { session { accessToken } } }',
    { input: { email, name, password: DEMO_PASSWORD } },
  );
  if (register.session) return register.session.accessToken;
  throw new DemoFailed(`${email} has another password here than the demo data's.`);
}

/** Opens a client for the demo data's ADMIN; resolves to undefined if there is none. */
export async function openDemoAdmin(url: string): Promise<Pick<DemoClient, 'ask'> | undefined> {
  const token = await tokenOf(url, DEMO_LOGINS[2].email);
  return token === undefined ? undefined : createDemoClient(url, token);
}

/**
 * Opens a customer's client.
 *
 * @throws {DemoFailed} when the system does not answer, or the customer cannot log in.
 */
export async function openDemoClient(url: string): Promise<DemoClient> {
  return createDemoClient(url, await logIn(url));
}
