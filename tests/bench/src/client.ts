import { demoToken } from '@counterstep/schema/demo';
import { Agent, request } from 'undici';

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** Somebody who uses an endpoint over connections that are kept. */
export interface Client {
  /** @throws {Error} when there are errors. */
  ask<Data>(query: string, variables?: object): Promise<Data>;
}

const agent = new Agent({ connections: 256, bodyTimeout: 120_000, headersTimeout: 120_000 });

/** Sends a request and answers its body; for baselines too. */
export async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const response = await request(url, { method: 'POST', dispatcher: agent, headers, body });
  const text = await response.body.text();
  if (response.statusCode >= 400) throw new Error(`HTTP ${response.statusCode}: ${text}`);
  return text;
}

export const createClient = (url: string, token?: string): Client => ({
  ask: async <Data>(query: string, variables: object = {}) => {
    const headers = {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const text = await post(`${url}/graphql`, JSON.stringify({ query, variables }), headers);
    const { data, errors } = JSON.parse(text) as Answer<Data>;
    if (errors !== undefined || data == null) throw new Error(errors?.[0]?.message ?? 'There is no data.');
    return data;
  },
});

/** The access token of a demo customer, such as `ada`. */
export const logIn = (url: string, name: 'ada' | 'admin'): Promise<string> =>
  demoToken((query, variables) => createClient(url).ask(query, variables), name);
