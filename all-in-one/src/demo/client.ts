import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { accessTokenOf, DEMO_LOGINS, DEMO_PASSWORD } from '@counterstep/schema/demo';

/** Something the demonstration cannot go on without; the message says what to do. */
export class DemoFailed extends Error {}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** A customer at the public endpoint. */
export interface DemoClient {
  ask<Data>(query: string, variables?: object): Promise<Data>;
  follow<Data>(query: string, variables: Record<string, unknown>): AsyncIterable<Data>;
  close(): Promise<void>;
}

async function post<Data>(url: string, query: string, variables: object, token?: string): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  }).catch((error: unknown) => {
    throw new DemoFailed(`Nothing answers at ${url}. Start the system first: npm start`, { cause: error });
  });
  const { data, errors } = (await response.json()) as Answer<Data>;
  if (errors !== undefined || data == null)
    throw new DemoFailed(errors?.[0]?.message ?? 'There was no answer.');
  return data;
}

interface Session {
  readonly session: { readonly accessToken: string } | null;
}

const tokenOf = (url: string, email: string): Promise<string | undefined> =>
  accessTokenOf((query, variables) => post(url, query, variables), { email, password: DEMO_PASSWORD });

/** Logs the first demo customer in, and opens the account where it is missing. */
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

/** Asks as the ADMIN of the demo data; undefined where there is none. */
export async function openDemoAdmin(url: string): Promise<Pick<DemoClient, 'ask'> | undefined> {
  const token = await tokenOf(url, DEMO_LOGINS[2].email);
  return token === undefined
    ? undefined
    : { ask: (query, variables = {}) => post(url, query, variables, token) };
}

/**
 * Opens a customer's client.
 *
 * @throws {DemoFailed} when the system does not answer, or the customer cannot log in.
 */
export async function openDemoClient(url: string): Promise<DemoClient> {
  const token = await logIn(url);
  const socket = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
  });
  return {
    ask: (query, variables = {}) => post(url, query, variables, token),
    async *follow<Data>(query: string, variables: Record<string, unknown>) {
      for await (const { data, errors } of socket.iterate<Data>({ query, variables })) {
        if (errors !== undefined || data == null)
          throw new DemoFailed(errors?.[0]?.message ?? 'There was no event.');
        yield data as Data;
      }
    },
    close: async () => {
      await socket.dispose();
    },
  };
}
