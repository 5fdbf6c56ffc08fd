import { randomUUID } from 'node:crypto';
import { createGraphqlClient, PASSWORD, type Client } from './client.ts';

export interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: string;
  readonly customer: { readonly id: string; readonly email: string; readonly name: string };
}

export interface SessionPayload {
  readonly session: Session | null;
  readonly errors: readonly {
    readonly __typename: string;
    readonly code: string;
    readonly path: readonly string[] | null;
  }[];
}

/** The fields of a SessionPayload. */
export const SESSION = `session { accessToken refreshToken expiresAt customer { id email name } }
  errors { __typename ... on UserError { code path } }`;

/** An address that the carrier serves. */
export const ADDRESS = {
  name: 'Mary Somerville',
  line1: '1 Celestial Lane',
  line2: null,
  city: 'Springfield',
  region: 'IL',
  postalCode: '62701',
  country: 'US',
};

/** A customer who has just registered and is logged in. */
export interface Customer {
  readonly id: string;
  readonly email: string;
  readonly token: string;
  readonly refreshToken: string;
  readonly client: Client;
}

export const register = async (url: string, input: object): Promise<SessionPayload> => {
  const query = `mutation ($input: RegisterInput!) { register(input: $input) { ${SESSION} } }`;
  return (await createGraphqlClient(url).ask<{ register: SessionPayload }>(query, { input })).register;
};

/** Registers a new account, with `ADDRESS` as its default address unless other addresses are given. */
export async function newCustomer(url: string, addresses: readonly object[] = [ADDRESS]): Promise<Customer> {
  const email = `${randomUUID()}@example.com`;
  const { session, errors } = await register(url, { email, password: PASSWORD, name: 'Mary' });
  if (session === null) throw new Error(`There is no session: ${JSON.stringify(errors)}`);
  const client = createGraphqlClient(url, session.accessToken);
  await client.ask(
    'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { errors { __typename } } }',
    { input: { addresses } },
  );
  const { accessToken: token, refreshToken } = session;
  return { id: session.customer.id, email, token, refreshToken, client };
}
